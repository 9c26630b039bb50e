"""Responses: what a patient does with a message. Sent is not done: both are kept, apart."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course
from scheduler.models import Kind, Outgoing, Patient, ReminderStep, Response, State, Treatment
from scheduler.outgoing import settle
from scheduler.record import identity_of
from scheduler.reminders import pending_of, replan

HELD = timedelta(days=7)  # next-session messages wait so long after "worse"
CHECK_IN_ANSWERS = frozenset({Response.BETTER, Response.SAME, Response.WORSE, Response.WORRIED})


class Responded(StrEnum):
    """What a tap did."""

    RECORDED = "recorded"
    ALREADY = "already"  # the same answer stood
    NOT_YOURS = "not_yours"  # another patient's, erased, or never sent
    TOO_LATE = "too_late"  # to be said again


async def respond(
    session: AsyncSession, patient: Patient, outgoing_id: int, response: Response, now: datetime
) -> Responded:
    """Record what the patient did, for every step of the message that asks for it; another answer replaces the first.

    Also once the step is over: it may have been done in time, and the record has both instants.
    "Worse" makes next-session messages wait. What was snoozed is not sent again once it is done or skipped.
    """
    steps = await _asking(session, patient, outgoing_id, _answers_to(response))
    if not steps:
        return Responded.NOT_YOURS
    if all(step.response is response for step in steps):
        return Responded.ALREADY
    for step in steps:
        step.response, step.responded_at = response, now
    await _cancel_snoozed(session, patient, steps, now)
    if response is Response.WORSE:
        await hold_sessions(session, patient, now)
    else:
        await _look_again(session, patient, now)
    return Responded.RECORDED


async def hold_sessions(session: AsyncSession, patient: Patient, now: datetime) -> None:
    """Let next-session messages wait for a week, after "worse" or a red flag; care goes on."""
    patient.sessions_held_until = now + HELD
    await _look_again(session, patient, now)


async def resume_sessions(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> bool:
    """Let next-session messages go on before the week is over, as the team wishes; False when none waits."""
    if patient.sessions_held_until is None or patient.sessions_held_until <= now:
        return False
    patient.sessions_held_until = None
    await replan(session, patient, courses, now)
    return True


async def snooze(
    session: AsyncSession, patient: Patient, outgoing_id: int, until: datetime, now: datetime
) -> Responded:
    """Say a message again at `until`, unless it is worthless by then; a second wish replaces the first."""
    steps = await _asking(session, patient, outgoing_id, "done")
    row = await session.get(Outgoing, outgoing_id)
    if not steps or row is None:
        return Responded.NOT_YOURS
    expires_at = max(step.expires_at for step in steps)
    if until >= expires_at:
        return Responded.TOO_LATE
    await _cancel_snoozed(session, patient, steps, now)
    again = Outgoing(
        patient_id=row.patient_id,
        chat_id=row.chat_id,
        kind=Kind.SNOOZED,
        due_at=until,
        expires_at=expires_at,
        steps=[step for step in row.steps if step["asks"] == "done"],
        course_hash=row.course_hash,
        created_at=now,
    )
    session.add(again)
    for step in steps:
        step.response, step.responded_at = Response.SNOOZED, now
    await session.flush()
    return Responded.RECORDED


async def open_reminders(session: AsyncSession, patient: Patient, now: datetime) -> list[Outgoing]:
    """Return what was sent, asks for Done, has no answer yet and is still useful; the oldest first."""
    query = (
        select(Outgoing, ReminderStep.step_id)
        .join(ReminderStep, col(ReminderStep.outgoing_id) == col(Outgoing.id))
        .join(Treatment, col(Treatment.id) == col(ReminderStep.treatment_id))
        .where(Outgoing.patient_id == patient.id, Outgoing.state == State.SENT, col(Treatment.ended_at).is_(None))
        .where(col(ReminderStep.response).is_(None), ReminderStep.expires_at > now)
        .order_by(col(Outgoing.settled_at))
    )
    waiting: dict[int | None, Outgoing] = {}
    for row, step_id in (await session.exec(query)).all():
        if any(step["step"] == step_id and step["asks"] == "done" for step in row.steps):
            waiting[row.id] = row
    return list(waiting.values())


async def open_check_in(session: AsyncSession, patient: Patient, since: datetime) -> Outgoing | None:
    """Return the newest check-in sent since then; None when there is none, or it has an answer."""
    query = (
        select(Outgoing)
        .where(Outgoing.patient_id == patient.id, Outgoing.state == State.SENT, col(Outgoing.settled_at) >= since)
        .order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc())
    )
    sent = (await session.exec(query)).all()
    row = next((row for row in sent if any(step["asks"] == "check_in" for step in row.steps)), None)
    if row is None:
        return None
    steps = asking(row, await steps_of(session, row.id or 0, patient), "check_in")
    return None if any(step.response in CHECK_IN_ANSWERS for step in steps) else row


async def steps_of(session: AsyncSession, outgoing_id: int, patient: Patient) -> list[ReminderStep]:
    """Return the record of a message's steps; [] when it is another patient's, erased, or was never sent."""
    row = await session.get(Outgoing, outgoing_id)
    if row is None or row.patient_id != patient.id or row.state is not State.SENT:
        return []
    query = select(ReminderStep).where(
        ReminderStep.patient_id == patient.id,
        col(ReminderStep.treatment_id).in_({step["treatment"] for step in row.steps}),
    )
    carried = {identity_of(step) for step in row.steps}
    return [
        step
        for step in (await session.exec(query)).all()
        if (step.treatment_id, step.step_id, step.occurrence) in carried
    ]


def asking(row: Outgoing, steps: Sequence[ReminderStep], asks: str) -> list[ReminderStep]:
    """Return those of a message's steps that ask for this: "done", "check_in" or "again"."""
    asked = {identity_of(step) for step in row.steps if step["asks"] == asks}
    return [step for step in steps if (step.treatment_id, step.step_id, step.occurrence) in asked]


def _answers_to(response: Response) -> str:
    """What a step must ask for to be answered so."""
    if response is Response.AGAIN:
        return "again"
    return "check_in" if response in CHECK_IN_ANSWERS else "done"


async def _asking(session: AsyncSession, patient: Patient, outgoing_id: int, asks: str) -> list[ReminderStep]:
    row = await session.get(Outgoing, outgoing_id)
    return asking(row, await steps_of(session, outgoing_id, patient), asks) if row else []


async def _cancel_snoozed(
    session: AsyncSession, patient: Patient, steps: Sequence[ReminderStep], now: datetime
) -> None:
    """Cancel planned repeats of these steps."""
    of_steps = {(step.treatment_id, step.step_id, step.occurrence) for step in steps}
    query = select(Outgoing).where(
        Outgoing.patient_id == patient.id, Outgoing.kind == Kind.SNOOZED, Outgoing.state == State.PLANNED
    )
    for row in (await session.exec(query)).all():
        if of_steps & {identity_of(step) for step in row.steps}:
            settle(row, State.CANCELLED, "answered", now)


async def _look_again(session: AsyncSession, patient: Patient, now: datetime) -> None:
    """Let the dispatcher work out anew what comes next: an answer may bring check-ins back, or make sessions wait."""
    pending = await pending_of(session, patient)
    if pending and pending.state is State.PLANNED:
        pending.due_at = min(pending.due_at, now)
