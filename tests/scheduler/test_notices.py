"""Notices: a week before the data goes by itself, and only to who is still there to be told."""

from datetime import timedelta

import pytest
from sqlmodel import select

from scheduler import patients
from scheduler.models import Kind, Outgoing, Patient, State
from scheduler.notices import announce_erasures
from scheduler.retention import erase_overdue
from tests.scheduler.world import NOW

RETENTION = timedelta(days=180)
COURSE = timedelta(days=42)
WEEK = timedelta(days=7)


async def announce(world):
    async with world.database.session() as session:
        return await announce_erasures(session, world.library, RETENTION, world.now)


async def notices(world):
    async with world.database.reading() as session:
        rows = (await session.exec(select(Outgoing).where(Outgoing.kind == Kind.NOTICE).order_by(Outgoing.id))).all()
        return [(row.state, row.text) for row in rows]


@pytest.fixture
async def ana(world):
    """Ana, whose course is long over, a day more than a week before her data goes."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.change(ana, patients.pause)
    world.now = NOW + COURSE + RETENTION - WEEK - timedelta(days=1)
    return ana


async def test_it_is_said_once_a_week_before(world, ana):
    """It tells the day, also to who paused the reminders, and never twice."""
    assert await announce(world) == 0

    world.now += timedelta(days=1, hours=1)
    assert await announce(world) == 1
    assert await announce(world) == 0
    await world.dispatch()

    assert [ready.html[:42] for ready in world.telegram.sent] == ["On Wednesday 30 June I erase everything I "]
    assert [state for state, _ in await notices(world)] == [State.SENT]


async def test_a_new_treatment_moves_the_day_and_takes_the_notice_back(world, ana):
    """It says nothing that no longer holds, and announces the new day in its time."""
    world.now += timedelta(days=1, hours=1)
    await announce(world)
    world.now += timedelta(minutes=1)
    await world.register(ana, world.now)
    await world.dispatch()
    assert [state for state, _ in await notices(world)] == [State.CANCELLED]

    world.now += COURSE + RETENTION - timedelta(days=6)
    assert await announce(world) == 1


@pytest.mark.parametrize("change", [patients.withdraw_consent, patients.mark_unreachable])
async def test_who_has_left_is_told_nothing(world, ana, change):
    """It leaves alone who withdrew or cannot be reached."""
    await world.change(ana, change)
    world.now += timedelta(days=2)

    assert await announce(world) == 0


async def test_it_waits_for_the_morning(world, ana):
    """It never wakes anybody."""
    world.now = (world.now + timedelta(days=2)).replace(hour=1)
    await announce(world)
    await world.dispatch()
    assert world.telegram.sent == []

    await world.pass_time(hours=6)

    assert len(world.telegram.sent) == 1


async def test_the_notice_goes_with_everything_else(world, ana):
    """It is erased on the day it names."""
    world.now += timedelta(days=2)
    await announce(world)
    world.now += WEEK
    assert await erase_overdue(world.database, world.courses, RETENTION, world.now) == 1
    async with world.database.reading() as session:
        assert (await session.exec(select(Patient))).all() == []

    assert await notices(world) == []
