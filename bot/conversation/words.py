"""Words: those of a patient's question, found where Telegram keeps them and nowhere else."""

from collections.abc import Callable, Collection
from datetime import datetime

from telegram import Message, Update

from bot.buttons import Action, unpack
from bot.speech import Button, Keyboard


def words_of_question(update: Update) -> str | None:
    """Return the words that the message with the pressed button replies to; None when they are not the patient's."""
    query = update.callback_query
    shown = query.message if query else None
    question = shown.reply_to_message if isinstance(shown, Message) else None
    if query is None or question is None or question.from_user is None or question.from_user.id != query.from_user.id:
        return None
    return question.text or question.caption


def other_buttons(update: Update) -> Keyboard:
    """Return the buttons beside the pressed one, which has done its work."""
    pressed = update.callback_query.data if update.callback_query else None
    return _buttons(update, lambda data: data != pressed)


def buttons_without(update: Update, actions: Collection[Action]) -> Keyboard:
    """Return the buttons under the message of the pressed one, but for those of some actions."""

    def stays(data: str) -> bool:
        press = unpack(data)
        return press is None or press.action not in actions

    return _buttons(update, stays)


def message_of_question(update: Update) -> int | None:
    """Return the number of that message."""
    shown = update.callback_query.message if update.callback_query else None
    question = shown.reply_to_message if isinstance(shown, Message) else None
    return question.message_id if question else None


def time_of_question(update: Update) -> datetime | None:
    """Return when that message was written."""
    shown = update.callback_query.message if update.callback_query else None
    question = shown.reply_to_message if isinstance(shown, Message) else None
    return question.date if question else None


def _buttons(update: Update, stays: Callable[[str], bool]) -> Keyboard:
    query = update.callback_query
    shown = query.message if query else None
    if not isinstance(shown, Message) or shown.reply_markup is None:
        return ()
    rows = (
        tuple(
            Button(label=button.text, data=str(button.callback_data))
            for button in row
            if button.callback_data and stays(str(button.callback_data))
        )
        for row in shown.reply_markup.inline_keyboard
    )
    return tuple(row for row in rows if row)
