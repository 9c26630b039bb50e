"""Morning: what a digest tells, gathered from the tables."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.clinic import Clinic
from messages.course import Course, Step, StepKind
from messages.digest import Digest, Figures, Missed, OpenAlert, OpenThread, Tap
from messages.digest_wording import LISTED
from messages.library import Library
from messages.person_wording import Person
from messages.topics import Urgency
from scheduler.models import (
    Alert,
    AlertState,
    Consent,
    KeptQuestion,
    Kind,
    Outgoing,
    Patient,
    Question,
    ReminderStep,
    Response,
    State,
    Thread,
    Treatment,
)
from scheduler.naming import day_of_recovery, names_of, person_of
from scheduler.responses import CHECK_IN_ANSWERS
from scheduler.standing import treated_of, wishes_of
from scheduler.timetable import PUNCTUAL, timetable

ANSWERED_WITHIN = timedelta(days=8)  # a check-in is not answered later
SENT_ON_WITHIN = timedelta(days=14)  # older questions without an answer are no news
MOST_NAMED = LISTED[0]  # of a list: no more of it is ever shown
SEEN_TO = frozenset({Response.WORSE, Response.WORRIED})


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A patient in recovery, or about to be treated: the person's day is negative then."""

    person: Person
    unreachable_at: datetime | None


class _Settled(NamedTuple):
    """What a digest needs of a settled step: whole rows of a busy night would take seconds."""

    patient_id: int
    step_id: str
    outgoing_id: int | None
    due_at: datetime
    settled_at: datetime
    state: State
    response: Response | None
    registered_at: datetime  # of its treatment


async def morning_of(
    session: AsyncSession, library: Library, clinic: Clinic, *, since: datetime, until: datetime, now: datetime
) -> Digest:
    """Return what happened from `since` to `until`, and what is open `now`."""
    cases = await _cases(session, library.courses, clinic, now)
    steps = {step.id: step for course in library.courses.values() for step in course.steps.values()}
    record = await _record(session, since, until)
    recovering = [case.person for case in cases.values() if case.person.day is not None and case.person.day >= 0]
    digest = Digest(
        now=now,
        since=since,
        recovering=tuple(sorted(recovering, key=lambda person: (person.day, person.number))),
        coming=len(cases) - len(recovering),
        alerts=tuple(await _alerts(session, cases, clinic, now)),
        threads=tuple(await _threads(session, cases, clinic, now)),
        taps=tuple(await _taps(session, cases, clinic, steps, since, until, now)),
        missed=tuple(_missed(cases, steps, record)),
        unreachable=tuple(await _unreachable(session, library.courses, cases, now)),
        unanswered=await _unanswered(session, now),
        figures=await _figures(session, steps, record, since, until),
    )
    return await _named(session, digest)


async def _cases(
    session: AsyncSession, courses: Mapping[str, Course], clinic: Clinic, now: datetime
) -> dict[int, _Case]:
    """Everybody whose plan goes on, by patient: consent in force, and a treatment that has not run its course."""
    longest = max((course.ends_after for course in courses.values()), default=timedelta(0))
    agreed = select(Consent.id).where(Consent.patient_id == Patient.id, col(Consent.withdrawn_at).is_(None))
    query: Any = (
        sa_select(*(getattr(Patient, name) for name in ("id", "zone", "phone", "unreachable_at")))
        .add_columns(*(getattr(Treatment, name) for name in ("course_id", "treated_at", "label")))
        .join(Treatment, col(Treatment.patient_id) == col(Patient.id))
        .where(agreed.exists(), col(Treatment.ended_at).is_(None), col(Treatment.treated_at) > now - longest)
        .order_by(col(Treatment.treated_at))
    )
    cases: dict[int, _Case] = {}
    for patient_id, zone, phone, unreachable_at, course_id, treated_at, label in await session.exec(query):
        course = courses.get(course_id)
        if course is None or treated_at + course.ends_after <= now or (treated_at > now and patient_id in cases):
            continue  # of two treatments the last that has been, else the first to come
        day = day_of_recovery(treated_at, now, ZoneInfo(zone) if zone else clinic.zone)
        person = Person(number=patient_id, label=label, day=day, phone=phone)
        cases[patient_id] = _Case(person=person, unreachable_at=unreachable_at)
    return cases


async def _record(session: AsyncSession, since: datetime, until: datetime) -> list[_Settled]:
    """Every step settled in the time."""
    columns: list[Any] = [getattr(ReminderStep, name) for name in _Settled._fields[:-1]]
    query: Any = (
        sa_select(*columns, col(Treatment.registered_at))
        .join(Treatment, col(Treatment.id) == col(ReminderStep.treatment_id))
        .where(col(ReminderStep.settled_at) >= since, col(ReminderStep.settled_at) < until)
    )
    return [_Settled(*row) for row in await session.exec(query)]


