"""Dispatcher: claims what is due, hands it to `send`, settles the outcome. No transaction is open while it sends."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic as real_monotonic
from typing import TypeVar

import structlog

from messages.library import Library
from scheduler.announcing import prepare_announcement, settle_announcement
from scheduler.clock import Clock
from scheduler.database import AsyncSession, Database, is_away
from scheduler.models import Kind, Outgoing, State
from scheduler.outgoing import (
    LONGEST_PAUSE,
    RENEW_EVERY,
    Delivery,
    Outcome,
    Ready,
    Send,
    claim_due,
    let_go,
    next_due,
    put_off,
    renew,
    settle,
    still_ours,
)
from scheduler.preparing import look_up, prepare
from scheduler.record import record_carried
from scheduler.reminders import patients_of, replan_all, set_alarm, settle_reminder
from scheduler.staff import NOBODY, Desk
from scheduler.tracing import where

__all__ = ["Delivery", "Dispatcher", "Outcome", "Ready", "Send"]

BATCH = 50  # rows claimed in one transaction
SETTLE_WITHIN = 0.05  # seconds: a crash repeats no more than what was sent in this time and what was in flight
FIRST_PAUSE = 0.5  # seconds until a database that is away is tried again; it doubles
LONGEST_WAIT = 10.0
BROKEN = "broken"  # the outcome of a row that we fail to put into words

log = structlog.get_logger(__name__)
REMINDERS = (Kind.REMINDER, Kind.SNOOZED, Kind.NOTICE)  # everything else is an announcement
T = TypeVar("T")


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Sends what is due. `owner` names this process in the rows it holds; `batch` is how many it claims at a time;
    `desk` is the clinic and its team.

    `beat` is called whenever it gets on, `settled` with the kind and the state of each row that it has moved.
    """

    database: Database
    library: Library
    clock: Clock
    send: Send
    owner: str
    batch: int = BATCH
    desk: Desk = NOBODY
    beat: Callable[[], None] = _nothing
    settled: Callable[[Kind, State], None] = _nothing
    monotonic: Callable[[], float] = real_monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def dispatch_due(self) -> int:
        """Handle one batch of what is due; return how many rows, 0 when nothing is.

        1. Claim, and decide what each row says now, in one transaction.
        2. Send, with no transaction open; hold on to what takes long.
        3. Settle in small groups, as the outcomes come in; each plans the patient's next reminder.
        """
        rows, ready = await self._claim()
        self.beat()
        sending = {asyncio.create_task(self._attempt(message)): message.outgoing_id for message in ready}
        try:
            await self._see_through(sending)
        finally:
            for task in sending:
                task.cancel()
        return rows

    async def next_due(self) -> datetime | None:
        """Return when the next row falls due, None when nothing is planned."""
        async with self.database.reading() as session:
            return await next_due(session)

    async def next_reminder(self) -> datetime | None:
        """Return when the next message to a patient falls due by a plan, None when nothing is planned."""
        async with self.database.reading() as session:
            return await next_due(session, REMINDERS)

    async def let_go(self) -> int:
        """Plan again what this process was cut off from, so that nobody waits for its leases; return how many."""
        async with self.database.session() as session:
            return await let_go(session, self.owner)

    async def _see_through(self, sending: Mapping[asyncio.Task[tuple[int, Delivery]], int]) -> None:
        going, renewed_at = set(sending), self.monotonic()
        while going:
            done, going = await asyncio.wait(
                going, timeout=RENEW_EVERY.total_seconds(), return_when=asyncio.FIRST_COMPLETED
            )
            if done and going:
                more, going = await asyncio.wait(going, timeout=SETTLE_WITHIN)
                done |= more
            if done:
                await self._settle([task.result() for task in done])
            if going and self.monotonic() - renewed_at >= RENEW_EVERY.total_seconds():
                in_hand = [sending[task] for task in going]
                await self._until_back(partial(renew, owner=self.owner, in_hand=in_hand))
                renewed_at = self.monotonic()

    async def _claim(self) -> tuple[int, list[Ready]]:
        try:
            return await self._claim_with(self._prepare)
        except Exception as error:
            if is_away(error):
                raise
            # one row that cannot be put into words must not hold up the others for ever
            return await self._claim_with(self._prepare_apart)

    async def _claim_with(
        self, preparing: Callable[[AsyncSession, Sequence[Outgoing], datetime], Awaitable[list[Ready | None]]]
    ) -> tuple[int, list[Ready]]:
        now = self.clock()
        async with self.database.session() as session:
            rows = await claim_due(session, now=now, owner=self.owner, limit=self.batch)
            prepared = await preparing(session, rows, now)
            moved = [(row.kind, row.state) for row in rows if row.state is not State.SENDING]
        for kind, state in moved:
            self.settled(kind, state)
        return len(rows), [ready for ready in prepared if ready]

    async def _prepare(self, session: AsyncSession, rows: Sequence[Outgoing], now: datetime) -> list[Ready | None]:
        known = await look_up(session, [row for row in rows if row.kind in REMINDERS], self.library, now)
        return [
            await prepare(session, row, known, self.library, now)
            if row.kind in REMINDERS
            else await prepare_announcement(session, row, self.library, self.desk, now)
            for row in rows
        ]

    async def _prepare_apart(
        self, session: AsyncSession, rows: Sequence[Outgoing], now: datetime
    ) -> list[Ready | None]:
        return [await self._prepare_alone(session, row, now) for row in rows]

    async def _prepare_alone(self, session: AsyncSession, row: Outgoing, now: datetime) -> Ready | None:
        """Prepare a row; one that breaks us is put off, and its changes are undone alone."""
        outgoing_id = row.id
        try:
            async with session.begin_nested():
                [ready] = await self._prepare(session, [row], now)
                return ready
        except Exception as error:
            if is_away(error):
                raise
            name, place = type(error).__name__, where(error)
            log.error("preparing broke", outgoing_id=outgoing_id, error=name, where=place)  # noqa: TRY400 - no words
            await session.refresh(row)
            put_off(row, now + LONGEST_PAUSE, BROKEN)
            return None

    async def _attempt(self, ready: Ready) -> tuple[int, Delivery]:
        try:
            return ready.outgoing_id, await self.send(ready)
        except Exception as error:
            # one message that breaks us must not hold up the others, nor be tried for ever
            name, place = type(error).__name__, where(error)
            log.error("sending broke", outgoing_id=ready.outgoing_id, error=name, where=place)  # noqa: TRY400 - no words
            return ready.outgoing_id, Delivery(outcome=Outcome.REFUSED, detail="our own failure")

    async def _settle(self, outcomes: Sequence[tuple[int, Delivery]]) -> None:
        """Settle a group; when one of it breaks us, each by itself, and that one without planning on."""
        try:
            moved = await self._until_back(lambda session: self._settle_all(session, outcomes))
        except Exception as error:
            if len(outcomes) > 1:
                for outcome in outcomes:
                    await self._settle([outcome])
                return
            [(outgoing_id, delivery)] = outcomes
            name, place = type(error).__name__, where(error)
            log.error("settling broke", outgoing_id=outgoing_id, error=name, where=place)  # noqa: TRY400 - no words
            moved = await self._until_back(lambda session: self._settle_bare(session, outgoing_id, delivery))
        self.beat()
        for kind, state in moved:
            self.settled(kind, state)

    async def _settle_all(
        self, session: AsyncSession, outcomes: Sequence[tuple[int, Delivery]]
    ) -> list[tuple[Kind, State]]:
        now, moved = self.clock(), []
        rows = await still_ours(session, [outgoing_id for outgoing_id, _ in outcomes], self.owner)
        patients = await patients_of(session, rows.values())
        final: list[Outgoing] = []
        for outgoing_id, delivery in outcomes:
            row = rows.get(outgoing_id)
            if row is None:
                log.warning("settled by somebody else", outgoing_id=outgoing_id, outcome=delivery.outcome)
                continue
            if row.kind in REMINDERS:
                if settle_reminder(row, patients[row.patient_id], delivery, now):
                    final.append(row)
            else:
                await settle_announcement(session, row, delivery, self.library, self.desk, now)
            moved.append((row.kind, row.state))
            log.info("settled", outgoing_id=outgoing_id, kind=row.kind, outcome=delivery.outcome)
        await session.flush()
        await record_carried(session, final, now)
        plan_on = {row.patient_id: patients[row.patient_id] for row in final}
        await replan_all(session, plan_on.values(), self.library.courses, now)
        return moved

    async def _settle_bare(
        self, session: AsyncSession, outgoing_id: int, delivery: Delivery
    ) -> list[tuple[Kind, State]]:
        """What was sent must not be sent again because we fail to plan what follows; the plan is looked at later."""
        row = (await still_ours(session, [outgoing_id], self.owner)).get(outgoing_id)
        if row is None:
            return []
        now = self.clock()
        if delivery.outcome is Outcome.LATER:
            put_off(row, now + LONGEST_PAUSE, delivery.outcome)
            return [(row.kind, row.state)]
        sent = delivery.outcome in {Outcome.DELIVERED, Outcome.UNKNOWN}
        settle(row, State.SENT if sent else State.UNDELIVERABLE, delivery.outcome, now)
        await record_carried(session, [row], now)
        await session.flush()
        if row.kind is Kind.REMINDER:
            set_alarm(session, row, now + LONGEST_PAUSE, now)
        return [(row.kind, row.state)]

    async def _until_back(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Do it in a transaction, while the database is away again and again; once more after any other failure."""
        pause, failed = FIRST_PAUSE, False
        while True:
            try:
                async with self.database.session() as session:
                    return await work(session)
            except Exception as error:
                if is_away(error):
                    if pause == FIRST_PAUSE:
                        log.error("the database is away", error=type(error).__name__, where=where(error))  # noqa: TRY400
                    await self.sleep(pause)
                    pause = min(pause * 2, LONGEST_WAIT)
                elif failed:
                    raise
                failed = failed or not is_away(error)  # another process may have written the same at that moment
