"""The picture: its words are really drawn, and nothing in it is told by colour alone."""

import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from bot.pictures.drawing import SHARP, png
from bot.pictures.lettering import NotDrawable, text_width
from bot.pictures.timeline import WIDTH, timeline_png, timeline_svg
from messages.recovery import Answered
from tests.messages.test_recovery import EVERYTHING, TREATED, a_recovery

TEXT = "{http://www.w3.org/2000/svg}text"
CASES = {
    "day 0": a_recovery(TREATED + timedelta(hours=1)),
    "day 3": a_recovery(
        TREATED + timedelta(days=3), asked=9, done=4, skipped=2, check_ins=2, answers=(Answered(day=1, answer="same"),)
    ),
    "day 40, everything tapped": a_recovery(TREATED + timedelta(days=40), **EVERYTHING),
    "registered ahead": a_recovery(TREATED - timedelta(days=5)),
    "nothing tapped, two treatments": a_recovery(
        TREATED + timedelta(days=9),
        asked=20,
        check_ins=5,
        earlier_at=TREATED - timedelta(days=30),
        following_at=TREATED + timedelta(days=30),
    ),
}


def texts_of(svg):
    return list(ElementTree.fromstring(svg).iter(TEXT))


def box_of(text):
    """The pixels that a line of text is to cover."""
    x, y, size, weight = (float(text.get(name)) for name in ("x", "y", "font-size", "font-weight"))
    width = text_width(text.text, size=size, weight=int(weight))
    return tuple(round(SHARP * edge) for edge in (x, y - 0.75 * size, x + width, y))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("recovery", CASES.values(), ids=CASES.keys())
def test_every_line_of_words_leaves_ink_at_its_place(library, language, recovery):
    """It draws each text from end to end: a font that is missing would leave it blank without an error."""
    svg = timeline_svg(library, language, recovery)
    bare = re.sub(r"<text.*?</text>", "", svg)
    ink = ImageChops.difference(*(Image.open(BytesIO(png(one))).convert("L") for one in (svg, bare)))
    texts = texts_of(svg)

    assert len(texts) > 15
    for text in texts:
        left, top, right, bottom = box_of(text)
        third = (right - left) // 3
        for start in (left, left + third, right - third):
            assert ink.crop((start, top, start + third, bottom)).getextrema()[1] > 60, text.text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("recovery", CASES.values(), ids=CASES.keys())
def test_no_line_runs_out_of_the_picture(library, language, recovery):
    """It breaks long lines before the edge."""
    edges = [box_of(text)[2] for text in texts_of(timeline_svg(library, language, recovery))]

    assert max(edges) <= SHARP * (WIDTH - 60)


def test_what_lies_behind_has_a_tick_and_what_lies_ahead_a_ring(library):
    """It tells behind from ahead by the form of the mark."""
    svg = timeline_svg(library, "en", CASES["day 3"])

    assert svg.count("l6 7 12-14") == 3
    assert svg.count('r="16"') == 4


def test_skipped_and_untapped_steps_differ_by_their_pattern(library):
    """It draws a cell for each step: full, striped or empty."""
    svg = timeline_svg(library, "en", CASES["day 3"])

    assert svg.count('height="28"') == 9
    assert svg.count('fill="url(#stripes)"') == 2


def test_nothing_asked_draws_no_bar(library):
    """It shows no empty bar where there was nothing to tap."""
    assert 'height="28"' not in timeline_svg(library, "en", CASES["day 0"])


def test_the_picture_has_its_own_ground_and_a_size_for_phones(library):
    """It is opaque, so that it reads in dark chats too, and neither too tall nor too heavy."""
    drawn = timeline_png(library, "es", CASES["day 40, everything tapped"])
    picture = Image.open(BytesIO(drawn))

    assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    assert picture.width == 675
    assert picture.height < 2 * picture.width
    assert len(drawn) < 300_000


def test_signs_of_markup_in_texts_are_drawn_as_they_are(library, monkeypatch):
    """It escapes what would break the drawing."""
    monkeypatch.setattr("bot.pictures.timeline.day_title", lambda *_: "<b> & so on")

    assert texts_of(timeline_svg(library, "en", CASES["day 0"]))[0].text == "<b> & so on"


def test_a_language_that_the_font_lacks_is_refused(library, monkeypatch):
    """It raises instead of drawing empty boxes."""
    monkeypatch.setattr("bot.pictures.timeline.day_title", lambda *_: "治療後3日")

    with pytest.raises(NotDrawable):
        timeline_svg(library, "en", CASES["day 3"])
