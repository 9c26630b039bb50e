"""Team: who at the clinic writes or presses, and texts in the clinic's language."""

from typing import Any

from telegram import Message, Update

from bot.context import Context
from scheduler.staff import Desk, is_of_the_team, staff_chat

ANONYMOUS_ADMIN = 1087968824  # Telegram's GroupAnonymousBot: an administrator who writes as the group


def desk_of(context: Context) -> Desk:
    return context.house.desk


async def in_team_chat(context: Context) -> bool:
    """Return whether this chat is the team's group or its second contact."""
    return await is_of_the_team(context.session, desk_of(context), context.exchange.chat_id)


async def in_group(context: Context) -> bool:
    """Return whether this chat is the team's group: what patients wrote and were sent is not for the second contact."""
    return context.exchange.chat_id == await staff_chat(context.session, desk_of(context))


def team_text(context: Context, key: str, **args: Any) -> str:
    """Return a text for the team, as HTML."""
    return context.library.text(desk_of(context).clinic.language, key, **args)


def team_label(context: Context, key: str, **args: Any) -> str:
    """Return a text for the team, for a button or a passing note."""
    return context.library.label(desk_of(context).clinic.language, key, **args)


def name_of_sender(update: Update) -> str:
    """Return the first name of whoever wrote or pressed; "" for an anonymous administrator."""
    user = update.effective_user
    return "" if user is None or user.id == ANONYMOUS_ADMIN else user.first_name


def answered_message(message: Message | None, bot_id: int) -> int | None:
    """Return which message of the bot's a message replies to."""
    replied = message.reply_to_message if message else None
    is_ours = replied is not None and replied.from_user is not None and replied.from_user.id == bot_id
    return replied.message_id if replied and is_ours else None
