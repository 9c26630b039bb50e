"""Threads: a conversation between a patient and the team, carried by the bot until one of them ends it.

What is said is a row that is sent afterwards, in order; both sides are told what did not arrive.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.library import Library
from messages.person_wording import name_label
from messages.quoting import plain_name, split_words
from messages.thread_wording import ended_html, question_html, said_by_patient_html, said_by_team_html
from scheduler.alerts import LOCKED, post_in
from scheduler.models import Alert, AlertState, Kind, Outgoing, Patient, Priority, State, Thread
from scheduler.moments import StepDue
from scheduler.naming import person_of
from scheduler.reminders import pending_of
from scheduler.staff import LIFE, Desk, add_line, staff_chat

IDLE = timedelta(hours=24)
TIME_TO_SEND = timedelta(minutes=5)
HELD = timedelta(hours=2)  # reminders that can wait do so for at most this long
LONGEST_PIECE = 3500  # UTF-16 units of words; what stands around them has to fit too
LONGEST_CAPTION = 800


class Ended(StrEnum):
    """Who or what ended a conversation."""

    BY_PATIENT = "by_patient"
    BY_TEAM = "by_team"
    IDLE = "idle"
    UNANSWERED = "unanswered"  # idle, and the team never wrote


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A message to pass on, as it was written in its chat; `copied` is a picture, a voice or a file."""

    chat_id: int
    message_id: int
    words: str
    copied: bool = False


async def open_thread_of(session: AsyncSession, patient: Patient) -> Thread | None:
    """Return the conversation of a patient that has not ended, locked."""
    query = select(Thread).where(Thread.patient_id == patient.id, col(Thread.closed_at).is_(None))
    return (await session.exec(query.with_for_update(key_share=True))).first()


async def find_thread(session: AsyncSession, thread_id: int | None) -> Thread | None:
    """Return a conversation, locked; None when it is erased or was never there."""
    return await session.get(Thread, thread_id, with_for_update=LOCKED) if thread_id else None


async def begin(
    session: AsyncSession, patient: Patient, name: str, now: datetime, alert: Alert | None = None
) -> Thread:
    """Return the patient's conversation, begun now if there is none."""
    known = await open_thread_of(session, patient)
    if known:
        return known
    assert patient.id is not None
    thread = Thread(
        patient_id=patient.id,
        alert_id=alert.id if alert else None,
        name=plain_name(name),
        opened_at=now,
        last_at=now,
    )
    session.add(thread)
    await session.flush()
    session.add(
        Outgoing(
            patient_id=patient.id,
            chat_id=patient.chat_id,
            kind=Kind.IDLE,
            priority=Priority.TALK,
            due_at=now + IDLE,
            expires_at=now + IDLE + LIFE,
            thread_id=thread.id,
            created_at=now,
        )
    )
    return thread


async def pass_to_team(
    session: AsyncSession, thread: Thread, patient: Patient, passed: Passed, library: Library, desk: Desk, now: datetime
) -> bool:
    """Pass a patient's message on to the group; False when there is none any more."""
    chat_id = await staff_chat(session, desk)
    if chat_id is None:
        return False
    person = await person_of(session, patient, desk.clinic, now, name=thread.name)
    is_first = await is_opening(session, thread, chat_id)
    wording = question_html if is_first else said_by_patient_html
    answers = None if is_first else await _latest_in(session, thread, chat_id)
    pieces = split_words(passed.words, LONGEST_CAPTION if passed.copied else LONGEST_PIECE) or [""]
    for piece in pieces[:1] if passed.copied else pieces:
        html = wording(library, desk.clinic, person, piece)
        session.add(_relay(thread, patient, chat_id, passed, html, desk.clinic.language, now, reply_to=answers))
        wording = said_by_patient_html
    thread.last_at = now
    return True


async def pass_to_patient(
    session: AsyncSession,
    thread: Thread,
    patient: Patient,
    passed: Passed,
    by: str,
    library: Library,
    desk: Desk,
    now: datetime,
) -> None:
    """Pass words of the team on to the patient, marked as theirs; the first say how to answer."""
    pieces = split_words(passed.words, LONGEST_CAPTION if passed.copied else LONGEST_PIECE) or [""]
    for number, piece in enumerate(pieces[:1] if passed.copied else pieces):
        html = said_by_team_html(
            library,
            patient.language,
            desk.clinic,
            name=plain_name(by),
            words=piece,
            first=thread.answered_at is None and number == 0,
        )
        session.add(_relay(thread, patient, patient.chat_id, passed, html, patient.language, now))
    thread.answered_at = thread.answered_at or now
    thread.last_at = now


