"""What must hold of the repository as a whole."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "messages" / "content"
LANGUAGES = ["en", "es"]


def lines_of(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def topic_ids() -> list[str]:
    return list(yaml.safe_load((CONTENT / "topics.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_forty_phrasings(language):
    """It knows each topic by at least 40 ways of asking, and no file belongs to no topic."""
    found = {path.stem: len(lines_of(path)) for path in (CONTENT / language / "phrasings").glob("*.txt")}

    assert set(found) == set(topic_ids())
    assert min(found.values()) >= 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrasing_stands_twice(language):
    """It never teaches one sentence for two topics, or as both in and out of scope."""
    files = [*(CONTENT / language / "phrasings").glob("*.txt"), CONTENT / "out_of_scope" / f"{language}.txt"]
    lines = [line.casefold() for path in files for line in lines_of(path)]

    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_pin_with_hashes_and_name_no_address(name):
    """It installs the same everywhere, from whatever registry the machine is set to."""
    lock = (ROOT / name).read_text(encoding="utf-8")

    assert "://" not in lock
    assert len(re.findall(r"^\S+==\S+", lock, re.MULTILINE)) <= lock.count("--hash=sha256:")
