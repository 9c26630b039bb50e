"""Leaflet: the printed page, read back from its PDF."""

import pypdfium2
import pytest
import segno
from typer.testing import CliRunner

from bot.cli import app
from bot.leaflet import CODE, WIDTH, Leaflet, leaflet_pdf

INVITE = "https://t.me/PradoCareBot?start=abcdefghijklmnopqrstuvwxyz0123456789abcdefg"
CLINIC = {"CLINIC_NAME": "Clínica del Prado", "CLINIC_PHONE": "+34 910 000 000", "CLINIC_TIMEZONE": "Europe/Madrid"}
LONG = "Clínica Dermatológica y de Estética del Prado y San Jerónimo"


def a_page(**changes):
    usual = {
        "language": "en",
        "clinic": "Clínica del Prado",
        "phone": "+34 910 000 000",
        "hours": "Mon-Fri 09:00-18:00",
        "emergency_number": "112",
        "bot": "PradoCareBot",
        "link": "https://t.me/PradoCareBot",
        "is_invite": False,
    }
    return Leaflet(**{**usual, **changes})


def read(pdf):
    """Return the only page of a PDF, and its words in one line."""
    [page] = pypdfium2.PdfDocument(pdf)
    return page, " ".join(page.get_textpage().get_text_range().split())


def modules(page, link):
    """Return what the page shows in the middle of each module of the code of a link, found by its upper left corner."""
    picture = page.render(scale=4, grayscale=True).to_pil()
    size, scale = len(segno.make_qr(link, error="m").matrix), picture.width / WIDTH
    dark = [
        (x, y)
        for y in range(int(60 * scale), int(110 * scale))
        for x in range(int(13 * scale), int(15 * scale))
        if picture.getpixel((x, y)) < 60
    ]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    step = CODE * scale / size
    return [
        [
            int(picture.getpixel((left + (across + 0.5) * step, top + (down + 0.5) * step)) < 128)
            for across in range(size)
        ]
        for down in range(size)
    ]


def does(*arguments, **settings):
    ended = CliRunner().invoke(app, ["leaflet", *arguments], env={**CLINIC, **settings})
    assert isinstance(ended.exception, SystemExit | None), ended.exception
    return ended.exit_code, ended.output


def test_a_page_says_what_it_is_what_it_is_not_and_whom_to_call(library):
    """It has all that a patient needs on one page, and the emergency number in words of its own."""
    _, words = read(leaflet_pdf(library, a_page()))

    for said in ("Clínica del Prado", "reminds you", "not a doctor", "In an emergency call 112", "+34 910 000 000"):
        assert said in words
    assert "@PradoCareBot" in words


@pytest.mark.parametrize(
    ("language", "link"),
    [("en", "https://t.me/PradoCareBot"), ("es", INVITE)],
    ids=["for everybody", "for one patient"],
)
def test_the_code_on_the_page_is_that_of_the_link(library, language, link):
    """It shows every module of the code, so that any reader finds the link in it."""
    page, _ = read(leaflet_pdf(library, a_page(language=language, link=link, is_invite=link == INVITE)))

    assert modules(page, link) == [list(row) for row in segno.make_qr(link, error="m").matrix]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_longest_words_fit_on_the_page(library, language):
    """It stays on one page with a long name and long hours: the last line is above the lower edge."""
    hours = "lun-vie 09:00-13:00, 16:00-20:00; sáb 10:00-14:00; dom cerrado"
    page, words = read(leaflet_pdf(library, a_page(language=language, clinic=LONG, hours=hours, is_invite=True)))
    text = page.get_textpage()
    lowest = min(text.get_charbox(number)[1] for number in range(text.count_chars()))

    assert LONG in words
    assert lowest > 14  # points


def test_the_command_takes_the_clinic_from_the_settings(monkeypatch, library, tmp_path):
    """It writes a file in the clinic's language, and says for which bot."""
    monkeypatch.setattr("bot.leaflet.load", lambda **_: library)

    code, written = does("--username", "@PradoCareBot", CLINIC_LANGUAGE="es", CLINIC_HOURS="Mon-Fri 09:00-18:00")

    _, words = read(tmp_path / "leaflet.pdf")
    assert (code, written) == (0, "leaflet.pdf: an A5 page in es, for https://t.me/PradoCareBot\n")
    assert "En una emergencia llama al 112" in words
    assert "lun–vie" in words


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (("--invite", INVITE, "--username", "PradoCareBot"), {}, 2, "--invite and --username exclude each other"),
        (("--invite", "https://example.org"), {}, 2, "--invite: `https://example.org` is not the link"),
        (("--username", "a b"), {}, 2, "--username: `a b` is not the bot's name"),
        (("--username", "PradoCareBot", "--lang", "xx"), {}, 2, "--lang: there is no `xx`"),
        (("--username", "PradoCareBot", "--out", "no/where.pdf"), {}, 2, "--out: no/where.pdf: No such file"),
        (("--username", "PradoCareBot"), {"CLINIC_PHONE": ""}, 1, "CLINIC_PHONE is not set: put it in .env"),
        (("--username", "PradoCareBot"), {"CLINIC_NAME": "診所"}, 1, "the leaflet's font lacks (U+8A3A)"),
        ((), {}, 1, "BOT_TOKEN is not set: put it in .env"),
    ],
)
def test_what_cannot_be_printed_is_one_line(monkeypatch, library, arguments, settings, code, said):
    """It names the option or the setting; 2 for wrong usage, 1 for a fault."""
    monkeypatch.setattr("bot.leaflet.load", lambda **_: library)

    ended, written = does(*arguments, **settings)

    assert ended == code
    assert said in written
    assert len(written.splitlines()) == 1
