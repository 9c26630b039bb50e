"""The record of what Telegram was told of the webhook."""

import asyncio

from scheduler.database import Database
from scheduler.webhook_record import is_told, note_told

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002


async def test_the_last_word_counts(database):
    """It knows what was told last, bot by bot."""
    async with database.session() as session:
        before = await is_told(session, BOT, "one")
        await note_told(session, BOT, "one")
        await note_told(session, BOT, "two")
        told = [await is_told(session, BOT, "one"), await is_told(session, BOT, "two")]

        assert (before, told) == (False, [False, True])
        assert not await is_told(session, OTHER_BOT, "two")


async def test_processes_may_tell_at_once(database, database_url):
    """It does not keep the second from starting."""

    async def start():
        mine = Database(database_url)
        async with mine.session() as session:
            await is_told(session, BOT, "one")
            await note_told(session, BOT, "one")
        await mine.close()

    await asyncio.gather(*(start() for _ in range(4)))

    async with database.reading() as session:
        assert await is_told(session, BOT, "one")
