"""Milestones: few entries for a calendar, known again in every later file."""

from datetime import time, timedelta

from scheduler import treatments
from scheduler.milestones import calendar_of
from scheduler.models import Patient, Treatment
from scheduler.timetable import Level
from tests.scheduler.world import NOW


async def calendar(world, patient, **changed):
    async with world.database.session() as session:
        ana = await session.get_one(Patient, patient.id)
        for name, value in changed.items():
            setattr(ana, name, value)
        return await calendar_of(session, ana, world.courses, world.now)


def confirmed(file):
    return [event for event in file.events if not event.is_cancelled]


def cancelled(file):
    return [event for event in file.events if event.is_cancelled]


def after(event):
    return event.at - NOW


async def test_a_plan_is_a_dozen_entries(world):
    """It has what opens when, the check-ins, the session and its end, and one entry for a week of mornings."""
    patient = await world.patient()
    await world.register(patient, NOW)
    events = confirmed(await calendar(world, patient))

    assert [(event.step_ids, after(event)) for event in events if event.step_ids] == [
        (("checkin_24h",), timedelta(hours=24)),
        (("makeup_ok", "exercise_ok", "checkin_48h"), timedelta(hours=48)),
        (("heat_swim_ok", "shaving_ok", "checkin_72h"), timedelta(hours=72)),
        (("checkin_5d",), timedelta(days=5)),
        (("actives_ok", "checkin_7d"), timedelta(days=7)),
        (("waxing_other_ok", "checkin_14d"), timedelta(days=14)),
        (("next_session",), timedelta(days=21)),
        (("checkin_28d",), timedelta(days=28)),
        (("course_end",), timedelta(days=42)),
        (("result_photo",), timedelta(days=84)),
        (("result_photo",), timedelta(days=168)),
    ]
    assert [(event.at.hour, event.mornings) for event in events if not event.step_ids] == [(7, 7)]


async def test_a_later_file_has_the_same_entries_and_a_higher_revision(world):
    """It lets a calendar know each entry again, also after the patient's day has changed."""
    patient = await world.patient()
    await world.register(patient, NOW)
    first = await calendar(world, patient)
    world.now += timedelta(minutes=1)
    second = await calendar(world, patient, wake=time(10, 0), zone="America/Mexico_City")

    assert [event.uid for event in second.events] != []
    assert {event.uid for event in second.events} == {event.uid for event in first.events}
    assert second.revision > first.revision
    assert len({event.uid for event in first.events}) == len(first.events)


async def test_a_corrected_date_cancels_what_it_replaces(world):
    """It takes the entries of the wrong date off, and brings new ones."""
    patient = await world.patient()
    wrong = await world.register(patient, NOW)
    before = await calendar(world, patient)
    async with world.database.session() as session:
        treatment = await session.get_one(Treatment, wrong.id)
        await treatments.correct(session, treatment, NOW - timedelta(days=1), world.courses, world.now)
    now = await calendar(world, patient)

    assert {event.uid for event in before.events} <= {event.uid for event in cancelled(now)}
    assert {event.uid for event in confirmed(now)} & {event.uid for event in before.events} == set()
    assert confirmed(now)[0].at == NOW - timedelta(days=1) + timedelta(hours=17)  # the next morning, 8 am in Madrid


async def test_a_later_treatment_cancels_what_it_ends(world):
    """It takes off what the next treatment puts an end to, and its own session."""
    patient = await world.patient()
    await world.register(patient, NOW)
    await world.register(patient, NOW + timedelta(days=10))
    file = await calendar(world, patient)
    gone = {step_id for event in cancelled(file) for step_id in event.step_ids}

    assert gone == {"waxing_other_ok", "checkin_14d", "next_session", "checkin_28d", "course_end", "result_photo"}
    assert max(after(event) for event in confirmed(file)) == timedelta(days=178)


async def test_what_is_over_is_left_out(world):
    """It carries only what is still to come."""
    patient = await world.patient()
    await world.register(patient, NOW)
    world.now = NOW + timedelta(days=30)

    assert [event.step_ids for event in (await calendar(world, patient)).events] == [
        ("course_end",),
        ("result_photo",),
        ("result_photo",),
    ]


async def test_a_check_in_waits_for_the_morning_and_what_opens_does_not(world):
    """It asks nothing at night, while "allowed from" keeps its hour."""
    patient = await world.patient()
    night = NOW + timedelta(hours=9)  # midnight in Madrid
    await world.register(patient, night)
    at = {event.step_ids: event.at for event in confirmed(await calendar(world, patient)) if event.step_ids}

    assert at[("checkin_24h",)] == night + timedelta(hours=32)
    assert at[("makeup_ok", "exercise_ok", "checkin_48h")] == night + timedelta(hours=48)


async def test_who_wants_few_reminders_gets_no_mornings(world):
    """It follows the patient's wishes."""
    patient = await world.patient()
    await world.register(patient, NOW)
    few = await calendar(world, patient, level=Level.FEW, muted=["course_end"])

    assert [event for event in few.events if not event.step_ids] == []
    assert [event for event in few.events if "course_end" in event.step_ids] == []


async def test_two_patients_never_share_an_entry(world):
    """It gives each patient's entries ids of their own, though their treatments are alike."""
    ana, bea = await world.patient(), await world.patient(chat_id=7_000_000_002)
    await world.register(ana, NOW)
    await world.register(bea, NOW)
    files = [await calendar(world, patient) for patient in (ana, bea)]

    assert {one.uid for one in files[0].events} & {one.uid for one in files[1].events} == set()
