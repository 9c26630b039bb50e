"""Health: polling, the database and the dispatcher, each by its name."""

import pytest

from bot.health import Health
from bot.preview.faults import Fault
from bot.preview.refusals import server_trouble
from scheduler.pulse import Pulse


async def test_all_is_well_at_the_start(talk):
    """It gives every part its time to begin."""
    assert await talk.engine.health.troubles() == []


async def test_polling_that_does_not_go_well_is_named(talk):
    """It allows ninety seconds without a good answer, and is well again with the next."""
    talk.world.faults.append(Fault(what=server_trouble(502), method="getUpdates", times=1))
    talk.time.seconds += 89
    await talk.engine.poller.take_waiting(hold=0)
    talk.engine.dispatcher.beat()
    fine = await talk.engine.health.troubles()
    talk.time.seconds += 2
    ill = await talk.engine.health.troubles()
    await talk.engine.poller.take_waiting(hold=0)

    assert (fine, ill, await talk.engine.health.troubles()) == ([], ["polling"], [])


async def test_updates_that_cannot_be_stored_are_polling_in_trouble(talk):
    """It counts a poll only when what it brought is kept."""
    talk.person("Ana").person.send_text("hello")
    talk.database.broken = True
    talk.time.when_slept = lambda _: talk.engine.poller.stop() if talk.time.seconds > 90 else None

    await talk.engine.poller.take_waiting(hold=0)
    talk.engine.dispatcher.beat()

    assert await talk.engine.health.troubles() == ["polling"]


async def test_a_dispatcher_that_stands_still_is_named(talk):
    """It looks for what is due at least every half minute, and each look counts."""
    talk.time.seconds += 91
    await talk.engine.poller.take_waiting(hold=0)
    ill = await talk.engine.health.troubles()
    await talk.dispatch()

    assert (ill, await talk.engine.health.troubles()) == (["dispatcher"], [])


@pytest.mark.parametrize("error", [OSError, TimeoutError])
async def test_a_database_that_does_not_answer_is_named(talk, error):
    """It does not matter how it fails."""

    class Away:
        async def ping(self):
            raise error

    health = Health(talk.engine.poller, Away(), Pulse(talk.time.monotonic))

    assert await health.troubles() == ["database"]


async def test_the_database_answers(either_talk):
    """It asks both kinds."""
    assert await either_talk.engine.health.troubles() == []
