"""Questions: any text gets its answer; a red flag comes first; what is sent besides text gets a kind line."""

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from messages.matching import Ranking, Scored
from scheduler.models import Question
from tests.bot.conversation.stories import agrees, enrols, patients

EMERGENCY = "I can't breathe and my tongue is swelling"


async def questions(talk):
    async with talk.database.reading() as session:
        rows = (await session.exec(select(Question).order_by(Question.id))).all()
        return [(row.patient_id, row.topic, row.urgency, row.kind) for row in rows]


async def test_a_patient_gets_an_answer_with_her_own_dates(talk):
    """It says when she may, counted from her treatment."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("When can I wear makeup?")

    assert "Sunday, 2 pm" in ana.reads[-1]
    assert ana.buttons[-1] == "Sources"


async def test_a_traveller_gets_the_dates_of_the_place_she_is_in(talk):
    """It says the same instant by the clock on her wall."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.shares(40.71, -74.0)  # New York, six hours behind the clinic
    await ana.says("When can I wear makeup?")

    assert "Sunday, 8 am" in ana.reads[-1]


async def test_a_stranger_gets_a_general_answer_and_the_way_in(talk):
    """It answers without knowing anybody, and keeps only what the question was about."""
    ana = talk.person("Ana")
    await ana.says("When can I wear makeup?")

    assert "48 hours" in ana.reads[-1]
    assert "Set up my reminders" in ana.buttons
    assert await patients(talk) == []
    assert await questions(talk) == [(None, "makeup", "none", "answer")]


async def test_a_question_is_kept_as_topic_and_urgency(talk):
    """It never keeps the words."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("how long will redness last?")

    patient_id = (await patients(talk))[0].id
    assert await questions(talk) == [(patient_id, "redness", "none", "answer")]
    assert [one.last_topic for one in await patients(talk)] == ["redness"]


async def test_an_emergency_is_one_card_then_what_to_do_meanwhile(talk):
    """It says the card once, alone, and the line for waiting after it."""
    ana = talk.person("Ana")
    await enrols(ana)
    before = len(ana.reads)
    await ana.says(EMERGENCY)

    card, meanwhile = ana.reads[before:]
    assert card == "Call 112 now."
    assert meanwhile.startswith("While you wait")
    assert "because you wrote “can't breathe”" in meanwhile


async def test_an_emergency_is_advised_whoever_writes(talk):
    """It gives card and what to do meanwhile to a stranger, amid enrolling, while paused and after withdrawing."""
    ana = talk.person("Ana")

    async def is_advised():
        before = len(ana.reads)
        await ana.says(EMERGENCY)
        card, meanwhile = ana.reads[before:]
        return card == "Call 112 now." and meanwhile.startswith("While you wait")

    assert await is_advised()
    await ana.says("/start")
    assert await is_advised()
    await enrols(ana)
    await ana.says("/pause")
    assert await is_advised()
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    await ana.presses("Yes, withdraw my consent")
    assert await is_advised()


async def test_the_number_is_that_of_the_patients_country(talk):
    """It gives the number of where the patient is, not of where the clinic is."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.shares(40.71, -74.0)
    await ana.says("/help")

    assert "In an emergency call 911." in ana.reads[-1]


async def test_sources_are_a_tap_away(talk):
    """It lists where the answer comes from and when that was checked."""
    ana = talk.person("Ana")
    await ana.says("When can I wear makeup?")
    await ana.presses("Sources")

    assert ana.reads[-1].startswith("Where this comes from")
    assert "Checked 24 November 2026" in ana.reads[-1]


async def test_what_is_not_ours_leads_to_the_clinic_and_nothing_is_called_sent(talk):
    """It refuses kindly, and says whom to call; it does not claim to pass anything on."""
    ana = talk.person("Ana")
    await ana.says("What is the capital of France?")
    await ana.presses("Ask the clinic")

    assert "Clínica del Prado: +34 910 000 000" in ana.reads[-1]
    assert "The phone is answered: Mon–Fri 09:00–18:00" in ana.reads[-1]
    assert "I cannot pass on messages, so nothing has been sent." in ana.reads[-1]


async def test_less_sure_it_offers_topics(talk):
    """It asks which is meant and answers the chosen one."""
    ana = talk.person("Ana")
    await ana.says("face")
    labels = ana.buttons

    assert ana.reads[-1].startswith("Which of these do you mean?")

    await ana.presses(labels[0])

    assert ana.reads[-1].startswith(labels[0])


@pytest.mark.parametrize("action", [Action.TOPIC, Action.SOURCES])
async def test_a_topic_that_is_none_is_a_button_of_before(talk, action):
    """It answers no made-up topic."""
    ana = talk.person("Ana")
    await ana.says("hello")
    await ana.forges(pack(action, None, "no_such_topic"))

    assert ana.notes[-1] == "This button is from before. Please use the latest message."


@pytest.mark.parametrize(
    ("send", "said"),
    [
        pytest.param("sends_photo", "I cannot look at photos", id="photo"),
        pytest.param("sends_voice", "I cannot listen to voice messages", id="voice"),
        pytest.param("sends_document", "I cannot read files", id="document"),
        pytest.param("sends_sticker", "That is kind", id="sticker"),
        pytest.param("shares_contact", "I do not need any contact details", id="contact"),
    ],
)
async def test_what_is_not_text_gets_a_kind_line(talk, send, said):
    """It says what it cannot read, and what to do instead."""
    ana = talk.person("Ana")
    await getattr(ana, send)()

    assert ana.reads[-1].startswith(said)


