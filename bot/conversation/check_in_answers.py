"""Check-in answers: the fixed reply to each, and an answer in words where a check-in has none yet."""

from datetime import timedelta

from telegram import Update

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.alerts import has_team
from bot.conversation.clinic import ask_clinic_button, clinic_and_phone, emergency_number, zone_of
from bot.conversation.reminder_shown import show
from bot.conversation.short_answers import read_check_in
from bot.conversation.situation import situation_of
from bot.speech import Button, Keyboard
from messages import triage
from messages.dates import days_between
from scheduler.models import Outgoing, Response
from scheduler.responses import Responded, open_check_in, respond
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
TELL = "tell"  # the choice of a button that brings "worse" before the team
ANSWERED_WITHIN = timedelta(hours=24)  # later, words such as "better" may be about something else


async def read_check_in_answer(update: Update, context: Context) -> bool:
    """Take a message of a few words as the tap it stands for; return whether it needs no other answer.

    A red flag among the words is noted as well, and answered as such.
    """
    message, patient = update.effective_message, context.patient
    text = (message.text or "") if message else ""
    response = read_check_in(context.library, text)
    if message is None or patient is None or patient.awaiting or response is None:
        return False
    outgoing = await open_check_in(context.session, patient, context.now - ANSWERED_WITHIN)
    if outgoing is None:
        return False
    responded = await respond(context.session, patient, outgoing.id or 0, response, context.now)
    if responded is not Responded.RECORDED:
        return False
    await show(context, outgoing)
    if triage.check(context.library, text, (await situation_of(context)).hours):
        return False
    await reply_to_check_in(context, outgoing, response, reply_to=message.message_id)
    return True


async def reply_to_check_in(
    context: Context, outgoing: Outgoing, response: Response, *, reply_to: int | None = None
) -> None:
    """Say the fixed reply to an answer; `reply_to` is the message that told it in words."""
    args = {"clinic": clinic_and_phone(context)}
    if response is Response.WORSE:
        args["emergency_number"] = emergency_number(context.house, context.patient)
    passed = await _passed(context)
    later = "_later" if response is Response.SAME and await _day(context) >= SETTLED else ""
    html = context.text(f"check_in_reply_{response}{later}", **args)
    if response in {Response.BETTER, Response.SAME}:
        context.say(html)
        return
    to_clinic = ask_clinic_button(context)
    if response is Response.WORSE:
        can_tell = await has_team(context, context.patient)
        if can_tell:
            to_clinic = Button(label=context.label("button_tell_clinic"), data=pack(Action.CHECK_IN, outgoing.id, TELL))
        unread = context.text("check_in_unread_team" if can_tell else "check_in_unread")
        html = f"{html}\n\n{unread}\n\n{context.text('check_in_what')}"
    context.say(html, (*_symptoms(context, outgoing, passed), (to_clinic,)), reply_to=reply_to)


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
