"""`afterglow run`, the real process over HTTP: it starts, survives, loses nothing and ends well."""

import asyncio
import signal
import sqlite3
from itertools import groupby

import pytest

from bot.preview.faults import Fault, Slow
from tests.e2e.process import TOKEN


async def never(seconds):
    """Take for ever."""
    await asyncio.Event().wait()


def answers(people):
    """Return how many messages the bot has said to all of them."""
    return sum(len(person.texts_from_bot()) for person in people)


def in_order(person):
    """Return what the bot said to somebody, without what it said twice in a row."""
    return [text for text, _ in groupby(person.texts_from_bot())]


async def test_it_answers_and_ends_at_sigterm(place):
    """It greets somebody who writes, and ends with 0."""
    ana = place.world.add_person("Ana")
    bot = await place.start("run")
    ana.start()
    await place.world.until(lambda: ana.texts_from_bot(), seconds=30)

    code = await bot.stop()

    assert code == 0
    assert "Clínica del Prado" in ana.texts_from_bot()[0]
    assert TOKEN not in "\n".join(bot.lines)


async def test_the_next_start_answers_what_came_meanwhile(place):
    """It loses nothing that was written while it was away, and repeats nothing."""
    ana = place.world.add_person("Ana")
    first = await place.start("run")
    await first.wrote("Ready")
    ana.send_text("/help")
    await place.world.until(lambda: len(ana.texts_from_bot()) == 1, seconds=30)
    await first.stop()
    ana.send_text("/privacy")

    second = await place.start("run")
    await place.world.until(lambda: len(ana.texts_from_bot()) == 2, seconds=30)

    assert await second.stop() == 0
    assert len(ana.texts_from_bot()) == 2
    assert place.world.queue.pending() == []


async def test_killed_at_any_instant_it_loses_nothing(place):
    """It answers every message after kill -9, in order, and repeats at most what was in flight."""
    people = [place.world.add_person(f"Patient {number}") for number in range(6)]
    hanging = Fault(what=Slow(seconds=1), method="sendMessage", spare=6, times=None)
    place.world.wait, place.world.faults = never, [hanging]
    bot = await place.start("run")
    await bot.wrote("Ready")
    for person in people:
        for command in ("/help", "/privacy", "/help"):
            person.send_text(command)
    await place.world.until(lambda: answers(people) >= 9, seconds=30)

    await bot.stop(signal.SIGKILL)
    before = answers(people)
    place.world.faults.clear()
    again = await place.start("run")
    await place.world.until(lambda: all(len(in_order(person)) == 3 for person in people), seconds=30)

    assert before < 18
    assert await again.stop() == 0
    assert answers(people) <= 18 + 8
    for person in people:
        help_text, privacy, help_again = in_order(person)
        assert help_text == help_again != privacy


async def test_a_telegram_that_cannot_be_reached_does_not_end_it(place):
    """It waits, says so, and answers when Telegram is there."""
    ana = place.world.add_person("Ana")
    port = place.port
    await place.close_telegram()
    bot = await place.start("run")
    await bot.wrote("Telegram cannot be reached")

    place.world.closing = False
    await place.open_telegram()
    ana.send_text("/help")
    await place.world.until(lambda: ana.texts_from_bot(), seconds=30)

    assert place.port == port
    assert await bot.stop() == 0


async def test_it_can_be_ended_while_telegram_is_away(place):
    """It ends with 0 at a signal, also before it was ever in contact."""
    await place.close_telegram()
    bot = await place.start("run")
    await bot.wrote("Telegram cannot be reached")

    assert await bot.stop(signal.SIGINT) == 0


async def test_a_wrong_token_is_one_clear_line(place):
    """It stops, names the setting, and prints neither token nor traceback."""
    token = "7000000002:another-bot-that-is-not-there-000"
    bot = await place.start("run", BOT_TOKEN=token)

    code = await bot.ends()

    assert code == 1
    assert [line for line in bot.lines if line.startswith("afterglow: ")] == [
        "afterglow: Telegram refuses BOT_TOKEN: copy it once more from BotFather, and check TELEGRAM_API_URL"
    ]
    assert token not in "\n".join(bot.lines)
    assert "Traceback" not in "\n".join(bot.lines)


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        pytest.param({"CLINIC_PHONE": ""}, "afterglow: CLINIC_PHONE is not set: put it in .env", id="no phone"),
        pytest.param({"BOT_TOKEN": None}, "afterglow: BOT_TOKEN is not set: put it in .env", id="no token"),
        pytest.param({"PORT": "eighty"}, "afterglow: PORT: ", id="a wrong setting"),
        pytest.param({"DATABASE_URL": "sqlite:////proc/no/such.db"}, "afterglow: DATABASE_URL ", id="no database"),
        pytest.param({"CONTENT_APPROVAL": "required"}, "afterglow: nobody at the clinic has approved", id="unapproved"),
    ],
)
async def test_known_trouble_is_one_clear_line(place, settings, line):
    """It exits 1 with a line that says what is wrong, and no traceback."""
    bot = await place.start("run", **settings)

    code = await bot.ends()

    assert code == 1
    assert next(said for said in bot.lines if said.startswith("afterglow: ")).startswith(line)
    assert "Traceback" not in "\n".join(bot.lines)


async def test_approved_content_starts(place):
    """It serves patients once somebody at the clinic has approved what they will read."""
    approving = await place.start("approve", "--by", "Carla Ruiz, nurse", CONTENT_APPROVAL="required")
    approved = await approving.ends()
    bot = await place.start("run", CONTENT_APPROVAL="required")

    await bot.wrote("Ready")

    assert approved == 0
    assert await bot.stop() == 0


async def test_an_approval_names_who_approves(place):
    """It wants a name and a role."""
    approving = await place.start("approve", "--by", "me")

    assert await approving.ends() == 1
    assert 'such as --by "NAME, ROLE"' in approving.lines[-1]


async def test_a_second_process_is_refused_and_a_restart_is_not(place):
    """It lets one process poll for a bot; the lock goes with the process, however it ends."""
    first = await place.start("run")
    await first.wrote("Ready")
    second = await place.start("run")
    refused = await second.ends()
    await first.stop(signal.SIGKILL)

    third = await place.start("run")
    await third.wrote("Ready")

    assert refused == 1
    assert "runs already" in second.lines[-1]
    assert await third.stop() == 0


async def test_it_starts_in_an_empty_folder(place):
    """It makes its database where the settings say, and the folder with it."""
    bot = await place.start("run")
    await bot.wrote("Ready")
    await bot.stop()

    with sqlite3.connect(place.folder / "data" / "afterglow.db") as connection:
        assert connection.execute("SELECT count(*) FROM patient").fetchone() == (0,)


async def test_on_postgresql_the_operator_migrates(place, postgresql_url):
    """It refuses tables of another version with the way out, runs after it, and polls alone."""
    early = await place.start("run", DATABASE_URL=postgresql_url)
    refused = await early.ends()
    migrating = await place.start("migrate", DATABASE_URL=postgresql_url)
    migrated = await migrating.ends()
    ana = place.world.add_person("Ana")
    bot = await place.start("run", DATABASE_URL=postgresql_url)
    await bot.wrote("Ready")
    second = await place.start("run", DATABASE_URL=postgresql_url)
    second_refused = await second.ends()
    ana.send_text("/help")
    await place.world.until(lambda: ana.texts_from_bot(), seconds=30)

    assert (refused, migrated, second_refused) == (1, 0, 1)
    assert "afterglow migrate" in early.lines[-1]
    assert "runs already" in second.lines[-1]
    assert await bot.stop() == 0
