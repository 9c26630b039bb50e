"""Lettering: the one typeface of the pictures, how wide a text is in it, and where its lines break.

The font comes from a package and is named by its path: fonts of the machine are never looked at.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import fontpkg
from fontTools.ttLib import TTFont

FAMILY = "Nunito"
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
READING = Lock()  # pictures are drawn in threads, and the font is read as it is needed


class NotDrawable(Exception):
    """A text has a character that the font lacks: it would be drawn as an empty box."""


@cache
def font_path() -> Path:
    """Return where the font is; raise when its package is not installed."""
    return Path(fontpkg.path(FAMILY))


def text_width(text: str, *, size: float, weight: int) -> float:
    """Return the width of a text in the units of `size`; raise NotDrawable for what the font lacks."""
    return sum(_advance(character, weight) for character in text) * size


def wrapped(text: str, *, size: float, weight: int, most: float) -> list[str]:
    """Return the lines of a text that are at most `most` wide; a word that is longer by itself is cut."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, size, weight, most):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and text_width(longer, size=size, weight=weight) <= most:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, size: float, weight: int, most: float) -> Iterator[str]:
    """The word itself, or the longest beginnings that fit."""
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and text_width(word[start:end], size=size, weight=weight) > most:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


@cache
def _advance(character: str, weight: int) -> float:
    """How far a character moves the next one, at size 1. Kerning is left out: it only makes lines shorter."""
    with READING:
        font, glyphs = _font(), _glyphs(weight)
        name = font.getBestCmap().get(ord(character))
        if name is None:
            raise NotDrawable(f"U+{ord(character):04X}")
        return float(glyphs[name].width / font["head"].unitsPerEm)


@cache
def _font() -> Any:
    return TTFont(font_path(), lazy=True)


@cache
def _glyphs(weight: int) -> Any:
    return _font().getGlyphSet(location={"wght": weight})
