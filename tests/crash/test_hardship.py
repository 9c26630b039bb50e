"""Hardship of the real process: a full disk, a damaged file, a long sleep, a crowd of reminders after an outage."""

import asyncio
import resource
import signal
import sqlite3
from contextlib import closing
from random import Random

import pytest

from bot.preview.faults import Fault, Slow
from scheduler import clock
from tests.crash.load import Load
from tests.crash.siege import opened

HARD_LIMIT = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
RATE = 20  # reminders a second
AT_ONCE = 5 + 8  # after a quiet time, and what is in flight


@pytest.fixture
def settings(place):
    return {"DATABASE_URL": f"sqlite:///{place.folder}/data/afterglow.db", "METRICS_PORT": "", "BACKUP_KEEP": "0"}


@pytest.fixture
async def load(place, library, settings):
    """Return a load on a database with tables."""
    async with opened(settings) as database:
        await database.migrate()
    return Load(place.world, library, Random(0))


async def enrol(load, settings, count):
    async with opened(settings) as database:
        await load.enrol(database, count, clock.now())
    return load.patients


def query(place, words):
    with closing(sqlite3.connect(place.folder / "data" / "afterglow.db")) as connection:
        return connection.execute(words).fetchall()


async def test_a_disk_that_fills_up_between_sending_and_settling(place, load, settings):
    """It holds on to what it knows until there is room again, and sends nothing twice."""
    patients = await enrol(load, settings, 4)
    opened_again, taken = asyncio.Event(), Fault(what=Slow(seconds=1), method="sendMessage", times=None)

    async def until_opened(_seconds):
        place.world.bell.ring()
        await opened_again.wait()

    place.world.wait, place.world.faults = until_opened, [taken]
    bot = await place.start("run", **settings)
    await place.world.until(lambda: all(patient.texts_from_bot() for patient in patients), seconds=60)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (4096, HARD_LIMIT))
    opened_again.set()
    await bot.wrote("the database is away")
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (HARD_LIMIT, HARD_LIMIT))

    assert await bot.stop() == 0
    assert query(place, "SELECT state, count(*) FROM outgoing WHERE message_id GROUP BY state") == [("sent", 4)]
    assert [len(patient.texts_from_bot()) for patient in patients] == [1] * 4


async def test_a_file_that_is_damaged_while_it_runs(place, settings):
    """It lives on and advises in an emergency, and the next start says the way out."""
    ana, bea = place.world.add_person("Ana"), place.world.add_person("Bea")
    bot = await place.start("run", **settings)
    ana.send_text("/help")
    await place.world.until(ana.texts_from_bot, seconds=60)
    for file in (place.folder / "data").glob("afterglow.db*"):
        if file.suffix != ".lock" and not file.name.endswith("-shm"):
            with file.open("r+b") as damaged:
                damaged.write(b"\xff" * file.stat().st_size)

    ana.send_text("/privacy")
    bea.send_text("I can't breathe")
    await place.world.until(bea.texts_from_bot, seconds=60)
    await bot.wrote("the database is damaged")
    code = await bot.stop()
    again = await place.start("run", **settings)

    assert "112" in bea.texts_from_bot()[0]
    assert code == 0
    assert await again.ends() == 1
    assert "the file is damaged" in again.lines[-1]


async def test_a_process_that_was_stopped_goes_on(place, settings, answers):
    """It takes up again when it is let go, also when its connections are long gone."""
    ana = place.world.add_person("Ana")
    bot = await place.start("run", **settings)
    ana.send_text("/help")
    await place.world.until(ana.texts_from_bot, seconds=60)

    bot.process.send_signal(signal.SIGSTOP)
    await place.close_telegram()
    place.world.closing = False
    await place.open_telegram()
    ana.send_text("/privacy")
    bot.process.send_signal(signal.SIGCONT)
    await place.world.until(lambda: ana.texts_from_bot()[1:], seconds=60)

    assert await bot.stop() == 0
    assert ana.texts_from_bot() == [answers["/help"], answers["/privacy"]]


async def test_after_an_outage_reminders_go_out_at_the_permitted_rate(place, load, settings):
    """It does not make up for lost time: one message each, and no more a second than ever."""
    await enrol(load, settings, 60)
    await place.close_telegram()
    bot = await place.start("run", **settings, DISPATCH_RATE=str(RATE))
    await bot.wrote("Telegram cannot be reached")
    place.world.closing = False
    await place.open_telegram()
    await place.world.until(lambda: all(patient.texts_from_bot() for patient in load.patients), seconds=60)

    assert await bot.stop() == 0
    sent = [message for patient in load.patients for message in patient.messages()]
    assert len(sent) == 60
    assert most_within_a_second(sorted(message.sent_at for message in sent)) <= RATE + AT_ONCE


def most_within_a_second(instants):
    return max(sum(0 <= (later - first).total_seconds() < 1 for later in instants) for first in instants)
