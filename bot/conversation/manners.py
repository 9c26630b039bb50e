"""Manners: help, and a kind word for what is not understood."""

from telegram import Update

from bot.context import Context
from bot.conversation.clinic import emergency_number
from bot.conversation.prompts import ask_again


async def help(update: Update, context: Context) -> None:
    """Say on one screen what there is."""
    context.say(context.text("help", emergency_number=emergency_number(context.house, context.patient)))


async def unknown_command(update: Update, context: Context) -> None:
    context.say(context.text("unknown_command"))
    ask_again(context)


async def stale_button(update: Update, context: Context) -> None:
    """Say in passing that a button means nothing any more: forged, or of another version."""
    context.acknowledge(context.label("button_too_old"))
