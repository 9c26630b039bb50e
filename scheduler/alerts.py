"""Alerts: a patient's warning sign before the team, from raised to closed, with who did what and when.

What its posts and its patient's status message say is worked out when they are sent or changed: both are always true.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.alert_wording import AlertFacts, Mark, joined_html
from messages.dates import dated_label
from messages.library import Library
from messages.quoting import plain_name, plain_words
from messages.topics import Urgency
from scheduler.models import Alert, AlertState, Kind, Outgoing, Patient, Priority, State, Thread
from scheduler.naming import person_of
from scheduler.staff import LIFE, Desk, add_line, alert_post, staff_chat

AGAIN_AFTER = timedelta(minutes=5)  # nobody has taken it: once more
ALONE_AFTER = timedelta(minutes=15)  # and again, then the second contact, and the patient is told whom to call
MOST_A_DAY = 5  # alerts of one patient within 24 hours
MOST_SIGNS = 20  # of one alert that the team is told of one by one
LOST = frozenset({State.EXPIRED, State.CANCELLED, State.UNDELIVERABLE})
LOCKED = {"key_share": True}  # against other changes; messages about it can still be added
WORDS_KEPT = 3  # messages, the newest
LONGEST_WORDS = 700  # UTF-16 units of each
DATED_AFTER = timedelta(hours=1)  # older words are passed on with their time


class Raised(StrEnum):
    """What became of a warning sign."""

    RAISED = "raised"
    JOINED = "joined"  # the patient's alert that is open already
    TOO_MANY = "too_many"
    NOBODY = "nobody"  # there is no group, or the team wants nothing from this chat


class Move(StrEnum):
    """What the team does with an alert."""

    TAKE = "take"
    CONTACTED = "contacted"
    CLOSE = "close"


@dataclass(frozen=True, kw_only=True)
class Sign:
    """A warning sign in a patient's message. `words` are None where the patient has not agreed to pass them on.

    `written_at` is when they were written, where that may be long ago.
    """

    urgency: Urgency
    topic: str | None
    name: str
    words: str | None
    written_at: datetime | None = None


async def raise_alert(
    session: AsyncSession, patient: Patient, sign: Sign, library: Library, desk: Desk, now: datetime
) -> Raised:
    """Bring a sign before the team: a new alert, or one more sign of the open one. Nothing is sent yet."""
    chat_id = await staff_chat(session, desk)
    if chat_id is None or patient.blocked_at:
        return Raised.NOBODY
    known = await open_alert_of(session, patient)
    if known:
        await _join(session, known, sign, library, desk, chat_id, now)
        return Raised.JOINED
    if await _raised_lately(session, patient, now) >= MOST_A_DAY:
        return Raised.TOO_MANY
    assert patient.id is not None
    alert = Alert(
        patient_id=patient.id,
        urgency=sign.urgency.label,
        topic=sign.topic,
        name=plain_name(sign.name),
        words=_kept([], sign, library, desk, now),
        raised_at=now,
        open_since=now,
    )
    session.add(alert)
    await session.flush()
    session.add(alert_post(alert, chat_id, now))
    _plan_escalation(session, alert, chat_id)
    return Raised.RAISED


async def open_alert_of(session: AsyncSession, patient: Patient) -> Alert | None:
    """Return the patient's alert that is not closed, locked."""
    query = select(Alert).where(Alert.patient_id == patient.id, Alert.state != AlertState.CLOSED)
    return (await session.exec(query.with_for_update(key_share=True))).first()


async def find_alert(session: AsyncSession, alert_id: int | None) -> Alert | None:
    """Return an alert, locked; None when it is erased or was never there."""
    return await session.get(Alert, alert_id, with_for_update=LOCKED) if alert_id else None


async def move(session: AsyncSession, alert: Alert, step: Move, by: str, now: datetime) -> bool:
    """Move an alert on; False when it is that far already. The patient will be told."""
    name = plain_name(by)
    if alert.state is AlertState.CLOSED or _is_past(alert, step):
        return False
    if alert.state is AlertState.OPEN and step is not Move.CLOSE:
        alert.acknowledged_by, alert.acknowledged_at = name, now
    match step:
        case Move.TAKE:
            alert.state = AlertState.ACKNOWLEDGED
        case Move.CONTACTED:
            alert.state, alert.contacted_by, alert.contacted_at = AlertState.CONTACTED, name, now
        case Move.CLOSE:
            if alert.state is AlertState.OPEN:  # of an earlier time that it was open
                alert.acknowledged_by = alert.acknowledged_at = alert.contacted_by = alert.contacted_at = None
            alert.state, alert.closed_by, alert.closed_at = AlertState.CLOSED, name, now
    await _stop_escalation(session, alert, now)
    await plan_status(session, alert, now)
    return True


