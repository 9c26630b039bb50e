"""Announcing: alerts, conversations and notices, from a claimed row to what became of it.

What could not be delivered is told to whoever counted on it: nothing is called sent before Telegram has taken it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.alert_wording import again_html, closed_until_html, post_html, status_html
from messages.course import Course
from messages.dates import when_label
from messages.library import Library
from messages.person_wording import name_label
from scheduler.alerts import ALONE_AFTER, escalate, facts_of, plan_status, post_in
from scheduler.digest import plan_following, prepare_digest
from scheduler.models import Alert, AlertState, Kind, Outgoing, Patient, State, Thread
from scheduler.outgoing import Delivery, Offer, Outcome, Ready, pause_after, put_off, settle
from scheduler.patients import mark_unreachable
from scheduler.staff import Desk, add_line, alert_post, follow_move, lose, staff_chat
from scheduler.threads import IDLE, Ended, end, is_opening

RECEIPT_AFTER = timedelta(minutes=3)  # since the patient last read something in the conversation
REPEATED = (Kind.ALERT, Kind.ESCALATION)  # rather twice than not at all

log = structlog.get_logger(__name__)


async def prepare_announcement(
    session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime
) -> Ready | None:
    """Decide what a claimed row says now; None when it says nothing, and the row has moved on."""
    if row.kind is Kind.DIGEST:
        return await prepare_digest(session, row, library, desk, now)
    if row.expires_at <= now and row.kind is not Kind.IDLE:
        settle(row, State.EXPIRED, "too late", now)
        await _not_delivered(session, row, library, desk, now)
        return None
    match row.kind:
        case Kind.ALERT:
            return await _prepare_post(session, row, library, desk, now)
        case Kind.ESCALATION:
            return await _prepare_again(session, row, library, desk, now)
        case Kind.STATUS:
            return await _prepare_status(session, row, library, desk, now)
        case Kind.IDLE:
            await _end_when_idle(session, row, library, desk, now)
            return None
        case _:
            return await _prepare_words(session, row)


async def settle_announcement(
    session: AsyncSession, row: Outgoing, delivery: Delivery, library: Library, desk: Desk, now: datetime
) -> None:
    """Settle a sent row by its delivery, with what follows from it, in the caller's transaction."""
    row.attempts += 1
    match delivery.outcome:
        case Outcome.DELIVERED:
            settle(row, State.SENT, delivery.outcome, now)
            row.message_id = delivery.message_id or row.edits
            await _delivered(session, row, library, desk, now)
        case Outcome.UNKNOWN if row.unanswered and row.kind not in REPEATED:
            settle(row, State.UNDELIVERABLE, delivery.outcome, now)
            await _not_delivered(session, row, library, desk, now)
        case Outcome.UNKNOWN | Outcome.LATER:
            row.unanswered = row.unanswered or delivery.outcome is Outcome.UNKNOWN
            put_off(row, now + pause_after(row.attempts, delivery.retry_after), delivery.outcome)
            await _delayed(session, row, library, desk, now)
        case Outcome.MOVED:
            await _moved(session, row, delivery.new_chat_id or row.chat_id, desk, now)
        case Outcome.GONE | Outcome.REFUSED:
            settle(row, State.UNDELIVERABLE, delivery.outcome, now)
            if delivery.outcome is Outcome.GONE:
                await _gone(session, row, library.courses, desk, now)
            await _not_delivered(session, row, library, desk, now)
    if row.kind is Kind.DIGEST:
        await plan_following(session, row, desk, now)


def offers_of(alert: Alert, *, blocked: bool) -> tuple[Offer, ...]:
    """Return what the team can do with an alert."""
    next_steps = {
        AlertState.OPEN: (Offer.TAKE, Offer.CLOSE),
        AlertState.ACKNOWLEDGED: (Offer.CONTACTED, Offer.CLOSE),
        AlertState.CONTACTED: (Offer.CLOSE,),
        AlertState.CLOSED: (),
    }
    if blocked:
        return (*next_steps[alert.state], Offer.UNBLOCK)
    return (*next_steps[alert.state], Offer.BLOCK) if alert.state is not AlertState.CLOSED else ()


async def _prepare_post(
    session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime
) -> Ready | None:
    alert = await session.get_one(Alert, row.alert_id)
    if alert.state is AlertState.CLOSED and row.edits is None:
        settle(row, State.CANCELLED, "closed", now)
        return None
    facts = await facts_of(session, alert, desk, now)
    row.language, row.text = desk.clinic.language, post_html(library, desk.clinic, facts, now)
    return _ready(row, offers=offers_of(alert, blocked=facts.blocked), subject=row.alert_id)