async def test_a_caption_is_answered_like_text(talk):
    """It answers the words under a photo, and says that it cannot look at it."""
    ana = talk.person("Ana")
    await ana.sends_photo("When can I wear makeup?")

    assert ana.reads[-2].startswith("I cannot look at photos")
    assert "48 hours" in ana.reads[-1]


async def test_a_caption_with_a_red_flag_gets_the_card_alone(talk):
    """It does not speak of photos in an emergency."""
    ana = talk.person("Ana")
    await ana.sends_photo(EMERGENCY)

    assert ana.reads[0] == "Call 112 now."
    assert not any("photos" in text for text in ana.reads)


async def test_an_edit_is_answered_when_it_carries_a_red_flag(talk):
    """It says nothing to a mended spelling, and the card to an emergency."""
    ana = talk.person("Ana")
    await ana.says("thanks")
    read = ana.reads
    await ana.edits("thank you")

    assert ana.reads == read

    await ana.edits(EMERGENCY)

    assert "Call 112 now." in ana.reads[len(read) :]


async def test_a_question_that_was_mended_is_answered(talk):
    """It answers the new words of an edit that it is sure about."""
    ana = talk.person("Ana")
    await ana.says("whn cn i shv")
    await ana.edits("when can i shave")

    assert ana.reads[-1].startswith("Shaving")


async def test_a_date_that_was_not_read_counts_as_no_question(talk):
    """It asks for the date again, and the team's figures have nothing of it."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("the day after my cousin's birthday")
    async with talk.database.reading() as session:
        kept = (await session.exec(select(Question))).all()

    assert ana.reads[-1].startswith("I could not read that as a date.")
    assert kept == []


async def test_a_red_flag_of_no_sure_topic_is_no_slip_in_a_date(talk, monkeypatch):
    """It says whom to call, and offers topics, where a date was asked for; the team's figures count the red flag."""
    unsure = Ranking(topics=(Scored("infection", 0.3), Scored("pain", 0.2)), out_of_scope=0.5)
    monkeypatch.setattr("messages.answering.rank", lambda *_: unsure)
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("there is pus coming out and it smells bad")

    assert any(text.startswith("Call Clínica del Prado today if you have signs like these.") for text in ana.reads)
    assert [kept[1:] for kept in await questions(talk)] == [(None, "urgent", "choices")]


async def test_a_topic_chosen_after_a_red_flag_says_whom_to_call_too(talk, monkeypatch):
    """It calls nothing normal in what the patient chose, and counts the red flag once."""
    unsure = Ranking(topics=(Scored("redness", 0.3), Scored("pain", 0.2)), out_of_scope=0.5)
    monkeypatch.setattr("messages.answering.rank", lambda *_: unsure)
    ana = talk.person("Ana")
    await ana.says("there is pus coming out and it smells bad")
    await ana.presses("Redness")

    assert ana.reads[-1].startswith("Call Clínica del Prado today if you have signs like these.")
    assert "Normal" not in ana.reads[-1]
    assert [kept[1:] for kept in await questions(talk)] == [(None, "urgent", "choices"), ("redness", "none", "answer")]


async def test_what_was_said_of_a_red_flag_still_holds_an_hour_later(talk):
    """It reminds of the call, and calls nothing expected, for half a day."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("is my redness normal?")
    before = ana.reads[-1]
    await ana.says("there is pus coming out of my cheek")
    await talk.pass_time(hours=1)
    await ana.says("is my redness normal?")
    after = ana.reads[-1]
    await talk.pass_time(hours=12)
    await ana.says("is my redness normal?")

    assert "What to expect" in before
    assert after.startswith("You told me of a warning sign. If you have not called about it yet, please do that first;")
    assert "+34\u00a0910\u00a0000\u00a0000" in after
    assert "What to expect" not in after
    assert "You told me" not in ana.reads[-1]


@pytest.mark.parametrize("forged", ["topic:3:redness", "topic:99:redness"])
async def test_a_forged_urgency_of_a_topic_is_none(talk, forged):
    """It answers the topic, and nothing else."""
    ana = talk.person("Ana")
    await ana.says("/help")
    await ana.forges(forged)

    assert ana.reads[-1].startswith("Redness")


async def test_a_photo_is_answered_with_the_number_to_call(talk):
    """It cannot look at it, and says whom to call."""
    ana = talk.person("Ana")
    await ana.sends_photo()

    assert "call Clínica del Prado (+34\u00a0910\u00a0000\u00a0000)" in ana.reads[-1]


async def test_a_red_flag_holds_the_next_session(talk):
    """It lets next-session messages wait for a week."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says(EMERGENCY)

    assert [one.sessions_held_until is not None for one in await patients(talk)] == [True]


async def test_every_language_is_answered_in_that_of_the_patient(talk):
    """It speaks Spanish to a Spanish Telegram from the first message on."""
    ana = talk.person("Ana", language_code="es")
    await ana.says("¿Cuándo puedo maquillarme?")

    assert "48 horas" in ana.reads[-1]
    assert "Activar mis recordatorios" in ana.buttons
