"""The wire between a bot and its Telegram, within one process: it can be down, and answers can get lost on it."""

from urllib.parse import parse_qs

import httpx
from telegram.request import HTTPXRequest

from bot.preview.server import application
from tests.bot.harness import Talk


class Wire(httpx.AsyncBaseTransport):
    """Hands calls on to Telegram.

    `down`: nothing gets through. `unanswered`: of each chat, how many messages Telegram takes without our learning of
    it. `sent`: the chats of the messages that were tried. `when_sent` is called before each.
    """

    def __init__(self, world):
        self.telegram = httpx.ASGITransport(application(world, None))
        self.down = False
        self.unanswered = {}
        self.sent = []
        self.when_sent = lambda: None

    async def handle_async_request(self, request):
        chat_id = _chat_of_message(request)
        if chat_id:
            self.sent.append(chat_id)
            self.when_sent()
        if self.down:
            raise httpx.ConnectError("no route", request=request)
        answer = await self.telegram.handle_async_request(request)
        if self.unanswered.get(chat_id):
            self.unanswered[chat_id] -= 1
            raise httpx.ReadTimeout("no answer", request=request)
        return answer


class WiredTalk(Talk):
    """A bot whose wire can be cut."""

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.wire = Wire(self.world)

    def _request(self):
        return HTTPXRequest(httpx_kwargs={"transport": self.wire})


def _chat_of_message(request):
    if not request.url.path.endswith("/sendMessage"):
        return None
    return int(parse_qs(request.content.decode())["chat_id"][0])
