"""Asked for: what has a button or a command of its own, typed in words that name nothing else."""

from telegram import Update

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.check_in_answers import read_check_in_answer
from bot.conversation.enrolment import correct, start
from bot.conversation.my_data import privacy
from bot.conversation.short_answers import asks_for, says_date_is_wrong
from bot.speech import Button
from scheduler.patients import consent_of, is_enrolled


async def read_asked_for(update: Update, context: Context) -> bool:
    """Do what a message asks for, where it is nothing but that; return whether it was."""
    message = update.effective_message
    text = (message.text or "") if message else ""
    if await read_check_in_answer(update, context):
        return True
    for name, do in ASKED_FOR.items():
        if asks_for(context.library, text, name):
            await do(update, context)
            return True
    awaited = context.patient.awaiting if context.patient else None
    if awaited or not says_date_is_wrong(context.library, text):
        return False
    await correct(context)
    return True


async def tell_how_to_stop(update: Update, context: Context) -> None:
    """Say how to get fewer messages or none, with the buttons for it."""
    patient = context.patient
    if not patient:
        context.say(context.text("nothing_kept"))
        return
    enrolled = await is_enrolled(context.session, patient)
    buttons = {
        "button_fewer": (Action.SETTING, "level") if enrolled else None,
        "button_withdraw": (Action.WITHDRAW, "ask") if await consent_of(context.session, patient) else None,
        "button_erase": (Action.ERASE, "ask"),
    }
    keyboard = tuple(
        (Button(label=context.label(key), data=pack(means[0], None, means[1])),)
        for key, means in buttons.items()
        if means
    )
    context.say(context.text("stop_messages" if enrolled else "stop_messages_no_plan"), keyboard)


ASKED_FOR = {"set_up": start, "privacy": privacy, "stop": tell_how_to_stop}  # by the list `typed_...` of the texts
