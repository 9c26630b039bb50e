"""What the page shows: the state of the world as JSON, in the Bot API's own terms wherever it has them."""

from datetime import datetime, tzinfo
from typing import Any

from bot.preview.chats import Chat, Json, Membership, message_json
from bot.preview.people import Person
from bot.preview.profile import by_language
from bot.preview.world import World


def state_json(world: World, *, now: datetime, zone: tzinfo, person: Person | None, moving: bool) -> Json:
    """Return all that the page needs: the clock, who there is, and the phones it shows."""
    language = person.user.language_code or "" if person else ""
    return {
        "version": world.bell.count,
        "now": now.isoformat(),
        "zone": getattr(zone, "key", None) or "UTC",
        "moving": moving,
        "outage": world.outage,
        "bot": {
            "username": world.bot_username,
            "name": by_language(world.profile.names, language) or world.bot_name,
            "description": by_language(world.profile.descriptions, language),
        },
        "people": [_person_json(world, person) for person in world.people()],
        "phone": _phone_json(world, world.chats[person.id], language, person.id) if person else None,
        "groups": [_phone_json(world, group, "", group.members[0].id) for group in world.groups() if group.members],
    }


def _person_json(world: World, person: Person) -> Json:
    chat = world.chats[person.id]
    return {
        "id": person.id,
        "first_name": person.user.first_name,
        "language_code": person.user.language_code,
        "in_group": any(person.user.id == member.id for group in world.groups() for member in group.members),
        "last_message_id": max(chat.messages, default=0),
    }


def _phone_json(world: World, chat: Chat, language: str, reader_id: int) -> Json:
    return {
        "id": chat.id,
        "title": chat.title,
        "private": chat.is_private,
        "started": bool(chat.messages),
        "has_bot": chat.membership in {Membership.MEMBER, Membership.ADMINISTRATOR},
        "members": [{"id": user.id, "first_name": user.first_name} for user in chat.members],
        "messages": [_message_json(chat, message_id) for message_id in chat.messages],
        "reply_markup": chat.reply_markup,
        "action": chat.action,
        "commands": world.profile.menu(chat, language),
        "alert": _last_answer(world, chat, reader_id if chat.is_private else None),
    }


def _message_json(chat: Chat, message_id: int) -> Json:
    message = chat.messages[message_id]
    return {**message_json(chat, message), "reactions": list(message.reactions)}


def _last_answer(world: World, chat: Chat, reader_id: int | None) -> dict[str, Any] | None:
    """The newest answer to a pressed button, which Telegram shows for a moment over the chat."""
    for callback in reversed(world.callbacks.values()):
        if callback.chat_id == chat.id and reader_id in {None, callback.user_id}:
            return {"id": callback.id, **callback.answer} if callback.answer else None
    return None
