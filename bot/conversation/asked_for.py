"""Asked for: what has a button or a command of its own, typed in words that name nothing else."""

from telegram import Update

from bot.context import Context
from bot.conversation.enrolment import start
from bot.conversation.my_data import privacy
from bot.conversation.short_answers import phrases_of
from messages.words import read_message

ASKED_FOR = {"set_up": start, "privacy": privacy}  # by the list `typed_...` of the texts


async def read_asked_for(update: Update, context: Context) -> bool:
    """Do what a message asks for, where it is nothing but one of the phrases for that; return whether it was."""
    message = update.effective_message
    words = read_message((message.text or "") if message else "").words
    for name, do in ASKED_FOR.items():
        if words in {read_message(phrase).words for phrase in phrases_of(context.library, name)}:
            await do(update, context)
            return True
    return False
