"""Check-ins: better, same or worse. A fixed reply to each, the same for everyone; never a verdict."""

from telegram import Update

from bot.buttons import pressed
from bot.context import Context
from bot.conversation.clinic import clinic_name, emergency_number
from bot.conversation.questions import ask_clinic_button, topic_buttons
from bot.conversation.reminders import own_message, show
from scheduler.models import Response
from scheduler.responses import CHECK_IN_ANSWERS, Responded, respond

SYMPTOMS = ("redness", "swelling", "pain", "itching", "infection", "cold_sores")  # offered after "worse"


async def on_check_in(update: Update, context: Context) -> None:
    """Note the answer, which another tap may change, and say the reply that belongs to it."""
    outgoing = await own_message(update, context)
    choice = pressed(update).choice
    if not outgoing or not context.patient:
        return
    if choice not in CHECK_IN_ANSWERS:
        context.acknowledge(context.label("button_too_old"))
        return
    response = Response(choice)
    responded = await respond(context.session, context.patient, outgoing.id or 0, response, context.now)
    if responded is not Responded.RECORDED:
        key = "already_done" if responded is Responded.ALREADY else "button_too_old"
        context.acknowledge(context.label(key))
        return
    context.acknowledge()
    await show(context, outgoing)
    _reply(context, response)


def _reply(context: Context, response: Response) -> None:
    if response is not Response.WORSE:
        context.say(context.text(f"check_in_reply_{response}"))
        return
    html = context.text(
        "check_in_reply_worse",
        clinic=clinic_name(context),
        emergency_number=emergency_number(context.house, context.patient),
    )
    context.say(html, (*topic_buttons(context, SYMPTOMS), (ask_clinic_button(context),)))
