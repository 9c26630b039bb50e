"""Reminders: one pending row, a record of every step, and what taps do."""

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from scheduler import patients, reminders, responses, treatments
from scheduler.dispatcher import Delivery, Outcome
from scheduler.models import Kind, Outgoing, Patient, ReminderStep, Response, State, Treatment
from scheduler.responses import Responded
from scheduler.timetable import identity
from tests.scheduler.world import NOW, whole_timetable

BEA = 7_000_000_002


async def record(world, patient):
    async with world.database.reading() as session:
        rows = (await session.exec(select(ReminderStep).where(ReminderStep.patient_id == patient.id))).all()
    return {(row.step_id, row.occurrence): row.state for row in rows}


async def respond(world, patient, number, response):
    """Tap a button of the message of that number."""
    async with world.database.session() as session:
        patient = await session.get_one(Patient, patient.id)
        outgoing_id = world.telegram.sent[number].outgoing_id
        return await responses.respond(session, patient, outgoing_id, response, world.now)


async def snooze(world, patient, number, **span):
    async with world.database.session() as session:
        patient = await session.get_one(Patient, patient.id)
        outgoing_id = world.telegram.sent[number].outgoing_id
        return await responses.snooze(session, patient, outgoing_id, world.now + timedelta(**span), world.now)


async def test_the_first_moment_says_what_counts_right_now(world):
    """It is due at once, whatever the hour."""
    ana = await world.patient()
    world.now = NOW.replace(hour=22, minute=30)  # half past eleven at night
    await world.register(ana, world.now - timedelta(minutes=20))
    await world.dispatch()

    assert world.telegram.steps == [("ice_packs", "cleanser", "moisturizer", "sun_shade")]


async def test_registering_days_late_at_night_is_answered_at_once(world):
    """It says what still counts as a reply, whatever the hour, also when nothing of it begins just then."""
    ana = await world.patient()
    world.now = NOW + timedelta(days=2, hours=9)  # midnight
    await world.register(ana, NOW)
    await world.dispatch()

    [reply] = world.telegram.sent
    assert {"makeup_ok", "exercise_ok"} <= set(reply.step_ids)
    assert world.library.text("en", "opening_start") in reply.html


async def test_nobody_hears_more_than_four_times_a_day(world):
    """It leaves the fifth message of a day for the morning, whatever made it fall on that day."""
    ana = await world.patient()
    await world.register(ana, NOW - timedelta(days=4))
    world.now = NOW + timedelta(hours=17)  # 8 am of the next day
    await world.dispatch()
    async with world.database.session() as session:
        for _ in range(4):
            row = {"patient_id": ana.id, "chat_id": ana.chat_id, "kind": Kind.REMINDER, "state": State.SENT}
            session.add(Outgoing(**row, due_at=NOW, expires_at=NOW, created_at=NOW, settled_at=world.now))
    world.telegram.sent.clear()
    await world.pass_time(hours=15)

    assert world.telegram.sent == []
    await world.pass_time(hours=9)
    assert "checkin_5d" in world.telegram.steps[0]


async def test_a_whole_course_leaves_exactly_one_record_of_every_step_that_was_due(world):
    """It sends all of it when nothing goes wrong, and then has nothing pending."""
    ana = await world.patient()
    await world.register(ana, NOW)
    async with world.database.reading() as session:
        due = [due for moment in await whole_timetable(session, ana, world.courses) for due in moment.steps]
    await world.answering_check_ins(ana, days=200)

    assert await record(world, ana) == {(one.step_id, one.occurrence): State.SENT for one in due}
    assert await world.dispatcher.next_due() is None


async def test_a_process_that_was_away_sends_one_catch_up_of_what_still_counts(world):
    """It never sends stale ice packs, and records what it passed over."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    world.now = NOW + timedelta(hours=6, minutes=30)  # half past nine in the evening
    await world.dispatch()

    [_, caught_up] = world.telegram.sent
    assert "ice_packs" not in caught_up.step_ids
    assert {"cleanser", "moisturizer", "no_makeup"} <= set(caught_up.step_ids)
    states = await record(world, ana)
    assert [states["ice_packs", number] for number in (1, 2, 3)] == [State.EXPIRED] * 3


async def test_a_process_that_was_away_for_the_whole_course_leaves_a_record_of_every_step(world):
    """It says nothing of what is over, and notes all of it as expired."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    async with world.database.reading() as session:
        due = [due for moment in await whole_timetable(session, ana, world.courses) for due in moment.steps]
    world.now = NOW + timedelta(days=400)
    await world.dispatch()

    assert len(world.telegram.sent) == 1
    states = await record(world, ana)
    assert set(states) == {(one.step_id, one.occurrence) for one in due}
    assert {state for (_, number), state in states.items() if number > 0} == {State.EXPIRED}
    assert await world.dispatcher.next_due() is None


