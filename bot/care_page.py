"""Care page: a record of care as PDF, to print or to put into the clinic's own file."""

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.pictures.lettering import FAMILY, REGULAR, NotDrawable, text_width
from bot.printing import letters
from messages.care import CareRecord
from messages.care_wording import Part, record_note, record_parts, record_title
from messages.library import Library

MARGIN = 14  # millimetres, as all lengths here
WIDTH = 210 - 2 * MARGIN
BEFORE = 28  # the column of instants
TITLE, HEADING, PLAIN, SMALL = 15, 10.5, 8.5, 7.5  # points
LINE = 3.9  # from one line to the next
ROOM = 18  # below a heading, or it goes to the next page
INK, QUIET, ACCENT, RULE = (43, 37, 33), (109, 98, 90), (168, 79, 43), (226, 216, 205)
OTHERWISE = "*"  # after what is written in other letters than it has


class _Sheet(FPDF):
    """An A4 page with whose record it is, and its number, at the foot."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(FAMILY, "", SMALL)
        self.set_text_color(*QUIET)
        self.cell(WIDTH - 20, 5, self.foot)
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")


def record_pdf(library: Library, language: str, record: CareRecord) -> bytes:
    """Return the record as PDF. What the font lacks is spelt in letters that it has. Not for the event loop."""
    sheet = _Sheet(format="A4")
    title = record_title(library, language, record)
    with letters(sheet):
        sheet.set_margins(MARGIN, MARGIN)
        sheet.c_margin = 0
        sheet.set_auto_page_break(auto=True, margin=MARGIN + 2)
        sheet.set_title(written(title))
        sheet.set_lang(language)
        sheet.set_creation_date(record.now)
        sheet.foot = written(title)
        sheet.add_page()
        _paragraph(sheet, written(title), size=TITLE, bold=True)
        sheet.ln(1)
        _paragraph(sheet, written(record_note(library, language, record)), size=SMALL, color=QUIET)
        if written(title) != title:
            _paragraph(sheet, library.label(language, "care_written_otherwise"), size=SMALL, color=QUIET)
        for part in record_parts(library, language, record):
            _part(sheet, part)
        return bytes(sheet.output())


def written(text: str) -> str:
    """Return a text as the font can write it: words with letters that it lacks are spelt in others, and marked."""
    return " ".join(_written(word) for word in text.split(" "))


def _written(word: str) -> str:
    if all(map(_is_drawable, word)):
        return word
    spelt = "".join(char if _is_drawable(char) else anyascii(char) for char in word)
    return f"{spelt}{OTHERWISE}"


def _is_drawable(character: str) -> bool:
    try:
        text_width(character, size=1, weight=REGULAR)
    except NotDrawable:
        return False
    return True


def _part(sheet: FPDF, part: Part) -> None:
    if sheet.will_page_break(ROOM):
        sheet.add_page()
    sheet.ln(3)
    _paragraph(sheet, part.title, size=HEADING, bold=True, color=ACCENT)
    sheet.set_draw_color(*RULE)
    sheet.line(MARGIN, sheet.get_y() + 0.6, MARGIN + WIDTH, sheet.get_y() + 0.6)
    sheet.ln(1.5)
    left = BEFORE if any(before for before, _ in part.lines) else 0
    for before, said in part.lines:
        _line(sheet, before, written(said), left)


def _line(sheet: FPDF, before: str, said: str, left: float) -> None:
    """What was, beside when; the two stay on one page."""
    sheet.set_font(FAMILY, "", PLAIN)
    lines = sheet.multi_cell(WIDTH - left, LINE, said, align="L", dry_run=True, output="LINES")
    if isinstance(lines, list) and sheet.will_page_break(LINE * len(lines)):
        sheet.add_page()
    if before:
        sheet.set_text_color(*QUIET)
        sheet.cell(left, LINE, before)
    _paragraph(sheet, said, size=PLAIN, left=left)


def _paragraph(
    sheet: FPDF,
    text: str,
    *,
    size: float,
    bold: bool = False,
    color: tuple[int, int, int] = INK,
    left: float = 0,
) -> None:
    sheet.set_font(FAMILY, "B" if bold else "", size)
    sheet.set_text_color(*color)
    sheet.set_x(MARGIN + left)
    high = LINE if size <= PLAIN else size * 0.46
    sheet.multi_cell(WIDTH - left, high, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
