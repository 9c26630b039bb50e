"""A bot to talk to: the real application on a real database, with the embedded server in place of Telegram.

    async def test_it_greets(talk):
        ana = talk.person("Ana", language_code="en")

        await ana.says("/start")
        await ana.presses("Yes, I agree")

        assert "18 or older" in ana.reads[-1]

What people do goes the whole way: the embedded server, getUpdates, intake, the database, the workers, the handlers and
back. Nothing runs by itself and nothing sleeps: each act returns once the bot has answered. Reminders are not sent by
themselves: `await talk.dispatch()` sends what is due now, `await talk.pass_time(hours=1)` moves the clock through every
due instant. `talk.restart()` is a new process on the same database. Trouble: `talk.world.faults` (bot.preview.faults),
`talk.database.broken = True`. To look into the database: `async with talk.database.session() as session`.

Fixtures, in conftest.py: `talk` (SQLite), `either_talk` (SQLite and PostgreSQL), `open_talk(handlers, **settings)`.
"""

from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy.exc import OperationalError
from telegram.request import HTTPXRequest

from bot.application import Engine, Requests, assemble
from bot.house import House
from bot.pacing import Pacing
from bot.preview import people
from bot.preview.calls import Upload
from bot.preview.server import application
from bot.preview.world import World
from bot.running import make_ready
from bot.settings import load_settings
from messages.library import Library
from scheduler.database import Database

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)  # a Friday, 3 pm in Madrid
TOKEN = "7000000001:of-the-embedded-server-alone-0000"
API = "http://127.0.0.1:8081"  # reached within the process
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SETTINGS = {
    "bot_token": TOKEN,
    "telegram_api_url": API,
    "clinic_name": "Clínica del Prado",
    "clinic_phone": "+34 910 000 000",
    "clinic_timezone": "Europe/Madrid",
    "clinic_hours": "Mon-Fri 09:00-18:00",
    "content_approval": "waived",
    "digest_at": "",  # a picture a day takes its time
}


class BreakableDatabase(Database):
    """A database that can be made to fail."""

    broken = False

    @asynccontextmanager
    async def session(self):
        if self.broken:
            raise OperationalError("the words of a patient", {}, Exception("disk I/O error"))
        async with super().session() as session:
            yield session


class Time:
    """A clock that stands still until it is moved, and a timer that sleeping moves at once.

    `when_slept` is called with the seconds of every sleep: something may happen meanwhile.
    """

    def __init__(self) -> None:
        self.now = NOW
        self.seconds = 0.0
        self.when_slept: Callable[[float], None] = lambda _seconds: None

    def clock(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.when_slept(seconds)

    def pass_to(self, instant: datetime) -> None:
        self.seconds += max((instant - self.now).total_seconds(), 0.0)
        self.now = max(instant, self.now)


class Talk:
    """A running bot and the people who talk to it."""

    def __init__(self, library: Library, database_url: str, handlers: Sequence[Any], **settings: Any) -> None:
        self.time = Time()
        self.library = library
        self.world = World(token=TOKEN, clock=self.time.clock, monotonic=self.time.monotonic, wait=self.time.sleep)
        self._handlers = handlers
        self.settings = load_settings(**{**SETTINGS, "database_url": database_url, **settings})

    @property
    def now(self) -> datetime:
        return self.time.now

    async def start(self) -> None:
        """Bring the bot up, as `afterglow run` does."""
        self.database = BreakableDatabase(self.settings.database_url)
        self.house = House(settings=self.settings, library=self.library, database=self.database, clock=self.time.clock)
        await make_ready(self.house)
        self.engine: Engine = assemble(
            self.house,
            self._handlers,
            requests=Requests(calls=self._request(), polls=self._request()),
            pacing=Pacing(0, each_chat=0, monotonic=self.time.monotonic, sleep=self.time.sleep),
            monotonic=self.time.monotonic,
            sleep=self.time.sleep,
        )
        await self.engine.poller.first_contact()
        await self.engine.application.initialize()

    async def close(self) -> None:
        await self.engine.application.bot.shutdown()
        await self.database.close()

    async def restart(self) -> None:
        """End the process and start another on the same database."""
        await self.close()
        await self.start()

    def person(self, first_name: str, *, language_code: str = "en") -> "Person":
        return Person(self, self.world.add_person(first_name, language_code=language_code))

    async def settle(self) -> None:
        """Take and handle everything people did, until the bot is idle."""
        while await self.engine.poller.take_waiting(hold=0):
            pass
        await self.engine.workers.until_idle()

    async def dispatch(self) -> None:
        """Send what is due now."""
        await self.engine.jobs.until_idle()

    async def pass_time(self, **span: float) -> None:
        """Move the clock ahead, through every due instant on the way."""
        await self.pass_to(self.now + timedelta(**span))

    async def pass_to(self, instant: datetime) -> None:
        """Move the clock to an instant, through every due one on the way."""
        while (due_at := await self.engine.dispatcher.next_due()) and due_at <= instant:
            self.time.pass_to(due_at)
            await self.dispatch()
        self.time.pass_to(instant)
        await self.settle()

    def _request(self) -> HTTPXRequest:
        server = application(self.world, None)
        return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(server)})