async def end(
    session: AsyncSession, thread: Thread, ended: Ended, library: Library, desk: Desk, now: datetime, by: str = ""
) -> bool:
    """End a conversation and let both sides know; False when it has ended already. Held reminders may go."""
    if thread.closed_at:
        return False
    thread.closed_at = now
    patient = await session.get_one(Patient, thread.patient_id)
    add_line(
        session,
        chat_id=patient.chat_id,
        html=ended_html(library, patient.language, desk.clinic, ended, to_team=False),
        language=patient.language,
        now=now,
        patient_id=patient.id,
    )
    chat_id = await staff_chat(session, desk)
    if chat_id is not None:
        name = name_label(library, desk.clinic.language, name=thread.name, number=thread.patient_id)
        add_line(
            session,
            chat_id=chat_id,
            html=ended_html(
                library, desk.clinic.language, desk.clinic, ended, to_team=True, name=name, by=plain_name(by)
            ),
            language=desk.clinic.language,
            now=now,
            patient_id=patient.id,
            reply_to=await _latest_in(session, thread, chat_id),
        )
    pending = await pending_of(session, patient)
    if pending and pending.state is State.PLANNED:
        pending.due_at = min(pending.due_at, now)  # the dispatcher works out anew when it is due
    return True


async def held_until(
    session: AsyncSession, patient_id: int | None, steps: Collection[StepDue], now: datetime
) -> datetime | None:
    """Return until when steps that are due wait for a conversation to end, None for not at all.

    At most two hours from when the first was due, and never so long that one of them would be of no use any more.
    """
    talking = select(Thread.id).where(Thread.patient_id == patient_id, col(Thread.closed_at).is_(None))
    if (await session.exec(talking)).first() is None:
        return None
    until = min(min(due.due_at for due in steps) + HELD, min(due.expires_at for due in steps) - TIME_TO_SEND)
    return until if until > now else None


async def addressed(session: AsyncSession, chat_id: int, message_id: int) -> tuple[Alert | None, Thread | None]:
    """Return the alert and the conversation that a message of the bot's in the group belongs to."""
    query = select(Outgoing.alert_id, Outgoing.thread_id).where(
        Outgoing.chat_id == chat_id,
        Outgoing.message_id == message_id,
        col(Outgoing.alert_id).is_not(None) | col(Outgoing.thread_id).is_not(None),
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None, None
    alert_id, thread_id = found
    alert = await session.get(Alert, alert_id, with_for_update=LOCKED) if alert_id else None
    return alert, await find_thread(session, thread_id)


async def answer_alert(session: AsyncSession, alert: Alert, now: datetime) -> Thread | None:
    """Return the conversation that a reply to an alert goes to; None when the alert is closed."""
    if alert.state is AlertState.CLOSED:
        return None
    patient = await session.get_one(Patient, alert.patient_id)
    return await begin(session, patient, alert.name, now, alert)


async def is_opening(session: AsyncSession, thread: Thread, chat_id: int, *, row_id: int | None = None) -> bool:
    """Return whether a message to the team's chat (the next, or that row) opens a conversation with a question."""
    if thread.alert_id is not None:
        return False
    query = select(Outgoing.id).where(
        Outgoing.thread_id == thread.id, Outgoing.kind == Kind.RELAY, Outgoing.chat_id == chat_id
    )
    if row_id is not None:
        query = query.where(col(Outgoing.id) < row_id)
    return (await session.exec(query)).first() is None


async def _latest_in(session: AsyncSession, thread: Thread, chat_id: int) -> int | None:
    query = (
        select(Outgoing.message_id)
        .where(Outgoing.thread_id == thread.id, Outgoing.kind == Kind.RELAY, Outgoing.chat_id == chat_id)
        .where(col(Outgoing.message_id).is_not(None))
        .order_by(col(Outgoing.id).desc())
    )
    latest = (await session.exec(query)).first()
    if latest or thread.alert_id is None:
        return latest
    return await post_in(session, await session.get_one(Alert, thread.alert_id), chat_id)


def _relay(
    thread: Thread,
    patient: Patient,
    chat_id: int,
    passed: Passed,
    html: str,
    language: str,
    now: datetime,
    *,
    reply_to: int | None = None,
) -> Outgoing:
    return Outgoing(
        patient_id=patient.id,
        chat_id=chat_id,
        kind=Kind.RELAY,
        priority=Priority.TALK,
        due_at=now,
        expires_at=now + LIFE,
        language=language,
        text=html,
        thread_id=thread.id,
        reply_to=reply_to,
        origin_chat_id=passed.chat_id,
        origin_message_id=passed.message_id,
        copies=passed.copied,
        created_at=now,
    )
