"""Naming: a patient as the team reads of them, from the tables. First names are those of alerts and conversations."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.clinic import Clinic
from messages.dates import days_between
from messages.person_wording import NoPlan, Person
from scheduler.models import Alert, Patient, Procedure, Thread
from scheduler.standing import day_of
from scheduler.treatments import current_treatment

AT_ONCE = 200  # patients whose names are looked up in one query


async def person_of(
    session: AsyncSession, patient: Patient, clinic: Clinic, now: datetime, *, name: str = ""
) -> Person:
    """Return a patient by the treatment that counts and their own calendar; `name` is the first name, where known."""
    assert patient.id is not None
    known = name or (await names_of(session, [patient.id])).get(patient.id, "")
    treatment = await current_treatment(session, patient, now)
    if treatment is None:
        return Person(number=patient.id, name=known, no_plan=_no_plan(patient), phone=patient.phone)
    return Person(
        number=patient.id,
        name=known,
        label=treatment.label,
        day=day_of_recovery(treatment.treated_at, now, day_of(patient, clinic.zone).zone),
        phone=patient.phone,
    )


async def names_of(session: AsyncSession, patient_ids: Collection[int]) -> dict[int, str]:
    """Return the first names that are known, by patient: of the latest alert or conversation."""
    names: dict[int, tuple[datetime, str]] = {}
    ids = sorted(set(patient_ids))
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        alerts = select(Alert.patient_id, Alert.raised_at, Alert.name).where(col(Alert.patient_id).in_(some))
        threads = select(Thread.patient_id, Thread.opened_at, Thread.name).where(col(Thread.patient_id).in_(some))
        for query in (alerts, threads):
            for patient_id, at, name in (await session.exec(query)).all():
                if name and (patient_id not in names or names[patient_id][0] < at):
                    names[patient_id] = at, name
    return {patient_id: name for patient_id, (_, name) in names.items()}


def day_of_recovery(treated_at: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Return the day on the patient's calendar; on the morning of the treatment it is still to come."""
    day = days_between(treated_at, now, zone)
    return min(day, -1) if treated_at > now else day


def _no_plan(patient: Patient) -> NoPlan | None:
    if patient.adult is False:
        return NoPlan.MINOR
    return NoPlan.PROCEDURE if patient.procedure is Procedure.MORE else None
