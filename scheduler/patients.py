"""Patients: who they are, what they agreed to, what they wish, and how they leave.

Every change that moves reminders re-plans in the same transaction.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course
from scheduler.erasures import Erasures, Journal, journal_beside
from scheduler.models import Consent, Incoming, LastErasure, Outgoing, Patient, Treatment
from scheduler.outgoing import is_postgresql
from scheduler.reminders import replan
from scheduler.standing import day_of

__all__ = [
    "block",
    "consent_of",
    "day_of",
    "delete_patient",
    "erase",
    "erase_again",
    "erase_all_listed",
    "erase_listed",
    "find_patient",
    "give_consent",
    "had_consent",
    "is_enrolled",
    "mark_reachable",
    "mark_unreachable",
    "meet",
    "note_last_erasure",
    "pause",
    "resume",
    "set_language",
    "set_zone",
    "unblock",
    "withdraw_consent",
]
AT_A_TIME = 10_000  # patients that are looked through


async def find_patient(session: AsyncSession, chat_id: int) -> Patient | None:
    """Return the person of a private chat, or None for somebody who never sent /start."""
    return (await session.exec(select(Patient).where(Patient.chat_id == chat_id))).first()


async def meet(session: AsyncSession, chat_id: int, language: str, now: datetime) -> Patient:
    """Return the person of a chat, made known now if they were not. Nothing but the language is kept before consent."""
    known = await find_patient(session, chat_id)
    if known:
        return known
    patient = Patient(chat_id=chat_id, language=language, created_at=now)
    session.add(patient)
    await session.flush()
    return patient


async def consent_of(session: AsyncSession, patient: Patient) -> Consent | None:
    """Return the consent in force."""
    query = select(Consent).where(Consent.patient_id == patient.id, col(Consent.withdrawn_at).is_(None))
    return (await session.exec(query)).first()


async def had_consent(session: AsyncSession, patient: Patient) -> bool:
    """Return whether the patient has ever agreed, also to what no longer holds."""
    return (await session.exec(select(Consent.id).where(Consent.patient_id == patient.id))).first() is not None


async def give_consent(session: AsyncSession, patient: Patient, version: str, now: datetime) -> Consent:
    """Record what was agreed to; agreeing to the same version again changes nothing."""
    known = await consent_of(session, patient)
    if known and known.version == version:
        return known
    if known:
        known.withdrawn_at = now
    assert patient.id is not None
    consent = Consent(patient_id=patient.id, version=version, language=patient.language, given_at=now)
    session.add(consent)
    await session.flush()
    return consent


async def withdraw_consent(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> None:
    """End the consent in force; nothing is sent any more. What was kept stays until it is erased."""
    consent = await consent_of(session, patient)
    if consent:
        consent.withdrawn_at = now
    await replan(session, patient, courses, now)


async def is_enrolled(session: AsyncSession, patient: Patient) -> bool:
    """Return whether the patient agreed, and has a treatment that has not ended."""
    query = select(Treatment.id).where(Treatment.patient_id == patient.id, col(Treatment.ended_at).is_(None))
    return bool(await consent_of(session, patient)) and (await session.exec(query)).first() is not None


async def set_zone(
    session: AsyncSession,
    patient: Patient,
    zone: str,
    courses: Mapping[str, Course],
    now: datetime,
    country: str | None = None,
) -> None:
    """Keep the zone's name, and the country (ISO code) where it was told; instants stay, times of the day move."""
    patient.zone, patient.country = zone, country
    await replan(session, patient, courses, now)


async def set_language(session: AsyncSession, patient: Patient, language: str) -> None:
    """Speak another language from now on; the words of a reminder are only chosen when it is sent."""
    patient.language = language
    await session.flush()


async def pause(session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime) -> None:
    """Send nothing until resumed; the pending reminder is cancelled."""
    patient.paused_at = patient.paused_at or now
    await replan(session, patient, courses, now)


async def resume(session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime) -> None:
    """Go on with what still counts; what passed meanwhile is on record as expired."""
    patient.paused_at = None
    await replan(session, patient, courses, now)


