"""Pictures and files on their way: the words always arrive, with the picture where it can be had."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.attachments import fits_under
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import bad_request, forbidden, server_trouble, too_many_requests
from bot.speech import Attach, Button, Edit, Say, Show, dump, load
from messages.calendar_file import CalendarEvent, CalendarFile
from messages.recovery import Answered, recovery_html
from messages.wording import Bundle, Opening, moment_html
from scheduler.outgoing import Outcome
from tests.messages.test_recovery import EVERYTHING, TREATED, a_recovery

FILE = CalendarFile(
    written_at=TREATED,
    revision=1,
    zone="Europe/Madrid",
    events=(CalendarEvent(uid="one", at=TREATED, step_ids=("makeup_ok",)),),
)
KEYBOARD = ((Button(label="Go", data="a"),),)


@pytest.fixture
async def bare(open_talk):
    """A bot without handlers, and Ana, to whom it may write."""
    talk = await open_talk([])
    ana = talk.person("Ana")
    await ana.says("hello")
    return talk, ana


def a_show(person, html="<b>Day 3</b>", **given):
    recovery = a_recovery(TREATED + timedelta(days=3), **given)
    return Show(chat_id=person.chat_id, html=html, keyboard=KEYBOARD, language="en", recovery=recovery)


def kinds(person):
    """What the bot's messages are: text, photo or document."""
    said = [message for message in person.person.messages() if message.sender.is_bot]
    return [next(kind for kind in ("text", "photo", "document") if kind in message.content) for message in said]


def test_what_is_to_be_drawn_is_kept_with_the_update():
    """It comes back from the database as it went in: facts, small enough for a row, and no picture."""
    show = Show(chat_id=1, html="x", language="es", recovery=a_recovery(**EVERYTHING))
    attach = Attach(chat_id=1, html="x", language="es", calendar=FILE)
    stored = dump([show, attach])

    assert load(stored) == [show, attach]
    assert len(stored) < 3000


async def test_the_words_stand_under_the_picture_with_the_buttons(bare):
    """It is one message."""
    talk, ana = bare

    delivery = await talk.engine.sender.perform(a_show(ana))

    assert delivery.outcome is Outcome.DELIVERED
    assert delivery.message_id == ana.person.messages()[-1].id
    assert kinds(ana) == ["photo"]
    assert ana.reads == ["Day 3"]
    assert ana.keyboard == [["Go"]]


async def test_words_too_long_for_a_picture_come_after_it(bare):
    """It sends the picture bare, then the words with the buttons."""
    talk, ana = bare

    delivery = await talk.engine.sender.perform(a_show(ana, html="word " * 300))

    assert delivery.message_id == ana.person.messages()[-1].id
    assert kinds(ana) == ["photo", "text"]
    assert ana.person.messages()[-1].markup is not None


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(bad_request("IMAGE_PROCESS_FAILED"), id="refused"),
        pytest.param(server_trouble(502), id="502"),
        pytest.param(Cut(taken=False), id="cut"),
    ],
)
@pytest.mark.parametrize("html", ["Day 3", "word " * 300], ids=["short", "long"])
async def test_a_picture_that_fails_never_stops_the_words(bare, what, html):
    """It says the words alone."""
    talk, ana = bare
    talk.world.faults.append(Fault(what=what, method="sendPhoto", times=None))

    delivery = await talk.engine.sender.perform(a_show(ana, html=html))

    assert delivery.outcome is Outcome.DELIVERED
    assert kinds(ana) == ["text"]
    assert ana.keyboard == [["Go"]]


async def test_a_picture_that_cannot_be_drawn_never_stops_the_words(bare, monkeypatch):
    """It says the words alone, also when the drawing library breaks."""
    talk, ana = bare
    monkeypatch.setattr("bot.pictures.drawing.font_path", lambda: 1 / 0)

    delivery = await talk.engine.sender.perform(a_show(ana))

    assert delivery.outcome is Outcome.DELIVERED
    assert kinds(ana) == ["text"]


