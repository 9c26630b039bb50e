"""Everything the bot says of its own accord: claimed, sent by somebody else, settled.

Rows move by compare-and-set on id and state, never by due time alone.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, or_, text, union_all, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.digest import Overview
from messages.recovery import Recovery
from scheduler.models import Kind, Outgoing, Priority, State

LEASE = timedelta(minutes=1)  # a replica that is silent for so long has died with what it held
RENEW_EVERY = LEASE / 4
AGAIN = timedelta(seconds=30)  # the first pause after a failure; it doubles
LONGEST_PAUSE = timedelta(minutes=15)


class Outcome(StrEnum):
    """What became of one attempt to send."""

    DELIVERED = "delivered"
    LATER = "later"  # limits, the network or Telegram itself: not sent, worth another attempt
    UNKNOWN = "unknown"  # no answer came: it may have been sent, so it is repeated at most once
    GONE = "gone"  # blocked, deactivated, never started
    MOVED = "moved"  # the chat has a new id
    REFUSED = "refused"  # Telegram will not take it: our mistake


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The outcome of one attempt. `detail` is for the log: never a text, never a token."""

    outcome: Outcome
    message_id: int | None = None
    retry_after: timedelta | None = None
    new_chat_id: int | None = None
    detail: str = ""


class Offer(StrEnum):
    """What a message between the team and a patient offers, as a button."""

    TAKE = "take"
    CONTACTED = "contacted"
    CLOSE = "close"
    END = "end"  # the conversation
    BLOCK = "block"
    UNBLOCK = "unblock"


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A message to send now. `asks_done` and `check_in` say which buttons it needs; `topics` are behind "Why?".

    `asks_again`: it says that check-ins end, and needs the way to have them back.
    With `recovery` it is sent with a picture of it; the words stand without. `offers` are about the alert or the
    conversation with the id `subject`. It changes the message `edits`, answers `reply_to`, or copies the message
    `origin` (chat and message) with the words as its caption. A digest has a picture of its `overview`, and `caption`
    says what that shows where the words are too long to stand below it.
    """

    outgoing_id: int
    chat_id: int
    kind: Kind
    html: str
    language: str
    step_ids: tuple[str, ...] = ()
    asks_done: bool = False
    check_in: bool = False
    topics: tuple[str, ...] = ()
    asks_again: bool = False
    recovery: Recovery | None = None
    offers: tuple[Offer, ...] = ()
    subject: int | None = None
    edits: int | None = None
    reply_to: int | None = None
    origin: tuple[int, int] | None = None
    overview: Overview | None = None
    caption: str = ""


Send = Callable[[Ready], Awaitable[Delivery]]


async def claim_due(session: AsyncSession, *, now: datetime, owner: str, limit: int) -> Sequence[Outgoing]:
    """Claim what is due, the most urgent and the oldest first; on PostgreSQL as much again that a dead replica held."""
    due = [_first(limit, col(Outgoing.state) == State.PLANNED, col(Outgoing.due_at) <= now, _in_turn())]
    if is_postgresql(session):  # apart, for an "or" would keep both from their index
        due.append(_first(limit, col(Outgoing.state) == State.SENDING, col(Outgoing.lease_until) < func.now()))
    query = (
        update(Outgoing)
        .where(col(Outgoing.id).in_(union_all(*(select(one.c.id) for one in due))))
        .values(state=State.SENDING, owner=owner, lease_until=lease_end(session))
        .returning(Outgoing)
    )
    rows = (await session.exec(query, execution_options={"populate_existing": True})).scalars().all()
    return sorted(rows, key=lambda row: (row.priority, row.due_at))


async def next_due(session: AsyncSession, kinds: Collection[Kind] = ()) -> datetime | None:
    """Return when the next planned row falls due, of any kind or of these; what waits for its turn, when that comes."""
    query = select(func.min(Outgoing.due_at)).where(col(Outgoing.state) == State.PLANNED, _in_turn())
    if kinds:
        query = query.where(col(Outgoing.kind).in_(kinds))
    return (await session.exec(query)).one()


async def still_ours(session: AsyncSession, outgoing_ids: Collection[int], owner: str) -> dict[int, Outgoing]:
    """Return claimed rows for settling, locked, by id; without those that somebody else has by now, or are erased."""
    query = (
        select(Outgoing)
        .where(col(Outgoing.id).in_(outgoing_ids), Outgoing.state == State.SENDING, Outgoing.owner == owner)
        .order_by(col(Outgoing.id))
        .with_for_update()
    )
    return {row.id: row for row in (await session.exec(query)).all() if row.id}


async def renew(session: AsyncSession, owner: str, in_hand: Collection[int]) -> None:
    """Hold on to what is being sent: a replica that waits for Telegram has not died."""
    held = update(Outgoing).where(col(Outgoing.id).in_(in_hand), col(Outgoing.owner) == owner)
    await session.exec(held.values(lease_until=lease_end(session)))


async def let_go(session: AsyncSession, owner: str) -> int:
    """Plan again what a process that ends was cut off from sending: it may have been sent. Return how many."""
    held = update(Outgoing).where(col(Outgoing.state) == State.SENDING, col(Outgoing.owner) == owner)
    again = {"state": State.PLANNED, "outcome": Outcome.UNKNOWN, "unanswered": True, "owner": None, "lease_until": None}
    return (await session.exec(held.values(again))).rowcount


async def take_back(session: AsyncSession) -> int:
    """Plan again what a former process held: on SQLite, at start, when there can be no other. Return how many."""
    query = (
        update(Outgoing)
        .where(col(Outgoing.state) == State.SENDING)
        .values(state=State.PLANNED, unanswered=True, owner=None, lease_until=None)
    )
    return (await session.exec(query)).rowcount


def settle(row: Outgoing, state: State, outcome: str, now: datetime) -> None:
    """Put a row into a final state."""
    row.state, row.outcome, row.settled_at = state, outcome, now
    row.owner = row.lease_until = None


def put_off(row: Outgoing, due_at: datetime, outcome: str | None = None) -> None:
    """Plan a claimed row again; with the outcome of an attempt it counts as unsent since it was first due."""
    row.unsent_since = (row.unsent_since or row.due_at) if outcome else None
    row.state, row.due_at = State.PLANNED, due_at
    row.outcome = outcome or row.outcome
    row.owner = row.lease_until = None


def pause_after(attempts: int, retry_after: timedelta | None) -> timedelta:
    """Return how long to wait after a failure: what the server said, else twice as long each time."""
    return retry_after or min(AGAIN * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _first(limit: int, *conditions: ColumnElement[bool]) -> CTE:
    """The ids of the first rows, locked. Each priority is looked up by itself: so an index has them in this order."""
    return (
        select(Outgoing.id)
        .where(*conditions, col(Outgoing.priority).in_(tuple(Priority)))
        .order_by(col(Outgoing.priority), col(Outgoing.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte()
    )


def _in_turn() -> ColumnElement[bool]:
    """Messages of a conversation go to a chat one after the other, in the order in which they were written."""
    earlier = aliased(Outgoing, name="earlier")
    before = select(earlier.id).where(
        earlier.chat_id == Outgoing.chat_id,
        text(
            "earlier.kind = 'relay' AND earlier.state IN ('planned', 'sending')"
        ),  # SQLite finds no index by parameters
        col(earlier.id) < Outgoing.id,
    )
    return or_(col(Outgoing.kind) != Kind.RELAY, ~before.exists())


def is_postgresql(session: AsyncSession) -> bool:
    """Return whether other processes may share this database."""
    return session.get_bind().dialect.name == "postgresql"


def lease_end(session: AsyncSession) -> Any:
    """The end of a lease by the database's clock; a SQLite process never retakes its own rows in flight."""
    return func.now() + LEASE if is_postgresql(session) else None
