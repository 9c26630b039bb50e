"""Timeline: the picture of a recovery, with "you are here". Its words are those of messages.recovery.

Behind and ahead differ by their marks and their words, never by colour alone.
"""

from collections.abc import Sequence

from bot.pictures.drawing import ACCENT, DEFINITIONS, GLOW, INK, PAPER, QUIET, STRIPES, SURFACE, Page, card, png
from bot.pictures.lettering import BOLD, SEMIBOLD, text_width
from messages.library import Library
from messages.recovery import (
    Recovery,
    Stage,
    care_lines,
    check_in_lines,
    day_title,
    earlier_lines,
    here,
    stages,
)

WIDTH = 900
EDGE = 40  # around the cards
INSET = 44  # within a card
LEFT = EDGE + INSET
FULL = WIDTH - 2 * LEFT
RAIL = LEFT + 20  # the middle of the way
WORDS = RAIL + 52  # where its words begin
MOST = WIDTH - LEFT - WORDS
TITLE, NAME, PLAIN, SMALL = 46, 33, 29, 26  # sizes of letters
HEADROOM = 25  # from the top of a stage to the middle of its mark
BETWEEN = 16  # stages
FAINT = "#a08e7f"  # what lies ahead
CARD = {"edge": EDGE, "padding": INSET - 16, "rounding": 36}


def timeline_png(library: Library, language: str, recovery: Recovery) -> bytes:
    """Return the picture; raise NotDrawable for a language that the font cannot write. Not for the event loop."""
    return png(timeline_svg(library, language, recovery))


def timeline_svg(library: Library, language: str, recovery: Recovery) -> str:
    """Return the picture as SVG."""
    page = Page(width=WIDTH)
    _heading(page, library, language, recovery)
    with card(page, **CARD):
        _way(page, library, language, recovery)
    with card(page, **CARD):
        _care(page, library, language, recovery)
        page.y += 22
        _check_ins(page, library, language, recovery)
    page.write(library.label(language, "progress_note"), x=LEFT, most=FULL, size=SMALL, fill=QUIET)
    page.y += EDGE - 10
    ground = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    page.elements.insert(0, ground + _sun())
    return page.svg(DEFINITIONS)


def _heading(page: Page, library: Library, language: str, recovery: Recovery) -> None:
    page.y = EDGE - 6
    beside_the_sun = FULL - 110
    page.write(day_title(library, language, recovery), x=LEFT, most=beside_the_sun, size=TITLE, weight=BOLD)
    for line in earlier_lines(library, language, recovery):
        page.write(line, x=LEFT, most=beside_the_sun, size=PLAIN, fill=QUIET)
    page.y += 24


def _sun() -> str:
    """Rings in flat colours: a gradient takes as long to compress as half the words."""
    rings = ((150, "#f9e6d9"), (104, "#f6cdb2"), (62, "#eda780"))
    return "".join(f'<circle cx="{WIDTH - 40}" cy="26" r="{radius}" fill="{fill}"/>' for radius, fill in rings)


def _way(page: Page, library: Library, language: str, recovery: Recovery) -> None:
    """The stages in order of time, on a line that is drawn through as far as the patient has come."""
    way = stages(library, language, recovery)
    behind = [stage for stage in way if stage.is_behind]
    below, marks = len(page.elements), []
    for stage in behind:
        marks.append(_stage(page, stage))
    marks.append(_you(page, library.label(language, "progress_here"), here(library, language, recovery)))
    for stage in way[len(behind) :]:
        marks.append(_stage(page, stage))
    page.y -= BETWEEN
    here_at = marks[len(behind)]
    page.elements.insert(
        below, _rail(marks[0], here_at, wide=6, fill=ACCENT) + _rail(here_at, marks[-1], wide=3, fill=FAINT)
    )


def _rail(top: float, bottom: float, *, wide: int, fill: str) -> str:
    high = max(bottom - top, 0)
    return f'<rect x="{RAIL - wide / 2:g}" y="{top:g}" width="{wide}" height="{high:g}" fill="{fill}"/>'


