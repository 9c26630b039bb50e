"""My data: what is kept and why, and erasing it: asked twice, done at once."""

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import clinic_name
from bot.speech import Button, Keyboard
from scheduler.patients import erase


async def privacy(update: Update, context: Context) -> None:
    days = context.house.settings.retention_days
    context.say(context.text("privacy", clinic=clinic_name(context), retention_days=days))


async def delete(update: Update, context: Context) -> None:
    """Ask whether everything should be erased; nothing is erased yet."""
    if context.patient:
        context.say(context.text("erase_question"), _keyboard(context, "erase_yes", "again"))
    else:
        context.say(context.text("nothing_kept"))


async def on_erase(update: Update, context: Context) -> None:
    """Ask again ("again"), erase ("now"), or keep everything ("no")."""
    choice, patient = pressed(update).choice, context.patient
    context.acknowledge()
    if not patient:
        context.edit(context.text("nothing_kept"))
    elif choice == "again":
        context.edit(context.text("erase_question_again"), _keyboard(context, "erase_really", "now"))
    elif choice == "now":
        counts = await erase(context.session, patient, context.now)
        context.edit(context.text("erased", count=sum(counts.values())))
        context.exchange.language, context.exchange.patient = patient.language, None
    elif choice == "no":
        context.edit(context.text("erase_kept"))


def _keyboard(context: Context, yes: str, choice: str) -> Keyboard:
    return (
        (Button(label=context.label(yes), data=pack(Action.ERASE, None, choice)),),
        (Button(label=context.label("erase_no"), data=pack(Action.ERASE, None, "no")),),
    )
