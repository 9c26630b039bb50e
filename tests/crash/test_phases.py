"""Killed within each phase of its work, the real process loses nothing, and repeats only what Telegram had taken."""

import asyncio
import signal
import sqlite3
from contextlib import asynccontextmanager, closing
from random import Random

import psycopg
import pytest
from sqlmodel import select

from bot.preview.faults import Fault, Slow
from scheduler import clock
from scheduler.models import Handling, Incoming, Outgoing, State
from tests.crash.load import Load
from tests.crash.siege import hook, let_leases_run_out, opened

TAKEN = Slow(seconds=1, taken=True)  # carried out, and never answered
NOT_TAKEN = Slow(seconds=1, taken=False)


class Hanging:
    """Waits of Telegram that never end; `count` is how many calls hang."""

    def __init__(self, world):
        self.world, self.count = world, 0

    async def __call__(self, _seconds):
        self.count += 1
        self.world.bell.ring()
        await asyncio.Event().wait()


@asynccontextmanager
async def locked(database_url):
    """Hold the database, so that nothing can be stored."""
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
    else:
        async with await psycopg.AsyncConnection.connect(database_url) as connection:
            await connection.execute("LOCK TABLE incoming IN EXCLUSIVE MODE")
            yield


async def states(settings):
    """Return the states of all that was stored and of all reminders whose time has come."""
    async with opened(settings) as database, database.reading() as session:
        stored = (await session.exec(select(Incoming.state))).all()
        due = (await session.exec(select(Outgoing.state).where(Outgoing.due_at <= clock.now()))).all()
        return list(stored), list(due)


async def test_killed_before_what_was_done_is_written_down(place, library, answers, database_url):
    """It repeats what Telegram took without an answer, says what Telegram did not take, and stores nothing twice."""
    world, settings = place.world, {"DATABASE_URL": database_url, "METRICS_PORT": ""}
    world.wait = hanging = Hanging(world)
    load = Load(world, library, Random(0))
    async with opened(settings) as database:
        await load.enrol(database, 2, clock.now())
    ana, bea, told, not_told = world.add_person("Ana"), world.add_person("Bea"), *load.patients
    world.faults += [
        Fault(what=NOT_TAKEN, method="sendMessage", chat_id=ana.id, spare=1),  # between the commit and the reply
        Fault(what=TAKEN, method="sendMessage", chat_id=bea.id),  # between the reply and its settling
        Fault(what=NOT_TAKEN, method="sendMessage", chat_id=not_told.id),  # between the claim and the reminder
        Fault(what=TAKEN, method="sendMessage", chat_id=told.id),  # between the reminder and its settling
        Fault(what=NOT_TAKEN, method="getUpdates", spare=1),  # between storing and acknowledging
    ]
    ana.send_text("/help")
    ana.send_text("/privacy")
    bea.send_text("/help")
    bot = await place.start("run", **settings)
    await world.until(lambda: hanging.count == 5, seconds=60)
    await bot.stop(signal.SIGKILL)
    before = [person.texts_from_bot() for person in (ana, bea, told, not_told)]
    waiting = len(world.queue.pending())
    await let_leases_run_out(settings)

    again = await place.start("run", **settings)
    await world.until(lambda: ana.texts_from_bot()[1:] and bea.texts_from_bot()[1:], seconds=60)
    await world.until(lambda: told.texts_from_bot()[1:] and not_told.texts_from_bot(), seconds=60)

    assert await again.stop() == 0
    assert [len(texts) for texts in before] == [1, 1, 1, 0]
    assert waiting == 3
    assert world.queue.pending() == []
    assert ana.texts_from_bot() == [answers["/help"], answers["/privacy"]]
    assert bea.texts_from_bot() == [answers["/help"]] * 2
    assert (len(told.texts_from_bot()), len(not_told.texts_from_bot())) == (2, 1)
    stored, due = await states(settings)
    assert stored == [Handling.HANDLED] * 3
    assert set(due) == {State.SENT}


@pytest.mark.parametrize(
    ("database_url", "way"), [("sqlite", "webhook"), ("postgresql", "polling")], indirect=["database_url"]
)
async def test_killed_between_receiving_and_storing(place, answers, database_url, way):
    """It has acknowledged nothing, so that the next start gets it all; advice in an emergency went out all the same."""
    world = place.world
    settings = {"DATABASE_URL": database_url, "METRICS_PORT": "", **(hook() if way == "webhook" else {})}
    ana, bea = world.add_person("Ana"), world.add_person("Bea")
    bot = await place.start("run", **settings)
    await bot.wrote("Ready")
    async with locked(database_url):
        ana.send_text("/help")
        bea.send_text("I can't breathe")
        await world.until(bea.texts_from_bot, seconds=60)
        await bot.stop(signal.SIGKILL)
    stored, _ = await states(settings)

    again = await place.start("run", **settings)
    await world.until(lambda: ana.texts_from_bot() and not world.queue.pending(), seconds=60)

    assert await again.stop() == 0
    assert stored == []
    assert ana.texts_from_bot() == [answers["/help"]]
    assert "112" in bea.texts_from_bot()[0]
    assert (await states(settings))[0] == [Handling.HANDLED] * 2
