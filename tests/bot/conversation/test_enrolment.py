"""Enrolment: from /start to a registered treatment, by buttons and typed."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from scheduler.models import Consent, Outgoing, Patient, Treatment
from tests.bot.conversation.stories import agrees, enrols, enrols_in_chat, patients, treatments

IN_ENGLISH = ["Yes, I agree", "Yes", "Micro-needling only", "Today", "2 pm", "Yes"]
IN_SPANISH = ["Sí, de acuerdo", "Sí", "Solo microagujas", "Hoy", "14:00", "Sí"]
TYPED_ENGLISH = ["yes", "Yes!", "micro-needling only", "today 2pm", "yes"]
TYPED_SPANISH = ["Sí, de acuerdo", "si", "solo microagujas", "hoy a las 14:00", "sí"]


@pytest.mark.parametrize(
    ("language", "labels", "registered"),
    [
        pytest.param("en", IN_ENGLISH, "Your treatment: today, 2 pm (Madrid time)", id="English"),
        pytest.param("es-MX", IN_SPANISH, "Tu tratamiento: hoy a las 14:00 (hora de Madrid)", id="Spanish"),
    ],
)
async def test_a_patient_enrols_by_buttons(either_talk, language, labels, registered):
    """It registers the treatment that was tapped, in the language of Telegram."""
    ana = either_talk.person("Ana", language_code=language)
    await ana.says("/start")
    for label in labels:
        await ana.presses(label)

    assert ana.reads[-1].startswith(registered)
    assert [one.treated_at for one in await treatments(either_talk)] == [datetime(2026, 11, 20, 13, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("language", "words", "registered"),
    [
        pytest.param("en", TYPED_ENGLISH, "Your treatment: today, 2 pm (Madrid time)", id="English"),
        pytest.param("es", TYPED_SPANISH, "Tu tratamiento: hoy a las 14:00 (hora de Madrid)", id="Spanish"),
    ],
)
async def test_a_patient_enrols_by_typing(talk, language, words, registered):
    """It takes typed answers as it takes buttons."""
    ana = talk.person("Ana", language_code=language)
    await ana.says("/start")
    for text in words:
        await ana.says(text)

    assert ana.reads[-1].startswith(registered)
    assert len(await treatments(talk)) == 1


async def test_the_first_messages_say_what_this_is(talk):
    """It names the clinic, says that no clinician has reviewed the content, and what it is not, before any question."""
    ana = talk.person("Ana")
    await ana.says("/start")

    welcome, consent = ana.reads
    assert "Clínica del Prado" in welcome
    assert "not yet been reviewed by a clinician" in welcome
    assert "I am not a doctor or nurse" in consent
    assert "In an emergency call 112" in consent
    assert "not end-to-end encrypted" in consent


async def test_consent_is_on_record_with_its_version(talk):
    """It keeps what was agreed to, in which language and when."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.presses("Yes, I agree")

    async with talk.database.reading() as session:
        consent = (await session.exec(select(Consent))).one()
    assert (consent.version, consent.language, consent.given_at) == ("2026-11-24.2", "en", talk.now)


async def test_no_keeps_nothing_and_still_answers(talk):
    """It erases the row of whoever says no, and still answers, with the way back in."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.presses("No, I do not agree")

    assert "I have kept nothing" in ana.reads[-1]
    assert await patients(talk) == []

    await ana.says("When can I wear makeup?")

    assert "48 hours" in ana.reads[-1]
    assert "Set up my reminders" in ana.buttons

    await ana.presses("Set up my reminders")

    assert "May I keep this" in ana.reads[-1]


async def test_the_language_can_be_changed_at_the_first_message(talk):
    """It speaks Spanish from the tap on, and asks again in Spanish."""
    ana = talk.person("Ana", language_code="de")
    await ana.says("/start")
    await ana.presses("Español")

    assert ana.reads[-2] == "Desde ahora te escribo en español."
    assert "¿Puedo guardar esto" in ana.reads[-1]


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(["Yes, I agree", "No"], id="under 18"),
        pytest.param(["Yes, I agree", "Yes", "Something more"], id="more than plain needling"),
    ],
)
async def test_whom_the_course_is_not_for_gets_no_schedule(talk, labels):
    """It plans nothing that could be wrong, and offers another go to whoever tapped the wrong button."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in labels:
        await ana.presses(label)

    assert "I will not send you a plan that could be wrong" in ana.reads[-1]
    assert await treatments(talk) == []

    await ana.presses("That was the wrong button")

    assert ana.reads[-1].startswith(("Are you 18 or older?", "What was done"))


