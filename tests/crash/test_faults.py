"""Trouble with Telegram, the network, the clock or the database: nothing is lost, and nearly nothing is said twice."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.preview.faults import Fault
from bot.preview.refusals import too_many_requests
from scheduler.models import Outgoing, Patient, ReminderStep, State
from scheduler.record import identity_of
from scheduler.timetable import identity
from tests.bot.conversation.stories import enrols
from tests.scheduler.world import whole_timetable


async def with_something_due(talk, count):
    """Return enrolled people at the instant at which each has a reminder due."""
    people = [talk.person(f"Person {number}") for number in range(count)]
    for person in people:
        await enrols(person)
    await talk.dispatch()
    talk.time.pass_to(await talk.engine.dispatcher.next_due())
    talk.wire.sent.clear()
    return people


def since(talk, people):
    """Return a function that says how many messages each has got since now."""
    before = [len(person.reads) for person in people]
    return lambda: [len(person.reads) - number for person, number in zip(people, before, strict=True)]


async def rows(talk, kind, *conditions):
    async with talk.database.reading() as session:
        return (await session.exec(select(kind).where(*conditions))).all()


async def test_a_chat_that_is_refused_waits_alone(talk):
    """It sends to the others, and to this one when Telegram's time is over."""
    people = await with_something_due(talk, 3)
    told = since(talk, people)
    talk.world.faults = [Fault(what=too_many_requests(30), method="sendMessage", chat_id=people[0].chat_id)]
    await talk.dispatch()
    at_once = told()
    await talk.pass_time(seconds=29)
    before_its_time = told()
    await talk.pass_time(seconds=1)

    assert at_once == before_its_time == [0, 1, 1]
    assert told() == [1, 1, 1]


async def test_when_all_are_refused_all_wait(talk):
    """It stops asking after a few refusals, until Telegram's time is over; then each message goes out once."""
    people = await with_something_due(talk, 20)
    told = since(talk, people)
    talk.world.faults = [Fault(what=too_many_requests(20), method="sendMessage", times=None)]
    await talk.dispatch()
    refused = len(talk.wire.sent)
    talk.world.faults = []
    await talk.pass_time(seconds=19)
    meanwhile = len(talk.wire.sent) - refused
    await talk.pass_time(seconds=1)

    assert refused <= 6
    assert meanwhile == 0
    assert told() == [1] * 20


async def test_a_storm_of_failures_passes(talk):
    """It tries again less and less often, then says what still counts once, and answers who wrote."""
    people = await with_something_due(talk, 3)
    told = since(talk, people)
    talk.world.outage = True
    await talk.dispatch()
    people[0].person.send_text("/help")
    await talk.pass_time(hours=2)
    tried = len(talk.wire.sent)
    talk.world.outage = False
    await talk.pass_time(minutes=15)

    assert tried <= 3 * 15
    assert told() == [2, 1, 1]
    assert people[0].reads[-1].startswith("I help with care")


@pytest.mark.parametrize("unanswered", [1, 5])
async def test_what_telegram_took_without_an_answer_is_repeated_at_most_once(talk, unanswered):
    """It cannot know, so it says a reminder and a reply twice, and no oftener."""
    [ana] = await with_something_due(talk, 1)
    told = since(talk, [ana])
    talk.wire.unanswered[ana.chat_id] = unanswered
    await talk.dispatch()
    await talk.pass_time(minutes=10)
    reminded = told()
    talk.wire.unanswered[ana.chat_id] = unanswered
    await ana.says("/help")
    await talk.pass_time(minutes=10)

    assert reminded == [2]
    assert told() == [4]


