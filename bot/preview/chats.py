"""Users, chats and messages of the preview's Telegram, and how the Bot API writes them down."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]

ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


class ChatKind(StrEnum):
    """The kinds of chat, in Telegram's words."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Membership(StrEnum):
    """What the bot is in a chat, in Telegram's words."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with a Telegram account, or the bot itself."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone_number: str = ""
    is_bot: bool = False
    deactivated: bool = False


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it stands now. `content` holds the Bot API's own fields: text and entities, photo, location ..."""

    id: int
    chat_id: int
    sender: User
    sent_at: datetime
    edited_at: datetime | None = None
    content: Json
    markup: Json | None = None
    reply_to_id: int | None = None
    forward_origin: Json | None = None
    reactions: tuple[Json, ...] = ()


@dataclass(kw_only=True)
class Chat:
    """A chat with everything in it. `started`: the person has written once; `moved_to`: it has become another chat."""

    id: int
    kind: ChatKind
    title: str = ""
    members: list[User] = field(default_factory=list)
    membership: Membership = Membership.MEMBER
    started: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reply_markup: Json | None = None
    action: str = ""
    moved_to: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether this is a chat between one person and the bot."""
        return self.kind is ChatKind.PRIVATE


def user_json(user: User) -> Json:
    """Return the Bot API's User."""
    optional = {"last_name": user.last_name, "username": user.username, "language_code": user.language_code}
    written: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    written.update({name: value for name, value in optional.items() if value})
    return written


def chat_json(chat: Chat) -> Json:
    """Return the Bot API's Chat."""
    if not chat.is_private:
        return {"id": chat.id, "type": str(chat.kind), "title": chat.title}
    person = user_json(chat.members[0])
    names: Json = {name: person[name] for name in ("first_name", "last_name", "username") if name in person}
    return {"id": chat.id, "type": "private"} | names


def message_json(chat: Chat, message: Message, *, with_reply: bool = True) -> Json:
    """Return the Bot API's Message; the message it replies to is included once, not further."""
    written: Json = {
        "message_id": message.id,
        "from": user_json(message.sender),
        "chat": chat_json(chat),
        "date": unix(message.sent_at),
    }
    if message.edited_at:
        written["edit_date"] = unix(message.edited_at)
    if message.forward_origin:
        written["forward_origin"] = message.forward_origin
    replied = chat.messages.get(message.reply_to_id or 0)
    if with_reply and replied:
        written["reply_to_message"] = message_json(chat, replied, with_reply=False)
    written.update(message.content)
    if message.markup:
        written["reply_markup"] = message.markup
    return written


def membership_json(user: User, membership: Membership) -> Json:
    """Return the Bot API's ChatMember."""
    member: Json = {"status": str(membership), "user": user_json(user)}
    if membership is Membership.KICKED:
        member["until_date"] = 0
    if membership is Membership.ADMINISTRATOR:
        member.update(dict.fromkeys(ADMINISTRATOR_RIGHTS, True), can_be_edited=False, is_anonymous=False)
    return member


def unix(instant: datetime) -> int:
    """Return whole seconds since 1970."""
    return int(instant.timestamp())
