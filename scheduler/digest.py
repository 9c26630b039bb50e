"""Digest: the team's morning. The pending row is an alarm clock; what it says is worked out when it goes off.

It is kept without its words: they name patients, and would outlive them.
"""

from datetime import datetime, time, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import local_instant
from messages.digest_wording import digest_html, overview_html, overview_of
from messages.library import Library
from scheduler.models import Kind, Outgoing, Priority, State
from scheduler.morning import morning_of
from scheduler.outgoing import Ready, is_postgresql, settle
from scheduler.staff import Desk, staff_chat

USEFUL = timedelta(hours=4)  # a digest that is later than this waits for the next morning
LOOKS_BACK = timedelta(days=7)  # at most, when there was none for a while
FINAL = frozenset({State.SENT, State.EXPIRED, State.UNDELIVERABLE})


async def plan_digest(session: AsyncSession, desk: Desk, now: datetime) -> None:
    """See that the next digest is planned, for the team's group as it is now; without a group or a time, none."""
    chat_id = await staff_chat(session, desk)
    query = select(Outgoing).where(Outgoing.kind == Kind.DIGEST, Outgoing.state == State.PLANNED)
    pending = (await session.exec(query.with_for_update(skip_locked=True))).first()
    if chat_id is None or desk.digest_at is None:
        if pending:
            settle(pending, State.CANCELLED, "nobody to tell", now)
        return
    due_at = next_digest_at(desk, desk.digest_at, now)
    if pending is None:
        await _plan(session, chat_id, due_at, now)
    elif pending.due_at > now and pending.unsent_since is None and pending.due_at != due_at:
        pending.due_at, pending.expires_at = due_at, due_at + USEFUL  # DIGEST_AT was changed


def next_digest_at(desk: Desk, at: time, now: datetime) -> datetime:
    """Return the next instant after `now` at which it is time for a digest, in the clinic's zone."""
    zone = desk.clinic.zone
    today = now.astimezone(zone).date()
    instants = (local_instant(today + timedelta(days=number), at, zone) for number in (0, 1))
    return next(instant for instant in instants if instant > now)


async def prepare_digest(
    session: AsyncSession, row: Outgoing, library: Library, desk: Desk, now: datetime
) -> Ready | None:
    """Return the digest as things stand now; None when it is too late for it, or nobody is there to be told."""
    chat_id = await staff_chat(session, desk)
    if chat_id is None:
        settle(row, State.CANCELLED, "nobody to tell", now)
        return None
    if row.expires_at <= now:
        settle(row, State.EXPIRED, "too late", now)
        await plan_following(session, row, desk, now)
        return None
    until = _meant_for(row)
    since = await _since(session, row, until)
    digest = await morning_of(session, library, desk.clinic, since=since, until=until, now=now)
    overview, language = overview_of(digest, desk.clinic), desk.clinic.language
    row.chat_id, row.language = chat_id, language
    assert row.id is not None
    return Ready(
        outgoing_id=row.id,
        chat_id=chat_id,
        kind=row.kind,
        html=digest_html(library, desk.clinic, digest),
        language=language,
        overview=overview,
        caption=overview_html(library, language, overview) if overview else "",
    )


async def plan_following(session: AsyncSession, row: Outgoing, desk: Desk, now: datetime) -> None:
    """Plan the digest after one that has come to its end."""
    if row.state in FINAL:
        await session.flush()
        await plan_digest(session, desk, now)


async def _plan(session: AsyncSession, chat_id: int, due_at: datetime, now: datetime) -> None:
    """Put the row in, unless another process was first."""
    insert = postgresql.insert if is_postgresql(session) else sqlite.insert
    row = Outgoing(
        chat_id=chat_id,
        kind=Kind.DIGEST,
        priority=Priority.TALK,
        due_at=due_at,
        expires_at=due_at + USEFUL,
        created_at=now,
    )
    values = {name: value for name, value in row.model_dump().items() if name != "id"}
    await session.exec(insert(Outgoing).values(values).on_conflict_do_nothing())


async def _since(session: AsyncSession, row: Outgoing, until: datetime) -> datetime:
    """Where the last digest that was sent ended: nothing is left out, and nothing told twice."""
    query = (
        select(Outgoing)
        .where(Outgoing.kind == Kind.DIGEST, Outgoing.state == State.SENT, col(Outgoing.id) != row.id)
        .order_by(col(Outgoing.id).desc())
        .limit(1)
    )
    last = (await session.exec(query)).first()
    return max(_meant_for(last), until - LOOKS_BACK) if last else until - timedelta(days=1)


def _meant_for(row: Outgoing) -> datetime:
    """The instant that a digest was planned for, however late it is sent."""
    return row.expires_at - USEFUL