async def _alerts(session: AsyncSession, cases: Mapping[int, _Case], clinic: Clinic, now: datetime) -> list[OpenAlert]:
    query = select(Alert).where(Alert.state != AlertState.CLOSED).order_by(col(Alert.open_since))
    found = [
        OpenAlert(
            number=alert.id or 0,
            urgency=Urgency.of(alert.urgency),
            person=await _person(session, cases, alert.patient_id, clinic, now, alert.name),
            open_since=alert.open_since,
            taken_by=None if alert.state is AlertState.OPEN else alert.acknowledged_by or "",
        )
        for alert in (await session.exec(query)).all()
    ]
    return sorted(found, key=lambda alert: (alert.taken_by is not None, -alert.urgency, alert.open_since))


async def _threads(
    session: AsyncSession, cases: Mapping[int, _Case], clinic: Clinic, now: datetime
) -> list[OpenThread]:
    query = (
        select(Thread, Patient.chat_id)
        .join(Patient, col(Patient.id) == col(Thread.patient_id))
        .where(col(Thread.closed_at).is_(None))
        .order_by(col(Thread.last_at))
    )
    open_threads = (await session.exec(query)).all()
    last_words = await _last_words(session, [thread.id for thread, _ in open_threads])
    found = [
        OpenThread(
            person=await _person(session, cases, thread.patient_id, clinic, now, thread.name),
            last_at=thread.last_at,
            waits=last_words.get(thread.id) not in {None, chat_id},
        )
        for thread, chat_id in open_threads
    ]
    return sorted(found, key=lambda thread: not thread.waits)


async def _last_words(session: AsyncSession, thread_ids: Collection[int | None]) -> dict[int | None, int]:
    """To which chat the last message of each conversation went."""
    latest = (
        select(func.max(Outgoing.id))
        .where(col(Outgoing.thread_id).in_(thread_ids), Outgoing.kind == Kind.RELAY)
        .group_by(col(Outgoing.thread_id))
    )
    query = select(Outgoing.thread_id, Outgoing.chat_id).where(col(Outgoing.id).in_(latest))
    return dict((await session.exec(query)).all())


async def _taps(
    session: AsyncSession,
    cases: Mapping[int, _Case],
    clinic: Clinic,
    steps: Mapping[str, Step],
    since: datetime,
    until: datetime,
    now: datetime,
) -> list[Tap]:
    """Who said that it is worse, or that something worries them."""
    tapped = await _tapped(session, steps, since, until)
    found = [
        Tap(
            person=await _person(session, cases, step.patient_id, clinic, now),
            answer=step.response,
            at=step.responded_at,
        )
        for step in tapped
        if step.response in SEEN_TO and step.responded_at
    ]
    return sorted(found, key=lambda tap: tap.at)


async def _tapped(
    session: AsyncSession, steps: Mapping[str, Step], since: datetime, until: datetime
) -> list[ReminderStep]:
    """The check-ins answered in the time, whenever they were asked."""
    query = select(ReminderStep).where(
        ReminderStep.settled_at >= since - ANSWERED_WITHIN,
        col(ReminderStep.responded_at) >= since,
        col(ReminderStep.responded_at) < until,
        col(ReminderStep.step_id).in_([step.id for step in steps.values() if step.kind is StepKind.CHECK_IN]),
    )
    return [step for step in (await session.exec(query)).all() if step.response in CHECK_IN_ANSWERS]


def _missed(cases: Mapping[int, _Case], steps: Mapping[str, Step], record: Iterable[_Settled]) -> list[Missed]:
    """The critical steps that did not go out, of those who can be reached; the others have a list of their own."""
    by_patient: dict[int, list[str]] = {}
    for step in record:
        known, case = steps.get(step.step_id), cases.get(step.patient_id)
        if known is None or not known.critical or not case or not _was_missed(step):
            continue
        if not case.unreachable_at:
            by_patient.setdefault(step.patient_id, []).append(step.step_id)
    return [Missed(person=cases[id].person, step_ids=tuple(step_ids)) for id, step_ids in by_patient.items()]


def _was_missed(step: _Settled) -> bool:
    """What was over when the patient registered was never theirs to miss."""
    return step.state in {State.EXPIRED, State.UNDELIVERABLE} and step.due_at >= step.registered_at


async def _unreachable(
    session: AsyncSession, courses: Mapping[str, Course], cases: Mapping[int, _Case], now: datetime
) -> list[Missed]:
    """Who blocked the bot or is gone, with the critical steps of their plan since then."""
    gone = [(case.unreachable_at, case.person) for case in cases.values() if case.unreachable_at]
    found: list[Missed] = []
    for since, person in sorted(gone, key=lambda one: one[0], reverse=True):
        # whoever stands too far down to be shown is only counted
        step_ids = await _due(session, courses, person.number, since, now) if len(found) < MOST_NAMED else ()
        found.append(Missed(person=person, step_ids=step_ids, since=since))
    return found


