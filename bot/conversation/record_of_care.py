"""Record of care: the team reads one patient's, as a message and as a file to print. Who read it is kept.

From there it also lets messages go on that wait after "worse" or a warning sign.
"""

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
from bot.speech import Button, Keyboard
from messages.care import CareRecord
from messages.care_wording import record_html
from messages.person_wording import person_label
from messages.quoting import plain_name
from scheduler.alerts import open_alert_of
from scheduler.care_record import read_record, recent_patients
from scheduler.models import Patient
from scheduler.naming import person_of
from scheduler.responses import resume_sessions
from scheduler.staff import add_line
from scheduler.standing import day_of, standing_of
from scheduler.threads import addressed
from scheduler.timetable import out_of_the_night

RESUME = "resume"


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
    """Show the record of the patient that was chosen, or let go on what waits for this one ("resume")."""
    if not await in_group(context):
        context.acknowledge(context.label("button_too_old"))
        return
    press = pressed(update)
    found = await context.session.get(Patient, press.row) if press.row else None
    if found is None:
        context.acknowledge(team_label(context, "alert_note_gone"))
    elif press.choice == RESUME:
        await _resume(update, context, found)
    else:
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
                label=person_label(context.library, clinic.language, person),
                data=pack(Action.CARE, person.number),
            ),
        )
        for person in people
    ]
    context.say(team_text(context, "care_choose"), tuple(rows))


async def _show(update: Update, context: Context, found: Patient) -> None:
    record, clinic = await _read(update, context, found), desk_of(context).clinic
    context.say(record_html(context.library, clinic.language, record), _ways_on(context, record))
    context.hand_record(team_text(context, "care_document"), clinic.language, record)


async def _show_anew(update: Update, context: Context, found: Patient) -> None:
    """Show the record with the pressed button as it is now: what it said of waiting messages is over."""
    record, clinic = await _read(update, context, found), desk_of(context).clinic
    context.edit(record_html(context.library, clinic.language, record), _ways_on(context, record))


async def _read(update: Update, context: Context, found: Patient) -> CareRecord:
    user, clinic = update.effective_user, desk_of(context).clinic
    reader = plain_name(name_of_sender(update)), user.id if user else 0
    return await read_record(context.session, found, context.library.courses, clinic, reader=reader, now=context.now)


def _ways_on(context: Context, record: CareRecord) -> Keyboard:
    if record.held_until is None or record.held_until <= record.now:
        return ()
    label = team_label(context, "button_care_resume")
    return ((Button(label=label, data=pack(Action.CARE, record.person.number, RESUME)),),)


async def _resume(update: Update, context: Context, found: Patient) -> None:
    """Let what waits go on, once no alert is open; who of the team wished it is said in the group."""
    alert = await open_alert_of(context.session, found)
    if alert:
        context.acknowledge(team_label(context, "care_note_alert_open", number=alert.id))
        return
    if not await resume_sessions(context.session, found, context.library.courses, context.now):
        context.acknowledge(team_label(context, "care_note_nothing_waits"))
        await _show_anew(update, context, found)
        return
    context.acknowledge()
    await _show_anew(update, context, found)
    clinic = desk_of(context).clinic
    person = await person_of(context.session, found, clinic, context.now)
    who = person_label(context.library, clinic.language, person)
    goes_on = await standing_of(context.session, found, context.library.courses, context.now) is not None
    key = "care_resumed" if goes_on else "care_resumed_but_stopped"
    name = plain_name(name_of_sender(update)) or team_label(context, "staff_nameless")
    context.say(team_text(context, key, name=name, who=who))
    if goes_on:
        _tell_patient(context, found)


def _tell_patient(context: Context, found: Patient) -> None:
    """Say it once the patient is awake: nobody waits for it."""
    clinic = desk_of(context).clinic
    add_line(
        context.session,
        chat_id=found.chat_id,
        html=context.library.text(
            found.language, "sessions_go_on", clinic=clinic.named(context.library, found.language)
        ),
        language=found.language,
        now=context.now,
        patient_id=found.id,
        due_at=out_of_the_night(context.now, day_of(found, clinic.zone)),
    )
