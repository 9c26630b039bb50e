"""The shared pace, on a real PostgreSQL: its clock counts, so expectations leave room for a slow machine."""

import asyncio

import pytest

from scheduler.database import Database
from scheduler.rate import SharedRate

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002


@pytest.fixture
async def processes(postgresql_url):
    """Return a function that opens the rate of one more process; a turn is a hundred seconds."""
    databases = []

    def one_more(bot_id=BOT, burst=5):
        databases.append(Database(postgresql_url))
        return SharedRate(databases[-1], bot_id, rate=0.01, burst=burst)

    first = Database(postgresql_url)
    await first.migrate()
    databases.append(first)
    yield one_more
    for database in databases:
        await database.close()


def turns(reserved):
    """Return which turn each is, counted from now."""
    return [round(begin / 100) for begin in reserved.begin_in]


async def test_a_burst_goes_at_once_after_a_quiet_time(processes):
    """It lets five go, then one each turn."""
    assert turns(await processes().reserve(8)) == [0, 0, 0, 0, 0, 1, 2, 3]


async def test_processes_take_turns(processes):
    """It never gives one turn to two, however many ask at the same time."""
    rates = [processes(burst=1) for _ in range(4)]

    reserved = await asyncio.gather(*(rate.reserve(3) for rate in rates for _ in range(5)))

    assert sorted(turn for one in reserved for turn in turns(one)) == list(range(60))


async def test_another_bot_has_a_pace_of_its_own(processes):
    """It counts by bot."""
    await processes().reserve(50)

    assert turns(await processes(OTHER_BOT).reserve(1)) == [0]


async def test_a_pause_holds_for_every_process(processes):
    """It tells whoever takes the next turn; a shorter one later does not end it."""
    one, other = processes(), processes()
    assert (await other.reserve(1)).pause == 0
    await one.pause(600)
    await other.pause(5)

    assert 500 < (await other.reserve(1)).pause <= 600