async def mark_unreachable(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> None:
    """Stop sending to somebody who blocked the bot or whose account is gone."""
    patient.unreachable_at = patient.unreachable_at or now
    await replan(session, patient, courses, now)


async def mark_reachable(session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime) -> None:
    """Go on after the patient came back."""
    if patient.unreachable_at:
        patient.unreachable_at = None
        await replan(session, patient, courses, now)


def block(patient: Patient, now: datetime) -> None:
    """Pass nothing more on to the team from this patient; advice and reminders go on."""
    patient.blocked_at = patient.blocked_at or now


def unblock(patient: Patient) -> None:
    """Pass on again what this patient writes to the team."""
    patient.blocked_at = None


async def erase(session: AsyncSession, patient: Patient, now: datetime) -> dict[str, int]:
    """Delete everything about a patient; return how many rows of each table, as proof.

    The journal of erasures is written first: a crash in between leaves somebody listed whom the next start erases.
    """
    line = await asyncio.to_thread(_journal(session).add, patient.chat_id, now)
    await note_last_erasure(session, line)
    return await delete_patient(session, patient)


async def erase_listed(session: AsyncSession, erasures: Erasures) -> int:
    """Erase again whom the journal lists, unless they came back since; return how many."""
    everybody = await session.stream(select(Patient.id, Patient.chat_id))
    listed = [
        (patient_id, erased_at)
        async for batch in everybody.partitions(AT_A_TIME)
        for patient_id, chat_id in batch
        if (erased_at := erasures.erased_at(chat_id))
    ]
    again = 0
    for patient_id, erased_at in listed:
        patient = await session.get_one(Patient, patient_id)
        if patient.created_at < erased_at:
            await delete_patient(session, patient)
            again += 1
    return again


async def erase_again(session: AsyncSession) -> int:
    """Erase whom the journal lists when it is ahead of the database: an old copy, or a crash. Return how many.

    On SQLite, where the database knows the last line; elsewhere nothing is done.
    """
    if is_postgresql(session):
        return 0
    journal = _journal(session)
    await asyncio.to_thread(journal.prepare)
    line = await asyncio.to_thread(journal.last_line)
    known = await session.get(LastErasure, 1)
    if not line or (known and known.line == line):
        return 0
    return await erase_all_listed(session)


async def erase_all_listed(session: AsyncSession) -> int:
    """Erase whom the journal of this database lists, whatever the database knows of it; return how many."""
    journal = _journal(session)
    erased = await erase_listed(session, await asyncio.to_thread(journal.read))
    await note_last_erasure(session, await asyncio.to_thread(journal.last_line))
    return erased


async def note_last_erasure(session: AsyncSession, line: str) -> None:
    """Keep the last line of the journal that this database has followed; only SQLite needs it."""
    if not is_postgresql(session):
        await session.merge(LastErasure(id=1, line=line))


async def delete_patient(session: AsyncSession, patient: Patient) -> dict[str, int]:
    """Delete everything about a patient, and write nothing into the journal; return how many rows of each table."""
    # in the order in which the dispatcher locks: messages before their patient
    await session.exec(select(Outgoing.id).where(Outgoing.patient_id == patient.id).with_for_update())
    counts: dict[str, int] = {"patient": 1}
    for table in SQLModel.metadata.sorted_tables:
        if "patient_id" in table.columns:
            query = select(func.count()).select_from(table).where(table.columns.patient_id == patient.id)
            counts[table.name] = (await session.exec(query)).one()
    await session.exec(update(Incoming).where(col(Incoming.chat_id) == patient.chat_id, _over()).values(chat_id=None))
    await session.exec(delete(Patient).where(col(Patient.id) == patient.id))
    session.expunge(patient)
    return {table: count for table, count in counts.items() if count}


def _journal(session: AsyncSession) -> Journal:
    return journal_beside(session.get_bind().engine.url)


def _over() -> Any:
    return col(Incoming.payload).is_(None)
