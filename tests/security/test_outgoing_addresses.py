"""Addresses that this process calls: nobody who answers there sends it elsewhere, least of all with the token."""

import httpx
import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.application import over_http
from bot.heartbeat import Heartbeat
from tests.bot.harness import TOKEN

ELSEWHERE = ["http://169.254.169.254/latest", "https://evil.example/", "file:///etc/passwd"]


def redirecting(asked, to):
    def answer(request):
        asked.append(request.url.host)
        return httpx.Response(307, headers={"location": to})

    return httpx.MockTransport(answer)


@pytest.mark.parametrize("to", ELSEWHERE)
async def test_the_token_follows_no_redirect(to):
    """It takes a redirect for trouble of Telegram's."""
    asked = []
    requests = over_http(transport=redirecting(asked, to))
    async with requests.calls, requests.polls:
        bot = Bot(TOKEN, request=requests.calls, get_updates_request=requests.polls)
        with pytest.raises(TelegramError) as trouble:
            await bot.get_me()

    assert asked == ["api.telegram.org"]
    assert TOKEN not in str(trouble.value)


@pytest.mark.parametrize("to", ELSEWHERE)
async def test_a_heartbeat_follows_no_redirect(to):
    """It counts a redirect as a heartbeat that did not get through."""
    asked = []
    beat = Heartbeat("https://beats.example/secret", redirecting(asked, to))

    assert await beat() == "status 307"
    assert asked == ["beats.example"]
