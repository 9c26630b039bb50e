"""Progress: where the patient stands, as a picture; and the plan as a file for the calendar."""

from telegram import Update

from bot.context import Context
from bot.conversation.clinic import zone_label
from bot.conversation.preferences import say_no_plan
from messages.recovery import recovery_html
from scheduler.milestones import calendar_of
from scheduler.patients import is_enrolled
from scheduler.tally import recovery_of


async def progress(update: Update, context: Context) -> None:
    """Show what lies behind, what opens when, and what was tapped; the same in words under the picture."""
    patient = context.patient
    recovery = None
    if patient and await is_enrolled(context.session, patient):
        recovery = await recovery_of(context.session, patient, context.library.courses, context.now)
    if recovery:
        context.show(recovery_html(context.library, context.language, recovery), recovery)
    else:
        say_no_plan(context)


async def calendar(update: Update, context: Context) -> None:
    """Send what is still to come as a calendar file."""
    patient = context.patient
    if not patient or not await is_enrolled(context.session, patient):
        say_no_plan(context)
        return
    file = await calendar_of(context.session, patient, context.library.courses, context.now)
    if all(event.is_cancelled for event in file.events):
        context.say(context.text("nothing_next"))
        return
    context.attach(context.text("calendar_file", zone=zone_label(context, file.zone)), file)
