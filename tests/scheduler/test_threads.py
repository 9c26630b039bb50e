"""Threads: messages of a conversation go to a chat one after the other, also when several processes send."""

from datetime import timedelta

import pytest

from scheduler.models import Kind, Outgoing, Patient, Priority, State
from scheduler.moments import StepDue
from scheduler.outgoing import claim_due, next_due, put_off, settle
from scheduler.threads import Ended, begin, end, held_until
from tests.scheduler.world import NOW

GROUP = -100_200_300


def relay(patient, number):
    return Outgoing(
        patient_id=patient.id,
        chat_id=GROUP,
        kind=Kind.RELAY,
        priority=Priority.TALK,
        due_at=NOW,
        expires_at=NOW + timedelta(days=1),
        text=str(number),
        created_at=NOW,
    )


@pytest.fixture
async def relays(world, database):
    """Two messages that wait to go to the group."""
    patient = await world.patient()
    async with database.session() as session:
        for number in (1, 2):
            session.add(relay(patient, number))
            await session.flush()


async def claimed(database, owner):
    async with database.session() as session:
        return [row.text for row in await claim_due(session, now=NOW, owner=owner, limit=10)]


async def test_the_second_waits_until_the_first_is_settled(relays, database):
    """It gives no other process what would overtake."""
    first = await claimed(database, "one")
    meanwhile = await claimed(database, "two")
    async with database.reading() as session:
        waits = await next_due(session)
    async with database.session() as session:
        settle(await session.get_one(Outgoing, 1), State.SENT, "delivered", NOW)
    then = await claimed(database, "two")

    assert (first, meanwhile, then) == (["1"], [], ["2"])
    assert waits is None


async def test_what_is_put_off_holds_back_what_follows(relays, database):
    """It falls due together with the one before, so that nobody looks in vain all the time."""
    await claimed(database, "one")
    async with database.session() as session:
        put_off(await session.get_one(Outgoing, 1), NOW + timedelta(minutes=1), "later")
    async with database.reading() as session:
        waits = await next_due(session)

    assert await claimed(database, "two") == []
    assert waits == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("due", "expires", "until"),
    [
        pytest.param(0, 600, 120, id="for two hours"),
        pytest.param(0, 60, 55, id="not past its use"),
        pytest.param(-130, 600, None, id="no longer"),
        pytest.param(0, 4, None, id="what would be useless by then goes now"),
    ],
)
async def test_reminders_are_held_while_a_conversation_is_open(world, database, due, expires, until):
    """It counts from when the first was due, in minutes here."""
    patient = await world.patient()
    step = StepDue(
        treatment_id=1,
        step_id="ice_packs",
        occurrence=1,
        due_at=NOW + timedelta(minutes=due),
        expires_at=NOW + timedelta(minutes=expires),
    )
    async with database.session() as session:
        before = await held_until(session, patient.id, [step], NOW)
        known = await session.get_one(Patient, patient.id)
        thread = await begin(session, known, "Ana", NOW)
        held = await held_until(session, patient.id, [step], NOW)
        await end(session, thread, Ended.BY_TEAM, world.library, world.dispatcher.desk, NOW)
        after = await held_until(session, patient.id, [step], NOW)

    assert (before, after) == (None, None)
    assert held == (None if until is None else NOW + timedelta(minutes=until))


async def test_a_patient_has_one_conversation_at_a_time(world, database):
    """It goes on with the open one."""
    patient = await world.patient()
    async with database.session() as session:
        known = await session.get_one(Patient, patient.id)
        first = await begin(session, known, "Ana", NOW)
        second = await begin(session, known, "Ana", NOW)

    assert first.id == second.id
