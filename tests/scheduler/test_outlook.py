"""Outlook: what is shown ahead is what will be sent."""

from datetime import timedelta

import pytest

from scheduler import outlook, patients
from scheduler.models import Patient
from scheduler.responses import hold_sessions
from tests.scheduler.world import NOW


async def ahead(world, ana):
    """The steps to come by their instants."""
    async with world.database.reading() as session:
        patient = await session.get_one(Patient, ana.id)
        moments = await outlook.moments_ahead(session, patient, world.courses, world.now)
    return [(moment.due_at, due.step_id) for moment in moments for due in moment.steps]


def check_ins(steps):
    return [step_id for _, step_id in steps if step_id.startswith("checkin")]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(1, ["48h", "72h", "5d", "7d", "14d", "28d"], id="one in a row"),
        pytest.param(2, ["5d", "14d"], id="two in a row"),
        pytest.param(9, [], id="three in a row"),
    ],
)
async def test_check_ins_that_a_silent_patient_is_spared_are_not_shown(world, days, left):
    """It leaves out what will not be asked."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.pass_time(days=days, hours=13)

    assert check_ins(await ahead(world, ana)) == [f"checkin_{name}" for name in left]


async def test_messages_about_the_next_treatment_are_shown_when_they_may_go(world):
    """It shows them after the week of waiting."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.pass_time(days=20)
    async with world.database.session() as session:
        await hold_sessions(session, await session.get_one(Patient, ana.id), world.now)

    assert [at for at, step_id in await ahead(world, ana) if step_id == "next_session"] == [NOW + timedelta(days=27)]


async def test_a_paused_plan_is_shown_all_the_same(world):
    """It shows what would be sent."""
    ana = await world.patient()
    await world.register(ana, NOW)
    before = await ahead(world, ana)
    await world.change(ana, patients.pause)

    assert await ahead(world, ana) == before != []


async def test_what_was_sent_is_shown_no_more(world):
    """It shows each message until it has gone out."""
    ana = await world.patient()
    await world.register(ana, NOW)
    before = await ahead(world, ana)
    await world.pass_time(days=1, hours=6)

    assert await ahead(world, ana) == [(at, step_id) for at, step_id in before if at > world.now]