async def show_elsewhere(
    session: AsyncSession, alert: Alert, desk: Desk, now: datetime, *, shown: tuple[int, int] | None = None
) -> None:
    """Change the posts of an alert to what is true now, but for the one `shown` already (chat and message)."""
    chats = {await staff_chat(session, desk), desk.second_chat_id} - {None}
    for chat_id, message_id in await posts_of(session, alert):
        if chat_id in chats and (chat_id, message_id) != shown:
            session.add(alert_post(alert, chat_id, now, edits=message_id))


async def plan_status(session: AsyncSession, alert: Alert, now: datetime) -> None:
    """Have the patient's status message say what is true; at most one change waits."""
    waiting = select(Outgoing.id).where(
        Outgoing.alert_id == alert.id, Outgoing.kind == Kind.STATUS, Outgoing.state == State.PLANNED
    )
    if (await session.exec(waiting)).first() is not None:
        return
    patient = await session.get_one(Patient, alert.patient_id)
    session.add(
        Outgoing(
            patient_id=patient.id,
            chat_id=patient.chat_id,
            kind=Kind.STATUS,
            priority=Priority.ALERT,
            due_at=now,
            expires_at=now + LIFE,
            alert_id=alert.id,
            created_at=now,
        )
    )


async def escalate(session: AsyncSession, alert: Alert, desk: Desk, now: datetime) -> None:
    """Turn to the second contact and let the patient know whom to call, once for each time that nobody took it."""
    if alert.escalated_at or alert.state is not AlertState.OPEN:
        return
    alert.escalated_at = now
    await show_elsewhere(session, alert, desk, now)
    if desk.second_chat_id and desk.second_chat_id != await staff_chat(session, desk):
        session.add(alert_post(alert, desk.second_chat_id, now))
    await plan_status(session, alert, now)


async def facts_of(session: AsyncSession, alert: Alert, desk: Desk, now: datetime) -> AlertFacts:
    """Return what is known of an alert at this moment."""
    patient = await session.get_one(Patient, alert.patient_id)
    is_open = alert.state is AlertState.OPEN
    newest = await _newest_line(session, alert)
    sent_at = alert.sent_at if newest is None else newest.settled_at if newest.state is State.SENT else None
    return AlertFacts(
        number=alert.id or 0,
        urgency=Urgency.of(alert.urgency),
        topic=alert.topic,
        person=await person_of(session, patient, desk.clinic, now, name=alert.name),
        words=tuple(alert.words),
        open_since=alert.open_since,
        signed_at=newest.created_at if newest else alert.raised_at,
        sent_at=sent_at,
        failed=(newest.state in LOST) if newest else alert.failed_at is not None,
        alone=is_open and alert.escalated_at is not None,
        is_open=is_open,
        taken=_mark(alert.acknowledged_by, alert.acknowledged_at),
        contacted=_mark(alert.contacted_by, alert.contacted_at),
        closed=_mark(alert.closed_by, alert.closed_at),
        blocked=patient.blocked_at is not None,
    )


async def _newest_line(session: AsyncSession, alert: Alert) -> Outgoing | None:
    """The line in the group about the newest sign; None while there is only the first."""
    query = select(Outgoing).where(Outgoing.alert_id == alert.id, Outgoing.kind == Kind.LINE)
    return (await session.exec(query.order_by(col(Outgoing.id).desc()).limit(1))).first()


async def posts_of(session: AsyncSession, alert: Alert) -> list[tuple[int, int]]:
    """Return where an alert stands before the team: chats and messages, in order."""
    query = (
        select(Outgoing.chat_id, Outgoing.message_id)
        .where(Outgoing.alert_id == alert.id, Outgoing.kind == Kind.ALERT, Outgoing.state == State.SENT)
        .where(col(Outgoing.message_id).is_not(None))
        .order_by(col(Outgoing.id))
    )
    posts = (await session.exec(query)).all()
    return list(dict.fromkeys((chat_id, message_id) for chat_id, message_id in posts if message_id))


async def tell_of_erasure(session: AsyncSession, patient: Patient, library: Library, desk: Desk, now: datetime) -> None:
    """Let the team know, without a name, that what is open with a patient is over: they erase their data."""
    chat_id = await staff_chat(session, desk)
    alert = await open_alert_of(session, patient)
    thread = select(Thread.id).where(Thread.patient_id == patient.id, col(Thread.closed_at).is_(None))
    if chat_id is None or (alert is None and (await session.exec(thread)).first() is None):
        return
    language = desk.clinic.language
    if alert:
        html = library.text(language, "staff_erased_alert", number=alert.id)
    else:
        html = library.text(language, "staff_erased")
    add_line(session, chat_id=chat_id, html=html, language=language, now=now)


