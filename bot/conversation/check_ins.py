"""Check-ins: better, same, worse, or something worries me. A fixed reply to each; never a verdict."""

from telegram import Update

from bot.buttons import pressed
from bot.context import Context
from bot.conversation.alerts import tell_clinic
from bot.conversation.check_in_answers import TELL, reply_to_check_in
from bot.conversation.questions import answer_about
from bot.conversation.reminder_shown import show
from bot.conversation.reminders import own_message
from bot.conversation.team import team_label
from bot.conversation.words import words_of_question
from messages.topics import Urgency
from scheduler.models import Outgoing, Response
from scheduler.responses import CHECK_IN_ANSWERS, Responded, respond, steps_of


async def on_check_in(update: Update, context: Context) -> None:
    """Note the answer, which another tap may change, and say its reply; or tell the team that it got worse ("tell")."""
    choice = pressed(update).choice
    if choice == TELL:
        await _tell_clinic(update, context)
        return
    response = Response(choice) if choice in CHECK_IN_ANSWERS else None
    outgoing = await _noted(update, context, response)
    if outgoing and response:
        await show(context, outgoing)
        await reply_to_check_in(context, outgoing, response)


async def on_symptom(update: Update, context: Context) -> None:
    """Say the answer to the symptom for this day; after "worse" first whom to call, and nothing of what is usual."""
    outgoing = await own_message(update, context)
    topic = pressed(update).choice
    if not outgoing or not context.patient:
        return
    if topic not in context.library.topics:
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    steps = await steps_of(context.session, outgoing.id or 0, context.patient)
    is_worse = any(step.response is Response.WORSE for step in steps)
    await answer_about(context, topic, Urgency.URGENT if is_worse else Urgency.NONE)


async def on_ask_again(update: Update, context: Context) -> None:
    """Ask again from now on, after check-ins had ended unanswered."""
    outgoing = await _noted(update, context, Response.AGAIN)
    if outgoing:
        await show(context, outgoing)
        context.say(context.text("check_ins_again"))


async def _tell_clinic(update: Update, context: Context) -> None:
    """Bring before the team that it got worse, in the words that were written: the tap agrees to that."""
    if await own_message(update, context):
        answer = words_of_question(update) or team_label(context, f"check_in_{Response.WORSE}")
        await tell_clinic(update, context, topic=None, words=team_label(context, "check_in_told", answer=answer))


async def _noted(update: Update, context: Context, response: Response | None) -> Outgoing | None:
    """Return the message whose answer was noted now; what cannot be noted is said in passing."""
    outgoing = await own_message(update, context)
    if not outgoing or not context.patient:
        return None
    responded = Responded.NOT_YOURS
    if response:
        responded = await respond(context.session, context.patient, outgoing.id or 0, response, context.now)
    if responded is Responded.RECORDED:
        context.acknowledge()
        return outgoing
    context.acknowledge(context.label("already_done" if responded is Responded.ALREADY else "button_too_old"))
    return None
