"""Database: engines, sessions and migrations of SQLite and PostgreSQL.

A session is a transaction: it commits when its block is left, and rolls back when an exception leaves it.
None may be open while the network is waited for.
"""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.backups import folder_of, nightly_backups
from scheduler.erasures import Journal, journal_beside
from scheduler.revisions import KNOWN, NEWEST, current_revision, upgrade

BUSY = 5000  # milliseconds that SQLite waits for another process's write
# A server that is gone without a word is noticed within seconds, not when the kernel gives up
GIVES_UP = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}
MIGRATION_LOCK = 4_702_111_234  # PostgreSQL's advisory lock: one process migrates at a time


class DatabaseTrouble(Exception):
    """The database cannot be used; the message is one line that says why and what to do."""


class Database:
    """The engines of one database. SQLite has one for writing and one for reading, so that readers never wait."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._shown = make_url(url).render_as_string(hide_password=True)
        if self.is_sqlite:
            self._writer = _sqlite(url, begin="BEGIN IMMEDIATE", connections=1)
            self._reader = _sqlite(url, begin="BEGIN", connections=4)
            self._migrator = _sqlite(url, begin="BEGIN IMMEDIATE", connections=1, foreign_keys=False)
        else:
            self._writer = self._reader = self._migrator = _postgresql(url)
        self._writing = async_sessionmaker(self._writer, class_=AsyncSession, expire_on_commit=False)
        self._reading = async_sessionmaker(self._reader, class_=AsyncSession, expire_on_commit=False)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database, None on PostgreSQL."""
        return Path(self._writer.url.database or "") if self.is_sqlite else None

    @property
    def address(self) -> str:
        """The address without the password, as PostgreSQL's own tools take it."""
        url = self._writer.url
        shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        return shown.render_as_string()

    @property
    def journal(self) -> Journal:
        """The journal of erasures."""
        return journal_beside(self._writer.url)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that may write. On SQLite it waits its turn from the first statement on."""
        async with self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that only reads; what it changes is thrown away."""
        async with self._reading() as session:
            yield session

    async def migrate(self) -> None:
        """Bring the tables up to date, one process at a time; raise DatabaseTrouble when that cannot be."""
        await self._with_connection(_upgrade, self._migrator)
        if self.is_sqlite:
            await self._migrator.dispose()  # what it read of the whole file is not needed again

    async def require_current(self) -> None:
        """Raise DatabaseTrouble unless the tables are those of this version."""
        await self._with_connection(_check_revision)

    async def look(self) -> None:
        """Raise DatabaseTrouble when it cannot be used or is of a newer version; change nothing, make nothing."""
        if self.path and not self.path.exists():
            folder = next(folder for folder in self.path.absolute().parents if folder.exists())
            if not os.access(folder, os.W_OK | os.X_OK):
                raise DatabaseTrouble(
                    f"DATABASE_URL {self._shown}: {folder} may not be written to: choose another folder"
                )
            return
        await self._with_connection(_known_revision)

    async def has_tables(self) -> bool:
        """Return whether the tables were made already."""
        if self.path and not self.path.exists():
            return False
        async with self._reader.connect() as connection:
            return bool(await connection.run_sync(lambda there: inspect(there).has_table("patient")))

    async def ping(self) -> None:
        """Ask for nothing; raise what the driver raises when no answer comes."""
        async with self._reader.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()
        await self._migrator.dispose()

    @contextmanager
    def clear_words(self) -> Iterator[None]:
        """Turn whatever the driver raises in the block into DatabaseTrouble, with the way out."""
        try:
            yield
        except (DBAPIError, OSError) as error:
            raise DatabaseTrouble(f"DATABASE_URL {self._shown}: {_reason(error, self.path)}") from None

    async def _with_connection(self, work: Any, engine: AsyncEngine | None = None) -> None:
        with self.clear_words():
            if self.path:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(self.path, os.O_RDONLY | os.O_CREAT, 0o600))  # patients' data: its owner's alone
            async with (engine or self._writer).connect() as connection:
                await connection.run_sync(work)
                await connection.commit()


def is_away(error: BaseException) -> bool:
    """Return whether an error says that the database cannot be used now, and not that we asked for something wrong."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout | OSError)


def _sqlite(url: str, *, begin: str, connections: int, foreign_keys: bool = True) -> AsyncEngine:
    """Migrations go without foreign keys: SQLite changes a table by dropping the old one, and what hangs on it."""
    keys = f"foreign_keys={'ON' if foreign_keys else 'OFF'}"
    engine = create_async_engine(
        url.replace("sqlite://", "sqlite+aiosqlite://", 1),
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # they may be a patient's words, and errors are read
        connect_args={"isolation_level": None},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _set_pragmas(connection: Any, _record: Any) -> None:
        # FULL: what was acknowledged to Telegram also survives a power cut
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY}", keys):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # the driver opens no transaction for SELECT, and a read that becomes a write may fail at once
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: str) -> AsyncEngine:
    return create_async_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=10,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=GIVES_UP,
    )


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    if _known_revision(connection) != NEWEST:
        upgrade(connection)
    if connection.dialect.name == "sqlite" and (astray := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise DatabaseTrouble(f"the database cannot be brought up to date: {len(astray)} rows would belong to nobody")


def _check_revision(connection: Connection) -> None:
    if _known_revision(connection) != NEWEST:
        raise DatabaseTrouble("the database has not been brought up to date: run `afterglow migrate`")


def _known_revision(connection: Connection) -> str | None:
    """Return the revision that the tables stand at, None without tables; raise when a newer version made them."""
    current = current_revision(connection)
    if current not in (None, *KNOWN):
        raise DatabaseTrouble(
            f"the database is from a newer version of Afterglow (revision {current}): "
            "install that version, or restore a backup"
        )
    return current


def _reason(error: Exception, path: Path | None) -> str:
    """The driver's own words in one line, with the way out where we know it."""
    cause = getattr(error, "orig", None) or error
    words = " ".join(str(cause).split())
    if path and isinstance(cause, sqlite3.DatabaseError) and ("not a database" in words or "malformed" in words):
        return f"the file is damaged ({words}): {_way_back(path)}"
    if isinstance(cause, sqlite3.OperationalError | OSError):
        return f"{words}: check that the folder exists and may be written to, and that the disk is not full"
    if isinstance(cause, psycopg.Error):
        return f"{words}: check the address, the user and the password, and that the server runs"
    return words


def _way_back(path: Path) -> str:
    newest = nightly_backups(path)[-1:]
    if newest:
        return f"restore the newest backup with `afterglow restore {newest[0]}`"
    return f"restore a backup with `afterglow restore FILE`; there is none in {folder_of(path)}"


__all__ = ["AsyncSession", "Database", "DatabaseError", "DatabaseTrouble", "OperationalError"]
