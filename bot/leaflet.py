"""Leaflet: the `leaflet` command. One A5 page for patients, as PDF, with the way to the bot as a QR code.

The code is drawn as shapes, so that it prints sharply at any size.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import segno
import typer
from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from bot.conversation.clinic import emergency_number
from bot.house import House
from bot.inviting import username_of
from bot.operating import in_one_line
from bot.pictures.lettering import BOLD, FAMILY, REGULAR, NotDrawable, text_width
from bot.planning import WrongOption, read_language
from bot.printing import letters
from bot.settings import WrongSetting, load_settings
from bot.usage import refuse
from messages.library import Library, load
from messages.opening_hours import hours_label
from scheduler import clock
from scheduler.database import Database
from scheduler.invites import LIFE

LINK = re.compile(r"https://t\.me/(?P<bot>[A-Za-z]\w{3,31})\?start=[\w-]{1,64}")
USERNAME = re.compile(r"@?(?P<bot>[A-Za-z]\w{3,31})")
NEEDED = ("clinic_name", "clinic_phone")

# All lengths are millimetres, sizes of letters are points
WIDTH, HEIGHT, MARGIN = 148.0, 210.0, 14.0
INNER = WIDTH - 2 * MARGIN
CODE = 52.0
LEADING = 0.47  # of a line, in millimetres for each point of its letters
INK, QUIET, ACCENT, TINT, WHITE = (43, 37, 33), (96, 86, 78), (168, 79, 43), (251, 238, 228), (255, 255, 255)


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """What stands on the page. `is_invite`: the link is for one patient, with the treatment's date inside."""

    language: str
    clinic: str
    phone: str
    hours: str
    emergency_number: str
    bot: str
    link: str
    is_invite: bool


def leaflet(*, invite: str | None, username: str | None, lang: str | None, out: Path) -> None:
    """Write the leaflet; without a link and a name Telegram is asked for the bot's name."""
    with in_one_line():
        if invite and username:
            refuse("leaflet", "--invite and --username exclude each other: the link names the bot")
        settings = load_settings()
        if missing := [name.upper() for name in NEEDED if not getattr(settings, name)]:
            raise WrongSetting("\n".join(f"{name} is not set: put it in .env" for name in missing))
        link = _read(LINK, "--invite", invite, "the link that `afterglow invite` prints")
        named = _read(USERNAME, "--username", username, "the bot's name, such as @ClinicAftercareBot")
        library = load(overlay=settings.content_dir)
        try:
            language = read_language(library, lang or settings.clinic_language)
        except WrongOption as wrong:
            refuse("leaflet", str(wrong))
        bot = (link or named or {"bot": ""})["bot"] or asyncio.run(username_of(settings))
        house = House(settings=settings, library=library, database=Database(settings.database_url), clock=clock.now)
        hours = house.desk.clinic.hours
        page = Leaflet(
            language=language,
            clinic=settings.clinic_name,
            phone=settings.clinic_phone,
            hours=hours_label(hours, library.label(language, "date_locale")) if hours else "",
            emergency_number=emergency_number(house, None),
            bot=bot,
            link=invite or f"https://t.me/{bot}",
            is_invite=bool(invite),
        )
        _write(out, _drawn(library, page))
        typer.echo(f"{out}: an A5 page in {language}, for https://t.me/{bot}")


def leaflet_pdf(library: Library, page: Leaflet) -> bytes:
    """Return the page as PDF; raise NotDrawable for a text with a letter that the font lacks."""
    pdf = FPDF(format=(WIDTH, HEIGHT))
    with letters(pdf):
        _begin(pdf, library.label(page.language, "leaflet_title"), page)
        _heading(pdf, library, page)
        _way_in(pdf, library, page)
        _what_it_is_not(pdf, library, page)
        _whom_to_call(pdf, library, page)
        return bytes(pdf.output())


def _begin(pdf: FPDF, title: str, page: Leaflet) -> None:
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(MARGIN, MARGIN)
    pdf.c_margin = 0  # letters, code and box begin on one line
    pdf.set_title(title)
    pdf.set_author(page.clinic)
    pdf.set_lang(page.language)
    pdf.set_creation_date(clock.now())
    pdf.add_page()


def _heading(pdf: FPDF, library: Library, page: Leaflet) -> None:
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, WIDTH, 3.5, style="F")
    pdf.set_y(12)
    _paragraph(pdf, page.clinic, size=13, color=QUIET, bold=True)
    pdf.ln(1.5)
    _paragraph(pdf, library.label(page.language, "leaflet_title"), size=23, color=ACCENT, bold=True)
    pdf.ln(3)
    _paragraph(pdf, library.label(page.language, "leaflet_what"), size=12, color=INK)


