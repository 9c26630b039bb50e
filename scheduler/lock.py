"""Lock: one poller per bot, or any number of processes behind a webhook, by a lock that dies with its process.

A file lock beside a SQLite database; on PostgreSQL an advisory lock of a connection that is kept open and looked after.
A database belongs to one bot: who is to be reminded is not kept apart by bots.
Beside SQLite there is a second file lock, which a restore holds for itself.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
import structlog
from psycopg.conninfo import make_conninfo

from scheduler.database import GIVES_UP, Database, DatabaseTrouble
from scheduler.tracing import where

POLLER = 0x41464752  # the first key of the advisory lock; the second is the bot's id in 31 bits
ALONE: LiteralString = "SELECT pg_try_advisory_lock(%s, %s)"
TOGETHER: LiteralString = "SELECT pg_try_advisory_lock_shared(%s, %s)"
OTHER_BOT: LiteralString = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE datname = current_database() AND locktype = 'advisory' AND classid = %s AND objid <> %s AND objsubid = 2
    )
"""
END_FORMER: LiteralString = """
    SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
    WHERE application_name = %s AND pid <> pg_backend_pid()
"""
# A machine that is gone without a word holds the lock until the server notices: 25 seconds, not two hours
NOTICED: LiteralString = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
LOOK_EVERY = 5.0  # seconds
ANSWER_WITHIN = 5.0  # seconds
REFUSAL = "Afterglow runs already with this BOT_TOKEN and database: stop the other process first"
REFUSAL_OF_FILE = (
    "Afterglow runs already on {}: stop the other process first, or give this bot a DATABASE_URL of its own"
)
REFUSAL_OF_BOT = "Afterglow runs already with another bot on this database: give this one a DATABASE_URL of its own"

log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]


class AlreadyPolling(Exception):
    """Another process of Afterglow receives this bot's messages already; the message says what to do."""


class FileLock:
    """A lock that is held for as long as the process lives."""

    async def keep(self) -> None:
        """Return at once: there is nothing to look after."""


class AdvisoryLock:
    """A lock of a session of PostgreSQL, and lost with it."""

    def __init__(self, url: str, bot_id: int, query: LiteralString, sleep: Sleep = asyncio.sleep) -> None:
        self._url = url
        self._bot = bot_id % 2**31
        self._query = query
        self._sleep = sleep
        self._name = f"afterglow {uuid4().hex}"  # of our sessions, so that we know a former one of ours
        self._connection: psycopg.AsyncConnection | None = None

    async def take(self) -> None:
        """Take it in a session of its own. Raises AlreadyPolling, and what the driver raises.

        What is left of a former session of ours is ended first: the server may not know yet that it is gone.
        """
        address = make_conninfo(self._url, application_name=self._name, **GIVES_UP)
        connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
        try:
            await self._take_in(connection)
        except BaseException:
            await connection.close()
            raise
        self._connection = connection

    async def keep(self) -> None:
        """See to it, until cancelled, that it is ours; take it anew when its session is gone.

        Raises AlreadyPolling when another process has taken it meanwhile.
        """
        while True:
            await self._sleep(LOOK_EVERY)
            if self._connection and not await _answers(self._connection):
                log.error("The lock of the bot was lost with its connection; taking it again", action="lock_lost")
                await self.leave()
            if not self._connection:
                await self._retake()

    async def leave(self) -> None:
        """End the session, and the lock with it."""
        connection, self._connection = self._connection, None
        if connection:
            await connection.close()

    async def _take_in(self, connection: psycopg.AsyncConnection) -> None:
        await connection.execute(NOTICED)
        await connection.execute(END_FORMER, (self._name,))
        if not await _is_true(connection, self._query, (POLLER, self._bot)):
            raise AlreadyPolling(REFUSAL)
        # locked first and asked then: of two that start at once at least one sees the other
        if await _is_true(connection, OTHER_BOT, (POLLER, self._bot)):
            raise AlreadyPolling(REFUSAL_OF_BOT)

    async def _retake(self) -> None:
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await self.take()
        except (psycopg.Error, OSError) as error:  # the server is away: nobody else can take it either
            log.debug("The lock cannot be taken yet", error=type(error).__name__, where=where(error))
        else:
            log.info("The lock of the bot is held again", action="lock_back")


Lock = FileLock | AdvisoryLock


@asynccontextmanager
async def polling_alone(database: Database, url: str, bot_id: int) -> AsyncIterator[Lock]:
    """Hold the lock while the block runs; raise AlreadyPolling at once when another process holds it."""
    async with _file_lock(database.path) if database.path else _advisory_lock(url, bot_id, ALONE) as lock:
        yield lock


@asynccontextmanager
async def receiving_together(database: Database, url: str, bot_id: int) -> AsyncIterator[Lock]:
    """Hold a part of the lock while the block runs; raise AlreadyPolling at once when a poller holds all of it.

    On SQLite there are no parts: one process receives.
    """
    async with _file_lock(database.path) if database.path else _advisory_lock(url, bot_id, TOGETHER) as lock:
        yield lock


@contextmanager
def without_bots(path: Path) -> Iterator[None]:
    """Keep every bot off a SQLite database while the block runs; raise AlreadyPolling at once when one runs on it."""
    with _locked(path.with_name(f"{path.name}.lock"), fcntl.LOCK_EX, f"A bot runs on {path}: stop it first"):
        yield


@asynccontextmanager
async def _file_lock(path: Path) -> AsyncIterator[FileLock]:
    """Of the file, whatever the bot: whoever starts takes back all that was in hand."""
    with (
        _locked(path.with_name(f"{path.name}.bot.lock"), fcntl.LOCK_EX, REFUSAL_OF_FILE.format(path)),
        _locked(path.with_name(f"{path.name}.lock"), fcntl.LOCK_SH, "A backup is being restored: wait for its end"),
    ):
        yield FileLock()


@contextmanager
def _locked(file: Path, how: int, refusal: str) -> Iterator[None]:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseTrouble(
            f"DATABASE_URL {file}: {error.strerror}: choose a folder that may be written to"
        ) from None
    try:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyPolling(refusal) from None
        yield
    finally:
        os.close(descriptor)


@asynccontextmanager
async def _advisory_lock(url: str, bot_id: int, query: LiteralString) -> AsyncIterator[AdvisoryLock]:
    lock = AdvisoryLock(url, bot_id, query)
    try:
        await lock.take()
    except psycopg.OperationalError:
        raise DatabaseTrouble("DATABASE_URL: the server does not answer: check that it runs") from None
    try:
        yield lock
    finally:
        await lock.leave()


async def _is_true(connection: psycopg.AsyncConnection, query: LiteralString, keys: tuple[int, int]) -> bool:
    row = await (await connection.execute(query, keys)).fetchone()
    return bool(row and row[0])


async def _answers(connection: psycopg.AsyncConnection) -> bool:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            await connection.execute("SELECT 1")
    except (psycopg.Error, OSError):
        return False
    return True
