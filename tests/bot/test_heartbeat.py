"""The heartbeat: one request, and in a word why it did not get through."""

import httpx
import pytest

from bot.heartbeat import Heartbeat


def fail(request):
    raise httpx.ConnectError("secret words")


@pytest.mark.parametrize(
    ("outside", "word"),
    [
        pytest.param(lambda request: httpx.Response(200), "", id="heard"),
        pytest.param(lambda request: httpx.Response(404), "status 404", id="nobody there"),
        pytest.param(fail, "ConnectError", id="no network"),
    ],
)
async def test_a_beat(outside, word):
    """It asks for the address as it is."""
    asked = []

    def answer(request):
        asked.append(str(request.url))
        return outside(request)

    assert await Heartbeat("https://example.org/ping/123", httpx.MockTransport(answer))() == word
    assert asked == ["https://example.org/ping/123"]
