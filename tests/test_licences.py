"""docs/licences.md keeps up with what is locked, and nothing that must not be is in it."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
FITTING = ("MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "MPL", "Mozilla", "LGPL", "OFL", "CNRI")


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "scripts" / "licences.py"))


def test_every_locked_distribution_is_listed(script):
    """It names each that a clinic installs, and no other."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert re.findall(r"^\| ([\w.-]+) \| [^|]+ \|$", PAGE, re.MULTILINE)[1:] == script["locked"](lock)


def test_every_licence_lets_a_clinic_use_it():
    """It has no licence but those that ask for notices, or for changes to the library itself."""
    licences = dict(re.findall(r"^\| ([\w.-]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)[1:])

    assert {name: one for name, one in licences.items() if not any(word in one for word in FITTING)} == {}
    assert [name for name, one in licences.items() if re.search(r"(?<!L)GPL", one)] == []