async def _prepare_again(
    session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime
) -> Ready | None:
    alert = await session.get_one(Alert, row.alert_id)
    if alert.state is not AlertState.OPEN:
        settle(row, State.CANCELLED, "taken", now)
        return None
    if now >= alert.open_since + ALONE_AFTER:
        await escalate(session, alert, desk, now)
    facts = await facts_of(session, alert, desk, now)
    row.language, row.text = desk.clinic.language, again_html(library, desk.clinic, facts, now)
    row.reply_to = await post_in(session, alert, row.chat_id)
    return _ready(row, offers=(Offer.TAKE,), subject=row.alert_id)


async def _prepare_status(
    session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime
) -> Ready | None:
    """The patient's one message about an alert; while another process changes it, this change waits."""
    alert = await session.get_one(Alert, row.alert_id)
    other = select(Outgoing.id).where(
        Outgoing.alert_id == row.alert_id,
        Outgoing.kind == Kind.STATUS,
        Outgoing.state == State.SENDING,
        col(Outgoing.id) != row.id,
    )
    if (await session.exec(other)).first() is not None:
        put_off(row, now + pause_after(1, None))
        return None
    patient = await session.get_one(Patient, row.patient_id)
    facts = await facts_of(session, alert, desk, now)
    zone = ZoneInfo(patient.zone) if patient.zone else desk.clinic.zone
    row.edits = alert.status_message_id
    row.language = patient.language
    row.text = status_html(library, patient.language, desk.clinic, facts, now=now, zone=zone)
    return _ready(row)


async def _prepare_words(session: AsyncSession, row: Outgoing) -> Ready:
    """Words that were fixed when the row was made. A conversation can be ended below them while it goes on."""
    thread = await session.get(Thread, row.thread_id) if row.thread_id else None
    offers: tuple[Offer, ...] = ()
    to_team = thread is not None and not await _is_to_patient(session, row)
    if thread and thread.closed_at is None and (row.kind is Kind.RELAY or not to_team):
        opening = to_team and await is_opening(session, thread, row.chat_id, row_id=row.id)
        offers = (Offer.END, Offer.BLOCK) if opening else (Offer.END,)
    return _ready(row, offers=offers, subject=row.thread_id)


async def _end_when_idle(session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime) -> None:
    """An alarm clock: it goes off a day after the beginning, and again a day after what was said since."""
    thread = await session.get_one(Thread, row.thread_id)
    if thread.closed_at:
        settle(row, State.CANCELLED, "ended", now)
    elif thread.last_at + IDLE > now:
        put_off(row, thread.last_at + IDLE)
    else:
        settle(row, State.EXPIRED, "idle", now)
        ended = Ended.IDLE if thread.answered_at else Ended.UNANSWERED
        await end(session, thread, ended, library, desk, now)


async def _delivered(session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime) -> None:
    match row.kind:
        case Kind.ALERT:
            await _posted(session, row, library, desk, now)
        case Kind.STATUS:
            alert = await session.get_one(Alert, row.alert_id)
            alert.status_message_id = row.message_id or alert.status_message_id
        case Kind.RELAY:
            await _passed_on(session, row, library, desk, now)
        case Kind.LINE:
            await _show_sign(session, row, now)


async def _show_sign(session: AsyncSession, row: Outgoing, now: datetime) -> None:
    """Let the patient know what became of one more sign, where the row is its line in the group."""
    if row.alert_id is not None:
        await plan_status(session, await session.get_one(Alert, row.alert_id), now)


async def _posted(session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime) -> None:
    """The patient may be told now that it was sent; what changed meanwhile is shown as well."""
    alert = await session.get_one(Alert, row.alert_id)
    said, row.text = row.text, None
    if alert.sent_at is None:
        alert.sent_at, alert.failed_at = now, None
        await plan_status(session, alert, now)
    facts = await facts_of(session, alert, desk, now)
    if post_html(library, desk.clinic, facts, now) != said and row.message_id:
        session.add(alert_post(alert, row.chat_id, now, edits=row.message_id))


async def _passed_on(session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime) -> None:
    patient = await session.get_one(Patient, row.patient_id)
    thread = await session.get_one(Thread, row.thread_id)
    if row.chat_id == patient.chat_id:
        await _tell_team(session, row, library, desk, "thread_delivered", now)
        return
    row.text = None
    if await is_opening(session, thread, row.chat_id, row_id=row.id):
        key = "thread_sent_beside" if patient.awaiting else "thread_sent"  # what is typed may answer the open question
        await _tell_patient(session, row, patient, library, desk, key, now)
    elif not await _heard_lately(session, row, now):
        await _tell_patient(session, row, patient, library, desk, "thread_received", now)


async def _heard_lately(session: AsyncSession, row: Outgoing, now: datetime) -> bool:
    """Return whether the patient was told something in this conversation just now: a burst gets one receipt."""
    query = select(Outgoing.id).where(
        Outgoing.thread_id == row.thread_id,
        Outgoing.chat_id != row.chat_id,
        Outgoing.kind != Kind.IDLE,
        Outgoing.created_at > now - RECEIPT_AFTER,
    )
    return (await session.exec(query)).first() is not None


