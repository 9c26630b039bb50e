"""Running: what happens beside answering, and what ends a bot from within."""

import asyncio
import threading

import pytest

from bot import running
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


@pytest.fixture
async def serving(talk):
    """A bot that handles what comes until the test ends."""
    task = asyncio.create_task(running.keep_answering(talk.engine))
    yield talk
    await talk.engine.workers.stop(within=1)
    await task


@pytest.fixture
def learnt(monkeypatch):
    """Set when a clinic's own phrasings have been learnt."""
    learnt = threading.Event()
    monkeypatch.setattr(running, "prepare", lambda _library, _folder: learnt.wait())
    yield learnt
    learnt.set()


async def test_questions_are_answered_while_phrasings_are_learnt(learnt, serving):
    """It does not keep patients waiting for a minute because somebody edited a phrasing."""
    ana = serving.person("Ana")

    await ana.says("when can I wear make-up?")
    await serving.world.until(lambda: ana.reads, seconds=30)

    assert ana.reads[-1].startswith("Make-up")
    assert not learnt.is_set()


@pytest.fixture
def cannot_learn(monkeypatch):
    def fail(_library, _folder):
        raise OSError("disk full")

    monkeypatch.setattr(running, "prepare", fail)


async def test_questions_are_answered_where_phrasings_cannot_be_learnt(cannot_learn, serving):
    """It goes on with the model that is shipped."""
    ana = serving.person("Ana")

    await ana.says("when can I wear make-up?")
    await serving.world.until(lambda: ana.reads, seconds=30)

    assert ana.reads[-1].startswith("Make-up")
