"""Check-ins: better, same, worse, or something worries me. A fixed reply to each; never a verdict."""

from datetime import timedelta

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import clinic_and_phone, emergency_number, zone_of
from bot.conversation.questions import answer_about, ask_clinic_button
from bot.conversation.reminders import own_message, show
from bot.conversation.situation import situation_of
from bot.speech import Button, Keyboard
from messages.dates import days_between
from messages.topics import Urgency
from scheduler.models import Outgoing, Response
from scheduler.responses import CHECK_IN_ANSWERS, Responded, respond, steps_of
from scheduler.treatments import current_treatment

# What may be wrong, by the time since the treatment: the likeliest first, the last two at any time.
FIRST_DAYS = timedelta(days=3)
FIRST_WEEKS = timedelta(days=14)
SETTLED = 4  # days of the calendar: from here on, what is still the same is for the clinic to look at
AT_FIRST = ("redness", "swelling", "pain", "pinpoint_bleeding", "bruising", "itching", "infection", "cold_sores")
IN_BETWEEN = (
    "redness",
    "dryness_and_peeling",
    "itching",
    "acne_flare",
    "swelling",
    "pain",
    "infection",
    "cold_sores",
)
LATER = ("pigmentation_change", "scarring", "acne_flare", "redness", "itching", "pain", "infection", "cold_sores")
A_ROW = 2


async def on_check_in(update: Update, context: Context) -> None:
    """Note the answer, which another tap may change, and say the reply that belongs to it."""
    choice = pressed(update).choice
    response = Response(choice) if choice in CHECK_IN_ANSWERS else None
    outgoing = await _noted(update, context, response)
    if outgoing and response:
        await show(context, outgoing)
        await _reply(context, outgoing, response)


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


async def _reply(context: Context, outgoing: Outgoing, response: Response) -> None:
    args = {"clinic": clinic_and_phone(context)}
    if response is Response.WORSE:
        args["emergency_number"] = emergency_number(context.house, context.patient)
    passed = await _passed(context)
    later = "_later" if response is Response.SAME and await _day(context) >= SETTLED else ""
    html = context.text(f"check_in_reply_{response}{later}", **args)
    if response in {Response.BETTER, Response.SAME}:
        context.say(html)
        return
    if response is Response.WORSE:
        html = f"{html}\n\n{context.text('check_in_what')}"
    context.say(html, (*_symptoms(context, outgoing, passed), (ask_clinic_button(context),)))


async def _day(context: Context) -> int:
    """The day after the treatment on the patient's calendar, as everywhere else."""
    treatment = await current_treatment(context.session, context.patient, context.now) if context.patient else None
    return days_between(treatment.treated_at, context.now, zone_of(context)) if treatment else 0


async def _passed(context: Context) -> timedelta:
    """How long ago the treatment was."""
    return timedelta(hours=(await situation_of(context)).hours or 0)


def _symptoms(context: Context, outgoing: Outgoing, passed: timedelta) -> Keyboard:
    """A button for each symptom of the time since the treatment."""
    topics = AT_FIRST if passed < FIRST_DAYS else IN_BETWEEN if passed < FIRST_WEEKS else LATER
    buttons = [
        Button(
            label=context.library.topic_title(context.language, topic),
            data=pack(Action.SYMPTOM, outgoing.id, topic),
        )
        for topic in topics
        if topic in context.library.topics
    ]
    return tuple(tuple(buttons[place : place + A_ROW]) for place in range(0, len(buttons), A_ROW))