async def _delayed(session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime) -> None:
    """Say once that something does not go through yet; it is tried again."""
    if row.attempts != 1:
        return
    if row.kind is Kind.ALERT and row.edits is None:
        alert = await session.get_one(Alert, row.alert_id)
        if alert.sent_at is None:
            await plan_status(session, alert, now)
    elif row.kind is Kind.LINE:
        await _show_sign(session, row, now)
    elif row.kind is Kind.RELAY and not await _is_to_patient(session, row):
        patient = await session.get_one(Patient, row.patient_id)
        await _tell_patient(session, row, patient, library, desk, "thread_not_yet", now)


async def _not_delivered(session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime) -> None:
    log.error("An announcement was not delivered", action="not_delivered", outgoing_id=row.id, kind=row.kind)
    if row.kind is Kind.ALERT and row.edits is None:
        alert = await session.get_one(Alert, row.alert_id)
        row.text = None
        if alert.sent_at is None:
            alert.failed_at = now
            await escalate(session, alert, desk, now)
            await plan_status(session, alert, now)
    elif row.kind is Kind.LINE:
        await _show_sign(session, row, now)
    elif row.kind is Kind.RELAY and await _is_to_patient(session, row):
        await _tell_team(session, row, library, desk, "thread_not_delivered", now)
    elif row.kind is Kind.RELAY:
        row.text = None
        patient = await session.get_one(Patient, row.patient_id)
        await _tell_patient(session, row, patient, library, desk, "thread_failed", now)


async def _moved(session: AsyncSession, row: Outgoing, new_chat_id: int, desk: Desk, now: datetime) -> None:
    old = row.chat_id
    if row.edits is not None:
        settle(row, State.CANCELLED, "moved", now)
    else:
        row.chat_id, row.reply_to = new_chat_id, None
        put_off(row, now, Outcome.MOVED)
    await session.flush()
    await follow_move(session, desk, old, new_chat_id, now)


async def _gone(session: AsyncSession, row: Outgoing, courses: Mapping[str, Course], desk: Desk, now: datetime) -> None:
    patient = await session.get(Patient, row.patient_id) if row.patient_id else None
    if patient and row.chat_id == patient.chat_id:
        await mark_unreachable(session, patient, courses, now)
    else:
        await lose(session, desk, row.chat_id, now)


async def _tell_team(
    session: AsyncSession, row: Outgoing, library: Library, desk: Desk, key: str, now: datetime
) -> None:
    """A small line below what somebody of the team wrote."""
    chat_id = await staff_chat(session, desk)
    thread = await session.get(Thread, row.thread_id)
    if chat_id is None or thread is None:
        return
    language = desk.clinic.language
    name = name_label(library, language, name=thread.name, number=thread.patient_id)
    add_line(
        session,
        chat_id=chat_id,
        html=library.text(language, key, name=name),
        language=language,
        now=now,
        patient_id=row.patient_id,
        thread_id=row.thread_id,
        reply_to=row.origin_message_id if row.origin_chat_id == chat_id else None,
    )


async def _tell_patient(
    session: AsyncSession, row: Outgoing, patient: Patient, library: Library, desk: Desk, key: str, now: datetime
) -> None:
    """The state of what the patient wrote to the team, with whom to call where it matters."""
    language, clinic = patient.language, desk.clinic
    zone = ZoneInfo(patient.zone) if patient.zone else clinic.zone
    when = when_label(library, language, now, now=now, zone=zone)
    lines = [library.text(language, key, clinic=clinic.named(library, language), when=when)]
    if closed := closed_until_html(library, language, clinic, now, zone):
        lines.append(closed)
    if key not in {"thread_sent", "thread_sent_beside", "thread_received"}:
        lines.append(clinic.call_html(library, language))
    add_line(
        session,
        chat_id=patient.chat_id,
        html="\n".join(lines),
        language=language,
        now=now,
        patient_id=patient.id,
        thread_id=row.thread_id,
    )


async def _is_to_patient(session: AsyncSession, row: Outgoing) -> bool:
    patient = await session.get_one(Patient, row.patient_id)
    return row.chat_id == patient.chat_id


def _ready(row: Outgoing, *, offers: tuple[Offer, ...] = (), subject: int | None = None) -> Ready:
    assert row.id is not None
    origin = None
    if row.copies and row.origin_chat_id is not None and row.origin_message_id is not None:
        origin = (row.origin_chat_id, row.origin_message_id)
    return Ready(
        outgoing_id=row.id,
        chat_id=row.chat_id,
        kind=row.kind,
        html=row.text or "",
        language=row.language or "",
        offers=offers,
        subject=subject,
        edits=row.edits,
        reply_to=row.reply_to,
        origin=origin,
    )
