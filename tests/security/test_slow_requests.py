"""Slow and many connections: nobody keeps a place by sending a letter a minute."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from bot import listening
from bot.listening import listen, serving


@pytest.fixture
async def port(monkeypatch):
    """The port of a server that waits a twentieth of a second, and has room for two."""
    monkeypatch.setattr(listening, "ASK_WITHIN", 0.05)
    monkeypatch.setattr(listening, "MOST_CONNECTIONS", 2)

    time_is_up, give_up = asyncio.Event(), listening._Connection._give_up

    def noted(connection):
        give_up(connection)
        time_is_up.set()

    async def slow(request):
        await time_is_up.wait()
        return Response("there")

    monkeypatch.setattr(listening._Connection, "_give_up", noted)

    app = Starlette(routes=[Route("/", lambda request: Response("there")), Route("/slow", slow)])
    async with serving(app, listen("127.0.0.1", 0)) as port:
        yield port


async def ends(port, sent):
    """Return what is answered until the server closes the connection; a reset counts."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    answer = b""
    try:
        async with asyncio.timeout(10):
            while part := await reader.read(1000):
                answer += part
    except ConnectionResetError:
        pass
    finally:
        writer.close()
    return answer


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b"POST /hook HTTP/1.1\r\nHost: a\r\nX-Slow", b"", id="half a head"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf", b"there", id="half a body"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /", b"there", id="half of the next"),
        pytest.param(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", b"there", id="an answer that takes longer"),
    ],
)
async def test_a_connection_that_does_not_ask_is_closed(port, sent, answer):
    """It answers what was asked, and waits for no more."""
    assert (await ends(port, sent)).endswith(answer)


async def test_more_connections_than_there_is_room_for_are_closed_at_once(port, monkeypatch):
    """It keeps files for its database, and answers those that are open already."""
    monkeypatch.setattr(listening, "ASK_WITHIN", 60)
    open_ones = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
    for _, writer in open_ones:
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    answers = [await reader.readuntil(b"there") for reader, _ in open_ones]

    assert await ends(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") == b""
    assert [answer[:15] for answer in answers] == [b"HTTP/1.1 200 OK"] * 2
    for _, writer in open_ones:
        writer.close()
