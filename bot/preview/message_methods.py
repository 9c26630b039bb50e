"""The Bot API's methods about messages: send, edit, delete, copy, react, and answer a pressed button."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.preview.addressing import chat_to_write, message_of, reply_target
from bot.preview.calls import Call
from bot.preview.chats import Chat, Json, Message, message_json, unix, user_json
from bot.preview.contents import read_caption, read_document, read_photo, read_text
from bot.preview.keyboards import Markup, is_inline, read_markup
from bot.preview.refusals import bad_request
from bot.preview.world import World

DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_ALERT = 200
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 "
    "⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 "
    "🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
REACTIONS = frozenset(EMOJI.split())


def send_message(world: World, call: Call) -> Json:
    """sendMessage."""
    chat = chat_to_write(world, call)
    return _send(world, call, chat, read_text(call))


def send_photo(world: World, call: Call) -> Json:
    """sendPhoto: a file in the call, or the id of a photo sent before."""
    chat = chat_to_write(world, call)
    caption = read_caption(call)
    return _send(world, call, chat, {"photo": read_photo(world, call), **caption})


def send_document(world: World, call: Call) -> Json:
    """sendDocument: a file in the call, or the id of one sent before."""
    chat = chat_to_write(world, call)
    caption = read_caption(call)
    return _send(world, call, chat, {"document": read_document(world, call), **caption})


def send_chat_action(world: World, call: Call) -> bool:
    """sendChatAction."""
    chat = chat_to_write(world, call)
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = call.text("action")
    world.bell.ring()
    return True


def copy_message(world: World, call: Call) -> Json:
    """copyMessage: returns the new id only."""
    chat = chat_to_write(world, call)
    original = message_of(world, call, "message to copy not found", chat_field="from_chat_id")
    if not _has_content(original):
        raise bad_request("message can't be copied")
    content = dict(original.content)
    if "caption" in call.parameters:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content.update(read_caption(call))
    return {"message_id": _send(world, call, chat, content)["message_id"]}


def forward_message(world: World, call: Call) -> Json:
    """forwardMessage."""
    chat = chat_to_write(world, call)
    original = message_of(world, call, "message to forward not found", chat_field="from_chat_id")
    if not _has_content(original) or original.content.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    origin = original.forward_origin or {
        "type": "user",
        "date": unix(original.sent_at),
        "sender_user": user_json(original.sender),
    }
    return message_json(chat, world.post(chat, world.bot, dict(original.content), forward_origin=origin))


def edit_message_text(world: World, call: Call) -> Json:
    """editMessageText: without reply_markup the buttons go, as on Telegram."""
    chat, message = _own_message(world, call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, read_text(call), _new_buttons(call, chat))


def edit_message_caption(world: World, call: Call) -> Json:
    """editMessageCaption."""
    chat, message = _own_message(world, call)
    if not {"photo", "document"} & set(message.content):
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _edit(world, chat, message, {**kept, **read_caption(call)}, _new_buttons(call, chat))


def edit_message_reply_markup(world: World, call: Call) -> Json:
    """editMessageReplyMarkup."""
    chat, message = _own_message(world, call)
    return _edit(world, chat, message, message.content, _new_buttons(call, chat))


def delete_message(world: World, call: Call) -> bool:
    """deleteMessage: within 48 hours; in a group only the bot's own, unless it is an administrator."""
    chat = chat_to_write(world, call)
    message = message_of(world, call, "message to delete not found")
    if world.clock() - message.sent_at > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    if not chat.is_private and not message.sender.is_bot and chat.membership != "administrator":
        raise bad_request("message can't be deleted")
    world.delete(chat, message)
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    """setMessageReaction: one emoji of Telegram's, or none."""
    chat = chat_to_write(world, call)
    message = message_of(world, call, "message to react not found")
    given = call.structure("reaction") or []
    if not isinstance(given, list) or len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in given:
        if not isinstance(reaction, dict) or reaction.get("emoji") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    world.change(chat, message, reactions=tuple(given))
    return True


def answer_callback_query(world: World, call: Call) -> bool:
    """answerCallbackQuery: within 150 real seconds of the press."""
    callback = world.callbacks.get(call.text("callback_query_id"))
    if callback is None or callback.expires_at <= world.monotonic():
        raise bad_request(TOO_OLD)
    if len(call.text("text")) > LONGEST_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answer = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    world.bell.ring()
    return True


def _send(world: World, call: Call, chat: Chat, content: Json) -> Json:
    markup = read_markup(call.parameters.get("reply_markup"), private=chat.is_private)
    if call.flag("protect_content"):
        content = {**content, "has_protected_content": True}
    buttons = markup if is_inline(markup) else None
    message = world.post(chat, world.bot, content, markup=buttons, reply_to_id=reply_target(call, chat))
    if markup and not buttons:
        chat.reply_markup = None if "remove_keyboard" in markup else markup
    return message_json(chat, message)


def _own_message(world: World, call: Call) -> tuple[Chat, Message]:
    chat = chat_to_write(world, call)
    message = message_of(world, call, "message to edit not found")
    if not message.sender.is_bot or message.forward_origin:
        raise bad_request("message can't be edited")
    return chat, message


def _new_buttons(call: Call, chat: Chat) -> Markup | None:
    markup = read_markup(call.parameters.get("reply_markup"), private=chat.is_private)
    if markup and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    return markup


def _edit(world: World, chat: Chat, message: Message, content: Json, markup: Markup | None) -> Json:
    if message.content.get("has_protected_content"):
        content = {**content, "has_protected_content": True}
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    changed = world.change(chat, message, content=content, markup=markup, edited_at=world.clock())
    return message_json(chat, changed)


def _has_content(message: Message) -> bool:
    return bool({"text", "photo", "document", "voice", "sticker", "location", "contact"} & set(message.content))


METHODS: dict[str, Callable[[World, Call], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
}
