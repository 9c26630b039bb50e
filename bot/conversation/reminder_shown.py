"""Reminder shown: a message that was sent, as it is shown once something was done with it."""

from collections.abc import Sequence
from datetime import datetime

from bot.context import Context
from bot.conversation.clinic import zone_of
from bot.conversation.glance import when
from bot.reminder_buttons import reminder_keyboard
from messages.course import Step
from messages.dates import clock_label, dated_label
from scheduler.models import Outgoing, ReminderStep, Response
from scheduler.responses import CHECK_IN_ANSWERS, asking, steps_of


async def show(context: Context, outgoing: Outgoing, *, put_off: datetime | None = None) -> None:
    """Show the message with what was done, and the buttons that still mean something."""
    assert context.patient, "the message is a patient's own"
    steps = await steps_of(context.session, outgoing.id or 0, context.patient)
    to_do, check_in = asking(outgoing, steps, "done"), asking(outgoing, steps, "check_in")
    lines = [_done_line(context, outgoing, step, put_off) for step in to_do[:1] if step.response]
    lines += [
        context.text("check_in_said", answer=context.label(f"check_in_{step.response}"))
        for step in check_in
        if step.response in CHECK_IN_ANSWERS
    ]
    keyboard = reminder_keyboard(
        context.library,
        context.language,
        outgoing.id or 0,
        asks_done=any(step.response is None for step in to_do),
        check_in=bool(check_in),
        explains=bool(topics_of(context, steps)),
        asks_again=any(step.response is None for step in asking(outgoing, steps, "again")),
    )
    html = "\n\n".join([outgoing.text or "", "\n".join(lines)]).strip()
    context.edit(html, keyboard, message_id=outgoing.message_id)


def topics_of(context: Context, steps: Sequence[ReminderStep]) -> list[str]:
    """Return the topics that explain the steps."""
    known: dict[str, Step] = {
        one.id: one for course in context.library.courses.values() for one in course.steps.values()
    }
    topics = dict.fromkeys(known[step.step_id].topic for step in steps if step.step_id in known)
    return [topic for topic in topics if topic in context.library.topics]


def _done_line(context: Context, outgoing: Outgoing, step: ReminderStep, put_off: datetime | None) -> str:
    """What was done and when; the day too where it is not that of the message."""
    if put_off:
        return context.text("reminder_put_off", when=when(context, put_off))
    if step.response is Response.SNOOZED:
        return context.text("button_later")
    assert step.responded_at, "an answer has its time"
    zone = zone_of(context)
    local = step.responded_at.astimezone(zone)
    key = "reminder_done" if step.response is Response.DONE else "reminder_skipped"
    if outgoing.settled_at and outgoing.settled_at.astimezone(zone).date() != local.date():
        return context.text(f"{key}_on", when=dated_label(context.library, context.language, local, zone=zone))
    return context.text(key, time=clock_label(context.library, context.language, local), hour=local.hour)
