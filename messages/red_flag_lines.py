"""Red-flag lines: messages that raise a red flag, and messages that only sound like it. The urgency model learns from
them; from content/red_flags/<language>/{emergency,urgent,clinic,none}.txt.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from messages.reading import ContentFiles
from messages.topics import Urgency

NONE = Urgency.NONE.label

_HEADING = re.compile(r"#\s*([A-Z]\d+)\b")
_LEVELS = {"E": Urgency.EMERGENCY, "U": Urgency.URGENT, "C": Urgency.CLINIC}


@dataclass(frozen=True, kw_only=True, slots=True)
class RedFlagLine:
    """A message and the red flag it raises, E1 to C11; None for a message that raises none."""

    text: str
    flag: str | None


def urgency_of(flag: str) -> Urgency:
    """Return the urgency of a red flag, which its first letter tells; NONE for anything else."""
    return _LEVELS.get(flag[:1], Urgency.NONE)


def load_red_flag_lines(files: ContentFiles, language: str) -> tuple[RedFlagLine, ...]:
    """Return the lines of a language; a line under no heading, or under that of another level, becomes a problem."""
    return tuple(
        line for name in files.names(f"red_flags/{language}", ".txt") for line in _lines(files, name, files.text(name))
    )


def _lines(files: ContentFiles, name: str, text: str | None) -> Iterator[RedFlagLine]:
    level = name.rsplit("/", 1)[1].removesuffix(".txt")
    if level not in {urgency.label for urgency in Urgency}:
        files.fault(name, 1, "this file should be called emergency.txt, urgent.txt, clinic.txt or none.txt: rename it")
        return
    flag = None
    for number, line in enumerate((text or "").splitlines(), start=1):
        heading = _HEADING.match(line) if level != NONE else None
        if heading:
            flag = heading[1]
            if urgency_of(flag).label != level:
                files.fault(name, number, f"{flag} is not of this file: move it to {urgency_of(flag).label}.txt")
        if line.startswith("#") or not line.strip():
            continue
        if flag is None and level != NONE:
            files.fault(name, number, "this line stands under no red flag: put a heading such as `# U2 fever` above it")
            return
        yield RedFlagLine(text=line.strip(), flag=flag)
