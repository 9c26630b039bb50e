"""Patients: consent, pausing, leaving."""

from datetime import timedelta

from sqlmodel import SQLModel, select

from scheduler import patients, treatments
from scheduler.models import Consent, Outgoing, Patient, State, Treatment
from scheduler.questions import record_question
from tests.scheduler.world import NOW

BEA = 7_000_000_002


async def test_a_person_is_met_once(world):
    """It finds the same row again."""
    async with world.database.session() as session:
        first = await patients.meet(session, BEA, "es", NOW)
        again = await patients.meet(session, BEA, "en", NOW)

    assert (first.id, again.language) == (again.id, "es")


async def test_consent_has_a_version_and_can_be_withdrawn(world):
    """It keeps what was agreed to, and that it no longer holds."""
    ana = await world.patient()
    async with world.database.session() as session:
        ana = await session.get_one(Patient, ana.id)
        await patients.give_consent(session, ana, "1", NOW)
        await patients.give_consent(session, ana, "2", NOW + timedelta(days=1))
        await patients.withdraw_consent(session, ana, world.courses, NOW + timedelta(days=2))

        assert await patients.consent_of(session, ana) is None
        assert [(one.version, one.withdrawn_at - NOW) for one in (await session.exec(select(Consent))).all()] == [
            ("1", timedelta(days=1)),
            ("2", timedelta(days=2)),
        ]


async def test_without_consent_nothing_is_planned(world):
    """It keeps a treatment that nobody agreed to from being acted on."""
    ana = await world.patient(consent=False)
    await world.register(ana, NOW)
    await world.pass_time(days=50)

    assert world.telegram.sent == []


async def test_pausing_stops_and_resuming_says_what_still_counts(world):
    """It sends nothing while paused, and afterwards goes on without the past."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.dispatch()
    await world.change(ana, patients.pause)
    await world.pass_time(days=3)
    assert len(world.telegram.sent) == 1

    await world.change(ana, patients.resume)
    await world.dispatch()

    [_, caught_up] = world.telegram.steps
    assert {"heat_swim_ok", "checkin_72h", "exercise_ok"} <= set(caught_up)
    assert "ice_packs" not in caught_up


async def test_a_patient_who_blocks_the_bot_stops_costing_and_comes_back(world):
    """It has nothing pending while unreachable, and plans again afterwards."""
    ana = await world.patient()
    await world.register(ana, NOW)
    await world.change(ana, patients.mark_unreachable)
    assert await world.dispatcher.next_due() is None

    await world.change(ana, patients.mark_reachable)

    assert await world.dispatcher.next_due() == NOW


async def test_erasing_leaves_nothing_of_a_patient_in_any_table(world):
    """It counts what went, and leaves everybody else alone."""
    ana, bea = await world.patient(), await world.patient(chat_id=BEA)
    for patient in (ana, bea):
        await world.register(patient, NOW)
    await world.pass_time(days=3)
    async with world.database.session() as session:
        ana = await session.get_one(Patient, ana.id)
        question = {"topic": "redness", "urgency": "none", "kind": "answer", "language": "en"}
        await record_question(session, ana, **question, now=NOW)
        counts = await patients.erase(session, ana, NOW)

    assert counts.keys() == {"patient", "consent", "treatment", "outgoing", "reminder_step", "question"}
    async with world.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            if "patient_id" in table.columns:
                owners = (await session.exec(select(table.columns.patient_id))).all()
                assert set(owners) <= {bea.id}
        assert (await session.exec(select(Patient.chat_id))).all() == [BEA]


async def test_enrolling_costs_one_row_whatever_the_length_of_the_course(world):
    """It stores the next reminder only."""
    ana = await world.patient()
    await world.register(ana, NOW)

    async with world.database.reading() as session:
        assert [row.state for row in (await session.exec(select(Outgoing))).all()] == [State.PLANNED]
        assert await patients.is_enrolled(session, ana)


async def test_registering_the_same_treatment_twice_is_one_treatment(world):
    """It makes a handler that runs twice harmless."""
    ana = await world.patient()
    first = await world.register(ana, NOW)
    again = await world.register(ana, NOW)

    assert first.id == again.id


async def test_a_corrected_date_replans_and_keeps_the_record(world):
    """It ends the old row, and moves everything by the new date."""
    ana = await world.patient()
    treatment = await world.register(ana, NOW - timedelta(days=1))
    await world.dispatch()
    async with world.database.session() as session:
        treatment = await session.get_one(Treatment, treatment.id)
        corrected = await treatments.correct(session, treatment, NOW, world.courses, NOW)
    await world.dispatch()

    assert (treatment.ended_at, corrected.corrects_id) == (NOW, treatment.id)
    assert "ice_packs" in world.telegram.steps[-1]
