"""Export: a page to read and the data, sent as files."""

import json
from html.parser import HTMLParser

import pytest

from bot.speech import Document
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import a_team, writes


def files(talk, person):
    """The files that the bot sent, by name."""
    found = {}
    for message in person.person.messages():
        if message.sender.is_bot and "document" in message.content:
            document = message.content["document"]
            found[document["file_name"]] = talk.world.files.find(document["file_id"]).data.decode()
    return found


async def lives(talk, person):
    """Somebody enrols, is reminded, taps, asks, and keeps a photo."""
    await enrols(person)
    await talk.dispatch()
    await person.presses("Done")
    await talk.pass_time(hours=25)
    await person.presses("Worse")
    await person.says("How long will redness last?")
    await person.sends_photo()
    await person.presses("Yes, keep it")


async def test_everything_is_handed_over_as_two_files(either_talk):
    """It sends the page and the data, with every table that has something of her."""
    ana = either_talk.person("Ana")
    await lives(either_talk, ana)
    await ana.says("/export")

    sent = files(either_talk, ana)
    assert sorted(sent) == ["afterglow.html", "afterglow.json"]
    held = json.loads(sent["afterglow.json"])
    told = {"patient", "consent", "treatment", "outgoing", "reminder_step", "question", "diary_photo"}
    assert told <= set(held)
    assert held["patient"][0]["chat_id"] == ana.chat_id
    assert {row["response"] for row in held["reminder_step"]} >= {"done", "worse"}


async def test_the_page_tells_it_in_her_words_and_zone(talk):
    """It can be read: what was sent, tapped, asked and kept, with her own times."""
    ana = talk.person("Ana")
    await lives(talk, ana)
    await ana.says("/export")

    page = files(talk, ana)["afterglow.html"]
    HTMLParser().feed(page)
    assert "in Europe/Madrid time" in page
    assert "2026-11-20 14:00</dt><dd>Registered 2026-11-20 15:00" in page
    assert "how is your skin?: worse" in page
    assert "Redness (no warning sign)" in page
    assert "What counts right now" in page
    assert "a photo, which only Telegram has" in page
    assert "<b>" not in page


async def test_the_page_is_in_the_patient_s_language(talk):
    """It has every word in Spanish."""
    ana = talk.person("Ana")
    await lives(talk, ana)
    await ana.says("/language")
    await ana.presses("Español")
    await ana.says("/export")

    page = files(talk, ana)["afterglow.html"]
    assert "Lo que tocaste" in page
    assert "What you tapped" not in page


async def test_what_the_team_was_told_is_not_what_she_was_sent(talk):
    """It tells on the page what went to her own chat alone; the data has every row."""
    team = await a_team(talk)
    ana = talk.person("Ana")
    await enrols(ana)
    await writes(talk, ana, "there is pus coming out of my cheek")
    await talk.pass_time(minutes=20)
    await ana.says("/export")
    sent = files(talk, ana)

    assert any("still open" in text for text in team.reads)
    assert "still open" not in sent["afterglow.html"]
    assert "Not yet seen" in sent["afterglow.html"]
    assert "still open" in sent["afterglow.json"]


async def test_nothing_of_bea_is_in_ana_s_files(talk):
    """It hands over only what is hers."""
    ana, bea = talk.person("Ana"), talk.person("Bea")
    await lives(talk, bea)
    await enrols(ana)
    await ana.says("/export")

    assert str(bea.chat_id) not in "".join(files(talk, ana).values())


async def test_markup_in_what_is_kept_does_no_harm(talk):
    """It escapes whatever stands in the rows."""
    from bot.export_page import export_html

    row = {"id": 1, "words": "<script>alert(1)</script>"}
    page = export_html(talk.library, "en", {"note": [row]}, now=talk.now, zone=talk.settings.zone)

    assert "<script>" not in page
    assert "Other entries: note" in page


async def test_a_stranger_has_nothing_to_hand_over(talk):
    """It says so."""
    ana = talk.person("Ana")
    await ana.says("/export")

    assert ana.reads == ["I keep nothing about you."]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_answer_has_its_word_on_the_page(library, language):
    """It has a word for every answer and every urgency."""
    from messages.topics import Urgency
    from scheduler.models import Response

    keys = [f"export_tap_{one}" for one in Response] + [f"export_urgency_{one.label}" for one in Urgency]

    assert [key for key in keys if not library.has(language, key)] == []


def test_a_file_survives_being_stored():
    """It comes back from the row of its update as it was."""
    from bot.speech import dump, load

    document = Document(chat_id=1, html="x", name="a.json", contents='{"ñ": "<b>"}')

    assert load(dump([document])) == [document]
