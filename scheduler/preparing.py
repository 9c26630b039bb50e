"""Preparing: what a claimed row says now, if it says anything now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Day, step_instant
from messages.library import Library
from messages.recovery import Recovery, recovery_html
from messages.windows import find_step
from messages.wording import Bundle, Opening, moment_html
from scheduler.models import Kind, Outgoing, Patient, State, Thread
from scheduler.moments import Moment, StepDue, moment_at
from scheduler.notices import prepare_notice
from scheduler.outgoing import Ready, put_off, settle
from scheduler.outlook import LONGEST_DAY, when_a_day_is_full
from scheduler.record import carry, due_of, record_steps
from scheduler.reminders import patients_of
from scheduler.standing import CHECK_INS_END, Standing, standings_of
from scheduler.tally import recovery_of
from scheduler.threads import held_until
from scheduler.timetable import PUNCTUAL, Treated, late_steps, out_of_the_night


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the patients of some rows, by their ids. `standings`: only of whom something may be sent."""

    patients: Mapping[int | None, Patient]
    standings: Mapping[int, Standing]
    talking: Collection[int | None]  # those in a conversation with the clinic
    sent_at: Mapping[int | None, Sequence[datetime]]  # when each was last reminded, of the last days


async def look_up(session: AsyncSession, rows: Sequence[Outgoing], library: Library, now: datetime) -> Known:
    """Look up what `prepare` needs, for all rows at once."""
    patients = await patients_of(session, rows)
    if not patients:
        return Known(patients={}, standings={}, talking=(), sent_at={})
    ids = list(patients)
    talking = select(Thread.patient_id).where(col(Thread.patient_id).in_(ids), col(Thread.closed_at).is_(None))
    sent = select(Outgoing.patient_id, Outgoing.settled_at).where(
        col(Outgoing.patient_id).in_(ids),
        Outgoing.kind == Kind.REMINDER,
        Outgoing.state == State.SENT,
        col(Outgoing.settled_at) >= now - LONGEST_DAY,
    )
    sent_at: dict[int | None, list[datetime]] = {}
    for patient_id, settled_at in (await session.exec(sent)).all():
        sent_at.setdefault(patient_id, []).append(settled_at or now)
    return Known(
        patients=patients,
        standings=await standings_of(session, patients.values(), library.courses, now),
        talking=set((await session.exec(talking)).all()),
        sent_at=sent_at,
    )


async def prepare(session: AsyncSession, row: Outgoing, known: Known, library: Library, now: datetime) -> Ready | None:
    """Decide what a claimed row says now; None when it says nothing, and the row has moved on.

    1. Is the patient still there to be reminded, and is there anything that still counts?
    2. Is it for another time (the plan keeps the patient's night), or has the patient had enough today? Then later.
    3. The words, kept with the row as the record of care.
    """
    patient, standing = known.patients[row.patient_id], known.standings.get(row.patient_id or 0)
    if row.kind is Kind.NOTICE:
        return await prepare_notice(session, row, patient, now)
    if standing is None:
        settle(row, State.CANCELLED, "stopped", now)
        return None
    if row.kind is Kind.SNOOZED:
        return _prepare_snoozed(row, patient, standing, library, now)
    plan = standing.plan(now)
    await record_steps(session, patient, plan.passed_over, State.EXPIRED, now)
    if plan.next is None:
        settle(row, State.EXPIRED, "nothing left", now)
        return None
    carry(row, plan.next, library.courses)
    later = plan.next.due_at if plan.next.due_at > now else await _later(session, row, plan.next, known, now)
    if later:
        put_off(row, later)
        return None
    following = standing.plan(now, besides=(*plan.next.steps, *plan.passed_over)).next
    recovery = await _recovery(session, patient, library, plan.next, now)
    ready = _worded(row, patient, library, plan.next.steps, standing, now, following, recovery)
    return _with_farewell(row, library, ready, standing, now)


def bundle_of(steps: Sequence[StepDue], treated: Treated, day: Day, now: datetime) -> Bundle:
    """Return what a message of steps says at an instant: plainly, and of the dates of one treatment."""
    return Bundle(
        opening=Opening.PLAIN,
        step_ids=tuple(due.step_id for due in steps),
        instants={step.id: step_instant(step, treated.treated_at, day) for step in treated.course.steps.values()},
        treated_at=treated.treated_at,
        now=now,
        zone=day.zone,
    )


def spoken_of(steps: Sequence[StepDue], standing: Standing, now: datetime) -> Treated:
    """Return the treatment whose dates a message names: that of its steps; of several, the last that is over."""
    ids = {due.treatment_id for due in steps}
    theirs = [treated for treated in standing.treatments if treated.treatment_id in ids]
    over = [treated for treated in theirs if treated.treated_at <= now]
    return (over or theirs)[-1]


