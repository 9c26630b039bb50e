"""Siege: the real process under load, killed at random instants and started again; then what it left is counted."""

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from sqlalchemy import func, update
from sqlmodel import col, select

from scheduler import clock
from scheduler.database import Database
from scheduler.models import Handling, Incoming, Outgoing, State
from tests.crash.load import Load
from tests.crash.tally import Tally, count_answers, count_reminders, count_stored
from tests.e2e.process import Place

AT_START = 0.2  # of the kills come at any instant of a start, the others while it works
STARTING = 2.5  # seconds
MOST_SENT = 40  # messages that it sends until it is killed
FINE = 0.06  # seconds after the last of them
WRITTEN = 36  # messages between two kills
ENROLLED = 24  # patients between two kills
A_WHILE = 60  # seconds without one message, after which nothing more is to be expected
PAST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(kw_only=True)
class Siege:
    """A process in a place, its load, and who kills it. `in_flight`: what was sent and not settled at each kill."""

    place: Place
    load: Load
    settings: dict[str, str]
    random: Random
    began_at: datetime = field(default_factory=clock.now)
    in_flight: list[int] = field(default_factory=list)

    @property
    def world(self):
        return self.place.world

    async def round(self):
        """Let people write and patients enrol, start, kill, and count what was in flight."""
        self.load.add_writers(WRITTEN // 6)
        self.load.write(WRITTEN // 2)
        async with opened(self.settings) as database:
            await self.load.enrol(database, ENROLLED, clock.now())
        bot = await self.place.start("run", **self.settings)
        writing = asyncio.create_task(self.load.keep_writing(WRITTEN // 2))
        await self._kill(bot)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        self.in_flight.append(await self._excess() - sum(self.in_flight))

    async def rest(self, answers):
        """Start once more, let it work until everybody has got what they are owed, and end it as an operator does.

        It has as long as it goes on sending: how much is left, and how busy the machine is, differs.
        """
        bot = await self.place.start("run", **self.settings)
        before = -1
        while self._sent() > before and not self.load.is_quiet(answers):  # what is missing in the end the tally says
            before = self._sent()
            with suppress(TimeoutError):
                await self.world.until(lambda: self.load.is_quiet(answers), seconds=A_WHILE)
        assert await bot.stop() == 0, "\n".join(bot.lines[-40:])

    async def count(self, answers):
        tally = Tally()
        count_answers(tally, self.load.writers, answers)
        async with opened(self.settings) as database, database.reading() as session:
            await count_reminders(tally, session, self.world, self.load.library, self.began_at, clock.now())
            await count_stored(tally, session)
        return tally

    async def _kill(self, bot):
        """Kill it at a random instant, and wait for its end."""
        after = FINE
        if self.random.random() < AT_START:
            after = STARTING
        else:
            target = self._sent() + self.random.randrange(MOST_SENT)
            with suppress(TimeoutError):  # it may have nothing left to do
                await self.world.until(lambda: self._sent() >= target, seconds=30)
        asyncio.get_running_loop().call_later(self.random.uniform(0, after), bot.process.kill)
        await bot.ends()
        await let_leases_run_out(self.settings)

    async def _excess(self):
        """Return how many messages were sent more than the database knows of."""
        async with opened(self.settings) as database, database.reading() as session:
            settled = select(func.count()).where(
                Outgoing.state == State.SENT, col(Outgoing.settled_at) >= self.began_at
            )
            handled = select(func.count()).where(Incoming.state == Handling.HANDLED)
            return self._sent() - (await session.exec(settled)).one() - (await session.exec(handled)).one()

    def _sent(self):
        chats = self.world.chats.values()
        return sum(message.sender.is_bot for chat in chats for message in chat.messages.values())


@asynccontextmanager
async def opened(settings):
    """Open the database of a process; on SQLite no process may run meanwhile."""
    database = Database(settings["DATABASE_URL"])
    try:
        yield database
    finally:
        await database.close()


async def let_leases_run_out(settings):
    """Let the minute pass after which another process takes over, on PostgreSQL; SQLite has no leases."""
    async with opened(settings) as database, database.session() as session:
        for table in (Incoming, Outgoing):
            await session.exec(update(table).where(col(table.owner).is_not(None)).values(lease_until=PAST))


def hook():
    """Return the settings of a process that has updates posted to it, at a port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "PORT": str(port)}
