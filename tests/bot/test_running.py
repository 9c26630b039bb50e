"""Running: what ends a bot from within."""

import asyncio

import pytest

from bot.running import _keeping
from scheduler.lock import AlreadyPolling, FileLock


class LostLock:
    """A lock that another process has taken."""

    async def keep(self):
        raise AlreadyPolling("stop the other process first")


async def test_a_bot_whose_lock_another_process_has_stops_polling(open_talk):
    """It takes nothing more, and ends with the reason."""
    talk = await open_talk([])

    with pytest.raises(AlreadyPolling, match="stop the other process first"):
        async with asyncio.timeout(10), _keeping(LostLock(), talk.engine):
            await talk.engine.receiver.run()


async def test_a_lock_that_cannot_be_lost_ends_nothing(open_talk):
    """It leaves polling alone."""
    talk = await open_talk([])

    async with _keeping(FileLock(), talk.engine):
        await asyncio.sleep(0)
        assert not talk.engine.poller._contact.is_stopping
