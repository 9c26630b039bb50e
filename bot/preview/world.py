"""A Telegram in memory with one bot in it: people, chats, messages, and the updates waiting for the bot.

It reads no clock: message dates come from `clock`, the age of updates from `monotonic`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.preview.chats import (
    Chat,
    ChatKind,
    Json,
    Membership,
    Message,
    User,
    chat_json,
    membership_json,
    message_json,
    unix,
    user_json,
)
from bot.preview.faults import Fault
from bot.preview.people import Person
from bot.preview.profile import BotProfile
from bot.preview.stored_files import FileStore
from bot.preview.updates import Bell, UpdateQueue
from bot.preview.webhooks import Webhook

# Larger than 32 bits, as many of Telegram's are: a column too small shows at once.
FIRST_USER_ID = 5_400_000_017
FIRST_GROUP_ID = -4_100_000_003
FIRST_SUPERGROUP_ID = -1_002_100_000_009
STEP = 1_000_003
CALLBACK_ANSWER_TIME = 150.0  # seconds


@dataclass(kw_only=True)
class Callback:
    """A pressed inline button, and what the bot answered (None: nothing yet)."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    expires_at: float
    answer: Json | None = None


@dataclass(kw_only=True, repr=False)
class World:
    """Everything there is. Change it through its methods or a Person's, so that whoever waits for a change is woken.

    `outage`: every call of the bot is answered 502. `privacy`: in groups the bot gets only commands, mentions and
    replies to it, as Telegram does by default. `wait` takes seconds, real ones unless a test passes its own.
    """

    token: str
    clock: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep
    bot_name: str = "Afterglow"
    bot_username: str = "AfterglowPreviewBot"
    privacy: bool = True
    faults: list[Fault] = field(default_factory=list)
    profile: BotProfile = field(default_factory=BotProfile)
    files: FileStore = field(default_factory=FileStore)
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)
    pollers: int = 0
    closing: bool = False
    _outage: bool = False
    _last_message_id: int = 100
    _last_callback_id: int = 4_611_686_018_427_000_000

    def __post_init__(self) -> None:
        self.bell = Bell()
        self.queue = UpdateQueue(monotonic=self.monotonic, bell=self.bell)
        self.bot = User(
            id=int(self.token.partition(":")[0]), first_name=self.bot_name, username=self.bot_username, is_bot=True
        )

    @property
    def outage(self) -> bool:
        """Whether Telegram is down."""
        return self._outage

    @outage.setter
    def outage(self, down: bool) -> None:
        self._outage = down
        self.bell.ring()

    def add_person(self, first_name: str, *, language_code: str = "en", phone_number: str = "") -> Person:
        """Let somebody in who has not written to the bot yet. Telegram sends a phone number only when it is shared."""
        number = len(self.users)
        user = User(
            id=FIRST_USER_ID + number * STEP,
            first_name=first_name,
            language_code=language_code,
            phone_number=phone_number or f"+346000{number:05}",
        )
        self.users[user.id] = user
        self.chats[user.id] = Chat(id=user.id, kind=ChatKind.PRIVATE, members=[user])
        self.bell.ring()
        return Person(world=self, id=user.id)

    def add_group(self, title: str, members: list[Person], *, kind: ChatKind = ChatKind.GROUP) -> Chat:
        """Make a group without the bot; `Person.add_bot` brings it in."""
        first = FIRST_SUPERGROUP_ID if kind is ChatKind.SUPERGROUP else FIRST_GROUP_ID
        number = sum(1 for chat in self.chats.values() if not chat.is_private)
        users = [person.user for person in members]
        group = Chat(
            id=first - number * STEP, kind=kind, title=title, members=users, membership=Membership.LEFT, started=True
        )
        self.chats[group.id] = group
        self.bell.ring()
        return group

    def upgrade_group(self, chat_id: int) -> Chat:
        """Turn a group into a supergroup with a new id, as Telegram does of its own accord."""
        old = self.chats[chat_id]
        new = self.add_group(
            old.title, [Person(world=self, id=user.id) for user in old.members], kind=ChatKind.SUPERGROUP
        )
        new.membership = old.membership
        self.post(old, old.members[0], {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self.post(new, old.members[0], {"migrate_from_chat_id": old.id})
        return new

    def people(self) -> list[Person]:
        """Return everybody but the bot."""
        return [Person(world=self, id=user_id) for user_id in self.users]

    def groups(self) -> list[Chat]:
        """Return the groups that still go by their id."""
        return [chat for chat in self.chats.values() if not chat.is_private and chat.moved_to is None]

    def post(self, chat: Chat, sender: User, content: Json, **details: Any) -> Message:
        """Put a message into a chat; what a person says becomes an update for the bot, if it may see it."""
        message = Message(
            id=self._next_message_id(chat),
            chat_id=chat.id,
            sender=sender,
            sent_at=self.clock(),
            content=content,
            **details,
        )
        chat.messages[message.id] = message
        if sender.is_bot:
            chat.action = ""
        elif self._bot_sees(chat, message):
            self.queue.add("message", message_json(chat, message), f"chat {chat.id}")
        self.bell.ring()
        return message

    def change(self, chat: Chat, message: Message, **changes: Any) -> Message:
        """Replace parts of a message; a person's edit becomes an update for the bot."""
        changed = replace(message, **changes)
        chat.messages[message.id] = changed
        if changed.edited_at != message.edited_at and not changed.sender.is_bot and self._bot_sees(chat, changed):
            self.queue.add("edited_message", message_json(chat, changed), f"chat {chat.id}")
        self.bell.ring()
        return changed

    def delete(self, chat: Chat, message: Message) -> None:
        """Take a message away; Telegram tells the bot nothing."""
        del chat.messages[message.id]
        self.bell.ring()

    def press(self, user: User, chat: Chat, message: Message, data: str) -> Callback:
        """Queue a callback query, with whatever data: the bot must not trust it."""
        self._last_callback_id += 7
        callback = Callback(
            id=str(self._last_callback_id),
            user_id=user.id,
            chat_id=chat.id,
            message_id=message.id,
            expires_at=self.monotonic() + CALLBACK_ANSWER_TIME,
        )
        self.callbacks[callback.id] = callback
        body = {
            "id": callback.id,
            "from": user_json(user),
            "message": message_json(chat, message),
            "chat_instance": str(chat.id * 1_000_003 % 2**63),
            "data": data,
        }
        self.queue.add("callback_query", body, f"user {user.id}")
        self.bell.ring()
        return callback

    def set_membership(self, chat: Chat, by: User, membership: Membership) -> None:
        """Let the bot in or out of a chat (blocking it is one way) and tell it so."""
        body = {
            "chat": chat_json(chat),
            "from": user_json(by),
            "date": unix(self.clock()),
            "old_chat_member": membership_json(self.bot, chat.membership),
            "new_chat_member": membership_json(self.bot, membership),
        }
        chat.membership = membership
        self.queue.add("my_chat_member", body, f"chat {chat.id}")
        self.bell.ring()

    async def until(self, condition: Callable[[], Any], *, seconds: float = 10) -> Any:
        """Wait until the condition gives something true and return that; raise TimeoutError after real `seconds`."""
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await self.bell.wait()
        return found

    def close(self) -> None:
        """Wake everybody who waits: the world ends."""
        self.closing = True
        self.webhook.stop()
        self.bell.ring()

    def _next_message_id(self, chat: Chat) -> int:
        """Private chats and groups share one row of numbers, a supergroup has its own."""
        if chat.kind is ChatKind.SUPERGROUP:
            return max(chat.messages, default=0) + 1
        self._last_message_id += 1
        return self._last_message_id

    def _bot_sees(self, chat: Chat, message: Message) -> bool:
        if chat.membership in {Membership.LEFT, Membership.KICKED}:
            return False
        if chat.is_private or not self.privacy or chat.membership is Membership.ADMINISTRATOR:
            return True
        text = message.content.get("text", message.content.get("caption"))
        if text is None and not {"photo", "document", "voice", "sticker", "location", "contact"} & set(message.content):
            return True
        replied = chat.messages.get(message.reply_to_id or 0)
        if replied and replied.sender.is_bot:
            return True
        command = (text or "").split(maxsplit=1)[:1]
        name, _, whose = command[0].partition("@") if command else ("", "", "")
        to_all_or_us = name.startswith("/") and whose.lower() in {"", self.bot_username.lower()}
        return to_all_or_us or f"@{self.bot_username}".lower() in (text or "").lower()