class Person:
    """Somebody in a private chat with the bot."""

    def __init__(self, talk: Talk, person: people.Person) -> None:
        self.talk = talk
        self.person = person

    @property
    def chat_id(self) -> int:
        return self.person.id

    @property
    def reads(self) -> list[str]:
        """What the bot has said, oldest first, as it stands now: with edits applied, without markup."""
        return self.person.texts_from_bot()

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the inline buttons under the newest message that has some, row by row."""
        for message in reversed(self.person.messages()):
            if rows := (message.markup or {}).get("inline_keyboard"):
                return [[button["text"] for button in row] for row in rows]
        return []

    @property
    def buttons(self) -> list[str]:
        """The labels of `keyboard`, in one list."""
        return [label for row in self.keyboard for label in row]

    @property
    def reply_keyboard(self) -> list[str]:
        """The labels of the keyboard in place of the letters, such as that which shares the location."""
        markup = self.talk.world.chats[self.chat_id].reply_markup or {}
        return [button["text"] for row in markup.get("keyboard", []) for button in row]

    @property
    def notes(self) -> list[str]:
        """The answers to pressed buttons, oldest first; "" for one without words."""
        callbacks = [one for one in self.talk.world.callbacks.values() if one.user_id == self.chat_id]
        return [one.answer.get("text", "") for one in callbacks if one.answer is not None]

    def data_of(self, label: str) -> str:
        """Return the callback data of the newest button with this label."""
        for message in reversed(self.person.messages()):
            for row in (message.markup or {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return str(button["callback_data"])
        raise AssertionError(f"no button {label!r}; there are {self.buttons}")

    async def says(self, text: str) -> None:
        self.person.send_text(text)
        await self.talk.settle()

    async def presses(self, label: str) -> None:
        """Press the newest button with this label."""
        self.person.press(label)
        await self.talk.settle()

    async def forges(self, data: str) -> None:
        """Press a button that is not there, under the newest message of the bot."""
        newest = [message for message in self.person.messages() if message.sender.is_bot][-1]
        self.person.press_data(newest.id, data)
        await self.talk.settle()

    async def edits(self, text: str) -> None:
        """Change the newest own message; a second passes, as Telegram tells edits apart by their time."""
        self.talk.time.pass_to(self.talk.now + timedelta(seconds=1))
        newest = [message for message in self.person.messages() if not message.sender.is_bot][-1]
        self.person.edit_text(newest.id, text)
        await self.talk.settle()

    async def shares(self, latitude: float, longitude: float) -> None:
        self.person.share_location(latitude, longitude)
        await self.talk.settle()

    async def shares_contact(self) -> None:
        self.person.share_contact()
        await self.talk.settle()

    async def sends_photo(self, caption: str = "") -> None:
        self.person.send_photo(Upload(name="photo.png", mime_type="image/png", data=PNG), caption)
        await self.talk.settle()

    async def sends_document(self, caption: str = "") -> None:
        self.person.send_document(Upload(name="sheet.pdf", mime_type="application/pdf", data=b"%PDF"), caption)
        await self.talk.settle()

    async def sends_voice(self) -> None:
        self.person.send_voice()
        await self.talk.settle()

    async def sends_sticker(self) -> None:
        self.person.send_sticker()
        await self.talk.settle()

    async def blocks(self) -> None:
        self.person.block_bot()
        await self.talk.settle()

    async def unblocks(self) -> None:
        self.person.unblock_bot()
        await self.talk.settle()
