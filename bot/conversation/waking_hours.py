"""Waking hours: when the patient gets up and goes to sleep, by buttons of half hours. Both are kept together."""

import re
from datetime import date, datetime, time, timedelta

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.settings_menu import back_row, clock, enrolled, show_menu
from bot.speech import Button, Keyboard, in_rows
from scheduler.wishes import set_waking_hours

HALF_HOUR = timedelta(minutes=30)
A_PAGE = 16  # half hours
A_ROW = 4
FIRST = time(4, 0)  # the first hour of getting up that is offered
AWAKE = (timedelta(hours=8), timedelta(hours=20))  # the shortest and the longest day that can be chosen
USUAL = timedelta(hours=12)  # after getting up begin the hours of going to sleep that are offered first
CLOCK = r"(?:[01]\d|2[0-3]):[03]0"


def ask_wake(context: Context) -> None:
    """Ask for the hour of getting up, in place of the menu."""
    context.edit(context.text("ask_wake"), _wake_keyboard(context, FIRST))


async def on_wake(update: Update, context: Context) -> None:
    """Take the hour of getting up and ask for that of going to sleep, or turn the page ("page-12:00")."""
    patient = await enrolled(context)
    found = re.fullmatch(rf"(page-)?({CLOCK})", pressed(update).choice)
    if not patient or not found:
        return
    at = time.fromisoformat(found[2])
    if found[1]:
        context.edit(None, _wake_keyboard(context, at))
    else:
        context.edit(context.text("ask_sleep", wake=clock(context, at)), _sleep_keyboard(context, at))


async def on_sleep(update: Update, context: Context) -> None:
    """Keep both hours ("07:30-23:00"), or show the earlier hours of going to sleep ("07:30")."""
    patient = await enrolled(context)
    found = re.fullmatch(rf"({CLOCK})(?:-({CLOCK}))?", pressed(update).choice)
    if not patient or not found:
        return
    wake = time.fromisoformat(found[1])
    if not found[2]:
        context.edit(None, _sleep_keyboard(context, wake, usual=False))
        return
    sleep = time.fromisoformat(found[2])
    if AWAKE[0] <= _between(wake, sleep) <= AWAKE[1]:
        await set_waking_hours(context.session, patient, wake, sleep, context.library.courses, context.now)
        await show_menu(context, patient, changed=True)


def _wake_keyboard(context: Context, first: time) -> Keyboard:
    hours = [_after(first, HALF_HOUR * number) for number in range(A_PAGE)]
    buttons = [_button(context, at, Action.WAKE, f"{at:%H:%M}") for at in hours]
    others = f"page-{_after(first, HALF_HOUR * A_PAGE):%H:%M}"
    return (*in_rows(buttons, A_ROW), _others(context, Action.WAKE, others), back_row(context))


def _sleep_keyboard(context: Context, wake: time, *, usual: bool = True) -> Keyboard:
    """The hours of going to sleep that leave both a day and a night: the usual ones, or the rest."""
    first, last = (USUAL, AWAKE[1]) if usual else (AWAKE[0], USUAL - HALF_HOUR)
    hours = [_after(wake, first + HALF_HOUR * number) for number in range((last - first) // HALF_HOUR + 1)]
    buttons = [_button(context, at, Action.SLEEP, f"{wake:%H:%M}-{at:%H:%M}") for at in hours]
    others = (_others(context, Action.SLEEP, f"{wake:%H:%M}"),) if usual else ()
    return (*in_rows(buttons, A_ROW), *others, back_row(context))


def _button(context: Context, at: time, action: Action, choice: str) -> Button:
    return Button(label=clock(context, at), data=pack(action, None, choice))


def _others(context: Context, action: Action, choice: str) -> tuple[Button, ...]:
    return (Button(label=context.label("button_other_times"), data=pack(action, None, choice)),)


def _after(at: time, span: timedelta) -> time:
    return (_on_a_day(at) + span).time()


def _between(wake: time, sleep: time) -> timedelta:
    """How long the day is; sleep may be after midnight."""
    span = _on_a_day(sleep) - _on_a_day(wake)
    return span if span > timedelta(0) else span + timedelta(days=1)


def _on_a_day(at: time) -> datetime:
    """Some day that is as good as any other, to count with hours."""
    return datetime.combine(date(2000, 1, 1), at)