def _prepare_snoozed(
    row: Outgoing, patient: Patient, standing: Standing, library: Library, now: datetime
) -> Ready | None:
    active = {treated.treatment_id for treated in standing.treatments}
    carried = [due_of(step) for step in row.steps]
    steps = [due for due in carried if due.expires_at > now and due.treatment_id in active]
    if not steps:
        settle(row, State.EXPIRED, "nothing left", now)
        return None
    awake = out_of_the_night(now, standing.wishes.day)
    if awake > now and now - row.due_at > PUNCTUAL:  # in time it may come at night: the patient asked for it
        put_off(row, awake)
        return None
    return _worded(row, patient, library, steps, standing, now, standing.plan(now).next)


async def _later(session: AsyncSession, row: Outgoing, moment: Moment, known: Known, now: datetime) -> datetime | None:
    """When to say what is due instead of now: in the patient's own time, or after a conversation with the clinic."""
    standing = known.standings[row.patient_id or 0]
    if _is_reply(standing, now):
        return None
    if tomorrow := when_a_day_is_full(standing, known.sent_at.get(row.patient_id, ()), now):
        return tomorrow
    talks = row.patient_id in known.talking
    return await held_until(session, row.patient_id, moment.steps, now) if talks else None


def _is_reply(standing: Standing, now: datetime) -> bool:
    """Return whether a treatment was registered just now, and nothing has been said of it yet."""
    spoken_of = {treatment_id for treatment_id, _, _ in standing.settled}
    new = (treated for treated in standing.treatments if treated.treatment_id not in spoken_of)
    return any(now - treated.registered_at <= PUNCTUAL for treated in new)


def _worded(
    row: Outgoing,
    patient: Patient,
    library: Library,
    steps: Sequence[StepDue],
    standing: Standing,
    now: datetime,
    following: Moment | None,
    recovery: Recovery | None = None,
) -> Ready:
    """Say what a message says; `recovery` for one with a picture of where the patient stands."""
    treated, late = spoken_of(steps, standing, now), late_steps(moment_at(now, steps))
    bundle = replace(
        bundle_of(steps, treated, standing.wishes.day, now),
        opening=_opening(row, steps, late, standing, now),
        late_ids=late,
        next_at=following.due_at if following else None,
        is_worse=_is_worse(standing, now),
        standing=recovery_html(library, patient.language, recovery, only_ahead=True) if recovery else "",
    )
    row.text = moment_html(library, patient.language, bundle)
    row.language, row.content_hash = patient.language, library.content_hash
    topics = dict.fromkeys(
        treated.course.steps[due.step_id].topic for due in steps if due.step_id in treated.course.steps
    )
    assert row.id is not None
    return Ready(
        outgoing_id=row.id,
        chat_id=patient.chat_id,
        kind=row.kind,
        html=row.text,
        language=patient.language,
        step_ids=bundle.step_ids,
        asks_done=any(step["asks"] == "done" for step in row.steps),
        check_in=any(step["asks"] == "check_in" for step in row.steps),
        topics=tuple(topics),
        recovery=recovery,
    )


def _with_farewell(row: Outgoing, library: Library, ready: Ready, standing: Standing, now: datetime) -> Ready:
    """Add that check-ins end, with a way to have them back, once three were left unanswered."""
    if standing.farewell is None:
        return ready
    said = {
        "treatment": standing.treatments[-1].treatment_id,
        "step": CHECK_INS_END,
        "occurrence": standing.farewell,
        "due": now.isoformat(),
        "expires": row.expires_at.isoformat(),
        "asks": "again",
    }
    row.steps = [*row.steps, said]
    row.text = f"{ready.html}\n\n{library.text(ready.language, 'check_ins_end')}"
    return replace(ready, html=row.text, asks_again=True)


async def _recovery(
    session: AsyncSession, patient: Patient, library: Library, moment: Moment, now: datetime
) -> Recovery | None:
    """Where the patient stands, when a step of the message asks for it to be shown."""
    steps = (find_step(library, due.step_id) for due in moment.steps)
    if not any(step and step.picture for step in steps):
        return None
    return await recovery_of(session, patient, library.courses, now)


def _is_worse(standing: Standing, now: datetime) -> bool:
    """Whether the patient has told of a sign in the last days: "worse", or a red flag."""
    held_until = standing.responses.sessions_held_until
    return held_until is not None and held_until > now


def _opening(
    row: Outgoing, steps: Sequence[StepDue], late: frozenset[str], standing: Standing, now: datetime
) -> Opening:
    if row.kind is Kind.SNOOZED:
        return Opening.SNOOZED
    if _is_reply(standing, now) or any(due.occurrence <= 0 for due in steps):
        return Opening.AHEAD if spoken_of(steps, standing, now).treated_at > now else Opening.START
    return Opening.CATCH_UP if late else Opening.PLAIN
