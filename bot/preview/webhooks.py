"""The webhook: updates are posted until a 2xx takes them, each line in order, with growing waits after failures."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from bot.preview.updates import Update

if TYPE_CHECKING:
    from bot.preview.world import World

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_WAIT = 60.0  # seconds between two tries
LONGEST_RETRY_AFTER = 3600.0
ANSWER_TIME = 60.0


@dataclass(frozen=True, kw_only=True)
class _Answer:
    status: int
    retry_after: float | None = None
    trouble: str = ""


@dataclass(kw_only=True)
class Webhook:
    """Where updates are posted; without a url nothing is. Runs in tasks of its own from `start` to `stop`."""

    url: str = ""
    secret: str = ""
    most_connections: int = 40
    last_error: str = ""
    last_error_at: datetime | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _busy: set[str] = field(default_factory=set)

    @property
    def is_set(self) -> bool:
        """Whether there is one."""
        return bool(self.url)

    def start(self, world: "World") -> None:
        """Begin to deliver."""
        self._spawn(self._watch(world))

    def stop(self) -> None:
        """Stop delivering; what was not taken stays in the queue."""
        for task in self._tasks:
            task.cancel()

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, world: "World") -> None:
        """A line waiting to be tried again holds back its own updates only."""
        while not world.closing:
            for update in world.queue.pending():
                if update.line not in self._busy and len(self._busy) < self.most_connections:
                    self._busy.add(update.line)
                    self._spawn(self._deliver_line(world, update.line))
            await world.bell.wait()

    async def _deliver_line(self, world: "World", line: str) -> None:
        failures = 0
        while update := next((update for update in world.queue.pending() if update.line == line), None):
            answer = await self._post(update)
            if 200 <= answer.status < 300:
                world.queue.acknowledge(update)
                failures = 0
                continue
            self.last_error, self.last_error_at = _wrong(answer), world.clock()
            wait = min(2.0**failures, LONGEST_WAIT) if answer.retry_after is None else answer.retry_after
            failures += 1
            world.bell.ring()
            await world.wait(wait)
        self._busy.discard(line)
        world.bell.ring()

    async def _post(self, update: Update) -> _Answer:
        try:
            async with asyncio.timeout(ANSWER_TIME):
                return await _post(urlsplit(self.url), self.secret, json.dumps(update.json).encode())
        except TimeoutError:
            return _Answer(status=0, trouble="Read timeout expired")
        except ConnectionRefusedError:
            return _Answer(status=0, trouble="Connection refused")
        except (OSError, ValueError):
            return _Answer(status=0, trouble="Connection reset by peer")


def is_loopback(url: str) -> bool:
    """Say whether this is a plain http address on this machine."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in LOOPBACK and port != 0


async def _post(parts: SplitResult, secret: str, body: bytes) -> _Answer:
    """Post over a connection of its own; a client library would bring more than these two dozen lines need."""
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [
            f"POST {target} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *([f"X-Telegram-Bot-Api-Secret-Token: {secret}"] if secret else []),
        ]
        writer.write("\r\n".join([*headers, "", ""]).encode() + body)
        await writer.drain()
        return _read_head(await reader.readuntil(b"\r\n\r\n"))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ConnectionResetError from error
    finally:
        writer.close()


def _read_head(head: bytes) -> _Answer:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    wait = headers.get("retry-after", "")
    retry_after = min(float(wait), LONGEST_RETRY_AFTER) if wait.isdecimal() else None
    return _Answer(status=int(first.split(" ", 2)[1]), retry_after=retry_after)


def _wrong(answer: _Answer) -> str:
    if answer.trouble:
        return answer.trouble
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = ""
    return f"Wrong response from the webhook: {answer.status} {phrase}".strip()
