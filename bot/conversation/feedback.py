"""Feedback: "Did this help?" under an answer, kept once for each message; where it did not, the ways on."""

from telegram import Update

from bot.buttons import Action, pressed
from bot.context import Context
from bot.conversation.alerts import has_team
from bot.conversation.clinic import ask_clinic_button, how_to_reach
from bot.conversation.questions import NEAR_OFFERED, topic_buttons
from bot.conversation.words import buttons_without, message_of_question
from scheduler.feedback import give_feedback
from scheduler.models import Patient
from scheduler.patients import consent_of

FEEDBACK = frozenset({Action.HELPED, Action.NOT_REALLY})


async def on_helped(update: Update, context: Context) -> None:
    """Keep that an answer helped, and thank."""
    if await _keep(update, context, helped=True):
        context.acknowledge(context.label("feedback_thanks"))


async def on_not_really(update: Update, context: Context) -> None:
    """Keep that an answer did not help, and offer the near topics and the clinic."""
    patient = await _keep(update, context, helped=False)
    if patient is None:
        return
    context.acknowledge()
    near = context.library.topics[pressed(update).choice].near[:NEAR_OFFERED]
    html = context.text("feedback_sorry_near" if near else "feedback_sorry")
    if await has_team(context, patient):
        keyboard = (*topic_buttons(context, near), (ask_clinic_button(context),))
        context.say(html, keyboard, reply_to=message_of_question(update))
    else:
        context.say(f"{html}\n\n{how_to_reach(context)}", topic_buttons(context, near))


async def _keep(update: Update, context: Context, *, helped: bool) -> Patient | None:
    """Keep it and take the two buttons away; None, and a note, when it cannot be kept or is known already."""
    topic, patient = pressed(update).choice, context.patient
    message = update.callback_query.message if update.callback_query else None
    may_keep = patient is not None and await consent_of(context.session, patient) is not None
    if message is None or patient is None or not may_keep or topic not in context.library.topics:
        context.acknowledge(context.label("button_too_old"))
        return None
    is_new = await give_feedback(
        context.session, patient, message_id=message.message_id, topic=topic, helped=helped, now=context.now
    )
    context.edit(None, buttons_without(update, FEEDBACK))
    if not is_new:
        context.acknowledge(context.label("already_done"))
    return patient if is_new else None