async def test_what_is_late_waits_for_the_morning(world):
    """It wakes nobody because the process was away in the evening."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    world.now = NOW + timedelta(hours=9)  # midnight
    await world.dispatch()
    assert len(world.telegram.sent) == 1

    assert await world.dispatcher.next_due() == datetime.fromisoformat("2026-11-21T07:00Z")


async def test_the_words_that_were_sent_are_kept_with_their_language_and_content(world):
    """It is the record of care."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()

    async with world.database.reading() as session:
        row = (await session.exec(select(Outgoing).where(Outgoing.state == State.SENT))).one()
    assert (row.text, row.language) == (world.telegram.sent[0].html, "en")
    assert (row.content_hash, row.message_id) == (world.library.content_hash, 1)


@pytest.mark.parametrize(
    ("outcome", "attempts", "state"),
    [
        pytest.param([Outcome.LATER, Outcome.DELIVERED], 2, State.SENT, id="the network comes back"),
        pytest.param([Outcome.UNKNOWN, Outcome.DELIVERED], 2, State.SENT, id="no answer, repeated"),
        pytest.param([Outcome.UNKNOWN, Outcome.UNKNOWN], 2, State.SENT, id="no answer, repeated at most once"),
        pytest.param([Outcome.GONE], 1, State.UNDELIVERABLE, id="blocked"),
        pytest.param([Outcome.REFUSED], 1, State.UNDELIVERABLE, id="refused"),
    ],
)
async def test_each_outcome_is_settled_by_its_own_rule(world, outcome, attempts, state):
    """It ends in exactly one state."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.telegram.outcomes = list(outcome)
    await world.pass_time(minutes=5)

    async with world.database.reading() as session:
        row = (await session.exec(select(Outgoing).order_by(Outgoing.id))).first()
    assert (row.state, row.attempts) == (state, attempts)
    assert len(world.telegram.sent) == attempts


async def test_a_chat_that_moved_is_written_to_at_its_new_id(world):
    """It says the same there at once, and from then on."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.telegram.outcomes = [Delivery(outcome=Outcome.MOVED, new_chat_id=BEA)]
    await world.pass_time(hours=1)

    assert [ready.chat_id for ready in world.telegram.sent] == [ana.chat_id, BEA, BEA]
    assert world.telegram.steps[0] == world.telegram.steps[1]


async def test_a_blocked_bot_plans_nothing_more(world):
    """It knows that the patient is unreachable."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.telegram.outcomes = [Outcome.GONE]
    await world.pass_time(days=3)

    assert len(world.telegram.sent) == 1
    async with world.database.reading() as session:
        assert (await session.get(Patient, ana.id)).unreachable_at == NOW


async def test_a_refused_message_does_not_hold_up_the_next(world):
    """It goes on with the course."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.telegram.outcomes = [Outcome.REFUSED]
    await world.pass_time(hours=1)

    assert world.telegram.steps[1] == ("ice_packs",)


async def test_the_server_says_when_to_come_back(world):
    """It waits as long as it was told."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.telegram.outcomes = [Delivery(outcome=Outcome.LATER, retry_after=timedelta(seconds=77))]
    await world.dispatch()

    assert await world.dispatcher.next_due() == NOW + timedelta(seconds=77)


async def test_done_covers_every_step_that_asks_and_can_be_changed(world):
    """It records the answer once, and another answer instead."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()

    assert await respond(world, ana, 0, Response.DONE) is Responded.RECORDED
    assert await respond(world, ana, 0, Response.DONE) is Responded.ALREADY
    assert await respond(world, ana, 0, Response.SKIPPED) is Responded.RECORDED
    async with world.database.reading() as session:
        rows = (await session.exec(select(ReminderStep))).all()
    assert {row.step_id: row.response for row in rows} == {
        "ice_packs": Response.SKIPPED,
        "cleanser": Response.SKIPPED,
        "moisturizer": Response.SKIPPED,
        "sun_shade": None,
    }


