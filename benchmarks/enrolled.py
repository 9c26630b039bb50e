"""Enrolled: what enrolling, claiming and settling cost with many patients, and whether it stays the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from benchmarks.crowds import FIRST_CHAT, Originals, bytes_of, empty_database, fill, fill_up
from benchmarks.live import Start, start_up, url_of
from benchmarks.telegram_server import Address
from messages.library import Library
from scheduler import clock
from scheduler.database import Database
from scheduler.dispatcher import BATCH, Delivery, Dispatcher, Outcome, Ready
from scheduler.outgoing import claim_due
from scheduler.patients import give_consent, meet
from scheduler.treatments import register

DUE = 700  # patients with a reminder due; all others wait for the next day
ENROLS = 40
NEW_CHAT = FIRST_CHAT * 1_000
CLAIMS = 9


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Milliseconds: to enrol one, to claim a batch, to see one message through; how it starts; bytes a patient."""

    enrol: float
    claim: float
    message: float
    start: Start
    bytes_each: float


async def costs(address: Address, library: Library, originals: Originals, patients: int, server: str | None) -> Costs:
    """Measure with so many enrolled."""
    async with empty_database(server, "enrolled") as database:
        due_at = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        empty = await bytes_of(database)
        await fill(database, originals, DUE, due_at=due_at)
        size = await bytes_of(database) - empty
        await fill_up(database, patients, due_at=due_at + timedelta(days=1))
        await database.close()
        return Costs(
            start=await start_up(address, url_of(database)),
            enrol=await _enrol(database, library),
            claim=await _claim(database, due_at),
            message=await _see_through(database, library, due_at),
            bytes_each=size / DUE,
        )


async def _enrol(database: Database, library: Library) -> float:
    took = []
    for number in range(ENROLS):
        now, began = clock.now(), perf_counter()
        async with database.session() as session:
            patient = await meet(session, NEW_CHAT + number, "en", now)
            patient.zone = "Europe/Madrid"
            await give_consent(session, patient, "1", now)
            await register(session, patient, now - timedelta(minutes=20), library.courses, now)
        took.append(perf_counter() - began)
    return median(took) * 1e3


async def _claim(database: Database, now: datetime) -> float:
    """Claim a batch and put it back."""
    took = []
    for _ in range(CLAIMS):
        async with database.session() as session:
            began = perf_counter()
            claimed = await claim_due(session, now=now, owner="bench", limit=BATCH)
            took.append(perf_counter() - began)
            assert len(claimed) == BATCH
            await session.rollback()
    return median(took) * 1e3


async def _see_through(database: Database, library: Library, now: datetime) -> float:
    """Claim, prepare, settle and plan on what is due; nothing is sent anywhere."""

    async def send(ready: Ready) -> Delivery:
        return Delivery(outcome=Outcome.DELIVERED, message_id=ready.outgoing_id)

    dispatcher = Dispatcher(database=database, library=library, clock=lambda: now, send=send, owner="bench")
    took: list[float] = []
    while True:
        began = perf_counter()
        rows = await dispatcher.dispatch_due()
        if rows < BATCH:
            return median(took) * 1e3
        took.append((perf_counter() - began) / rows)
