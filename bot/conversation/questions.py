"""Questions: any text gets its answer, with or without consent, whatever the bot is waiting for."""

from collections.abc import Iterable
from dataclasses import replace

from telegram import Message, Update

from bot.buttons import Action, pack, pressed
from bot.context import Context, advice_of
from bot.conversation.alerts import has_team, tell_team
from bot.conversation.asked_for import read_asked_for
from bot.conversation.clinic import ask_clinic_button, clinic_and_phone, emergency_number, phone_and_hours
from bot.conversation.diary import offer
from bot.conversation.draft import leave_old_aside
from bot.conversation.preferences import set_up_keyboard
from bot.conversation.prompts import ask, ask_again
from bot.conversation.renewal import ask_if_changed
from bot.conversation.short_answers import is_question
from bot.conversation.situation import situation_of
from bot.conversation.threads import has_heard_from_team, is_for_team, leave, pass_on
from bot.conversation.typed import NOT_UNDERSTOOD, read_typed
from bot.speech import Button, Keyboard
from messages.answering import Reply, answer, answer_topic, sources_html
from messages.small_talk import APPOINTMENT
from messages.topics import Urgency
from messages.triage import check
from scheduler.models import Patient
from scheduler.patients import consent_of
from scheduler.questions import record_question
from scheduler.responses import hold_sessions

SIGNS = {int(signs): signs for signs in (Urgency.CLINIC, Urgency.URGENT)}  # as a topic's button names them
NEAR_SHOWN = 2
NEAR_OFFERED = 4  # where an answer did not help
UNSURE = {"choices", "refusal", "other", "other_language"}  # rather a date or city with a slip than a question

# The first that a message has says what it is; a video's or voice's own line, else one for all.
MEDIA = {
    "photo": "media_photo",
    "sticker": "media_sticker",
    "animation": "media_sticker",
    "voice": "media_voice",
    "audio": "media_voice",
    "video": "media_video",
    "video_note": "media_video",
    "document": "media_document",
    "contact": "media_contact",
}


async def on_text(update: Update, context: Context) -> None:
    """Take a typed message as what was asked for, else answer it. Red flags come before everything."""
    message = update.effective_message
    if not message or not message.text:
        return
    _leave_old_aside(context)
    if await is_for_team(context):
        if not await leave(update, context, message.text):
            await _advise(context, message.text)
            await pass_on(update, context)
    elif context.exchange.advised or not (await read_typed(update, context) or await read_asked_for(update, context)):
        urgency = await _answer(context, message.text)
        if urgency < Urgency.URGENT:
            await ask_if_changed(context)


async def on_edited(update: Update, context: Context) -> None:
    """Answer an edited message that carries a red flag now, or asks what is sure to be known; no other.

    In a conversation say that the team does not get it.
    """
    message = update.effective_message
    text = (message.text or message.caption or "") if message else ""
    situation = await situation_of(context)
    if context.exchange.advised or check(context.library, text, situation.hours):
        await _answer(context, text)
    elif await is_for_team(context):
        context.say(context.text("thread_edit"))
    elif text and answer(context.library, text, situation).kind == "answer":
        await _answer(context, text)


async def on_media(update: Update, context: Context) -> None:
    """Say what cannot be looked at; a caption is answered like any other text, and a photo may go into the diary."""
    message = update.effective_message
    if not message:
        return
    _leave_old_aside(context)
    if await is_for_team(context) and await pass_on(update, context):
        await _advise(context, message.caption or "")
        if message.photo:
            offer(context, message, to_team=True)
        return
    line = context.text(_media_key(message), clinic=clinic_and_phone(context))
    may_keep = bool(message.photo) and await _agreed(context) is not None
    if message.caption:
        urgency = await _answer(context, message.caption, beside=line)
        if may_keep and urgency < Urgency.URGENT:
            offer(context, message)
        return
    if may_keep:
        offer(context, message, beside=line)
    else:
        context.say(line)
    ask_again(context)


async def on_topic(update: Update, context: Context) -> None:
    """Say the answer to the topic of a button, with whom to call if the message above told a red flag."""
    press = pressed(update)
    if press.choice not in context.library.topics:
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    reply = await say_topic(context, press.choice, SIGNS.get(press.row or 0, Urgency.NONE))
    await _record(context, replace(reply, urgency=Urgency.NONE))  # the red flag is counted already
    ask_again(context)


async def on_sources(update: Update, context: Context) -> None:
    """Say where an answer comes from, and when that was checked."""
    topic = pressed(update).choice
    if topic not in context.library.topics:
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    context.say(sources_html(context.library, topic, context.language))


async def answer_about(context: Context, topic: str, signs: Urgency = Urgency.NONE) -> None:
    """Say the answer to a topic, keep that it was asked, and repeat the open question; `signs` as in `say_topic`."""
    await _record(context, await say_topic(context, topic, signs))
    ask_again(context)


async def say_topic(context: Context, topic: str, signs: Urgency = Urgency.NONE) -> Reply:
    """Say the answer to a topic for this patient and return it; `signs` is how urgent what was told before is."""
    reply = answer_topic(context.library, topic, await situation_of(context), signs)
    context.say(reply.html, await _keyboard(context, reply))
    return reply


def topic_buttons(context: Context, topics: Iterable[str], signs: Urgency = Urgency.NONE) -> Keyboard:
    """Return a button for each topic, two in a row; `signs` as in `say_topic`."""
    row = int(signs) or None
    buttons = [
        Button(label=context.library.topic_title(context.language, topic), data=pack(Action.TOPIC, row, topic))
        for topic in topics
    ]
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


def _leave_old_aside(context: Context) -> None:
    if context.patient:
        leave_old_aside(context.patient, context.now)


