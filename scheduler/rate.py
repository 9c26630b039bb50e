"""Rate: the pace that all processes of a bot keep together, by one row on PostgreSQL and its clock.

The row holds the instant from which the next reminder may go. Whoever takes turns moves it on in the same statement, so
that two processes never take the same turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from scheduler.database import Database

RESERVE = text(
    """
    INSERT INTO shared_pace AS pace (bot_id, next_at) VALUES (:bot_id, clock_timestamp() + :span)
    ON CONFLICT (bot_id) DO UPDATE SET next_at = greatest(pace.next_at, clock_timestamp()) + :span
    RETURNING extract(epoch FROM next_at - clock_timestamp()), extract(epoch FROM paused_until - clock_timestamp())
    """
)
PAUSE = text(
    """
    INSERT INTO shared_pace AS pace (bot_id, next_at, paused_until)
    VALUES (:bot_id, clock_timestamp(), clock_timestamp() + :span)
    ON CONFLICT (bot_id) DO UPDATE SET paused_until = greatest(pace.paused_until, clock_timestamp() + :span)
    """
)


@dataclass(frozen=True, kw_only=True)
class Turns:
    """Seconds from now: when each reserved turn begins, 0 for at once; and how long all have to wait besides."""

    begin_in: Sequence[float]
    pause: float = 0.0


class SharedRate:
    """The turns of one bot, `rate` a second (above 0), of which `burst` may go at once after a quiet time."""

    def __init__(self, database: Database, bot_id: int, *, rate: float, burst: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._between = 1 / rate
        self._ahead = (burst - 1) * self._between

    async def reserve(self, count: int) -> Turns:
        """Take the next turns; committed on return. Turns that are not used are lost."""
        span = timedelta(seconds=count * self._between)
        async with self._database.session() as session:
            connection = await session.connection()
            row = (await connection.execute(RESERVE, {"bot_id": self._bot_id, "span": span})).one()
        first = float(row[0]) - span.total_seconds() - self._ahead
        return Turns(
            begin_in=[max(0.0, first + place * self._between) for place in range(count)],
            pause=max(0.0, float(row[1] or 0)),
        )

    async def pause(self, seconds: float) -> None:
        """Let all processes wait; they learn of it with their next turn."""
        async with self._database.session() as session:
            connection = await session.connection()
            await connection.execute(PAUSE, {"bot_id": self._bot_id, "span": timedelta(seconds=seconds)})
