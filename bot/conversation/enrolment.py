"""Enrolment: from /start to a registered treatment, left and taken up again at any step. The buttons of each step."""

from datetime import time, timedelta
from html import escape

from telegram import Update

from bot.buttons import pressed
from bot.context import Context
from bot.conversation.calendar import read_day, read_month
from bot.conversation.clinic import clinic_name
from bot.conversation.draft import Draft, draft_of, keep_draft
from bot.conversation.glance import show_enrolled, when
from bot.conversation.invites import accept
from bot.conversation.preferences import say_no_plan
from bot.conversation.prompts import ask, calendar_keyboard, local_now, prompt_html
from bot.conversation.registration import (
    leave_as_it_is,
    proceed,
    take_adult,
    take_consent,
    take_day,
    take_far,
    take_here,
    take_place,
    take_procedure,
    take_time,
)
from bot.conversation.renewal import ask_if_changed
from bot.conversation.settings_menu import move
from bot.conversation.where import find_city, zone_at
from messages.dates import clock_label, day_label
from scheduler.models import Awaiting, Patient, Procedure
from scheduler.patients import consent_of, is_enrolled, mark_reachable, meet
from scheduler.treatments import active_treatments

DAYS_AGO = {"today": 0, "yesterday": 1}


async def start(update: Update, context: Context) -> None:
    """Begin, go on where it stopped, or show what is set up; whoever had blocked the bot is reminded again.

    With the token of an invite behind it, it is taken up.
    """
    token = (context.args or [""])[0]
    if token:
        await accept(update, context, token)
        return
    if not await _may_enrol(context):
        _say_needs_link(context)
        return
    patient = await _met(context)
    await mark_reachable(context.session, patient, context.library.courses, context.now)
    if patient.awaiting and patient.awaiting is not Awaiting.CONSENT:
        context.say(context.text("enrolment_goes_on"))
        ask(context)
    elif await is_enrolled(context.session, patient):
        await show_enrolled(context, patient)
        await ask_if_changed(context, again=True)
    else:
        await proceed(context, patient)


async def on_set_up(update: Update, context: Context) -> None:
    """Set up the reminders, add a treatment ("new"), or give up a change that was begun ("keep")."""
    context.acknowledge()
    if not await _may_enrol(context):
        _say_needs_link(context)
        return
    patient = await _met(context)
    choice = pressed(update).choice
    enrolled = await is_enrolled(context.session, patient)
    if choice == "keep":
        context.edit(None)
        if draft_of(patient).is_change:
            leave_as_it_is(context, patient)
    elif enrolled and choice == "new":
        keep_draft(patient, Draft(another=True))
        patient.awaiting = Awaiting.PROCEDURE
        ask(context)
    elif enrolled:
        await show_enrolled(context, patient)
    else:
        # "no" or "something more" may have been the wrong button
        patient.adult = patient.adult or None
        patient.procedure = None if patient.procedure is Procedure.MORE else patient.procedure
        await proceed(context, patient)


async def on_correct(update: Update, context: Context) -> None:
    """Ask for the right date of a treatment; the plan stays as it is until that is known.

    For a date far from the one it corrects, take whether that was "wrong" or is of a "new" treatment.
    """
    patient = context.patient
    row, choice = pressed(update).row, pressed(update).choice
    known = await active_treatments(context.session, patient) if patient else []
    if not patient or row not in [treatment.id for treatment in known]:
        context.acknowledge(context.label("button_too_old"))
        return
    draft = draft_of(patient)
    waits = draft.corrects == row and draft.on and draft.at and patient.awaiting is None
    if choice and not waits:
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    if choice:
        context.edit(None)
        await take_far(context, patient, new=choice == "new")
        return
    _begin_correction(context, patient, row)


async def correct(context: Context) -> None:
    """Ask for the right date of the treatment; of several, which one; who has none is told so."""
    patient = context.patient
    known = await active_treatments(context.session, patient) if patient else []
    if not patient or not await is_enrolled(context.session, patient):
        say_no_plan(context)
    elif len(known) == 1:
        context.say(context.text("correct_known", treated=when(context, known[0].treated_at)))
        _begin_correction(context, patient, known[0].id)
    else:
        await show_enrolled(context, patient)


async def on_consent(update: Update, context: Context) -> None:
    patient = _answering(context, Awaiting.CONSENT)
    agreed = _yes_or_no(update)
    if patient and agreed is not None:
        _answered(context, context.label("consent_yes" if agreed else "consent_no"))
        await take_consent(context, patient, agreed=agreed)


async def on_adult(update: Update, context: Context) -> None:
    patient = _answering(context, Awaiting.ADULT)
    adult = _yes_or_no(update)
    if patient and adult is not None:
        _answered(context, context.label("answer_yes" if adult else "answer_no"))
        await take_adult(context, patient, adult=adult)


