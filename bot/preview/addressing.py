"""Which chat and message a call means, and whether the bot may write there."""

from bot.preview.calls import Call
from bot.preview.chats import Chat, Membership, Message
from bot.preview.refusals import bad_request, forbidden, group_moved
from bot.preview.world import World


def chat_of(world: World, call: Call, *, field: str = "chat_id") -> Chat:
    """Return the chat a call names; raise Refused for none, an unknown one, or a group that has moved."""
    if not call.text(field):
        raise bad_request(f"{field} is empty")
    chat = world.chats.get(call.integer(field))
    if chat is None:
        raise bad_request("chat not found")
    if chat.moved_to is not None:
        raise group_moved(chat.moved_to)
    return chat


def chat_to_write(world: World, call: Call) -> Chat:
    """Return the chat a call names; raise Refused where the bot may not speak."""
    chat = chat_of(world, call)
    if chat.is_private:
        _check_private(world, chat)
    elif chat.membership is Membership.LEFT:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    elif chat.membership is Membership.KICKED:
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    return chat


def message_of(world: World, call: Call, missing: str, *, chat_field: str = "chat_id") -> Message:
    """Return the message a call names; raise Refused with `missing` for none."""
    message = chat_of(world, call, field=chat_field).messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request(missing)
    return message


def reply_target(call: Call, chat: Chat) -> int | None:
    """Return the id of the message to reply to, or None."""
    given = call.structure("reply_parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("can't parse reply parameters JSON object")
    wanted = str(given.get("message_id", ""))
    message_id = int(wanted) if wanted.isdecimal() else call.integer("reply_to_message_id")
    if not message_id or message_id in chat.messages:
        return message_id or None
    if call.flag("allow_sending_without_reply") or given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _check_private(world: World, chat: Chat) -> None:
    if world.users[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.membership is Membership.KICKED:
        raise forbidden("bot was blocked by the user")
