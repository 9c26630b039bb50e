"""docs/security.md names the tests that prove it, and they are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_it_names_is_there():
    """It promises nothing that no test would miss."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+|\*)`", PAGE)
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file()
        or (test != "*" and not re.search(rf"^(async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.M))
    ]

    assert len(named) >= 30
    assert missing == []


def test_every_threat_has_a_test():
    """It has no row without one."""
    rows = [row for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith(("| threat", "|---"))]

    assert [row for row in rows if "`tests/" not in row.split("|")[3]] == []
