"""Stored updates: kept before they are acknowledged, claimed per chat in order, forgotten when handled.

The payload holds a patient's words: it is blanked as soon as it is handled, only the key stays against redelivery.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Handling, Incoming
from scheduler.outgoing import is_postgresql, lease_end

MOST_ATTEMPTS = 5
AGAIN = timedelta(seconds=2)  # the first pause after a failure; it doubles
KEPT = timedelta(hours=48)  # keys of handled updates: Telegram redelivers for a day
OPEN = (Handling.STORED, Handling.HANDLING, Handling.REPLYING)


@dataclass(frozen=True, kw_only=True)
class Raw:
    """An update as it came. `advised`: the advice in an emergency that was sent before it was stored."""

    update_id: int
    chat_id: int | None
    payload: str
    advised: str | None = None


async def store(session: AsyncSession, bot_id: int, updates: Sequence[Raw], now: datetime) -> int:
    """Store updates; those known already are passed over. Return how many were new."""
    if not updates:
        return 0
    rows = [
        {
            "bot_id": bot_id,
            "update_id": raw.update_id,
            "chat_id": raw.chat_id,
            "payload": raw.payload,
            "advised": raw.advised,
            "received_at": now,
            "due_at": now,
            "state": Handling.STORED,
            "attempts": 0,
        }
        for raw in updates
    ]
    insert = postgresql.insert if is_postgresql(session) else sqlite.insert
    query = insert(Incoming).values(rows).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    return len((await session.exec(query.returning(col(Incoming.id)))).all())


async def claim_next(
    session: AsyncSession, bot_id: int, owner: str, now: datetime, limit: int, *, in_hand: Collection[int] = ()
) -> Sequence[Incoming]:
    """Claim updates to handle: of each chat only the first that is open, and none while one of its chat is in hand.

    `in_hand` are the rows that the caller is at: it does not take them from itself when its lease has run out.

    A row that comes back in the state REPLYING has had its effects: only its replies are to be sent again. One whose
    worker died over it has had an attempt: what kills whoever handles it must not kill every process in turn.
    """
    earlier = aliased(Incoming)
    is_first = ~(
        select(earlier.id)
        .where(earlier.bot_id == Incoming.bot_id, earlier.chat_id == Incoming.chat_id)
        .where(earlier.update_id < Incoming.update_id, col(earlier.state).in_(OPEN))
        .exists()
    )
    free: ColumnElement[bool] = col(Incoming.owner).is_(None)
    if is_postgresql(session):
        free = or_(free, and_(col(Incoming.lease_until) < func.now(), col(Incoming.id).not_in(in_hand)))
    # the conditions and the lock in one query: PostgreSQL looks again at a row that another process has just claimed
    query = (
        select(Incoming.id)
        .where(Incoming.bot_id == bot_id, Incoming.due_at <= now, col(Incoming.state).in_(OPEN), free, is_first)
        .order_by(col(Incoming.update_id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return await _take(session, (await session.exec(query)).all(), owner)


async def next_due(session: AsyncSession, bot_id: int) -> datetime | None:
    """Return when the next update that nobody has in hand may be handled."""
    query = select(func.min(Incoming.due_at)).where(
        Incoming.bot_id == bot_id, col(Incoming.state).in_(OPEN), col(Incoming.owner).is_(None)
    )
    return (await session.exec(query)).one()


async def save_replies(session: AsyncSession, incoming_id: int, owner: str, replies: str) -> bool:
    """Keep what is to be said, in the transaction of the effects. False: another worker has it, so roll back."""
    query = (
        update(Incoming)
        .where(col(Incoming.id) == incoming_id, col(Incoming.owner) == owner, col(Incoming.state) == Handling.HANDLING)
        .values(state=Handling.REPLYING, replies=replies, payload=None)
    )
    return (await session.exec(query)).rowcount == 1


async def finish(session: AsyncSession, incoming_id: int, owner: str, now: datetime) -> None:
    """Mark an update as handled, and keep nothing of it but its key."""
    query = (
        update(Incoming)
        .where(col(Incoming.id) == incoming_id, col(Incoming.owner) == owner)
        .values(
            state=Handling.HANDLED,
            handled_at=now,
            chat_id=None,
            payload=None,
            replies=None,
            owner=None,
            lease_until=None,
        )
    )
    await session.exec(query)


async def keep_rest(session: AsyncSession, incoming_id: int, owner: str, rest: str) -> bool:
    """Keep what is still to be said after a reply that went out. False: another worker has it."""
    query = (
        update(Incoming)
        .where(col(Incoming.id) == incoming_id, col(Incoming.owner) == owner, col(Incoming.state) == Handling.REPLYING)
        .values(replies=rest)
    )
    return (await session.exec(query)).rowcount == 1


async def put_off_replies(session: AsyncSession, incoming_id: int, owner: str, replies: str, until: datetime) -> None:
    """Let go of an update whose effects are committed but whose replies cannot be sent: what is left of them waits."""
    query = (
        update(Incoming)
        .where(col(Incoming.id) == incoming_id, col(Incoming.owner) == owner, col(Incoming.state) == Handling.REPLYING)
        .values(replies=replies, due_at=until, owner=None, lease_until=None)
    )
    await session.exec(query)


async def fail(
    session: AsyncSession, incoming_id: int, owner: str, error: str, now: datetime, *, again: bool = True
) -> Handling:
    """Note a failure by the name of its class: again after a pause that grows, or aside after the last attempt.

    Of what is put aside only the key and the name of the failure stay: the words were never ours to keep.
    """
    row = await session.get(Incoming, incoming_id, with_for_update=True)
    if row is None or row.owner != owner:
        return Handling.HANDLED
    row.attempts += 1
    row.error = error[:80]
    row.owner = row.lease_until = None
    if row.attempts >= MOST_ATTEMPTS or not again:
        row.state, row.handled_at, row.chat_id, row.payload, row.replies = Handling.ASIDE, now, None, None, None
    elif row.state is Handling.HANDLING:
        row.state = Handling.STORED
    row.due_at = now + AGAIN * 2 ** (row.attempts - 1)
    return row.state


async def renew(session: AsyncSession, owner: str, in_hand: Collection[int]) -> None:
    """Hold on to what is in hand: a worker that is slow has not died."""
    held = update(Incoming).where(col(Incoming.id).in_(in_hand), col(Incoming.owner) == owner)
    await session.exec(held.values(lease_until=lease_end(session)))


async def let_go(session: AsyncSession, owner: str) -> int:
    """Free what a process that ends has left in hand, so that nobody waits for its leases. Return how many."""
    held = update(Incoming).where(col(Incoming.owner) == owner, col(Incoming.state).in_(OPEN))
    stored = case((col(Incoming.state) == Handling.HANDLING, Handling.STORED), else_=col(Incoming.state))
    return (await session.exec(held.values(state=stored, owner=None, lease_until=None))).rowcount


async def take_back(session: AsyncSession) -> int:
    """Free what a former process had in hand: on SQLite, at start, when there can be no other. Return how many."""
    held = update(Incoming).where(col(Incoming.state).in_(OPEN), col(Incoming.owner).is_not(None))
    stored = case((col(Incoming.state) == Handling.HANDLING, Handling.STORED), else_=col(Incoming.state))
    values = {"state": stored, "attempts": _attempts(), "owner": None, "lease_until": None}
    return (await session.exec(held.values(values))).rowcount


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete what was handled or put aside more than two days ago; return how many."""
    query = delete(Incoming).where(
        col(Incoming.state).in_((Handling.HANDLED, Handling.ASIDE)), col(Incoming.received_at) < now - KEPT
    )
    return (await session.exec(query)).rowcount


async def _take(session: AsyncSession, ids: Sequence[int | None], owner: str) -> Sequence[Incoming]:
    handling = case((col(Incoming.state) == Handling.STORED, Handling.HANDLING), else_=col(Incoming.state))
    query = (
        update(Incoming)
        .where(col(Incoming.id).in_(ids))
        .values(state=handling, attempts=_attempts(), owner=owner, lease_until=lease_end(session))
        .returning(Incoming)
    )
    rows = (await session.exec(query, execution_options={"populate_existing": True})).scalars().all()
    return sorted(rows, key=lambda row: row.update_id)


def _attempts() -> ColumnElement[int]:
    """One more for a row that somebody had in hand: whoever it was has died."""
    died = and_(col(Incoming.owner).is_not(None), col(Incoming.state) == Handling.HANDLING)
    return case((died, col(Incoming.attempts) + 1), else_=col(Incoming.attempts))
