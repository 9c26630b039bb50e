"""Record of care: the team reads one patient's, as a message and as a file to print. Who read it is kept."""

from html import unescape

from telegram import Update

from bot.buttons import Action, pack, pressed, read_row
from bot.context import Context
from bot.conversation.staff import on_group
from bot.conversation.team import (
    answered_message,
    desk_of,
    in_group,
    in_team_chat,
    name_of_sender,
    team_label,
    team_text,
)
from bot.speech import Button
from messages.care_wording import record_html
from messages.digest_wording import person_html
from messages.quoting import plain_name
from scheduler.care_record import read_record, recent_patients
from scheduler.models import Patient
from scheduler.threads import addressed


async def patient(update: Update, context: Context) -> None:
    """Show the record of the patient whose alert or message this replies to, or of a number; else offer some."""
    if not await in_group(context):
        if await in_team_chat(context):
            context.say(team_text(context, "care_not_here"))
        else:
            await on_group(update, context)
        return
    said = " ".join(context.args or [])
    patient_id = read_row(said) if said else await _answered(update, context)
    found = await context.session.get(Patient, patient_id) if patient_id else None
    if found:
        await _show(update, context, found)
    elif said or patient_id:
        context.say(team_text(context, "care_unknown"))
    else:
        await _offer(context)


async def on_care(update: Update, context: Context) -> None:
    """Show the record of the patient that was chosen."""
    if not await in_group(context):
        context.acknowledge(context.label("button_too_old"))
        return
    found = await context.session.get(Patient, pressed(update).row) if pressed(update).row else None
    if found is None:
        context.acknowledge(team_label(context, "alert_note_gone"))
        return
    context.acknowledge()
    await _show(update, context, found)


async def _answered(update: Update, context: Context) -> int | None:
    """Whose alert or conversation the command replies to."""
    answered = answered_message(update.effective_message, context.bot.id)
    if answered is None:
        return None
    alert, thread = await addressed(context.session, context.exchange.chat_id, answered)
    about = alert or thread
    return about.patient_id if about else None


async def _offer(context: Context) -> None:
    clinic = desk_of(context).clinic
    people = await recent_patients(context.session, clinic, context.now)
    if not people:
        context.say(team_text(context, "care_choose_none"))
        return
    rows = [
        (
            Button(
                label=unescape(person_html(context.library, clinic.language, person)),
                data=pack(Action.CARE, person.number),
            ),
        )
        for person in people
    ]
    context.say(team_text(context, "care_choose"), tuple(rows))


async def _show(update: Update, context: Context, found: Patient) -> None:
    user, clinic = update.effective_user, desk_of(context).clinic
    reader = plain_name(name_of_sender(update)), user.id if user else 0
    record = await read_record(context.session, found, context.library.courses, clinic, reader=reader, now=context.now)
    context.say(record_html(context.library, clinic.language, record))
    context.hand_record(team_text(context, "care_document"), clinic.language, record)
