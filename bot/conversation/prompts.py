"""Prompts: the open question of a chat, from what is awaited and what was said so far.

Nothing is remembered beside the patient's row, so a prompt can be repeated at any time, also after a restart.
"""

from datetime import date, datetime, time

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.calendar import month_keyboard
from bot.conversation.clinic import clinic_name, emergency_number, zone_label, zone_of
from bot.conversation.draft import Draft, draft_of
from bot.conversation.where import expect_city
from bot.speech import Button, Keyboard
from messages.dates import clock_label, dated_label, day_label
from scheduler.models import Awaiting, Patient

HOURS_SHOWN = 12
HOURS_A_ROW = 4
NOT_NOW = "not_now"  # no message to the team after all
OPENING = 8  # the first hour offered where nothing better is known


def ask(context: Context, words: str | None = None) -> None:
    """Say the open question, in other `words` if given; say nothing when none is open."""
    patient = context.patient
    if patient and patient.awaiting:
        location = context.label("share_location") if patient.awaiting is Awaiting.CITY else None
        context.say(words or prompt_html(context), prompt_keyboard(context, patient), ask_location=location)


def ask_again(context: Context) -> None:
    """Repeat the open question in short, after something else was said."""
    awaiting_consent = context.patient and context.patient.awaiting is Awaiting.CONSENT
    ask(context, context.text("consent_again") if awaiting_consent else None)


def prompt_html(context: Context) -> str:
    """Return the words of the open question."""
    patient = context.patient
    assert patient, "only a patient is asked anything"
    draft = draft_of(patient)
    match patient.awaiting:
        case Awaiting.CONSENT:
            return consent_html(context)
        case Awaiting.PROCEDURE:
            return f"{context.text('ask_procedure')}\n\n{context.text('procedure_hint')}"
        case Awaiting.DAY:
            return context.text("day_ambiguous" if draft.days else "ask_day")
        case Awaiting.TIME:
            return context.text("time_ambiguous" if draft.times else "ask_time")
        case Awaiting.ZONE:
            expect_city()  # who is elsewhere may say where
            local = context.now.astimezone(context.house.settings.zone)
            clock = clock_label(context.library, context.language, local)
            return context.text("ask_zone", time=clock, hour=local.hour)
        case Awaiting.CITY:
            expect_city()
            return context.text("ask_city")
        case Awaiting.NEW_CITY:
            expect_city()
            return context.text("ask_new_city")
        case Awaiting.INVITED:
            return _invited_html(context, draft)
        case Awaiting.MESSAGE:
            number = emergency_number(context.house, patient)
            return context.text("thread_ask", clinic=clinic_name(context), emergency_number=number)
        case _:
            return context.text("ask_adult")


def prompt_keyboard(context: Context, patient: Patient) -> Keyboard:
    """Return the buttons under the open question."""
    match patient.awaiting:
        case Awaiting.CONSENT:
            return (_yes_no(context, Action.CONSENT, "consent_yes", "consent_no"),)
        case Awaiting.ADULT:
            return (_yes_no(context, Action.ADULT, "answer_yes", "answer_no"),)
        case Awaiting.PROCEDURE:
            return (
                (_button(context, "procedure_plain", Action.PROCEDURE, "plain"),),
                (_button(context, "procedure_more", Action.PROCEDURE, "more"),),
            )
        case Awaiting.DAY:
            return (*_days(context, draft_of(patient)), *_leaving(context, draft_of(patient)))
        case Awaiting.TIME:
            return (*_times(context, draft_of(patient)), (_button(context, "day_other", Action.DAY, "other"),))
        case Awaiting.ZONE:
            return (_yes_no(context, Action.ZONE, "zone_yes", "zone_no"),)
        case Awaiting.NEW_CITY:
            return (
                (_button(context, "share_location", Action.SETTING, "share"),),
                (_button(context, "button_keep", Action.SETTING, "menu"),),
            )
        case Awaiting.INVITED:
            return (
                (_button(context, "invite_yes", Action.INVITED, "yes"),),
                (_button(context, "invite_other_date", Action.INVITED, "date"),),
                (_button(context, "invite_other_zone", Action.INVITED, "zone"),),
            )
        case Awaiting.MESSAGE:
            return ((_button(context, "button_not_now", Action.THREAD, NOT_NOW),),)
        case _:
            return ()


def consent_html(context: Context) -> str:
    return context.text(
        "consent",
        clinic=clinic_name(context),
        emergency_number=emergency_number(context.house, context.patient),
        retention_days=context.house.settings.retention_days,
    )


def calendar_keyboard(context: Context, month: date) -> Keyboard:
    """Return the calendar of a month, with the way out where there is one."""
    patient = context.patient
    locale = context.label("date_locale")
    leaving = _leaving(context, draft_of(patient)) if patient else ()
    return (*month_keyboard(month, today=local_now(context).date(), locale=locale), *leaving)


def local_now(context: Context) -> datetime:
    """Return the wall-clock time where the patient is taken to be, naive, as people read it."""
    return context.now.astimezone(zone_of(context)).replace(tzinfo=None)


def hours_offered(on: date | None, now: datetime) -> list[time]:
    """Return the hours on the buttons: for today those around now, else a clinic's day. `now` is wall-clock time."""
    first = min(max(now.hour - 7, OPENING), 24 - HOURS_SHOWN) if on == now.date() else OPENING + 1
    return [time(hour) for hour in range(first, first + HOURS_SHOWN)]


def _invited_html(context: Context, draft: Draft) -> str:
    assert draft.treated_at, "an invite holds a date"
    zone = zone_of(context)
    when = dated_label(context.library, context.language, draft.treated_at, zone=zone)
    return context.text("invite_confirm", when=when, zone=zone_label(context, zone.key))


def _days(context: Context, draft: Draft) -> Keyboard:
    today = local_now(context).date()
    if draft.days:
        return tuple((_day_button(context, on, today),) for on in draft.days)
    return (
        (
            _button(context, "day_today", Action.DAY, "today"),
            _button(context, "day_yesterday", Action.DAY, "yesterday"),
        ),
        (_button(context, "day_other", Action.DAY, "other"),),
    )


def _day_button(context: Context, on: date, today: date) -> Button:
    label = day_label(context.library, context.language, on, today=today)
    return Button(label=label, data=pack(Action.DAY, None, on.isoformat()))


def _times(context: Context, draft: Draft) -> Keyboard:
    times = list(draft.times) or hours_offered(draft.on, local_now(context))
    buttons = [_time_button(context, at) for at in times]
    return tuple(tuple(buttons[place : place + HOURS_A_ROW]) for place in range(0, len(buttons), HOURS_A_ROW))


def _time_button(context: Context, at: time) -> Button:
    label = clock_label(context.library, context.language, at)
    return Button(label=label, data=pack(Action.TIME, None, f"{at:%H:%M}"))


def _leaving(context: Context, draft: Draft) -> Keyboard:
    return ((_button(context, "button_keep", Action.SET_UP, "keep"),),) if draft.is_change else ()


def _yes_no(context: Context, action: Action, yes: str, no: str) -> tuple[Button, ...]:
    return (_button(context, yes, action, "yes"), _button(context, no, action, "no"))


def _button(context: Context, key: str, action: Action, choice: str) -> Button:
    return Button(label=context.label(key), data=pack(action, None, choice))