async def test_a_tap_on_somebody_elses_message_changes_nothing(world):
    """It looks up whose message it is."""
    ana, bea = await world.patient(), await world.patient(chat_id=BEA)
    await world.register(ana, NOW)
    await world.dispatch()

    assert await respond(world, bea, 0, Response.DONE) is Responded.NOT_YOURS
    assert await snooze(world, bea, 0, minutes=30) is Responded.NOT_YOURS


async def test_a_message_without_an_answer_is_repeated_once_whatever_comes_between(world):
    """It remembers the doubt over refusals, and forgets it with the next message."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.telegram.outcomes = [Outcome.UNKNOWN, Outcome.LATER, Outcome.LATER, Outcome.UNKNOWN]
    await world.pass_time(minutes=10)
    assert len(world.telegram.sent) == 4
    world.telegram.outcomes = [Outcome.UNKNOWN]
    await world.pass_time(minutes=55)

    assert world.telegram.steps[4:] == [("ice_packs",), ("ice_packs",)]


async def test_the_dates_of_this_aftercare_do_not_wait_for_the_next_session(world):
    """It names the dates of the treatment that a step belongs to."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.register(ana, NOW + timedelta(days=28))
    await world.pass_time(hours=6)

    evening = world.telegram.sent[-1].html
    assert "Make-up, until Sunday, 3 pm" in evening
    assert "December" not in evening


async def test_a_corrected_date_does_not_repeat_what_was_just_said(world):
    """It says no more than the new dates of what to leave out, and goes on with what is still to be said."""
    ana = await world.patient()
    treatment = await world.register(ana, NOW)
    world.now = NOW + timedelta(hours=41, minutes=10)  # ten past eight in the morning of day 2
    await world.dispatch()
    async with world.database.session() as session:
        treatment = await session.get_one(Treatment, treatment.id)
        await treatments.correct(session, treatment, NOW + timedelta(minutes=30), world.courses, world.now)
    before = len(world.telegram.sent)
    await world.dispatch()
    assert world.telegram.steps[before:] == [("no_makeup", "no_exercise", "no_heat_swim", "no_actives")]
    await world.pass_time(hours=8)

    assert "makeup_ok" in world.telegram.steps[before + 1]


async def test_a_snooze_that_was_asked_for_comes_also_at_bedtime(world):
    """It is not kept back by the night, when the patient chose the time."""
    ana = await world.patient()
    world.now = NOW.replace(hour=20, minute=50)  # ten to ten in the evening
    await world.register(ana, world.now)
    await world.dispatch()
    assert await snooze(world, ana, 0, minutes=30) is Responded.RECORDED
    await world.pass_time(minutes=31)

    assert len(world.telegram.sent) == 2


async def test_later_says_it_again_once(world):
    """It repeats what asks for Done; a second wish replaces the first; Done ends it."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    await snooze(world, ana, 0, minutes=30)
    assert await snooze(world, ana, 0, minutes=40) is Responded.RECORDED
    await world.pass_time(minutes=41)

    assert world.telegram.steps[1:] == [("ice_packs", "cleanser", "moisturizer")]
    assert await respond(world, ana, 1, Response.DONE) is Responded.RECORDED
    assert await respond(world, ana, 0, Response.DONE) is Responded.ALREADY


async def test_done_cancels_what_was_snoozed(world):
    """It does not remind of what is done."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    await snooze(world, ana, 0, minutes=30)
    await respond(world, ana, 0, Response.DONE)
    await world.pass_time(minutes=45)

    assert len(world.telegram.sent) == 1


async def test_nothing_is_snoozed_past_its_use(world):
    """It says so instead."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()

    assert await snooze(world, ana, 0, days=3) is Responded.TOO_LATE


async def test_worse_holds_the_next_session_for_a_week(world):
    """It lets care go on."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.answering_check_ins(ana, days=20)
    await respond(world, ana, world.telegram.steps.index(("waxing_other_ok", "checkin_14d")), Response.WORSE)
    world.telegram.sent.clear()
    await world.pass_time(days=8)

    assert {"next_session"} <= {step for steps in world.telegram.steps for step in steps}
    async with world.database.reading() as session:
        query = select(ReminderStep.settled_at).where(ReminderStep.step_id == "next_session")
        assert (await session.exec(query)).one() >= NOW + timedelta(days=27)


