"""Telegram calls: each thing that can be said as one call of the Bot API. They raise what the library raises."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    MessageId,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.attachments import PICTURE_NAME
from bot.speech import Acknowledge, Copy, Document, Edit, Keyboard, Leave, Photo, Say

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Bot = ExtBot[None]
Sent = Message | MessageId | bool
Single = Say | Document | Copy | Leave | Acknowledge  # is one call, whatever becomes of it


async def make_call(bot: Bot, speech: Single) -> Sent:
    """Say what is one call."""
    match speech:
        case Say():
            return await _say(bot, speech)
        case Document():
            return await send_file(bot, speech.chat_id, speech.contents.encode(), speech.name, speech.html)
        case Copy():
            return await _copy(bot, speech)
        case Leave():
            return await bot.leave_chat(speech.chat_id)
        case Acknowledge():
            return await bot.answer_callback_query(speech.query_id, text=speech.text or None)


async def send_picture(bot: Bot, chat_id: int, picture: bytes, html: str | None, keyboard: Keyboard = ()) -> Message:
    """Send a picture that was drawn here, with words under it or none."""
    return await bot.send_photo(
        chat_id,
        picture,
        filename=PICTURE_NAME,
        caption=html,
        parse_mode=ParseMode.HTML,
        reply_markup=_inline(keyboard) if keyboard else None,
    )


async def send_own_photo(bot: Bot, photo: Photo) -> Message:
    """Send back a patient's own photo, protected: it is meant for this chat alone."""
    return await bot.send_photo(
        photo.chat_id,
        photo.file_id,
        caption=photo.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_inline(photo.keyboard) if photo.keyboard else None,
        protect_content=True,
    )


async def send_file(bot: Bot, chat_id: int, contents: bytes, name: str, html: str) -> Message:
    """Send a file that was written here, with words under it."""
    return await bot.send_document(chat_id, contents, filename=name, caption=html, parse_mode=ParseMode.HTML)


async def change(bot: Bot, edit: Edit) -> Message | bool:
    """Change the words and the buttons of a message, or its buttons alone."""
    markup = _inline(edit.keyboard) if edit.keyboard else None
    if edit.html is None:
        return await bot.edit_message_reply_markup(edit.chat_id, edit.message_id, reply_markup=markup)
    return await bot.edit_message_text(
        edit.html,
        edit.chat_id,
        edit.message_id,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=markup,
    )


async def change_caption(bot: Bot, edit: Edit) -> Message | bool:
    """Change the words under a picture, and its buttons."""
    return await bot.edit_message_caption(
        edit.chat_id,
        edit.message_id,
        caption=edit.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_inline(edit.keyboard) if edit.keyboard else None,
    )


async def _say(bot: Bot, say: Say) -> Message:
    return await bot.send_message(
        say.chat_id,
        say.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=_markup(say),
        reply_parameters=_answering(say.reply_to),
    )


async def _copy(bot: Bot, copy: Copy) -> MessageId:
    chat_id, message_id = copy.origin
    return await bot.copy_message(
        copy.chat_id,
        chat_id,
        message_id,
        caption=copy.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_inline(copy.keyboard) if copy.keyboard else None,
        reply_parameters=_answering(copy.reply_to),
    )


def _markup(say: Say) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if asked := say.ask_location or say.ask_contact:
        button = KeyboardButton(asked, request_location=bool(say.ask_location), request_contact=bool(say.ask_contact))
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    if say.keyboard:
        return _inline(say.keyboard)
    return ReplyKeyboardRemove() if say.remove_keyboard else None


def _answering(message_id: int | None) -> ReplyParameters | None:
    """A reply to a message; where that is gone, a message like any other."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None


def _inline(keyboard: Keyboard) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in keyboard]
    return InlineKeyboardMarkup(rows)