async def on_procedure(update: Update, context: Context) -> None:
    patient = _answering(context, Awaiting.PROCEDURE)
    choice = pressed(update).choice
    if patient and choice in set(Procedure):
        _answered(context, context.label(f"procedure_{choice}"))
        await take_procedure(context, patient, Procedure(choice))


async def on_day(update: Update, context: Context) -> None:
    """Take the day, or open the calendar ("other"), to which the question of the time leads back."""
    choice = pressed(update).choice
    patient = _answering(context, Awaiting.DAY, *((Awaiting.TIME,) if choice == "other" else ()))
    today = local_now(context).date()
    days_ago = DAYS_AGO.get(choice)
    on = read_day(choice) if days_ago is None else today - timedelta(days=days_ago)
    if patient and choice == "other":
        keep_draft(patient, draft_of(patient).without_day())
        patient.awaiting = Awaiting.DAY
        context.edit(prompt_html(context), calendar_keyboard(context, today))
    elif patient and on:
        named = context.label(f"day_{choice}") if choice in DAYS_AGO else None
        _answered(context, named or day_label(context.library, context.language, on, today=today))
        await take_day(context, patient, on, days_ago=days_ago)


async def on_month(update: Update, context: Context) -> None:
    """Turn the calendar's page. Its headings and dots are buttons that mean nothing."""
    month = read_month(pressed(update).choice, local_now(context).date())
    if not month:
        context.acknowledge()
    elif _answering(context, Awaiting.DAY):
        context.edit(None, calendar_keyboard(context, month))


async def on_time(update: Update, context: Context) -> None:
    patient = _answering(context, Awaiting.TIME)
    at = _read_time(pressed(update).choice)
    if patient and at:
        _answered(context, clock_label(context.library, context.language, at))
        await take_time(context, patient, at)


async def on_zone(update: Update, context: Context) -> None:
    """Take the clinic's zone on "yes", ask for the city on "no"."""
    patient = _answering(context, Awaiting.ZONE)
    here = _yes_or_no(update)
    if patient and here is not None:
        _answered(context, context.label("zone_yes" if here else "zone_no"))
        await take_here(context, patient, here=here)


async def on_city(update: Update, context: Context) -> None:
    """Take one of the cities that a typed name may mean."""
    patient = _answering(context, Awaiting.ZONE, Awaiting.CITY, Awaiting.NEW_CITY)
    place = find_city(pressed(update).row or 0)
    if patient and place:
        context.edit(None)
        await take_place(context, patient, place.zone, place.country)


async def on_location(update: Update, context: Context) -> None:
    """Take the zone of a shared location; the location itself is not kept."""
    patient = context.patient
    location = update.effective_message.location if update.effective_message else None
    zone = zone_at(location.latitude, location.longitude) if location else None
    if zone and patient and patient.awaiting in {Awaiting.ZONE, Awaiting.CITY}:
        await take_place(context, patient, zone)
    elif zone and patient and await is_enrolled(context.session, patient):
        await move(context, patient, zone)
    else:
        context.say(context.text("location_not_needed"), remove_keyboard=True)


def _begin_correction(context: Context, patient: Patient, treatment_id: int | None) -> None:
    keep_draft(patient, Draft(corrects=treatment_id))
    patient.awaiting = Awaiting.DAY
    ask(context)


async def _may_enrol(context: Context) -> bool:
    """Where enrolment is not open, only those who came with a link may go on."""
    patient = context.patient
    if context.house.settings.open_enrolment:
        return True
    return patient is not None and bool(draft_of(patient).invite or await consent_of(context.session, patient))


def _say_needs_link(context: Context) -> None:
    call = context.house.desk.clinic.call_html(context.library, context.language)
    context.say(f"{context.text('invite_needed', clinic=clinic_name(context))}\n{call}")


async def _met(context: Context) -> Patient:
    patient = await meet(context.session, context.exchange.chat_id, context.language, context.now)
    context.exchange.patient = patient
    return patient


def _answering(context: Context, *awaited: Awaiting) -> Patient | None:
    """The patient, when the button answers the open question; else it is a button of before, and that is said."""
    patient = context.patient
    if patient and patient.awaiting in awaited:
        context.acknowledge()
        return patient
    context.acknowledge(context.label("button_too_old"))
    return None


def _answered(context: Context, label: str) -> None:
    """Show the answer under the question, in place of the buttons."""
    context.edit(f"{prompt_html(context)}\n\n✓ {escape(label)}")


def _yes_or_no(update: Update) -> bool | None:
    return {"yes": True, "no": False}.get(pressed(update).choice)


def _read_time(choice: str) -> time | None:
    try:
        return time.fromisoformat(choice)
    except ValueError:
        return None