async def test_three_unanswered_check_ins_end_them_until_one_is_answered(world):
    """It tapers off, and comes back."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.pass_time(days=20)
    asked = [number for number, steps in enumerate(world.telegram.steps) if any("checkin" in step for step in steps)]
    assert len(asked) == 3

    await respond(world, ana, asked[-1], Response.BETTER)
    world.telegram.sent.clear()
    await world.pass_time(days=10)

    assert any("checkin_28d" in steps for steps in world.telegram.steps)


async def test_what_waits_for_done_is_open(world):
    """It lists what was sent, asks, and is still useful."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()

    async def opened():
        async with world.database.reading() as session:
            return [row.id for row in await responses.open_reminders(session, ana, world.now)]

    assert await opened() == [world.telegram.sent[0].outgoing_id]
    await respond(world, ana, 0, Response.DONE)
    assert await opened() == []


async def test_a_changed_course_replans_what_is_to_come(world):
    """It never touches the past, and ends when all are planned anew."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    async with world.database.session() as session:
        assert await reminders.replan_changed(session, world.courses, world.now) == 0
        for row in (await session.exec(select(Outgoing))).all():
            row.course_hash = "another"
    async with world.database.session() as session:
        assert await reminders.replan_changed(session, world.courses, world.now) == 1
        assert await reminders.replan_changed(session, world.courses, world.now) == 0
        sent = (await session.exec(select(Outgoing).where(Outgoing.state == State.SENT))).one()
        assert sent.course_hash == "another"


async def test_what_another_process_plans_anew_is_left_to_it(world):
    """It waits for nobody, so that two that start together cannot stand in each other's way."""
    await world.register(await world.patient(), NOW)
    if world.database.is_sqlite:
        return  # there is one process
    async with world.database.session() as session:
        row = (await session.exec(select(Outgoing).where(Outgoing.state == State.PLANNED))).one()
        row.course_hash = "another"
    async with world.database.session() as session, world.database.session() as other:
        assert await reminders.replan_changed(session, world.courses, world.now) == 1
        async with asyncio.timeout(30):
            assert await reminders.replan_changed(other, world.courses, world.now) == 0


async def test_a_new_zone_moves_the_mornings_and_not_the_hours(world):
    """It keeps 48 hours at 48 hours."""
    ana = await world.patient()
    await world.register(ana, NOW)
    async with world.database.session() as session:
        ana = await session.get_one(Patient, ana.id)
        await patients.set_zone(session, ana, "America/Mexico_City", world.courses, NOW)
        moments = await whole_timetable(session, ana, world.courses)

    firsts = {}
    for moment in moments:
        for due in moment.steps:
            firsts.setdefault(due.step_id, moment.due_at)
    assert firsts["makeup_ok"] == NOW + timedelta(hours=48)
    assert firsts["sunscreen"] == datetime.fromisoformat("2026-11-21T14:00Z")  # 8 am there


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outages=st.lists(st.tuples(st.integers(0, 70), st.integers(1, 90)), max_size=4), chat=st.integers(1, 2**50))
async def test_whatever_outages_come_every_step_has_one_record(world, outages, chat):
    """It ends each step as sent or expired, and sends no message twice."""
    world.now, world.telegram.sent = NOW, []
    ana = await world.patient(chat_id=chat)
    await world.register(ana, NOW)
    async with world.database.reading() as session:
        due = {
            identity(due)[1:] for moment in await whole_timetable(session, ana, world.courses) for due in moment.steps
        }
    for days, hours in sorted(outages):
        await world.answering_check_ins(ana, until=NOW + timedelta(days=days))
        world.now = max(world.now, NOW + timedelta(days=days)) + timedelta(hours=hours)
        await world.dispatch()
    await world.answering_check_ins(ana, until=NOW + timedelta(days=260))

    states = await record(world, ana)
    assert due <= set(states)
    assert set(states.values()) <= {State.SENT, State.EXPIRED}
    sent = [(ready.outgoing_id) for ready in world.telegram.sent]
    assert len(sent) == len(set(sent))
