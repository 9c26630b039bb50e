"""Drawing: a page that is written from top to bottom as SVG, and the SVG as PNG."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from xml.sax.saxutils import escape

import resvg_py

from bot.pictures.lettering import FAMILY, REGULAR, font_path, text_width, wrapped

PAINTER = Path(__file__).with_name("painter.py")
PACKAGES = Path(resvg_py.__file__).parent.parent
LONGEST = 10.0  # seconds that a picture may take
PAPER, SURFACE, LINE = "#f6f2ed", "#fffdfb", "#e2d8cd"
SHARP = 0.75  # pixels a unit: near what a phone shows in a chat; more would take over 100 ms to compress
INK, QUIET, ACCENT, GLOW = "#2b2521", "#6d625a", "#a84f2b", "#fbe3d3"
STRIPES = "url(#stripes)"  # a fill; what has it needs DEFINITIONS
DEFINITIONS = (
    "<defs>"
    '<pattern id="stripes" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="10" height="10" fill="{SURFACE}"/><rect width="3" height="10" fill="{ACCENT}"/></pattern>'
    "</defs>"
)


@dataclass(kw_only=True)
class Page:
    """A picture in the making. `y` is how far down it is written; lengths are in pixels."""

    width: int
    y: float = 0
    elements: list[str] = field(default_factory=list)

    def add(self, element: str) -> None:
        """Put an SVG element on top of the others."""
        self.elements.append(element)

    def line(self, text: str, *, x: float, y: float, size: float, weight: int = REGULAR, fill: str = INK) -> None:
        """Write one line on its baseline; raise NotDrawable for what the font lacks."""
        text_width(text, size=size, weight=weight)
        style = f'font-family="{FAMILY}" font-size="{size:g}" font-weight="{weight}" fill="{fill}"'
        self.add(f'<text x="{x:g}" y="{y:g}" {style}>{escape(text)}</text>')

    def write(self, text: str, *, x: float, most: float, size: float, weight: int = REGULAR, fill: str = INK) -> None:
        """Write a text in lines of at most `most`, from `y` on, and move down."""
        for line in wrapped(text, size=size, weight=weight, most=most):
            self.line(line, x=x, y=self.y + size, size=size, weight=weight, fill=fill)
            self.y += size * 1.25

    def svg(self, definitions: str = "") -> str:
        """Return the whole picture, as high as it was written, in whole pixels."""
        wide, high = round(SHARP * self.width), ceil(SHARP * self.y)
        size = f'width="{wide}" height="{high}" viewBox="0 0 {self.width} {high / SHARP:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{definitions}{"".join(self.elements)}</svg>'


@contextmanager
def card(page: Page, *, edge: float, padding: float, rounding: float) -> Iterator[None]:
    """A sheet behind what is written meanwhile. `edge` is the room beside it, `padding` that above and below."""
    top, below = page.y, len(page.elements)
    page.y += padding
    yield
    page.y += padding
    shape = f'x="{edge}" y="{top:g}" width="{page.width - 2 * edge}" height="{page.y - top:g}" rx="{rounding}"'
    page.elements.insert(below, f'<rect {shape} fill="{SURFACE}" stroke="{LINE}" stroke-width="2"/>')
    page.y += 22


def png(svg: str) -> bytes:
    """Return an SVG as PNG, drawn by a process of its own. Waits for it: not for the event loop.

    Raises subprocess.SubprocessError when it fails or hangs.
    """
    command = [sys.executable, "-I", "-S", str(PAINTER), str(font_path()), str(PACKAGES)]
    drawn = subprocess.run(command, input=svg.encode(), capture_output=True, check=True, timeout=LONGEST)  # noqa: S603 - our own program
    return drawn.stdout