@pytest.mark.parametrize(
    ("labels", "notice"),
    [
        pytest.param(["Yes, I agree", "No"], "You told me that you are under 18.", id="under 18"),
        pytest.param(
            ["Yes, I agree", "Yes", "Something more"],
            "This is general advice. Your treatment was a different one",
            id="more than plain needling",
        ),
    ],
)
async def test_general_answers_are_marked_as_such(talk, labels, notice):
    """It says first that the clinic's sheet leads, with the reason, to whom the course is not for."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in labels:
        await ana.presses(label)
    await ana.says("When can I wear makeup?")

    assert ana.reads[-1].startswith(notice)
    assert "your clinic's own sheet comes first" in ana.reads[-1]


@pytest.mark.parametrize(
    ("typed", "asked", "choices"),
    [
        pytest.param("10/11", "I can read that in two ways", ["Tuesday 10 November", "Sunday 11 October"], id="day"),
        pytest.param("today at 3", "Morning or afternoon?", ["3 am", "3 pm"], id="time"),
    ],
)
async def test_what_can_be_read_in_two_ways_is_asked_back(talk, typed, asked, choices):
    """It never guesses between two days or two times."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says(typed)

    assert asked in ana.reads[-1]
    assert ana.buttons[:2] == choices


async def test_two_readings_of_both_are_asked_one_after_the_other(talk):
    """It asks for the day, then for the time, and registers what was chosen."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("10/11 at 3")
    await ana.presses("Sunday 11 October")
    await ana.presses("3 pm")
    await ana.presses("Yes")

    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 10, 11, 13, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("1 August 2026 15:00", "That is more than 8 weeks ago", id="too long ago"),
        pytest.param("20 March 2027 15:00", "That is more than 90 days ahead", id="too far ahead"),
    ],
)
async def test_a_date_out_of_reach_gets_a_kind_line(talk, typed, said):
    """It says what is possible and goes on asking."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says(typed)

    assert said in ana.reads[-2]
    assert ana.reads[-1].startswith("When is your treatment")
    assert await treatments(talk) == []


async def test_eight_weeks_are_counted_to_the_hour_where_the_patient_is(talk):
    """It looks again once the zone is known: 8 weeks ago at 10 in the morning is over, though the day was in reach."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("25 September 10am")
    await ana.presses("Yes")

    assert "That is more than 8 weeks ago" in ana.reads[-2]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("next tusday", "I could not read that as a date", id="a slip"),
        pytest.param("32/13", "I could not read that as a date", id="no date"),
    ],
)
async def test_nonsense_is_not_taken_for_a_date(talk, typed, said):
    """It says kindly how to write it."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says(typed)

    assert said in ana.reads[-1]
    assert "Today" in ana.buttons


async def test_a_question_meanwhile_is_answered_and_the_open_one_repeated(talk):
    """It takes no question for a date, answers it, and goes on."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("Can I drink alcohol tonight?")

    assert "alcohol" in ana.reads[-2].lower()
    assert ana.reads[-1].startswith("When is your treatment")


async def test_a_question_before_consent_is_answered_and_consent_asked_again_in_short(talk):
    """It answers before anything is agreed to."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.says("When can I wear makeup?")

    assert "48 hours" in ana.reads[-2]
    assert ana.reads[-1] == "Do you agree to what is said above?"
    assert ana.buttons == ["Yes, I agree", "No, I do not agree"]


async def test_an_emergency_is_not_followed_by_a_question_of_ours(talk):
    """It says what to do and nothing about dates."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("I can't breathe and my tongue is swelling")

    assert ana.reads[-2] == "Call 112 now."
    assert ana.reads[-1].startswith("While you wait")


async def test_a_warning_sign_is_not_followed_by_a_question_of_ours(talk):
    """It gives the advice of the same day, and leaves the dates for later."""
    ana = talk.person("Ana")
    await agrees(ana)
    before = len(ana.reads)
    await ana.says("I have a fever and there is pus on my cheek")

    assert "today" in ana.reads[before]
    assert len(ana.reads) == before + 1


@pytest.mark.parametrize("step", range(len(IN_ENGLISH)))
async def test_every_step_survives_a_restart(talk, step):
    """It goes on where it stopped, after another process has taken over at any step."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for number, label in enumerate(IN_ENGLISH):
        if number == step:
            await talk.restart()
        await ana.presses(label)

    assert len(await treatments(talk)) == 1


