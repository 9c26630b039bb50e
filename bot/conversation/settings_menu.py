"""Settings menu: everything that is set, with a button for each, and what comes next."""

from collections.abc import Sequence
from datetime import time

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.clinic import zone_label
from bot.conversation.draft import leave_aside
from bot.conversation.glance import when
from bot.conversation.preferences import say_no_plan
from bot.speech import Button, Keyboard, in_rows
from messages.course import Step, StepKind
from messages.dates import clock_label
from scheduler.models import Awaiting, Patient
from scheduler.patients import is_enrolled, set_zone
from scheduler.reminders import next_moment
from scheduler.wishes import mutable_steps

NAMES = ("language", "zone", "hours", "level", "mute", "phone")


async def show_menu(context: Context, patient: Patient, *, changed: bool = False) -> None:
    """Show the menu in place of the message whose button was pressed; `changed` says that something is new."""
    if patient.awaiting is Awaiting.NEW_CITY:
        leave_aside(patient)
    html = await menu_html(context, patient)
    context.edit(f"{context.text('settings_changed')}\n\n{html}" if changed else html, menu_keyboard(context))


async def menu_html(context: Context, patient: Patient) -> str:
    steps = await mutable_steps(context.session, patient, context.library.courses, context.now)
    muted = [step_name(context, group[0]) for group in groups_of(steps) if group[0].id in patient.muted]
    lines = [
        f"<b>{context.text('settings_heading')}</b>",
        context.text("settings_language", spoken=context.label("language_name")),
        context.text("settings_zone", zone=zone_label(context, patient.zone)) if patient.zone else "",
        context.text("settings_hours", wake=clock(context, patient.wake), sleep=clock(context, patient.sleep)),
        context.text("settings_level", level=context.label(f"level_{patient.level}")),
        context.text("settings_muted", what=", ".join(muted)) if muted else "",
        context.text("settings_phone", phone=patient.phone) if patient.phone else "",
    ]
    said = "\n".join(line for line in lines if line)
    return f"{said}\n\n{await next_line(context, patient)}"


def menu_keyboard(context: Context) -> Keyboard:
    return in_rows([setting_button(context, f"button_setting_{name}", Action.SETTING, name) for name in NAMES], 2)


async def next_line(context: Context, patient: Patient) -> str:
    """Return when the next reminder comes, in the patient's words, or why none does."""
    if patient.paused_at:
        return context.text("today_paused")
    following = await next_moment(context.session, patient, context.library.courses, context.now)
    if following is None:
        return context.text("nothing_next")
    return context.text("next_reminder", when=when(context, following.due_at))


async def move(context: Context, patient: Patient, zone: str, country: str | None = None) -> None:
    """Go by the time of another place from now on, and say what comes next there."""
    if patient.awaiting is Awaiting.NEW_CITY:
        leave_aside(patient)
    await set_zone(context.session, patient, zone, context.library.courses, context.now, country)
    said = context.text("zone_changed", zone=zone_label(context, zone))
    context.say(f"{said}\n{await next_line(context, patient)}", remove_keyboard=True)


async def enrolled(context: Context) -> Patient | None:
    """Acknowledge a button; return the patient when there are reminders to set, else say the way to them."""
    context.acknowledge()
    patient = context.patient
    if patient and await is_enrolled(context.session, patient):
        return patient
    say_no_plan(context)
    return None


def groups_of(steps: Sequence[Step]) -> list[list[Step]]:
    """Return the steps one by one, but the check-ins together: they have one name."""
    check_ins = [step for step in steps if step.kind is StepKind.CHECK_IN]
    others = [[step] for step in steps if step.kind is not StepKind.CHECK_IN]
    return [*others, check_ins] if check_ins else others


def step_name(context: Context, step: Step) -> str:
    return context.label(f"step_{step.id}_short")


def clock(context: Context, at: time) -> str:
    return clock_label(context.library, context.language, at)


def back_row(context: Context) -> tuple[Button, ...]:
    """Return the way back to the menu."""
    return (setting_button(context, "button_back", Action.SETTING, "menu"),)


def setting_button(context: Context, key: str, action: Action, choice: str) -> Button:
    return Button(label=context.label(key), data=pack(action, None, choice))
