"""Printing: the typeface of the pictures, for PDF.

Its kerning and ligatures are left out: fpdf2 draws none, and working them out takes seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.pictures.lettering import BOLD, FAMILY, REGULAR, font_path

STYLES = {"": REGULAR, "B": BOLD}
LAYOUT = ("GPOS", "GSUB", "GDEF")


@contextmanager
def letters(pdf: FPDF) -> Iterator[None]:
    """Give a PDF the typeface, regular and bold; leave the block only when the PDF is put out."""
    with TemporaryDirectory(prefix="afterglow-letters-") as folder:
        for style, weight in STYLES.items():
            file = Path(folder) / f"{weight}.ttf"
            file.write_bytes(_of_weight(weight))
            pdf.add_font(FAMILY, style, file)
        try:
            yield
        finally:
            for font in pdf.fonts.values():
                if isinstance(font, TTFFont):
                    font.ttfont.close()  # the library leaves its files open


@cache
def _of_weight(weight: int) -> bytes:
    font = TTFont(font_path(), recalcTimestamp=False)
    for table in LAYOUT:
        if table in font:
            del font[table]
    fixed = BytesIO()
    instantiateVariableFont(font, {"wght": weight}).save(fixed)
    return fixed.getvalue()
