"""The digest's picture: its words are drawn, every bar has its number, and it fits on a phone."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot.pictures.drawing import SHARP
from bot.pictures.lettering import NotDrawable, text_width
from bot.pictures.overview import WIDTH, overview_png, overview_svg
from messages.digest import Figures, Overview
from tests.messages.test_digest_wording import DAY, FIGURES, NOW

TEXT = "{http://www.w3.org/2000/svg}text"


def an_overview(by_day=(3, 0, 1, 0, 12, 5, 0, 100), figures=FIGURES):
    return Overview(now=NOW, zone="Europe/Madrid", since=NOW - DAY, by_day=by_day, figures=figures)


def texts_of(svg):
    return list(ElementTree.fromstring(svg).iter(TEXT))


def said(svg):
    return [text.text for text in texts_of(svg)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_all_that_it_shows(library, language):
    """It writes each number beside its bar, and what was not answered is striped."""
    svg = overview_svg(library, language, an_overview())

    assert said(svg).count("12") == 1
    assert "121" in said(svg)
    assert svg.count('fill="url(#stripes)"') == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_line_runs_out_of_the_picture_or_into_its_bar(library, language):
    """It breaks what is long."""
    for text in texts_of(overview_svg(library, language, an_overview())):
        size, weight = float(text.get("font-size")), int(text.get("font-weight"))
        assert float(text.get("x")) + text_width(text.text, size=size, weight=weight) <= WIDTH - 36, text.text


def test_nothing_asked_is_said_and_draws_no_bar(library):
    """It tells nothing asked from nothing answered."""
    svg = overview_svg(library, "en", an_overview(figures=Figures()))

    assert "None was asked." in said(svg)
    assert "Not answered" not in said(svg)


def test_it_is_opaque_and_of_a_phone_s_size(library):
    """It reads in light and dark chats, and weighs little."""
    drawn = overview_png(library, "es", an_overview())
    picture = Image.open(BytesIO(drawn))

    assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    assert picture.width == round(SHARP * WIDTH)
    assert picture.height < 2 * picture.width
    assert len(drawn) < 200_000
    assert len(set(picture.convert("L").resize((90, 140)).tobytes())) > 20


def test_a_language_that_the_font_lacks_is_refused(library, monkeypatch):
    """It raises instead of drawing empty boxes."""
    monkeypatch.setattr("bot.pictures.overview.date_label", lambda *_: "火曜日")

    with pytest.raises(NotDrawable):
        overview_svg(library, "en", an_overview())
