"""Quoting: other people's names and words, made safe to show among ours. Pure; markup is escaped where it is put in."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_NAME = 40  # characters
JOINERS = "\u200c\u200d"  # parts of some scripts and of emoji
CUT = "…"

_LINES = re.compile(r"\n{3,}")


def plain_name(name: str) -> str:
    """Return a name on one line, without marks that turn the direction of what follows; "" when nothing is left."""
    shown = " ".join("".join(_shown(char, " ") for char in name).split())
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1].rstrip(JOINERS) + CUT


def plain_words(words: str, longest: int) -> str:
    """Return words as they were written, without invisible marks; cut after `longest` UTF-16 units."""
    shown = _LINES.sub("\n\n", "".join(_shown(char, "\n") for char in words).strip())
    return shown if length(shown) <= longest else _cut(shown, longest - 1) + CUT


def split_words(words: str, longest: int) -> list[str]:
    """Return words in pieces of at most `longest` UTF-16 units, cut at a space where there is one."""
    pieces, left = [], plain_words(words, length(words) + 1)
    while length(left) > longest:
        piece = _cut(left, longest)
        at = max(piece.rfind("\n"), piece.rfind(" "))
        piece = piece[:at] if at > longest // 2 else piece
        pieces.append(piece.rstrip())
        left = left[len(piece) :].lstrip()
    return [*pieces, left] if left else pieces


def length(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shown(char: str, line_break: str) -> str:
    if char == "\n":
        return line_break
    if char == "\t":
        return " "
    if char in JOINERS:
        return char
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else char


def _cut(text: str, longest: int) -> str:
    return "".join(_within(text, longest))


def _within(text: str, longest: int) -> Iterator[str]:
    used = 0
    for char in text:
        used += length(char)
        if used > longest:
            return
        yield char