def _stage(page: Page, stage: Stage) -> float:
    """Write a stage and return the middle of its mark: a tick behind, an empty ring ahead."""
    middle = page.y + HEADROOM
    if stage.is_behind:
        page.add(f'<circle cx="{RAIL}" cy="{middle:g}" r="20" fill="{ACCENT}"/>')
        page.add(f'<path d="M{RAIL - 9} {middle + 1:g}l6 7 12-14" fill="none" stroke="#fff" stroke-width="4.5"/>')
    else:
        page.add(f'<circle cx="{RAIL}" cy="{middle:g}" r="16" fill="{SURFACE}" stroke="{FAINT}" stroke-width="5"/>')
    page.write(stage.title, x=WORDS, most=MOST, size=NAME, weight=SEMIBOLD)
    page.write(stage.when, x=WORDS, most=MOST, size=PLAIN, fill=QUIET)
    page.y += BETWEEN
    return middle


def _you(page: Page, title: str, when: str) -> float:
    """Write where the patient stands, on a ground of its own, and return the middle of its mark."""
    top, below = page.y - 4, len(page.elements)
    page.y += 8
    middle = page.y + HEADROOM
    page.write(title, x=WORDS, most=MOST, size=NAME, weight=BOLD, fill=ACCENT)
    page.write(when, x=WORDS, most=MOST, size=PLAIN)
    shape = f'x="{EDGE + 16}" y="{top:g}" width="{WIDTH - 2 * EDGE - 32}" height="{page.y - top + 14:g}" rx="26"'
    page.elements.insert(below, f'<rect {shape} fill="{GLOW}"/>')
    page.add(
        f'<circle cx="{RAIL}" cy="{middle:g}" r="24" fill="#fff" stroke="{ACCENT}" stroke-width="5"/>'
        f'<circle cx="{RAIL}" cy="{middle:g}" r="11" fill="{ACCENT}"/>'
    )
    page.y += BETWEEN + 12
    return middle


def _care(page: Page, library: Library, language: str, recovery: Recovery) -> None:
    page.write(library.label(language, "progress_care"), x=LEFT, most=FULL, size=NAME, weight=SEMIBOLD)
    if recovery.asked:
        _bar(page, recovery)
    page.y += 6
    _row(page, care_lines(library, language, recovery))


def _bar(page: Page, recovery: Recovery) -> None:
    """A cell for each step that was asked for: full when done, striped when skipped, empty when not tapped."""
    page.y += 8
    fills = [ACCENT] * recovery.done + [STRIPES] * recovery.skipped
    fills += [SURFACE] * (recovery.asked - len(fills))
    wide = min(FULL / recovery.asked, 60)
    gap = min(8.0, wide / 5)
    for number, fill in enumerate(fills):
        place = f'x="{LEFT + number * wide:.1f}" y="{page.y:g}"'
        shape = f'{place} width="{wide - gap:.1f}" height="28" rx="{min(10.0, wide / 4):.1f}"'
        page.add(f'<rect {shape} fill="{fill}" stroke="{ACCENT}" stroke-width="2"/>')
    page.y += 32


def _check_ins(page: Page, library: Library, language: str, recovery: Recovery) -> None:
    page.write(library.label(language, "progress_check_ins"), x=LEFT, most=FULL, size=NAME, weight=SEMIBOLD)
    page.y += 6
    lines = check_in_lines(library, language, recovery)
    if recovery.answers:
        _chips(page, lines)
    else:
        _row(page, lines)


def _row(page: Page, texts: Sequence[str]) -> None:
    page.write("   ·   ".join(texts), x=LEFT, most=FULL, size=PLAIN, fill=QUIET)


def _chips(page: Page, texts: Sequence[str]) -> None:
    """Each answer in a box of its own, all alike: none is better than another."""
    x, high = float(LEFT), 50
    page.y += 6
    for text in texts:
        wide = text_width(text, size=PLAIN, weight=SEMIBOLD) + 44
        if x > LEFT and x + wide > LEFT + FULL:
            x, page.y = float(LEFT), page.y + high + 12
        page.add(f'<rect x="{x:g}" y="{page.y:g}" width="{wide:g}" height="{high}" rx="25" fill="{GLOW}"/>')
        page.line(text, x=x + 22, y=page.y + 35, size=PLAIN, weight=SEMIBOLD, fill=INK)
        x += wide + 14
    page.y += high