async def _advise(context: Context, text: str) -> None:
    """Answer before the message goes to the team, which may read it late: a red flag, and what is known for sure.

    Once the team has written, only a red flag.
    """
    reply = answer(context.library, text, await situation_of(context)) if text else None
    if reply is None:
        return
    if context.exchange.advised or reply.urgency >= Urgency.URGENT:
        await _answer(context, text)
    elif (reply.kind == "answer" or reply.finding) and not await has_heard_from_team(context):
        await _record(context, reply)
        offered = reply.top3 if reply.kind == "choices" else ()
        context.say(reply.html, topic_buttons(context, offered, reply.urgency))


async def _answer(context: Context, text: str, *, beside: str | None = None) -> Urgency:
    """Answer a message, then repeat the open question, but not beside a red flag; `beside` is said as well."""
    reply = answer(context.library, text, await situation_of(context))
    awaited = context.patient.awaiting if context.patient else None
    guessed = reply.kind in UNSURE and not reply.finding and not is_question(context.library, text)
    if awaited in NOT_UNDERSTOOD and guessed and not beside:
        ask(context, context.text(NOT_UNDERSTOOD[awaited]))  # no question, so none is counted
        return reply.urgency
    agreed = await _record(context, reply)
    if reply.urgency is Urgency.EMERGENCY:
        _say_emergency(context, reply)
        if agreed:
            await tell_team(context, agreed, reply, text)
        return reply.urgency
    if beside:
        context.say(beside)
    if reply.kind in {"answer", "choices"} or not beside:
        html = f"{reply.html}\n{phone_and_hours(context)}" if reply.kind == APPOINTMENT else reply.html
        context.say(html, await _keyboard(context, reply), reply_to=await _question_to_keep(context, reply))
    if agreed:
        await tell_team(context, agreed, reply, text)
    if reply.urgency < Urgency.URGENT:
        ask_again(context)
    return reply.urgency


async def _question_to_keep(context: Context, reply: Reply) -> int | None:
    """A reply that can be passed on stands under its question: Telegram keeps the words for the button, we do not."""
    may_not_help = reply.kind == "answer" and await has_team(context, context.patient)
    passes_on = reply.kind in {"refusal", "choices", APPOINTMENT} or reply.urgency is not Urgency.NONE or may_not_help
    message = context.arrived.effective_message if context.arrived else None
    return message.message_id if message and passes_on and context.patient else None


def _say_emergency(context: Context, reply: Reply) -> None:
    """The card stands alone, without buttons; intake may have sent it already."""
    if context.exchange.advised != advice_of(emergency_number(context.house, context.patient)):
        context.say(reply.html)  # none went out yet, or one with the number of another country
    if reply.follow_up_html:
        context.say(reply.follow_up_html)


async def _record(context: Context, reply: Reply) -> Patient | None:
    """Keep topic and urgency, never the words; of somebody who has not agreed not even whose question it was.

    Returns the patient if they have agreed.
    """
    agreed = await _agreed(context)
    context.exchange.answered.append((reply.kind, reply.urgency.label))
    await record_question(
        context.session,
        agreed,
        topic=reply.topic,
        urgency=reply.urgency.label,
        kind=reply.kind,
        language=context.language,
        now=context.now,
    )
    if agreed and reply.topic:
        agreed.last_topic = reply.topic
    if agreed and reply.finding:
        await hold_sessions(context.session, agreed, context.now)
    return agreed


async def _keyboard(context: Context, reply: Reply) -> Keyboard:
    """The ways on from a reply; for those who have not agreed also the way into enrolment."""
    set_up = () if await _agreed(context) else set_up_keyboard(context)
    if reply.kind == "choices":
        clinic = ((await _clinic_button(context, reply),),) if await has_team(context, context.patient) else ()
        return (*topic_buttons(context, reply.top3, reply.urgency), *clinic, *set_up)
    if reply.kind in {"refusal", APPOINTMENT}:
        return ((ask_clinic_button(context),), *set_up)
    if reply.kind == "human" and await has_team(context, context.patient):
        return ((ask_clinic_button(context),),)
    if reply.kind != "answer" or not reply.topic:
        return set_up
    clinic = ((await _clinic_button(context, reply),),) if reply.urgency is not Urgency.NONE else ()
    sources = Button(label=context.label("button_sources"), data=pack(Action.SOURCES, None, reply.topic))
    last_row = (*await _feedback_buttons(context, reply), sources)
    return (*topic_buttons(context, reply.near[:NEAR_SHOWN], reply.urgency), *clinic, last_row, *set_up)


async def _feedback_buttons(context: Context, reply: Reply) -> tuple[Button, ...]:
    """The two that ask whether an answer helped; none where a call matters more, nor for who has not agreed."""
    window = reply.window.urgency if reply.window else Urgency.NONE
    if max(reply.urgency, window) >= Urgency.URGENT or not reply.topic or not await _agreed(context):
        return ()
    return (
        Button(label=context.label("button_helped"), data=pack(Action.HELPED, None, reply.topic)),
        Button(label=context.label("button_not_really"), data=pack(Action.NOT_REALLY, None, reply.topic)),
    )


async def _clinic_button(context: Context, reply: Reply) -> Button:
    """What can wait a day becomes an alert by this button; what cannot is one already, and can be talked about."""
    if reply.urgency is Urgency.CLINIC and await has_team(context, context.patient):
        return Button(label=context.label("button_tell_clinic"), data=pack(Action.TELL_CLINIC, None, reply.topic or ""))
    return ask_clinic_button(context)


async def _agreed(context: Context) -> Patient | None:
    patient = context.patient
    return patient if patient and await consent_of(context.session, patient) else None


def _media_key(message: Message) -> str:
    return next((key for name, key in MEDIA.items() if getattr(message, name, None)), "media_other")