def _way_in(pdf: FPDF, library: Library, page: Leaflet) -> None:
    """The code, with the white around it that readers need, and beside it what to do with it."""
    pdf.ln(7)
    top = pdf.get_y()
    _code(pdf, page.link, MARGIN, top)
    left = MARGIN + CODE + 7
    last = "leaflet_confirm" if page.is_invite else "leaflet_answer"
    pdf.set_y(top + 1)
    for number, key in enumerate(("leaflet_scan", "leaflet_start", last), start=1):
        _step(pdf, number, library.label(page.language, key), left)
    if page.is_invite:
        note = library.label(page.language, "leaflet_yours", days=LIFE.days)
    else:
        note = library.label(page.language, "leaflet_or", bot=f"@{page.bot}")
    _paragraph(pdf, note, size=9.5, color=QUIET, left=left)
    pdf.set_y(max(pdf.get_y(), top + CODE))


def _what_it_is_not(pdf: FPDF, library: Library, page: Leaflet) -> None:
    """Emergencies first, in a box that is seen without colour, too."""
    pdf.ln(8)
    top, inner = pdf.get_y(), MARGIN + 5
    emergency = library.label(page.language, "leaflet_emergency", emergency_number=page.emergency_number)
    words = library.label(page.language, "leaflet_not")
    width = INNER - 10
    height = 9 + _height(pdf, emergency, width, size=15, bold=True) + 1.5 + _height(pdf, words, width, size=11)
    pdf.set_fill_color(*TINT)
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(0.5)
    pdf.rect(MARGIN, top, INNER, height, style="DF", round_corners=True, corner_radius=3)
    pdf.set_y(top + 4.5)
    _paragraph(pdf, emergency, size=15, color=INK, bold=True, left=inner, right=inner)
    pdf.ln(1.5)
    _paragraph(pdf, words, size=11, color=INK, left=inner, right=inner)
    pdf.set_y(top + height)


def _whom_to_call(pdf: FPDF, library: Library, page: Leaflet) -> None:
    pdf.ln(5)
    _paragraph(pdf, library.label(page.language, "leaflet_call"), size=11, color=INK)
    _paragraph(pdf, page.phone, size=17, color=ACCENT, bold=True)
    if page.hours:
        _paragraph(pdf, page.hours, size=10, color=QUIET)
    private = library.label(page.language, "leaflet_private")
    pdf.set_y(max(pdf.get_y() + 2, HEIGHT - 8 - _height(pdf, private, INNER, size=9)))
    _paragraph(pdf, private, size=9, color=QUIET)


def _step(pdf: FPDF, number: int, words: str, left: float) -> None:
    """One numbered step: the number in a disc, the words beside it."""
    top, across = pdf.get_y(), 7.0
    pdf.set_fill_color(*ACCENT)
    pdf.ellipse(left, top, across, across, style="F")
    pdf.set_xy(left, top)
    _letters(pdf, size=11, color=WHITE, bold=True)
    pdf.cell(across, across, str(number), align="C")
    pdf.set_y(top + 0.6)
    _paragraph(pdf, words, size=12, color=INK, left=left + across + 2.5)
    pdf.set_y(max(pdf.get_y(), top + across) + 3)


def _code(pdf: FPDF, link: str, x: float, y: float) -> None:
    """Draw runs of dark modules as one shape each: side by side they would show seams."""
    rows = [list(row) for row in segno.make_qr(link, error="m").matrix]
    module = CODE / len(rows)
    pdf.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for across, length in _runs(row):
            pdf.rect(x + across * module, y + down * module, length * module, module * 1.02, style="F")
    pdf.link(x, y, CODE, CODE, link)


def _runs(row: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield start, length
        start += length


def _paragraph(
    pdf: FPDF,
    words: str,
    *,
    size: float,
    color: tuple[int, int, int],
    bold: bool = False,
    left: float = MARGIN,
    right: float = MARGIN,
) -> None:
    text_width(words, size=size, weight=BOLD if bold else REGULAR)  # raises for a letter that would be a box
    _letters(pdf, size=size, color=color, bold=bold)
    pdf.set_x(left)
    pdf.multi_cell(WIDTH - left - right, size * LEADING, words, align="L", new_x="LMARGIN", new_y="NEXT")


def _height(pdf: FPDF, words: str, width: float, *, size: float, bold: bool = False) -> float:
    """How high a paragraph will be."""
    _letters(pdf, size=size, color=INK, bold=bold)
    measured = pdf.multi_cell(width, size * LEADING, words, align="L", dry_run=True, output=MethodReturnValue.HEIGHT)
    assert isinstance(measured, float)
    return measured


def _letters(pdf: FPDF, *, size: float, color: tuple[int, int, int], bold: bool) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.set_text_color(*color)


def _drawn(library: Library, page: Leaflet) -> bytes:
    try:
        return leaflet_pdf(library, page)
    except NotDrawable as letter:
        raise WrongSetting(
            f"CLINIC_NAME or a text has a letter that the leaflet's font lacks ({letter}): write it in Latin letters"
        ) from None


def _read(form: re.Pattern[str], option: str, text: str | None, what: str) -> re.Match[str] | None:
    if text is None:
        return None
    found = form.fullmatch(text.strip())
    if found is None:
        refuse("leaflet", f"{option}: `{text}` is not {what}")
    return found


def _write(file: Path, page: bytes) -> None:
    try:
        file.write_bytes(page)
    except OSError as error:
        refuse("leaflet", f"--out: {file}: {error.strerror}: choose another file")
