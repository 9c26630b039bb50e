"""Settings: one menu of buttons. What is changed is planned anew at once, and the menu says what comes next."""

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.draft import begin_aside
from bot.conversation.phone import show_phone
from bot.conversation.preferences import language_buttons, set_up_keyboard
from bot.conversation.prompts import ask
from bot.conversation.settings_menu import (
    back_row,
    enrolled,
    groups_of,
    menu_html,
    menu_keyboard,
    next_line,
    setting_button,
    show_menu,
    step_name,
)
from bot.conversation.waking_hours import ask_wake
from bot.speech import Button, in_rows
from messages.course import Step
from scheduler.models import Awaiting, Patient
from scheduler.patients import is_enrolled
from scheduler.timetable import Level
from scheduler.wishes import mutable_steps, mute, set_level, unmute


async def settings(update: Update, context: Context) -> None:
    """Show what is set, with a button for each."""
    patient = context.patient
    if patient and await is_enrolled(context.session, patient):
        context.say(await menu_html(context, patient), menu_keyboard(context))
    else:
        languages = tuple((button,) for button in language_buttons(context))
        context.say(context.text("settings_before"), (*languages, *set_up_keyboard(context)))


async def on_setting(update: Update, context: Context) -> None:
    """Open one of the settings, or go back to all of them ("menu")."""
    patient = await enrolled(context)
    if not patient:
        return
    match pressed(update).choice:
        case "menu":
            await show_menu(context, patient)
        case "language":
            buttons = tuple((button,) for button in language_buttons(context))
            context.edit(context.text("language_question"), (*buttons, back_row(context)))
        case "zone":
            begin_aside(patient, Awaiting.NEW_CITY, context.now)
            ask(context)
        case "share":
            context.say(context.text("share_location_hint"), ask_location=context.label("share_location"))
        case "hours":
            ask_wake(context)
        case "level":
            _show_levels(context, patient)
        case "mute":
            await _show_steps(context, patient)
        case "phone":
            show_phone(context, patient)


async def on_level(update: Update, context: Context) -> None:
    patient = await enrolled(context)
    choice = pressed(update).choice
    if patient and choice in set(Level):
        await set_level(context.session, patient, Level(choice), context.library.courses, context.now)
        await show_menu(context, patient, changed=True)


async def on_mute(update: Update, context: Context) -> None:
    """Mute a step, or hear of it again; all check-ins are one."""
    patient = await enrolled(context)
    if not patient:
        return
    steps = await mutable_steps(context.session, patient, context.library.courses, context.now)
    chosen = next((group for group in groups_of(steps) if group[0].id == pressed(update).choice), None)
    if chosen:
        change = unmute if chosen[0].id in patient.muted else mute
        step_ids = [step.id for step in chosen]
        await change(context.session, patient, step_ids, context.library.courses, context.now)
        await _show_steps(context, patient)


def _show_levels(context: Context, patient: Patient) -> None:
    others = (level for level in Level if level is not patient.level)
    buttons = tuple((setting_button(context, f"level_{level}", Action.LEVEL, level),) for level in others)
    asked = context.text("ask_level", level=context.label(f"level_{patient.level}"))
    context.edit(asked, (*buttons, back_row(context)))


async def _show_steps(context: Context, patient: Patient) -> None:
    steps = await mutable_steps(context.session, patient, context.library.courses, context.now)
    buttons = [_step_button(context, patient, group[0]) for group in groups_of(steps)]
    html = f"{context.text('ask_mute')}\n\n{await next_line(context, patient)}"
    context.edit(html, (*in_rows(buttons, 2), back_row(context)))


def _step_button(context: Context, patient: Patient, step: Step) -> Button:
    name = step_name(context, step)
    label = context.label("muted_step", what=name) if step.id in patient.muted else name
    return Button(label=label, data=pack(Action.MUTE, None, step.id))