@pytest.mark.parametrize("step", range(1, len(IN_ENGLISH)))
async def test_start_in_the_middle_repeats_the_open_step(talk, step):
    """It neither begins anew nor loses what was said."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in IN_ENGLISH[:step]:
        await ana.presses(label)
    asked = ana.reads[-1]
    await ana.says("/start")

    assert ana.reads[-2:] == ["Let us go on where we stopped.", asked]


async def test_a_second_tap_is_harmless(talk):
    """It takes an answer once; the second tap gets a passing note."""
    ana = talk.person("Ana")
    await ana.says("/start")
    data = ana.data_of("Yes, I agree")
    await ana.presses("Yes, I agree")
    read = ana.reads
    await ana.forges(data)

    assert ana.reads == read
    assert ana.notes[-1] == "This button is from before. Please use the latest message."


async def test_a_day_is_chosen_from_the_calendar(talk):
    """It opens the calendar in the same message, turns its pages and takes the day."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.presses("Another day")

    assert ana.keyboard[0] == ["‹ Oct", "November 2026", "Dec ›"]

    await ana.presses("‹ Oct")
    await ana.presses("·")
    await ana.presses("11")

    assert ana.reads[-2].endswith("✓ Sunday 11 October")
    assert ana.reads[-1].startswith("At what time")


async def test_the_day_can_be_chosen_again_before_the_time(talk):
    """It leads back from the time to the calendar."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.presses("Today")
    await ana.presses("Another day")
    await ana.presses("17")
    await ana.presses("10 am")
    await ana.presses("Yes")

    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 17, 9, tzinfo=UTC)]


@pytest.mark.parametrize("typed", ["15", "15:00", "3 pm", "at 3 pm"])
async def test_a_bare_hour_is_a_time_when_the_time_is_asked(talk, typed):
    """It reads "15" as three in the afternoon."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.presses("Yesterday")
    await ana.says(typed)
    await ana.presses("Yes")

    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 19, 14, tzinfo=UTC)]


async def test_a_treatment_later_today_is_registered_ahead(talk):
    """It takes a time of today that is still to come."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "today 6pm")

    assert ana.reads[-1].startswith("Your treatment: today, 6 pm")


async def test_a_treatment_of_next_month_is_registered_ahead(talk):
    """It takes a date of the next 90 days."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "20 January 11am")

    assert ana.reads[-1].startswith("Your treatment: Wednesday 20 January, 11 am")


async def test_a_patient_elsewhere_types_the_city(talk):
    """It asks for the city when the clinic's time is not the patient's, and keeps the zone alone."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("yesterday 15:00")
    await ana.presses("No, another time")

    assert ana.reply_keyboard == ["Share my location"]

    await ana.says("bogota")

    assert ana.reads[-2] == "Thank you. I go by Bogota time."
    assert ana.reads[-1].startswith("Your treatment: yesterday, 3 pm (Bogota time)")
    assert ana.reply_keyboard == []
    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 19, 20, tzinfo=UTC)]


async def test_the_emergency_number_is_that_of_the_citys_country(talk):
    """It does not take a zone that two countries share for the other country."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("yesterday 15:00")
    await ana.presses("No, another time")
    await ana.says("Hanoi")
    await ana.says("/help")

    assert [(one.zone, one.country) for one in await patients(talk)] == [("Asia/Bangkok", "VN")]
    assert "115" in ana.reads[-1]


async def test_a_city_that_is_many_is_asked_back(talk):
    """It offers the cities of that name with their countries."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("yesterday 15:00")
    await ana.says("Valencia")

    assert ana.reads[-1] == "Which one?"
    assert {"Valencia, Spain", "Valencia, Venezuela"} <= set(ana.buttons)

    await ana.presses("Valencia, Venezuela")

    assert [one.zone for one in await patients(talk)] == ["America/Caracas"]


async def test_an_unknown_city_gets_a_kind_line(talk):
    """It asks for a larger one, or the location."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("yesterday 15:00")
    await ana.presses("No, another time")
    await ana.says("Xyzzyville")

    assert ana.reads[-1].startswith("I do not know that city.")
    assert ana.reply_keyboard == ["Share my location"]


