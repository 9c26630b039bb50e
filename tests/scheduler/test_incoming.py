"""Incoming: stored once, claimed per chat in order, nothing kept of what is handled."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from scheduler import incoming
from scheduler.database import Database
from scheduler.incoming import Raw
from scheduler.models import Handling, Incoming
from tests.scheduler.world import NOW

BOT = 42
ANA, BEA = 7_000_000_001, 7_000_000_002


@pytest.fixture
def inbox(database):
    return Inbox(database)


class Inbox:
    """The functions under test, each in a transaction of its own."""

    def __init__(self, database):
        self.database = database
        self.now = NOW

    async def store(self, *updates):
        raws = [Raw(update_id=number, chat_id=chat, payload=f"words {number}") for number, chat in updates]
        async with self.database.session() as session:
            return await incoming.store(session, BOT, raws, self.now)

    async def claim(self, owner="one", limit=10):
        async with self.database.session() as session:
            return [row.update_id for row in await incoming.claim_next(session, BOT, owner, self.now, limit)]

    async def row(self, update_id):
        async with self.database.reading() as session:
            return (await session.exec(select(Incoming).where(Incoming.update_id == update_id))).one()

    async def do(self, work, update_id, *args):
        row = await self.row(update_id)
        async with self.database.session() as session:
            return await work(session, row.id, *args)

    async def finish(self, update_id, owner="one"):
        return await self.do(incoming.finish, update_id, owner, self.now)

    async def fail(self, update_id, owner="one"):
        return await self.do(incoming.fail, update_id, owner, "ZeroDivisionError", self.now)


async def test_an_update_that_comes_again_is_known(inbox):
    """It stores each update once, also after it was handled."""
    assert await inbox.store((1, ANA), (2, ANA)) == 2
    await inbox.claim()
    await inbox.finish(1)

    assert await inbox.store((1, ANA), (2, ANA), (3, ANA)) == 1


async def test_a_chat_is_handled_in_order_and_chats_beside_each_other(inbox):
    """It gives the first of each chat, and the next only when that one is done."""
    await inbox.store((1, ANA), (2, BEA), (3, ANA), (4, None), (5, None))

    assert await inbox.claim() == [1, 2, 4, 5]
    assert await inbox.claim(owner="two") == []
    await inbox.finish(1)
    assert await inbox.claim(owner="two") == [3]


async def test_what_is_handled_leaves_only_its_key(inbox):
    """It forgets the words, the replies and whose they were."""
    await inbox.store((1, ANA))
    await inbox.claim()
    assert await inbox.do(incoming.save_replies, 1, "one", "a reply")
    assert (await inbox.row(1)).payload is None
    await inbox.finish(1)

    row = await inbox.row(1)
    assert (row.state, row.chat_id, row.payload, row.replies) == (Handling.HANDLED, None, None, None)


async def test_effects_are_refused_to_a_worker_that_lost_the_row(inbox):
    """It lets only the owner commit."""
    await inbox.store((1, ANA))
    await inbox.claim(owner="one")

    assert not await inbox.do(incoming.save_replies, 1, "two", "a reply")


async def test_a_failing_update_waits_longer_each_time_then_is_put_aside(inbox):
    """It keeps its chat in order meanwhile, and lets it go on afterwards."""
    await inbox.store((1, ANA), (2, ANA))
    states = []
    for pause in (2, 4, 8, 16, 32):
        assert await inbox.claim() == [1]
        states.append(await inbox.fail(1))
        assert await inbox.claim() == ([] if states[-1] is Handling.STORED else [2])
        inbox.now += timedelta(seconds=pause)

    assert states == [Handling.STORED] * 4 + [Handling.ASIDE]
    assert (await inbox.row(1)).error == "ZeroDivisionError"


async def test_after_a_crash_effects_are_not_done_twice(inbox):
    """It handles again what had no effects yet, and only sends what had."""
    await inbox.store((1, ANA), (2, BEA))
    await inbox.claim()
    await inbox.do(incoming.save_replies, 2, "one", "a reply")
    async with inbox.database.session() as session:
        assert await incoming.take_back(session) == 2

    assert await inbox.claim(owner="the next process") == [1, 2]
    assert (await inbox.row(1)).state is Handling.HANDLING
    assert ((await inbox.row(2)).state, (await inbox.row(2)).replies) == (Handling.REPLYING, "a reply")


async def test_keys_are_forgotten_after_two_days(inbox):
    """It keeps what is open, however old."""
    await inbox.store((1, ANA), (2, BEA))
    await inbox.claim()
    await inbox.finish(1)
    async with inbox.database.session() as session:
        assert await incoming.forget_old(session, NOW + timedelta(hours=47)) == 0
        assert await incoming.forget_old(session, NOW + timedelta(hours=49)) == 1


async def test_many_processes_never_claim_the_same_update(inbox, database_url):
    """It gives each update to one of them, and a chat's next only when the former is handled."""
    chats = range(60)
    await inbox.store(*[(number, chats[number % len(chats)]) for number in range(180)])
    claimed, in_hand = [], set()

    async def work(owner):
        database = Database(database_url)
        mine = Inbox(database)
        while len(claimed) < 180:
            async with database.session() as session:
                rows = await incoming.claim_next(session, BOT, owner, NOW, 4)
            for row in rows:
                assert row.chat_id not in in_hand
                in_hand.add(row.chat_id)
                claimed.append(row.update_id)
            for row in rows:
                in_hand.discard(row.chat_id)
                await mine.finish(row.update_id, owner=owner)
        await database.close()

    await asyncio.gather(*(work(f"process {number}") for number in range(4)))

    assert sorted(claimed) == list(range(180))