@pytest.mark.parametrize(
    ("what", "outcome"),
    [
        pytest.param(forbidden("bot was blocked by the user"), Outcome.GONE, id="blocked"),
        pytest.param(too_many_requests(9), Outcome.LATER, id="429"),
    ],
)
async def test_what_stops_the_words_too_is_not_tried_twice(bare, what, outcome):
    """It sends nothing more to somebody who is gone, or when Telegram asks to wait."""
    talk, ana = bare
    talk.world.faults.append(Fault(what=what, method="sendPhoto"))

    delivery = await talk.engine.sender.perform(a_show(ana))

    assert delivery.outcome is outcome
    assert kinds(ana) == []


async def test_words_under_a_picture_change_in_place(bare):
    """It changes them with the buttons; words that have grown too long are said anew."""
    talk, ana = bare
    shown = await talk.engine.sender.perform(a_show(ana))
    changes = [
        Edit(chat_id=ana.chat_id, message_id=shown.message_id, html=html, keyboard=KEYBOARD)
        for html in ("Day 3, done", "word " * 300)
    ]
    outcomes = [(await talk.engine.sender.perform(change)).outcome for change in changes]

    assert outcomes == [Outcome.DELIVERED] * 2
    assert kinds(ana) == ["photo", "text"]
    assert ana.reads[0] == "Day 3, done"


async def test_a_calendar_file_is_a_document_with_words(bare):
    """It has a name that calendars open, and says what it is."""
    talk, ana = bare

    delivery = await talk.engine.sender.perform(
        Attach(chat_id=ana.chat_id, html="<b>Your plan</b>", language="en", calendar=FILE)
    )
    document = ana.person.messages()[-1].content["document"]

    assert delivery.outcome is Outcome.DELIVERED
    assert (document["file_name"], document["mime_type"]) == ("afterglow.ics", "text/calendar")
    assert ana.reads == ["Your plan"]


async def test_a_file_that_cannot_be_written_is_refused(bare):
    """It tells its caller, who apologises, and raises nothing."""
    talk, ana = bare
    broken = CalendarFile(written_at=TREATED, revision=1, zone="Nowhere/At_All", events=FILE.events)

    delivery = await talk.engine.sender.perform(
        Attach(chat_id=ana.chat_id, html="Your plan", language="en", calendar=broken)
    )

    assert delivery.outcome is Outcome.REFUSED
    assert kinds(ana) == []


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        pytest.param("<b>" + "x" * 924 + "</b>", True, id="markup does not count"),
        pytest.param("x" * 925, False, id="too long"),
        pytest.param("&amp;" * 924, True, id="a sign is one character"),
        pytest.param("🙂" * 463, False, id="counted as Telegram does"),
    ],
)
def test_words_are_measured_as_telegram_does(words, fits):
    """It counts what is seen, in UTF-16, and leaves room for what a tap adds."""
    assert fits_under(words) is fits


@pytest.mark.parametrize("language", ["en", "es"])
def test_day_7_is_one_message(library, language):
    """It has words that fit under its picture, with what a patient may have tapped by then."""
    course = library.courses["microneedling"]
    at = TREATED + timedelta(days=7)
    bundle = Bundle(
        opening=Opening.PLAIN,
        step_ids=("actives_ok", "checkin_7d"),
        instants={step.id: TREATED + step.counts_from for step in course.steps.values()},
        treated_at=TREATED,
        now=at,
        zone=ZoneInfo("Europe/Madrid"),
        next_at=at + timedelta(days=2),
    )
    answers = tuple(Answered(day=day, answer="same") for day in (1, 2, 3, 5))
    recovery = a_recovery(at, asked=25, done=10, skipped=5, check_ins=4, answers=answers)
    words = [moment_html(library, language, bundle), recovery_html(library, language, recovery, only_ahead=True)]

    assert fits_under("\n\n".join(words))


async def test_words_alone_need_no_picture(bare):
    """It leaves other messages as they are."""
    talk, ana = bare

    await talk.engine.sender.perform(Say(chat_id=ana.chat_id, html="Hello"))

    assert kinds(ana) == ["text"]