async def post_in(session: AsyncSession, alert: Alert, chat_id: int) -> int | None:
    """Return the newest post of an alert in a chat, as a message id."""
    posts = [message_id for chat, message_id in await posts_of(session, alert) if chat == chat_id]
    return posts[-1] if posts else None


async def _join(
    session: AsyncSession, alert: Alert, sign: Sign, library: Library, desk: Desk, chat_id: int, now: datetime
) -> None:
    """Add a sign. What was in hand is open again when it is worse now, or was taken for dealt with."""
    worse = sign.urgency > Urgency.of(alert.urgency)
    alert.signs += 1
    alert.words = _kept(alert.words, sign, library, desk, now)
    if sign.urgency >= Urgency.of(alert.urgency):
        alert.urgency, alert.topic = sign.urgency.label, sign.topic or alert.topic
    if alert.state is AlertState.CONTACTED or (worse and alert.state is not AlertState.OPEN):
        alert.state, alert.open_since, alert.escalated_at = AlertState.OPEN, now, None
        _plan_escalation(session, alert, chat_id)
    alert.status_message_id = None  # below what was written now, not far above
    await show_elsewhere(session, alert, desk, now)
    if alert.sent_at and alert.signs > MOST_SIGNS:
        await plan_status(session, alert, now)
    elif alert.sent_at:  # the patient is told what became of this line
        facts = await facts_of(session, alert, desk, now)
        add_line(
            session,
            chat_id=chat_id,
            html=joined_html(library, desk.clinic, facts),
            language=desk.clinic.language,
            now=now,
            patient_id=alert.patient_id,
            alert_id=alert.id,
            reply_to=await post_in(session, alert, chat_id),
        )


def _plan_escalation(session: AsyncSession, alert: Alert, chat_id: int) -> None:
    """Say it again after 5 and 15 minutes; a process that was away for both says it once."""
    expiries = {AGAIN_AFTER: ALONE_AFTER, ALONE_AFTER: ALONE_AFTER + LIFE}
    for after, until in expiries.items():
        session.add(
            Outgoing(
                patient_id=alert.patient_id,
                chat_id=chat_id,
                kind=Kind.ESCALATION,
                priority=Priority.ALERT,
                due_at=alert.open_since + after,
                expires_at=alert.open_since + until,
                alert_id=alert.id,
                created_at=alert.open_since,
            )
        )


async def _stop_escalation(session: AsyncSession, alert: Alert, now: datetime) -> None:
    """What the dispatcher has in hand at this moment it looks at itself: waiting for each other would stop both."""
    planned = select(Outgoing.id).where(
        Outgoing.alert_id == alert.id, Outgoing.kind == Kind.ESCALATION, Outgoing.state == State.PLANNED
    )
    stopped = update(Outgoing).where(col(Outgoing.id).in_(planned.with_for_update(skip_locked=True)))
    await session.exec(stopped.values(state=State.CANCELLED, outcome="taken", settled_at=now))


async def _raised_lately(session: AsyncSession, patient: Patient, now: datetime) -> int:
    query = select(func.count()).where(Alert.patient_id == patient.id, Alert.raised_at > now - timedelta(days=1))
    return (await session.exec(query)).one()


def _is_past(alert: Alert, step: Move) -> bool:
    past = {
        Move.TAKE: (AlertState.ACKNOWLEDGED, AlertState.CONTACTED),
        Move.CONTACTED: (AlertState.CONTACTED,),
        Move.CLOSE: (),
    }
    return alert.state in past[step]


def _kept(words: list[str], sign: Sign, library: Library, desk: Desk, now: datetime) -> list[str]:
    """The newest words, old ones with the time at which they were written."""
    new = [plain_words(sign.words, LONGEST_WORDS)] if sign.words else []
    if new and new[0] and sign.written_at and now - sign.written_at > DATED_AFTER:
        when = dated_label(library, desk.clinic.language, sign.written_at, zone=desk.clinic.zone)
        new = [library.label(desk.clinic.language, "alert_words_of", when=when, words=new[0])]
    return [one for one in (*words, *new) if one][-WORDS_KEPT:]


def _mark(by: str | None, at: datetime | None) -> Mark | None:
    return Mark(by=by or "", at=at) if at else None
