"""Dispatcher: claims what is due, hands it to `send`, settles the outcome. No transaction is open while it sends."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from messages.library import Library
from scheduler.clock import Clock
from scheduler.database import Database
from scheduler.outgoing import Delivery, Outcome, Ready, Send, claim_due, next_due, still_ours
from scheduler.preparing import prepare
from scheduler.reminders import settle_reminder
from scheduler.tracing import where

__all__ = ["Delivery", "Dispatcher", "Outcome", "Ready", "Send"]

BATCH = 50  # rows claimed in one transaction
SETTLE_WITHIN = 0.05  # seconds: a crash repeats no more than what was sent in this time and what was in flight

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Sends what is due. `owner` names this process in the rows it holds."""

    database: Database
    library: Library
    clock: Clock
    send: Send
    owner: str

    async def dispatch_due(self) -> int:
        """Handle one batch of what is due; return how many rows, 0 when nothing is.

        1. Claim, and decide what each row says now, in one transaction.
        2. Send, with no transaction open.
        3. Settle in small groups, as the outcomes come in; each plans the patient's next reminder.
        """
        rows, ready = await self._claim()
        sending = {asyncio.create_task(self._attempt(message)) for message in ready}
        while sending:
            done, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
            if sending:
                more, sending = await asyncio.wait(sending, timeout=SETTLE_WITHIN)
                done |= more
            await self._settle([task.result() for task in done])
        return rows

    async def next_due(self) -> datetime | None:
        """Return when the next row falls due, None when nothing is planned."""
        async with self.database.reading() as session:
            return await next_due(session)

    async def _claim(self) -> tuple[int, list[Ready]]:
        now = self.clock()
        async with self.database.session() as session:
            rows = await claim_due(session, now=now, owner=self.owner, limit=BATCH)
            prepared = [await prepare(session, row, self.library, now) for row in rows]
        return len(rows), [ready for ready in prepared if ready]

    async def _attempt(self, ready: Ready) -> tuple[int, Delivery]:
        try:
            return ready.outgoing_id, await self.send(ready)
        except Exception as error:
            # one message that breaks us must not hold up the others, nor be tried for ever
            name, place = type(error).__name__, where(error)
            log.error("sending broke", outgoing_id=ready.outgoing_id, error=name, where=place)  # noqa: TRY400 - no words
            return ready.outgoing_id, Delivery(outcome=Outcome.REFUSED, detail="our own failure")

    async def _settle(self, outcomes: Sequence[tuple[int, Delivery]]) -> None:
        now = self.clock()
        async with self.database.session() as session:
            for outgoing_id, delivery in outcomes:
                row = await still_ours(session, outgoing_id, self.owner)
                if row is None:
                    log.warning("settled by somebody else", outgoing_id=outgoing_id, outcome=delivery.outcome)
                    continue
                await settle_reminder(session, row, delivery, self.library.courses, now)
                log.info("settled", outgoing_id=outgoing_id, kind=row.kind, outcome=delivery.outcome)
