"""Writes docs/licences.md: the licence of everything that requirements.txt locks, as each distribution states it.

Run it with the interpreter of .venv after a change of requirements.txt: .venv/bin/python scripts/licences.py
"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK, PAGE = ROOT / "requirements.txt", ROOT / "docs" / "licences.md"
STATED_ELSEWHERE = {  # the licence file that comes with it says so, its metadata do not
    "resvg-py": "MIT",
}
NOT_EVERYWHERE = {"colorama": "BSD-3-Clause"}  # on Windows alone
HEAD = """# Licences

What Afterglow stands on, and under which licence, as each distribution states it.
Written by `scripts/licences.py`; do not edit.
LGPL and MPL libraries are used as they are, installed beside Afterglow and exchangeable.

| distribution | licence |
|---|---|
"""


def locked(lock: str) -> list[str]:
    """Return the names of the distributions in a lock file, each once."""
    return sorted(set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)))


def licence_of(name: str) -> str:
    """Return what a distribution says of its licence."""
    if name in NOT_EVERYWHERE:
        return NOT_EVERYWHERE[name]
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is locked and not installed: run `make install` first") from None
    classifiers = [one.rpartition(" :: ")[2] for one in stated.get_all("Classifier") or () if one[:7] == "License"]
    words = stated.get("License-Expression") or " or ".join(classifiers) or stated.get("License") or ""
    found = STATED_ELSEWHERE.get(name) or " ".join(words.split())
    if not found:
        raise SystemExit(f"{name} states no licence: read the file that comes with it, and name it in STATED_ELSEWHERE")
    return found


def page(lock: str) -> str:
    """Return the page for a lock file."""
    return HEAD + "".join(f"| {name} | {licence_of(name)} |\n" for name in locked(lock))


if __name__ == "__main__":
    PAGE.write_text(page(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
