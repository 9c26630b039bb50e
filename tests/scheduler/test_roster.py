"""Roster: everybody, and where each stands."""

from datetime import timedelta

import pytest

from scheduler.models import Patient, Treatment
from scheduler.patients import mark_unreachable, pause, withdraw_consent
from scheduler.roster import Situation, count_patients, find_listed, roster


async def listed(world):
    async with world.database.reading() as session:
        found = [one async for one in roster(session, world.courses, world.now)]
        assert await count_patients(session) == len(found)
    return found


@pytest.mark.parametrize("change", [None, pause, mark_unreachable, withdraw_consent], ids=lambda it: it and it.__name__)
async def test_each_patient_has_one_situation(world, change):
    """It names what keeps reminders back, else where the course stands."""
    ana = await world.patient()
    await world.register(ana, world.now - timedelta(hours=3))
    if change:
        await world.change(ana, change)

    [one] = await listed(world)

    expected = {
        None: Situation.IN_COURSE,
        pause: Situation.PAUSED,
        mark_unreachable: Situation.UNREACHABLE,
        withdraw_consent: Situation.WITHDRAWN,
    }
    assert one.situation is expected[change]
    assert one.unreachable_at == (world.now if change is mark_unreachable else None)


async def test_who_never_began_is_listed_as_such(world):
    """It tells who only said hello from who agreed and has no treatment."""
    await world.patient(consent=False)
    await world.patient(7_000_000_002)

    assert [(one.situation, one.day) for one in await listed(world)] == [
        (Situation.NOT_AGREED, None),
        (Situation.NOT_ENROLLED, None),
    ]


async def test_the_treatment_shown_is_the_last_that_has_been(world):
    """It counts days on the patient's calendar, from the last treatment; before the first, from the next."""
    ana, bea = await world.patient(zone="America/Los_Angeles"), await world.patient(7_000_000_002)
    for treated_at in (world.now - timedelta(days=28), world.now - timedelta(hours=8), world.now + timedelta(days=28)):
        await world.register(ana, treated_at)
    for days in (9, 2):
        await world.register(bea, world.now + timedelta(days=days))

    first, second = await listed(world)

    assert (first.situation, first.day) == (Situation.IN_COURSE, 1)  # it was 10 pm in Los Angeles
    assert (second.situation, second.day) == (Situation.AHEAD, -2)


async def test_a_course_that_is_over_says_so(world):
    """It goes by the length of the course."""
    ana = await world.patient()
    treatment = await world.register(ana, world.now)
    async with world.database.session() as session:
        (await session.get_one(Treatment, treatment.id)).label = "4711"
    world.now += timedelta(days=42)

    async with world.database.reading() as session:
        one = await find_listed(session, ana.id, world.courses, world.now)
        nobody = await find_listed(session, ana.id + 1, world.courses, world.now)

    assert (one.situation, one.day, one.label) == (Situation.FINISHED, 42, "4711")
    assert nobody is None


async def test_a_patient_without_a_zone_is_counted_in_utc(world):
    """It needs no zone to say the day."""
    ana = await world.patient()
    await world.register(ana, world.now - timedelta(days=3))
    async with world.database.session() as session:
        (await session.get_one(Patient, ana.id)).zone = None

    assert [one.day for one in await listed(world)] == [3]