async def test_a_live_worker_keeps_what_it_renews(inbox):
    """It holds on to a row however long that takes; a silent worker's row goes to the next, on PostgreSQL."""
    await inbox.store((1, ANA), (2, BEA))
    await inbox.claim(owner="slow", limit=1)
    await inbox.claim(owner="dead", limit=1)
    async with inbox.database.session() as session:
        await session.exec(update(Incoming).values(lease_until=NOW - timedelta(days=365)))
        await incoming.renew(session, "slow", [(await inbox.row(1)).id])

    assert await inbox.claim(owner="other") == ([] if inbox.database.is_sqlite else [2])


async def test_a_worker_does_not_take_a_row_from_itself(inbox):
    """It is at it, even when its lease has run out; what it does not know of it takes again."""
    await inbox.store((1, ANA), (2, BEA))
    await inbox.claim()
    async with inbox.database.session() as session:
        await session.exec(update(Incoming).values(lease_until=NOW - timedelta(days=365)))
        at = [(await inbox.row(1)).id]
        claimed = await incoming.claim_next(session, BOT, "one", NOW, 10, in_hand=at)

    assert [row.update_id for row in claimed] == ([] if inbox.database.is_sqlite else [2])


async def test_what_a_process_lets_go_of_can_be_claimed_at_once(inbox):
    """It leaves no lease to wait for, and counts no attempt."""
    await inbox.store((1, ANA), (2, BEA))
    await inbox.claim()
    await inbox.do(incoming.save_replies, 2, "one", "a reply")
    async with inbox.database.session() as session:
        assert await incoming.let_go(session, "one") == 2

    assert await inbox.claim(owner="two") == [1, 2]
    assert ((await inbox.row(1)).state, (await inbox.row(1)).attempts) == (Handling.HANDLING, 0)
    assert (await inbox.row(2)).state is Handling.REPLYING


async def test_a_process_that_died_over_an_update_is_an_attempt(inbox):
    """It counts what kills its worker, so that it cannot go on for ever; replies do not count."""
    await inbox.store((1, ANA), (2, BEA))
    await inbox.claim()
    await inbox.do(incoming.save_replies, 2, "one", "a reply")
    async with inbox.database.session() as session:
        if inbox.database.is_sqlite:
            await incoming.take_back(session)
        await session.exec(update(Incoming).values(lease_until=NOW - timedelta(days=365)))

    assert await inbox.claim(owner="two") == [1, 2]
    assert [(await inbox.row(number)).attempts for number in (1, 2)] == [1, 0]
