"""Polling: nothing but a stop ends it."""

import asyncio

import pytest
import structlog

from bot.contact import TokenRefused
from bot.logs import redact
from bot.polling import Poller
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import Refused, conflict, not_found, server_trouble, too_many_requests, unauthorized
from tests.bot.harness import TOKEN, Talk


@pytest.fixture
async def fresh(library, sqlite_url):
    """A bot that has not yet been in contact with Telegram."""
    talk = Talk(library, sqlite_url, [])
    yield talk
    await talk.close()


async def test_a_token_that_telegram_refuses_stops_the_start(fresh):
    """It says what to do in one line, without the token."""
    fresh.world.faults.append(Fault(what=unauthorized(), times=None))

    with pytest.raises(TokenRefused) as caught:
        await fresh.start()

    assert "BOT_TOKEN" in str(caught.value)
    assert TOKEN not in str(caught.value)


async def test_a_start_waits_for_telegram(fresh):
    """It waits longer each time while Telegram cannot be reached, and says so once."""
    fresh.world.faults.append(Fault(what=server_trouble(502), times=4))

    with structlog.testing.capture_logs() as logs:
        await fresh.start()

    assert fresh.time.seconds == 1 + 2 + 4 + 8
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["Telegram cannot be reached"]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        pytest.param(unauthorized(), "Telegram refuses BOT_TOKEN now; waiting for it to come back", id="401"),
        pytest.param(not_found(), "Telegram refuses BOT_TOKEN now; waiting for it to come back", id="404"),
        pytest.param(
            conflict("terminated by other getUpdates request"),
            "Another program polls with this BOT_TOKEN: stop it, or give this one a bot of its own",
            id="409",
        ),
        pytest.param(too_many_requests(5), "Telegram asks to wait", id="429"),
        pytest.param(Refused(500, "Internal Server Error"), "Telegram cannot be reached", id="500"),
        pytest.param(Cut(), "Telegram cannot be reached", id="connection cut"),
    ],
)
async def test_later_trouble_is_logged_once_and_survived(open_talk, what, line):
    """It goes on polling, with one line when the trouble begins and one when it is over."""
    talk = await open_talk([])
    talk.world.faults.append(Fault(what=what, method="getUpdates", times=3))

    with structlog.testing.capture_logs() as logs:
        for _ in range(4):
            await talk.engine.poller.take_waiting(hold=0)

    assert [entry["event"] for entry in logs] == [line, "All is well again"]
    assert redact(str(logs)) == str(logs)


async def test_it_waits_as_long_as_telegram_asks(open_talk):
    """It does not ask again sooner than it was told."""
    talk = await open_talk([])
    talk.world.faults.append(Fault(what=too_many_requests(40), method="getUpdates"))

    await talk.engine.poller.take_waiting(hold=0)

    assert talk.time.seconds == 40


async def test_a_stop_ends_a_long_poll_at_once(open_talk):
    """It does not wait for the server's answer."""
    talk = await open_talk([])
    ana = talk.person("Ana")
    polling = asyncio.create_task(talk.engine.poller.run())
    ana.person.send_text("hello")
    await talk.world.until(lambda: not talk.world.queue.pending())

    talk.engine.poller.stop()
    async with asyncio.timeout(10):
        await polling

    assert polling.done()


async def test_what_is_stored_is_acknowledged_at_the_end(open_talk):
    """It leaves nothing behind that would come again."""
    talk = await open_talk([])
    talk.person("Ana").person.send_text("hello")

    async def take(updates):
        poller.stop()

    poller = Poller(talk.engine.application.bot, take, sleep=talk.time.sleep)
    async with asyncio.timeout(10):
        await poller.run()

    assert talk.world.queue.pending() == []


async def test_a_webhook_is_taken_away_before_polling(open_talk):
    """It keeps what waits when a clinic goes from a webhook to polling."""
    talk = await open_talk([])
    ana = talk.person("Ana")
    talk.world.webhook.url = "http://127.0.0.1:9/hook"
    ana.person.send_text("hello")

    await talk.engine.poller.first_contact()
    taken = await talk.engine.poller.take_waiting(hold=0)

    assert taken == 1
