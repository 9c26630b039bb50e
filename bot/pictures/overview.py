"""Overview: the picture that comes with the team's digest. It counts; it never says that one patient does better.

Every bar has its number beside it: nothing is told by length or colour alone.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.pictures.drawing import ACCENT, DEFINITIONS, GLOW, INK, PAPER, QUIET, STRIPES, Page, card, png
from bot.pictures.lettering import BOLD, SEMIBOLD, text_width, wrapped
from messages.dates import date_label, when_label
from messages.digest import Overview
from messages.digest_wording import day_labels
from messages.library import Library

WIDTH = 900
EDGE = 36  # around the cards
INSET = 40  # within a card
LEFT = EDGE + INSET
FULL = WIDTH - 2 * LEFT
TITLE, NAME, PLAIN = 46, 34, 30  # sizes of letters
ROW = 52  # from one bar to the next
BAR = 30  # how high it is
NUMBER = 64  # room for the number at the end of a bar
WIDEST_LABEL = 330
CARD = {"edge": EDGE, "padding": INSET - 14, "rounding": 34}


def overview_png(library: Library, language: str, overview: Overview) -> bytes:
    """Return the picture; raise NotDrawable for a language that the font cannot write. Not for the event loop."""
    return png(overview_svg(library, language, overview))


def overview_svg(library: Library, language: str, overview: Overview) -> str:
    """Return the picture as SVG."""
    page, figures = Page(width=WIDTH, y=EDGE - 8), overview.figures
    day = date_label(library, language, overview.now.astimezone(ZoneInfo(overview.zone)).date())
    page.write(day[:1].upper() + day[1:], x=LEFT, most=FULL, size=TITLE, weight=BOLD)
    page.y += 18
    with card(page, **CARD):
        _heading(page, library.label(language, "digest_picture_days"), str(sum(overview.by_day)))
        _bars(page, list(zip(day_labels(library, language), overview.by_day, strict=True)))
    with card(page, **CARD):
        since = when_label(library, language, overview.since, now=overview.now, zone=ZoneInfo(overview.zone))
        _heading(page, library.label(language, "digest_picture_check_ins", when=since))
        _check_ins(page, library, language, overview)
    if figures.care_asked:
        with card(page, **CARD):
            _heading(page, library.label(language, "digest_picture_care"))
            line = library.label(language, "digest_picture_care_line", done=figures.care_done, asked=figures.care_asked)
            _share(page, line, figures.care_done, figures.care_asked)
    page.y += EDGE - 22
    page.elements.insert(0, f'<rect width="100%" height="100%" fill="{PAPER}"/>')
    return page.svg(DEFINITIONS)


def _heading(page: Page, text: str, number: str = "") -> None:
    """A title, with a number at the other end of its line."""
    room = FULL - (text_width(number, size=NAME, weight=BOLD) + 24 if number else 0)
    if number:
        x = LEFT + FULL - text_width(number, size=NAME, weight=BOLD)
        page.line(number, x=x, y=page.y + NAME, size=NAME, weight=BOLD, fill=ACCENT)
    page.write(text, x=LEFT, most=room, size=NAME, weight=SEMIBOLD)
    page.y += 12


def _check_ins(page: Page, library: Library, language: str, overview: Overview) -> None:
    figures = overview.figures
    taps = [(library.label(language, f"check_in_{one}"), getattr(figures, one)) for one in ("better", "same", "worse")]
    taps.append((library.label(language, "check_in_worried"), figures.worried))
    if not figures.asked and not any(count for _, count in taps):
        page.write(library.label(language, "digest_picture_none"), x=LEFT, most=FULL, size=PLAIN, fill=QUIET)
        return
    if figures.asked:
        line = library.label(language, "digest_check_ins", asked=figures.asked, answered=figures.answered)
        _share(page, line, figures.answered, figures.asked)
        page.y += 20
    missing = figures.asked - figures.answered
    _bars(page, [*taps, (library.label(language, "digest_picture_open"), missing)], striped=len(taps))


def _bars(page: Page, rows: Sequence[tuple[str, int]], *, striped: int | None = None) -> None:
    """A row for each: its name, a bar, and the number; that of `striped` is striped."""
    names = [wrapped(name, size=PLAIN, weight=SEMIBOLD, most=WIDEST_LABEL) for name, _ in rows]
    widest = max(text_width(line, size=PLAIN, weight=SEMIBOLD) for lines in names for line in lines)
    start = LEFT + widest + 22
    room = LEFT + FULL - NUMBER - start
    most = max((count for _, count in rows), default=0) or 1
    for place, (lines, (_, count)) in enumerate(zip(names, rows, strict=True)):
        top = page.y
        for line in lines:
            fill = INK if count else QUIET
            page.line(line, x=LEFT, y=page.y + PLAIN + 4, size=PLAIN, weight=SEMIBOLD, fill=fill)
            page.y += PLAIN * 1.25
        page.y = max(page.y, top + ROW)
        middle = top + (page.y - top - ROW + 8) / 2 + PLAIN / 2 + 4
        _bar(page, start, middle, room, room * count / most, STRIPES if place == striped else ACCENT)
        weight, fill = (BOLD, INK) if count else (SEMIBOLD, QUIET)
        page.line(str(count), x=start + room + 16, y=middle + PLAIN * 0.36, size=PLAIN, weight=weight, fill=fill)


def _bar(page: Page, x: float, middle: float, room: float, wide: float, fill: str) -> None:
    """A bar on the ground that it could fill."""
    top, round_by = middle - BAR / 2, BAR / 2
    page.add(f'<rect x="{x:g}" y="{top:g}" width="{room:g}" height="{BAR}" rx="{round_by:g}" fill="{GLOW}"/>')
    if wide > 0:
        shape = f'x="{x:g}" y="{top:g}" width="{max(wide, BAR):.1f}" height="{BAR}" rx="{round_by:g}"'
        page.add(f'<rect {shape} fill="{fill}" stroke="{ACCENT}" stroke-width="2"/>')


def _share(page: Page, line: str, part: int, whole: int) -> None:
    """How much of something: in words, and as a bar."""
    page.write(line, x=LEFT, most=FULL, size=PLAIN)
    page.y += 10
    _bar(page, LEFT, page.y + BAR / 2, FULL, FULL * part / whole, ACCENT)
    page.y += BAR + 6
