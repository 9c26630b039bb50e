"""Retention: whose time is over goes by itself, one by one."""

from datetime import timedelta

import pytest
import structlog
from sqlalchemy import update
from sqlmodel import select

from scheduler import retention
from scheduler.models import Outgoing, Patient, Treatment
from scheduler.retention import erase_overdue
from tests.scheduler.world import NOW

ANA, BEA, CARMEN = 7_000_000_001, 7_000_000_002, 7_000_000_003
KEPT = timedelta(days=180)
LATER = NOW + timedelta(days=42 + 181)


async def chats(world):
    async with world.database.reading() as session:
        return (await session.exec(select(Patient.chat_id).order_by(Patient.chat_id))).all()


@pytest.fixture
async def three(world):
    """Ana, Bea and Carmen, who were treated now."""
    three = [await world.patient(), await world.patient(chat_id=BEA), await world.patient(chat_id=CARMEN)]
    for patient in three:
        await world.register(patient, NOW)
    return three


async def test_data_goes_by_itself_after_the_course(world):
    """It erases whose retention is over, and those who said hello and nothing more."""
    ana = await world.patient()
    await world.patient(chat_id=BEA, consent=False)
    await world.register(ana, NOW)

    assert await erase_overdue(world.database, world.courses, KEPT, LATER - timedelta(days=2)) == 0
    assert await erase_overdue(world.database, world.courses, KEPT, LATER) == 2


async def test_a_patient_in_a_series_stays(world):
    """It counts from the last treatment."""
    ana = await world.patient()
    await world.register(ana, NOW)
    world.now = NOW + timedelta(days=35)
    await world.register(ana, world.now)

    assert await erase_overdue(world.database, world.courses, KEPT, LATER) == 0


async def test_one_who_cannot_be_erased_stops_nobody(world, three, monkeypatch):
    """It erases the others, says whom it did not, without a name, and finds them again the next time."""
    _, bea, _ = three
    delete = retention.delete_patient

    async def delete_others(session, patient):
        counts = await delete(session, patient)
        if patient.chat_id == BEA:
            raise ValueError("the words of a patient")
        return counts

    monkeypatch.setattr(retention, "delete_patient", delete_others)
    with structlog.testing.capture_logs() as logs:
        erased = await erase_overdue(world.database, world.courses, KEPT, LATER)
    monkeypatch.undo()

    assert erased == 2
    assert await chats(world) == [BEA]
    assert [(line["action"], line["patient"], line["error"]) for line in logs] == [
        ("erase_failed", bea.id, "ValueError")
    ]
    assert "words" not in str(logs)
    assert await erase_overdue(world.database, world.courses, KEPT, LATER) == 1


async def test_who_comes_back_meanwhile_stays(world, three, monkeypatch):
    """It looks once more under the lock: a treatment may have been registered since the list was made."""
    ana, *_ = three
    erase = retention._erase

    async def after_a_change(session, patient_id, is_over):
        if patient_id == ana.id:
            await session.exec(update(Treatment).where(Treatment.patient_id == ana.id).values(treated_at=LATER))
        return await erase(session, patient_id, is_over)

    monkeypatch.setattr(retention, "_erase", after_a_change)

    assert await erase_overdue(world.database, world.courses, KEPT, LATER) == 2
    assert await chats(world) == [ANA]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", [Patient, Outgoing])
async def test_who_is_in_other_hands_is_left_for_the_next_time(world, three, table):
    """It waits for nobody's lock, and erases the others."""
    ana, *_ = three
    of_ana = Patient.id == ana.id if table is Patient else Outgoing.patient_id == ana.id
    async with world.database.session() as other:
        (await other.exec(select(table).where(of_ana).with_for_update())).all()
        assert await erase_overdue(world.database, world.courses, KEPT, LATER) == 2

    assert await chats(world) == [ANA]
    assert await erase_overdue(world.database, world.courses, KEPT, LATER) == 1