async def test_a_shared_location_gives_the_zone(talk):
    """It takes the zone of the place."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("yesterday 15:00")
    await ana.presses("No, another time")
    await ana.shares(19.43, -99.13)

    assert [one.zone for one in await patients(talk)] == ["America/Mexico_City"]
    assert "19.4" not in str([vars(one) for one in await patients(talk)])


async def test_today_is_today_where_the_patient_is(talk):
    """It reads "Today", tapped at 2 at night in Madrid, as the evening before in Mexico City."""
    talk.time.pass_to(datetime(2026, 11, 21, 1, tzinfo=UTC))
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.presses("Today")
    await ana.says("15:00")
    await ana.presses("No, another time")
    await ana.says("Mexico City")

    assert ana.reads[-1].startswith("Your treatment: today, 3 pm")
    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 20, 21, tzinfo=UTC)]


async def test_a_location_nobody_asked_for_is_not_kept(talk):
    """It says so before there is a plan."""
    ana = talk.person("Ana")
    await ana.shares(19.43, -99.13)

    assert ana.reads[-1] == "I do not need your location now, and I have not kept it."


async def test_a_traveller_shares_the_location(talk):
    """It goes by another zone from then on."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.shares(19.43, -99.13)

    assert ana.reads[-1] == "From now on I go by Mexico City time, and so do your reminders.\nNext: today, 8 am"


async def test_start_on_a_patient_shows_what_is_set_up(talk):
    """It shows the treatment, what is next, and the ways to change them."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.says("/start")

    assert ana.reads[-1].startswith("Your reminders are set up. Your treatment: today, 2 pm.\nNext: ")
    assert ana.buttons == ["Correct the date", "A new treatment", "Español"]


async def test_the_date_can_be_corrected(talk):
    """It ends the treatment with the wrong date and registers the right one."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana)
    await ana.presses("Correct the date")
    await ana.says("yesterday 5pm")

    assert ana.reads[-1].startswith("Your treatment: yesterday, 5 pm")
    wrong, right = await treatments(talk)
    assert (wrong.ended_at, right.ended_at, right.corrects_id) == (talk.now, None, wrong.id)


async def test_the_glance_says_when_it_asks_and_ends(talk):
    """It names the mornings on which the messages come, not the nights in which they would be due."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "yesterday 22:40")
    glance = ana.reads[-1]

    assert "I ask how your skin is: tomorrow, 8 am, and then until Friday 18 December" in glance
    assert "The plan ends: Friday 1 January" in glance


async def test_a_correction_can_be_left(talk):
    """It leaves the plan as it was."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana)
    await ana.presses("Correct the date")
    await ana.presses("Leave it as it is")

    assert ana.reads[-1] == "All right. Nothing has changed."
    assert len(await treatments(talk)) == 1


async def test_a_second_treatment_is_added(talk):
    """It registers one more treatment, after asking what was done."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "30 October 10am")
    await ana.says("/start")
    await ana.presses("A new treatment")
    await ana.presses("Micro-needling only")
    await ana.says("today 1pm")

    assert ana.reads[-1].startswith("Your treatment: today, 1 pm")
    assert [one.ended_at for one in await treatments(talk)] == [None, None]


async def test_a_second_treatment_of_another_kind_gets_no_plan(talk):
    """It adds nothing, and says that the reminders of the first go on."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/start")
    await ana.presses("A new treatment")
    await ana.presses("Something more")

    assert "I add no plan for this treatment" in ana.reads[-1]
    assert len(await treatments(talk)) == 1


async def test_another_person_cannot_correct_the_date(talk):
    """It takes no treatment of Ana's from Bea."""
    ana, bea = talk.person("Ana"), talk.person("Bea")
    await enrols_in_chat(ana)
    await enrols_in_chat(bea)
    await bea.forges(ana.data_of("Correct the date"))

    assert bea.notes[-1] == "This button is from before. Please use the latest message."
    assert [one.awaiting for one in await patients(talk)] == [None, None]


async def test_who_blocked_and_comes_back_is_reminded_again(talk):
    """It takes up the reminders at /start."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.blocks()

    assert [one.unreachable_at for one in await patients(talk)] == [talk.now]

    await ana.unblocks()
    await ana.says("/start")

    assert [one.unreachable_at for one in await patients(talk)] == [None]


async def test_tests_enrol_as_people_do(talk):
    """It leaves the same in the database, whether somebody enrolled in the chat or a test says that they have."""
    await enrols_in_chat(talk.person("Ana"))
    await enrols(talk.person("Bea"))

    async with talk.database.reading() as session:
        for table in (Patient, Consent, Treatment, Outgoing):
            rows = (await session.exec(select(table).order_by(table.id))).all()
            in_chat, in_database = map(of_anybody, rows)
            assert in_chat == in_database


def of_anybody(row):
    """Return what a row says, without what tells the rows of two people apart."""
    values = row.model_dump(exclude={"id", "chat_id", "patient_id", "treatment_id"})
    for step in values.get("steps") or ():
        del step["treatment"]
    return values
