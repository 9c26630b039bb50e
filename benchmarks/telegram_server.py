"""A minimal and fast Bot API server, in a process of its own: it takes messages, counts them, and lets people ask.

It answers every method with what the bot's client needs to read, and no more. What it counted is at /counts; a post to
/asks lets people ask questions, and the answers to them are timed here, where they arrive.
"""

import asyncio
import json
import re
import sys
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

TOKEN = "7000000001:of-the-benchmarks-server-alone-0000"
ASKER = 1_000  # the chats of those who ask begin here, far from the patients'
OK = b'{"ok":true,"result":true}'
ME = b'{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"Afterglow","username":"afterglow_bot"}}'
WEBHOOK = b'{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}'
CHAT_ID = re.compile(rb'(?:^|[&"])chat_id"?(?:=|:|\s*"?\r\n\r\n)\s*"?(-?\d+)')
LENGTH = re.compile(rb"(?i)content-length:\s*(\d+)")


@dataclass
class Counted:
    """What arrived, and when, in seconds since the first message."""

    sent_at: list[float] = field(default_factory=list)
    chats: set[int] = field(default_factory=set)
    asked_at: dict[int, float] = field(default_factory=dict)
    answered_in: list[float] = field(default_factory=list)


class Telegram:
    """What the server knows; `bell` rings when somebody asked something."""

    def __init__(self) -> None:
        self.counted = Counted()
        self.updates: deque[dict[str, Any]] = deque()
        self.bell = asyncio.Event()
        self.webhook = ""
        self._update_id = 0
        self._message_id = 0
        self._asking: set[asyncio.Task[None]] = set()

    async def answer(self, path: bytes, body: bytes) -> bytes:
        """Return the JSON that answers one call."""
        match path.rpartition(b"/")[2].lower():
            case b"sendmessage" | b"sendphoto" | b"senddocument":
                return self._message(body)
            case b"getupdates":
                return await self._get_updates(body)
            case b"getme":
                return ME
            case b"getwebhookinfo":
                return WEBHOOK
            case b"counts":
                return self._counts()
            case b"forget":
                self.counted = Counted()
                return OK
            case b"asks":
                self._let_ask(json.loads(body))
                return OK
            case _:
                return OK

    def _message(self, body: bytes) -> bytes:
        found = CHAT_ID.search(body)
        chat_id, now = int(found[1]) if found else 0, monotonic()
        self._message_id += 1
        if asked_at := self.counted.asked_at.pop(chat_id, 0.0):
            self.counted.answered_in.append(now - asked_at)
        elif chat_id >= ASKER * 1_000:
            self.counted.sent_at.append(now)
            self.counted.chats.add(chat_id)
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":1790000000,"chat":{"id":%d,"type":"private"},"text":"-"}}'
            % (self._message_id, chat_id)
        )

    def _counts(self) -> bytes:
        counted = self.counted
        facts = {
            "sent": len(counted.sent_at),
            "chats": len(counted.chats),
            "seconds": counted.sent_at[-1] - counted.sent_at[0] if counted.sent_at else 0.0,
            "answered_in": counted.answered_in,
            "unanswered": len(counted.asked_at),
        }
        return json.dumps(facts).encode()

    async def _get_updates(self, body: bytes) -> bytes:
        asked = {name: values[0] for name, values in urllib.parse.parse_qs(body.decode()).items()}
        offset, hold = int(asked.get("offset", 0)), float(asked.get("timeout", 0))
        while self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        if not self.updates and hold:
            self.bell.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.bell.wait(), hold)
        return json.dumps({"ok": True, "result": list(self.updates)[:100]}).encode()

    def _let_ask(self, wish: dict[str, Any]) -> None:
        task = asyncio.create_task(self._ask(**wish))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask(self, questions: Sequence[Sequence[str]], each_second: float, seconds: float) -> None:
        """Let somebody new ask every so often; each chat asks once, so that nobody is slowed down."""
        for number in range(int(each_second * seconds)):
            language, words = questions[number % len(questions)]
            chat_id = ASKER + self._update_id
            self._update_id += 1
            person = {"id": chat_id, "is_bot": False, "first_name": "Ana", "language_code": language}
            message = {
                "message_id": self._update_id,
                "date": 1790000000,
                "chat": {"id": chat_id, "type": "private", "first_name": "Ana"},
                "from": person,
                "text": words,
            }
            self.counted.asked_at[chat_id] = monotonic()
            self.updates.append({"update_id": self._update_id, "message": message})
            self.bell.set()
            await asyncio.sleep(1 / each_second)


class Connection(asyncio.Protocol):
    """One connection that is kept alive."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._received = b""
        self._answering: asyncio.Task[None] | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, rest = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        length = LENGTH.search(head)
        size = int(length[1]) if length else 0
        if len(rest) < size:
            return
        self._received = rest[size:]
        path = head.split(b" ", 2)[1]
        self._answering = asyncio.ensure_future(self._answer(path, rest[:size]))

    async def _answer(self, path: bytes, body: bytes) -> None:
        answer = await self._telegram.answer(path, body)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
        if not self._transport.is_closing():
            self._transport.write(head + answer)


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the server is."""

    url: str

    def counts(self) -> dict[str, Any]:
        """Return what arrived since `forget`."""
        with urllib.request.urlopen(f"{self.url}/counts") as answer:
            counts: dict[str, Any] = json.load(answer)
        return counts

    def forget(self) -> None:
        """Count from 0 again."""
        urllib.request.urlopen(f"{self.url}/forget").close()

    def let_ask(self, questions: Sequence[Sequence[str]], *, each_second: float, seconds: float) -> None:
        """Have people ask these (language, words) in turn."""
        wish = {"questions": questions, "each_second": each_second, "seconds": seconds}
        urllib.request.urlopen(f"{self.url}/asks", data=json.dumps(wish).encode()).close()


@asynccontextmanager
async def telegram() -> AsyncIterator[Address]:
    """Start the server in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.telegram_server", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        yield Address(url=f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        await process.wait()


async def _serve() -> None:
    telegram = Telegram()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(telegram), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