async def test_after_a_day_without_network_there_is_one_message(talk):
    """It catches up in one message each, answers who wrote, and has every step on record."""
    people = await with_something_due(talk, 4)
    told = since(talk, people)
    talk.wire.down = True
    await talk.pass_time(hours=23)
    people[0].person.send_text("/help")
    await talk.pass_time(hours=1)
    talk.wire.down = False
    await talk.pass_time(minutes=15)

    assert told() == [2, 1, 1, 1]
    assert people[0].reads[-1].startswith("I help with care")
    [caught_up] = people[1].reads[-1:]
    assert caught_up.startswith("Some reminders are late.")
    assert "Make-up, until" in caught_up
    assert await unrecorded(talk) == []
    assert {row.state for row in await rows(talk, ReminderStep)} == {State.SENT, State.EXPIRED}


async def test_a_database_that_is_held_while_reminders_go_out(talk, monkeypatch):
    """It settles what was sent once it can, and sends nothing twice."""
    monkeypatch.setattr("scheduler.database.BUSY", 50)
    await talk.restart()
    people = await with_something_due(talk, 3)
    told = since(talk, people)
    waits = []
    with closing(sqlite3.connect(talk.database.path, isolation_level=None)) as other:
        talk.wire.when_sent = lambda: other.in_transaction or other.execute("BEGIN IMMEDIATE")

        async def wait(seconds):
            waits.append(seconds)
            if len(waits) == 2:
                talk.wire.when_sent = lambda: None
                other.execute("ROLLBACK")

        await replace(talk.engine.dispatcher, sleep=wait).dispatch_due()
    await talk.dispatch()

    assert waits == [0.5, 1.0]
    assert told() == [1, 1, 1]
    assert {row.state for row in await rows(talk, Outgoing, Outgoing.due_at <= talk.now)} == {State.SENT}


async def test_a_clock_that_jumps_ahead_and_back_repeats_nothing(talk):
    """It says once what the wrong time made due, and goes on in step when the clock is right again."""
    [ana] = await with_something_due(talk, 1)
    await talk.dispatch()
    right = talk.now
    talk.time.now = right + timedelta(days=2)
    await talk.dispatch()
    talk.time.now = right
    told = since(talk, [ana])
    await talk.pass_time(hours=47)
    meanwhile = told()
    await talk.pass_time(days=1)

    assert meanwhile == [0]
    assert told()[0] > 1
    sent = [identity_of(step) for row in await rows(talk, Outgoing, Outgoing.state == State.SENT) for step in row.steps]
    assert len(set(sent)) == len(sent)
    assert await unrecorded(talk) == []


async def test_a_clock_that_jumps_back_and_is_put_right_loses_nothing(talk):
    """It waits for what is not due by a clock that is slow, and says it when it is."""
    [ana] = await with_something_due(talk, 1)
    right, told = talk.now, since(talk, [ana])
    talk.time.now = right - timedelta(hours=5)
    await talk.dispatch()
    slow = told()
    talk.time.now = right
    await talk.dispatch()

    assert slow == [0]
    assert told() == [1]


async def test_a_process_that_was_suspended_for_hours_wakes_up_to_what_is_due(talk, monkeypatch):
    """It looks at the clock again and again: a timer that slept with the machine would come hours late."""
    monkeypatch.setattr("scheduler.jobs.AT_LEAST_EVERY", timedelta(seconds=0.05))
    [ana] = await with_something_due(talk, 1)
    await talk.dispatch()
    talk.engine.jobs.start()
    read = len(ana.reads)
    talk.time.now += timedelta(hours=5)
    try:
        await talk.world.until(lambda: ana.reads[read:], seconds=60)
    finally:
        await talk.engine.jobs.stop(within=5)

    assert len(ana.reads) == read + 1
    assert "Some reminders are late" in ana.reads[-1]


async def unrecorded(talk):
    """Return which steps of all patients have fallen due and are not on record."""
    async with talk.database.reading() as session:
        record = (await session.exec(select(ReminderStep))).all()
        known = {(one.treatment_id, one.step_id, one.occurrence) for one in record}
        patients = (await session.exec(select(Patient))).all()
        dues = [
            due
            for patient in patients
            for moment in await whole_timetable(session, patient, talk.library.courses)
            for due in moment.steps
        ]
    return [identity(due) for due in dues if due.due_at <= talk.now and identity(due) not in known]
