"""Reminders: the buttons under a reminder. What is shown is read from the record, so a double tap shows the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import zone_of
from bot.conversation.questions import say_topic, topic_buttons
from bot.conversation.reminder_shown import show, topics_of
from bot.conversation.today import say_today
from bot.speech import Button
from messages.course import local_instant
from scheduler.models import Outgoing, Patient, ReminderStep, Response
from scheduler.moments import waking_day
from scheduler.patients import day_of
from scheduler.responses import Responded, asking, respond, snooze, steps_of

HALF_HOUR = timedelta(minutes=30)
BEFORE_SLEEP = timedelta(hours=2)


async def on_done(update: Update, context: Context) -> None:
    """Note every step of the message that asks as done. From /today ("today"), the list is shown anew."""
    await _respond(update, context, Response.DONE)


async def on_skip(update: Update, context: Context) -> None:
    await _respond(update, context, Response.SKIPPED)


async def on_later(update: Update, context: Context) -> None:
    """Offer when to be reminded again: only what the message is still good for."""
    outgoing = await own_message(update, context)
    if not outgoing or not context.patient:
        return
    steps = await steps_of(context.session, outgoing.id or 0, context.patient)
    choices = _later_choices(context, context.patient, asking(outgoing, steps, "done"))
    if not choices:
        context.acknowledge(context.label("snooze_too_late"))
        return
    context.acknowledge()
    buttons = tuple(
        Button(label=context.label(f"snooze_{choice}"), data=pack(Action.SNOOZE, outgoing.id, choice))
        for choice in choices
    )
    back = Button(label=context.label("button_back"), data=pack(Action.BACK, outgoing.id))
    context.edit(None, (buttons, (back,)))


async def on_snooze(update: Update, context: Context) -> None:
    """Say the reminder again later, at most until it is no longer useful."""
    outgoing = await own_message(update, context)
    if not outgoing or not context.patient:
        return
    until = _instants(context, context.patient).get(pressed(update).choice)
    if until is None:
        context.acknowledge(context.label("button_too_old"))
        return
    responded = await snooze(context.session, context.patient, outgoing.id or 0, until, context.now)
    if responded is Responded.TOO_LATE:
        context.acknowledge(context.label("snooze_too_late"))
    else:
        context.acknowledge()
    await show(context, outgoing, put_off=until if responded is Responded.RECORDED else None)


async def on_back(update: Update, context: Context) -> None:
    """Show the buttons as they were."""
    outgoing = await own_message(update, context)
    if outgoing:
        context.acknowledge()
        await show(context, outgoing)


async def on_why(update: Update, context: Context) -> None:
    """Say why: the answer to the topic of the step, or which topics there are."""
    outgoing = await own_message(update, context)
    if not outgoing or not context.patient:
        return
    context.acknowledge()
    topics = topics_of(context, await steps_of(context.session, outgoing.id or 0, context.patient))
    if len(topics) == 1:
        await say_topic(context, topics[0])
    elif topics:
        context.say(context.text("why_which"), topic_buttons(context, topics))


async def own_message(update: Update, context: Context) -> Outgoing | None:
    """Return the message whose button was pressed, when it is this patient's own; else say that the button is old."""
    row, patient = pressed(update).row, context.patient
    known = bool(row and patient and await steps_of(context.session, row, patient))
    outgoing = await context.session.get(Outgoing, row) if known else None
    if outgoing is None:
        context.acknowledge(context.label("button_too_old"))
    return outgoing


async def _respond(update: Update, context: Context, response: Response) -> None:
    outgoing = await own_message(update, context)
    if not outgoing or not context.patient:
        return
    responded = await respond(context.session, context.patient, outgoing.id or 0, response, context.now)
    steps = asking(outgoing, await steps_of(context.session, outgoing.id or 0, context.patient), "done")
    notes = {Responded.ALREADY: "already_done", Responded.NOT_YOURS: "button_too_old"}
    if all(step.expires_at <= context.now for step in steps):
        notes[Responded.RECORDED] = "noted_late"
    context.acknowledge(context.label(notes[responded]) if responded in notes else "")
    if pressed(update).choice == "today":
        await say_today(context, context.patient, anew=True)
    elif responded in {Responded.RECORDED, Responded.ALREADY}:
        await show(context, outgoing)


def _later_choices(context: Context, patient: Patient, steps: Sequence[ReminderStep]) -> list[str]:
    latest = max((step.expires_at for step in steps), default=context.now)
    instants = _instants(context, patient)
    evening = "evening" if "evening" in instants else "morning"
    return [choice for choice in ("half_hour", evening) if instants[choice] < latest]


def _instants(context: Context, patient: Patient) -> dict[str, datetime]:
    """When "later" is: in half an hour, this evening, and when that has passed, in the morning.

    By the patient's own day: after midnight the morning is the one that comes, and the evening is over.
    """
    day = day_of(patient, zone_of(context))
    on = waking_day(context.now, day)
    asleep_on = on if day.sleep > day.wake else on + timedelta(days=1)
    evening = datetime.combine(asleep_on, day.sleep) - BEFORE_SLEEP
    evening_at = local_instant(evening.date(), evening.time(), day.zone)
    choices = {"half_hour": context.now + HALF_HOUR}
    choices["morning"] = local_instant(on + timedelta(days=1), day.wake, day.zone)
    if evening_at > context.now:
        choices["evening"] = evening_at
    return choices
