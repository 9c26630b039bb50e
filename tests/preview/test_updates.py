"""Long polling: offsets acknowledge, old updates are gone, one poller at a time."""

import asyncio

import pytest

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def ids(updates):
    return [update["update_id"] for update in updates]


async def waiting(world, pollers):
    """Let a poll that was just started reach its wait."""
    await world.until(lambda: world.pollers >= pollers)


async def test_an_offset_acknowledges_what_is_below_it(call, ana):
    """It gives the same updates again until a higher offset comes."""
    for text in "abc":
        ana.send_text(text)
    first = ids(await call("getUpdates"))

    assert first == list(range(first[0], first[0] + 3))
    assert ids(await call("getUpdates")) == first
    assert ids(await call("getUpdates", offset=first[1])) == first[1:]
    assert ids(await call("getUpdates", offset=0)) == first[1:]
    assert await call("getUpdates", offset=first[2] + 1) == []


async def test_a_negative_offset_keeps_the_newest(call, ana):
    """It forgets all but that many."""
    for text in "abc":
        ana.send_text(text)

    assert [update["message"]["text"] for update in await call("getUpdates", offset=-1)] == ["c"]
    assert len(await call("getUpdates")) == 1


async def test_a_limit_is_kept(call, ana):
    """It gives no more than was asked for, the oldest first."""
    for text in "abc":
        ana.send_text(text)

    assert [update["message"]["text"] for update in await call("getUpdates", limit=2)] == ["a", "b"]


async def test_a_poll_waits_for_the_next_update(call, world, ana):
    """It answers as soon as somebody writes."""
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await waiting(world, 1)
    ana.send_text("hello")

    assert [update["message"]["text"] for update in await poll] == ["hello"]


async def test_a_second_poller_ends_the_first(call, world, ana):
    """It answers the first with 409 and serves the second."""
    first = asyncio.create_task(call("getUpdates", timeout=50))
    await waiting(world, 1)
    second = asyncio.create_task(call("getUpdates", timeout=50))
    ended = await first
    ana.send_text("hello")

    assert (ended["error_code"], ended["description"]) == (409, OTHER)
    assert len(await second) == 1


async def test_a_webhook_ends_polling(call, world):
    """It answers 409 to the poll under way and to every later one."""
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await waiting(world, 1)
    await call("setWebhook", url="http://127.0.0.1:9/")

    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert (await call("getUpdates"))["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await call("deleteWebhook")
    assert await call("getUpdates") == []


@pytest.mark.parametrize(("seconds", "kinds"), [(149, ["message", "callback_query"]), (150, ["message"]), (86400, [])])
async def test_updates_grow_old(call, world, ana, ageing, seconds, kinds):
    """It drops pressed buttons after 150 seconds and the rest after a day."""
    message = ana.send_text("hello")
    ana.press_data(message.id, "x")
    ageing.seconds += seconds

    assert [next(kind for kind in update if kind != "update_id") for update in await call("getUpdates")] == kinds


async def test_kinds_that_were_asked_for_are_remembered(call, ana):
    """It delivers the kinds of the last allowed_updates until others are named; before that, all the usual ones."""
    await call("getUpdates", allowed_updates=["callback_query"])
    ana.send_text("not wanted")
    await call("getUpdates", allowed_updates=[])
    ana.send_text("wanted")

    assert [update["message"]["text"] for update in await call("getUpdates")] == ["wanted"]


async def test_an_outage_ends_a_poll_and_refuses_all_calls(call, world, ana):
    """It answers 502 until Telegram is back; nothing is lost."""
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await waiting(world, 1)
    world.outage = True
    ana.send_text("hello")

    assert (await poll)["error_code"] == 502
    assert (await call("getMe"))["description"] == "Bad Gateway"
    world.outage = False
    assert len(await call("getUpdates")) == 1


async def test_a_closing_world_ends_a_poll(call, world):
    """It answers at once so that the server can stop."""
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await waiting(world, 1)
    world.close()

    assert await poll == []


async def test_a_poll_that_ran_out_is_empty(call):
    """It answers nothing when nothing came."""
    assert await call("getUpdates", timeout=0) == []
