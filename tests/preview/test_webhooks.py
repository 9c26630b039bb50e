"""Webhook delivery, to a real listener on loopback."""

import asyncio
import json

import pytest

from bot.preview.webhooks import is_loopback


class Listener:
    """Answers each post with the next of its answers (then 200), and keeps what came."""

    def __init__(self):
        self.answers = []
        self.bodies = []
        self.headers = []
        self.arrived = asyncio.Event()

    async def take(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
        self.headers.append(headers)
        self.bodies.append(json.loads(await reader.readexactly(int(headers["content-length"]))))
        writer.write((self.answers.pop(0) if self.answers else "HTTP/1.1 200 OK\r\n\r\n").encode())
        await writer.drain()
        writer.close()

    @property
    def texts(self):
        return [body.get("message", {}).get("text", "press") for body in self.bodies]


@pytest.fixture
async def listener():
    listener = Listener()
    server = await asyncio.start_server(listener.take, "127.0.0.1", 0)
    listener.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?x=1"
    yield listener
    server.close()
    await server.wait_closed()


@pytest.fixture(autouse=True)
def _closed(world):
    yield
    world.close()


async def delivered(world):
    await world.until(lambda: not world.queue.pending())


async def test_updates_are_posted_with_the_secret(call, world, ana, listener):
    """It posts waiting and new updates with the secret header and takes a 2xx as acknowledgement."""
    ana.send_text("before")
    await call("setWebhook", url=listener.url, secret_token="open-sesame")
    ana.send_text("after")
    await delivered(world)

    assert listener.texts == ["before", "after"]
    assert {headers["x-telegram-bot-api-secret-token"] for headers in listener.headers} == {"open-sesame"}


async def test_failures_are_retried_in_order(call, world, ana, listener, ageing):
    """It posts an update again after 1, 2, 4 seconds, before any later one of the chat, and says what was wrong."""
    listener.answers = ["HTTP/1.1 500 Oh\r\n\r\n", "HTTP/1.1 404 Oh\r\n\r\n", "nonsense"]
    ana.send_text("first")
    ana.send_text("second")
    await call("setWebhook", url=listener.url)
    await delivered(world)
    info = await call("getWebhookInfo")

    assert listener.texts == ["first", "first", "first", "first", "second"]
    assert ageing.waits == [1, 2, 4]
    assert info["last_error_message"] == "Connection reset by peer"
    assert info["last_error_date"] == 1795176000
    assert info["pending_update_count"] == 0


async def test_retry_after_is_honoured(call, world, ana, listener, ageing):
    """It waits as long as a 503 asks, up to an hour."""
    listener.answers = [f"HTTP/1.1 503 Busy\r\nRetry-After: {seconds}\r\n\r\n" for seconds in (17, 90000)]
    ana.send_text("first")
    await call("setWebhook", url=listener.url)
    await delivered(world)

    assert ageing.waits == [17, 3600]
    assert (await call("getWebhookInfo"))["last_error_message"] == (
        "Wrong response from the webhook: 503 Service Unavailable"
    )


async def test_one_chat_does_not_hold_back_another(call, world, ana, carla, listener, monkeypatch):
    """It goes on with Carla's messages while Ana's wait to be tried again."""
    held = asyncio.Event()
    monkeypatch.setattr(world, "wait", lambda seconds: held.wait())
    listener.answers = ["HTTP/1.1 500 Oh\r\n\r\n"]
    await call("setWebhook", url=listener.url)
    ana.send_text("from Ana")
    await world.until(lambda: world.webhook.last_error)
    carla.send_text("from Carla")
    await world.until(lambda: len(world.queue.pending()) == 1)
    held.set()
    await delivered(world)

    assert listener.texts == ["from Ana", "from Carla", "from Ana"]


async def test_nobody_listening_is_reported(call, world, ana, listener, monkeypatch):
    """It reports a refused connection."""
    monkeypatch.setattr(world, "wait", lambda seconds: asyncio.Event().wait())
    await call("setWebhook", url="http://127.0.0.1:9/")
    ana.send_text("hello")
    await world.until(lambda: world.webhook.last_error)

    assert (await call("getWebhookInfo"))["last_error_message"] == "Connection refused"


async def test_pending_updates_may_be_dropped(call, world, ana):
    """It forgets what waits when asked to, and only then."""
    ana.send_text("hello")
    await call("setWebhook", url="http://127.0.0.1:9/")
    await call("deleteWebhook")
    kept = len(world.queue.pending())
    await call("deleteWebhook", drop_pending_updates=True)

    assert (kept, len(world.queue.pending())) == (1, 0)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "https://clinic.example/hook"}, "bad webhook: the preview delivers to http://127.0.0.1 only"),
        ({"url": "http://192.168.0.1/hook"}, "bad webhook: the preview delivers to http://127.0.0.1 only"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "ä"}, "secret token contains unallowed characters"),
    ],
)
async def test_wrong_webhooks_are_refused(call, parameters, words):
    """It talks to this machine alone, and takes Telegram's characters in the secret."""
    assert (await call("setWebhook", **parameters))["description"] == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("url", "is_it"),
    [
        ("http://localhost:1/", True),
        ("http://[::1]:1/", True),
        ("http://127.0.0.1.example/", False),
        ("http://[", False),
    ],
)
def test_loopback_is_told_from_names_that_look_like_it(url, is_it):
    """It looks at the whole name."""
    assert is_loopback(url) is is_it