async def _due(
    session: AsyncSession, courses: Mapping[str, Course], patient_id: int, since: datetime, now: datetime
) -> tuple[str, ...]:
    """The critical steps that could not be delivered, or would have been due since."""
    patient = await session.get_one(Patient, patient_id)
    treated = await treated_of(session, patient, courses)
    critical = {step.id for course in courses.values() for step in course.steps.values() if step.critical}
    query = select(ReminderStep.step_id).where(
        ReminderStep.patient_id == patient_id,
        ReminderStep.state == State.UNDELIVERABLE,
        ReminderStep.settled_at >= since - PUNCTUAL,
    )
    undelivered = (await session.exec(query.order_by(col(ReminderStep.id)))).all()
    planned = [
        due.step_id
        for moment in timetable(treated, wishes_of(patient))
        if since <= moment.due_at <= now
        for due in moment.steps
    ]
    return tuple(step_id for step_id in dict.fromkeys([*undelivered, *planned]) if step_id in critical)


async def _unanswered(session: AsyncSession, now: datetime) -> int:
    """Questions sent on to the team whose conversation ended without an answer."""
    query = (
        select(func.count())
        .select_from(KeptQuestion)
        .join(Thread, col(Thread.id) == col(KeptQuestion.thread_id))
        .where(col(KeptQuestion.replied_at).is_(None), col(Thread.closed_at).is_not(None))
        .where(KeptQuestion.sent_at > now - SENT_ON_WITHIN)
    )
    return (await session.exec(query)).one()


async def _figures(
    session: AsyncSession,
    steps: Mapping[str, Step],
    record: Sequence[_Settled],
    since: datetime,
    until: datetime,
) -> Figures:
    sent = [step for step in record if step.state is State.SENT]
    late = [step for step in sent if step.settled_at - step.due_at > PUNCTUAL]
    missed = [step for step in record if _was_missed(step)]
    asked = [step for step in sent if _kind(steps, step) is StepKind.CHECK_IN]
    care = [step for step in sent if (known := steps.get(step.step_id)) and known.asks_done]
    taps = Counter(step.response for step in await _tapped(session, steps, since, until))
    kinds, signs = await _questions(session, since, until)
    return Figures(
        sent=_messages(sent),
        late=_messages(late),
        expired=sum(step.state is State.EXPIRED for step in missed),
        undelivered=sum(step.state is State.UNDELIVERABLE for step in missed),
        asked=len(asked),
        answered=sum(step.response in CHECK_IN_ANSWERS for step in asked),
        better=taps[Response.BETTER],
        same=taps[Response.SAME],
        worse=taps[Response.WORSE],
        worried=taps[Response.WORRIED],
        care_asked=len(care),
        care_done=sum(step.response is Response.DONE for step in care),
        care_skipped=sum(step.response is Response.SKIPPED for step in care),
        questions_answered=kinds["answer"],
        questions_choices=kinds["choices"],
        questions_unanswered=kinds["refusal"] + kinds["other_language"],
        questions_signs=signs,
    )


async def _questions(session: AsyncSession, since: datetime, until: datetime) -> tuple[Counter[str], int]:
    """How many by kind, and how many with a warning sign for today or now."""
    query = (
        select(Question.kind, Question.urgency, func.count())
        .where(Question.asked_at >= since, Question.asked_at < until)
        .group_by(Question.kind, Question.urgency)
    )
    kinds: Counter[str] = Counter()
    signs = 0
    for kind, urgency, count in (await session.exec(query)).all():
        kinds[kind] += count
        signs += count if Urgency.of(urgency) >= Urgency.URGENT else 0
    return kinds, signs


async def _named(session: AsyncSession, digest: Digest) -> Digest:
    """The same with first names, as far as they are known and shown."""
    missed = (*digest.missed[:MOST_NAMED], *digest.unreachable[:MOST_NAMED])
    shown = [*(tap.person for tap in digest.taps), *(one.person for one in missed), *digest.recovering]
    names = await names_of(session, [person.number for person in shown])

    def named(person: Person) -> Person:
        return replace(person, name=names.get(person.number, ""))

    return replace(
        digest,
        recovering=tuple(named(person) for person in digest.recovering),
        taps=tuple(replace(tap, person=named(tap.person)) for tap in digest.taps),
        missed=tuple(replace(one, person=named(one.person)) for one in digest.missed),
        unreachable=tuple(replace(one, person=named(one.person)) for one in digest.unreachable),
    )


async def _person(
    session: AsyncSession, cases: Mapping[int, _Case], patient_id: int, clinic: Clinic, now: datetime, name: str = ""
) -> Person:
    """Somebody whose plan is over, who withdrew or never had one, is still the patient of what is open."""
    if patient_id in cases:
        return replace(cases[patient_id].person, name=name)
    return await person_of(session, await session.get_one(Patient, patient_id), clinic, now, name=name)


def _messages(steps: Iterable[_Settled]) -> int:
    return len({step.outgoing_id for step in steps})


def _kind(steps: Mapping[str, Step], step: _Settled) -> StepKind | None:
    known = steps.get(step.step_id)
    return known.kind if known else None
