"""Lock: one poller per bot, or any number of processes behind a webhook, by a lock that dies with its process.

A file lock beside a SQLite database; on PostgreSQL an advisory lock of a connection that is kept open.
Bots share a second file lock, which a restore holds for itself.
"""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg

from scheduler.database import Database, DatabaseTrouble

POLLER = 0x41464752  # the first key of the advisory lock; the second is the bot's id in 31 bits
ALONE: LiteralString = "SELECT pg_try_advisory_lock(%s, %s)"
TOGETHER: LiteralString = "SELECT pg_try_advisory_lock_shared(%s, %s)"
REFUSAL = "Afterglow runs already with this BOT_TOKEN and database: stop the other process first"


class AlreadyPolling(Exception):
    """Another process of Afterglow receives this bot's messages already; the message says what to do."""


@asynccontextmanager
async def polling_alone(database: Database, url: str, bot_id: int) -> AsyncIterator[None]:
    """Hold the lock while the block runs; raise AlreadyPolling at once when another process holds it."""
    async with _file_lock(database.path, bot_id) if database.path else _advisory_lock(url, bot_id, ALONE):
        yield


@asynccontextmanager
async def receiving_together(database: Database, url: str, bot_id: int) -> AsyncIterator[None]:
    """Hold a part of the lock while the block runs; raise AlreadyPolling at once when a poller holds all of it.

    On SQLite there are no parts: one process receives.
    """
    async with _file_lock(database.path, bot_id) if database.path else _advisory_lock(url, bot_id, TOGETHER):
        yield


@contextmanager
def without_bots(path: Path) -> Iterator[None]:
    """Keep every bot off a SQLite database while the block runs; raise AlreadyPolling at once when one runs on it."""
    with _locked(path.with_name(f"{path.name}.lock"), fcntl.LOCK_EX, f"A bot runs on {path}: stop it first"):
        yield


@asynccontextmanager
async def _file_lock(path: Path, bot_id: int) -> AsyncIterator[None]:
    with (
        _locked(path.with_name(f"{path.name}.{bot_id}.lock"), fcntl.LOCK_EX, REFUSAL),
        _locked(path.with_name(f"{path.name}.lock"), fcntl.LOCK_SH, "A backup is being restored: wait for its end"),
    ):
        yield


@contextmanager
def _locked(file: Path, how: int, refusal: str) -> Iterator[None]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
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
async def _advisory_lock(url: str, bot_id: int, query: LiteralString) -> AsyncIterator[None]:
    try:
        connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    except psycopg.OperationalError:
        raise DatabaseTrouble("DATABASE_URL: the server does not answer: check that it runs") from None
    async with connection:
        cursor = await connection.execute(query, (POLLER, bot_id % 2**31))
        row = await cursor.fetchone()
        if not (row and row[0]):
            raise AlreadyPolling(REFUSAL)
        yield
