"""Invites: the team makes a link with the treatment's date, by buttons; its patient has two taps to do."""

from datetime import date, datetime, time, timedelta

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.draft import Draft, keep_draft
from bot.conversation.glance import show_enrolled
from bot.conversation.registration import out_of_reach, proceed, take_invited
from bot.conversation.staff import on_group
from bot.conversation.team import desk_of, team_label, team_text
from bot.speech import Button, Keyboard
from messages.course import local_instant
from messages.dates import clock_label, date_label, dated_label, day_label, short_date_label
from messages.quoting import plain_words
from scheduler.invites import LONGEST_LABEL, begin_invite, complete_invite, find_invite, unfinished_invite
from scheduler.models import Awaiting, Invite, Patient
from scheduler.patients import find_patient, is_enrolled, mark_reachable, meet
from scheduler.staff import staff_chat

COURSE = "microneedling"
DAYS_SHOWN = 8
FIRST_SHOWN = -4  # days from today
OPENS, CLOSES = time(8), time(21)  # the times on the buttons
STEP = timedelta(minutes=30)
TIMES_A_ROW = 4
DAYS_A_ROW = 2


async def invite(update: Update, context: Context) -> None:
    """Begin an invite, with the label that may stand behind the command; ask for the day."""
    if context.exchange.chat_id != await staff_chat(context.session, desk_of(context)):
        await on_group(update, context)
        return
    label = plain_words(" ".join(context.args or []), LONGEST_LABEL)
    begun = await begin_invite(context.session, COURSE, label, context.now)
    lines = [team_text(context, "invite_day"), team_text(context, "invite_label_hint")]
    if label:
        lines[1] = team_text(context, "invite_label", label=label)
    context.say("\n".join(lines), _days(context, begun, _today(context) + timedelta(days=FIRST_SHOWN)))


async def on_invite(update: Update, context: Context) -> None:
    """Take the day or the time of an invite, or show other days; at the end its link and code."""
    press = pressed(update)
    is_group = context.exchange.chat_id == await staff_chat(context.session, desk_of(context))
    begun = await unfinished_invite(context.session, press.row, context.now) if is_group else None
    if begun is None:
        context.acknowledge(context.label("button_too_old"))
        return
    kind, _, value = press.choice.partition("=")
    try:
        chosen = datetime.fromisoformat(value)
    except ValueError:
        context.acknowledge(context.label("button_too_old"))
        return
    if kind == "from":
        context.acknowledge()
        context.edit(None, _days(context, begun, chosen.date()))
    elif kind == "day":
        context.acknowledge()
        day = _day_label(context, chosen.date())
        context.edit(team_text(context, "invite_time", day=day), _times(context, begun, chosen.date()))
    else:
        await _finish(context, begun, chosen)


async def accept(update: Update, context: Context, token: str) -> None:
    """Take up an invite: agree, then say that the date is right. Any other token gets a kind line."""
    found = await find_invite(context.session, token, context.now)
    patient = await find_patient(context.session, context.exchange.chat_id)
    if found is None or found.treated_at is None:
        await _not_valid(context, patient)
        return
    patient = patient or await meet(context.session, context.exchange.chat_id, context.language, context.now)
    context.exchange.patient = patient
    await mark_reachable(context.session, patient, context.library.courses, context.now)
    keep_draft(patient, Draft(invite=found.id, treated_at=found.treated_at))
    patient.awaiting = None
    await proceed(context, patient)


async def on_invited(update: Update, context: Context) -> None:
    """Register the treatment as the clinic told it, or ask for another date or for where the patient is."""
    patient, choice = context.patient, pressed(update).choice
    if patient is None or patient.awaiting is not Awaiting.INVITED:
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    context.edit(None)
    await take_invited(context, patient, choice)


def invite_link(username: str, token: str) -> str:
    """Return the deep link that opens the bot with a token."""
    return f"https://t.me/{username}?start={token}"


async def _not_valid(context: Context, patient: Patient | None) -> None:
    if patient and await is_enrolled(context.session, patient):
        await show_enrolled(context, patient)  # most likely the link of their own, tapped again
        return
    context.say(context.text("invite_not_valid"))
    if not context.house.settings.open_enrolment:
        context.say(desk_of(context).clinic.call_html(context.library, context.language))
        return
    patient = patient or await meet(context.session, context.exchange.chat_id, context.language, context.now)
    context.exchange.patient = patient
    context.say(context.text("invite_go_on"))
    await proceed(context, patient)


async def _finish(context: Context, begun: Invite, chosen: datetime) -> None:
    desk = desk_of(context)
    treated_at = local_instant(chosen.date(), chosen.time(), desk.clinic.zone)
    if out_of_reach(treated_at, context.now):
        context.acknowledge(team_label(context, "invite_out_of_reach"))
        return
    context.acknowledge()
    token = await complete_invite(context.session, begun, treated_at, context.now)
    link = invite_link(context.bot.username, token)
    lines = [_ready_text(context, begun, link)]
    if begun.label:
        lines.append(team_text(context, "invite_label", label=begun.label))
    context.edit(team_text(context, "invite_chosen", when=_when(context, treated_at)))
    context.show_code("\n".join(lines), link)


def _ready_text(context: Context, invite: Invite, link: str) -> str:
    assert invite.treated_at, "it is complete"
    clinic = desk_of(context).clinic
    until = date_label(context.library, clinic.language, invite.expires_at.astimezone(clinic.zone).date())
    return team_text(context, "invite_ready", when=_when(context, invite.treated_at), link=link, until=until)


def _days(context: Context, begun: Invite, first: date) -> Keyboard:
    days = [first + timedelta(days=number) for number in range(DAYS_SHOWN)]
    buttons = [_button(begun, _short_label(context, on), "day", on) for on in days]
    rows = [tuple(buttons[place : place + DAYS_A_ROW]) for place in range(0, DAYS_SHOWN, DAYS_A_ROW)]
    earlier = _button(begun, team_label(context, "invite_earlier"), "from", first - timedelta(days=DAYS_SHOWN))
    later = _button(begun, team_label(context, "invite_later"), "from", first + timedelta(days=DAYS_SHOWN))
    return (*rows, (earlier, later))


def _times(context: Context, begun: Invite, on: date) -> Keyboard:
    first, last = datetime.combine(on, OPENS), datetime.combine(on, CLOSES)
    count = (last - first) // STEP + 1
    language = desk_of(context).clinic.language
    buttons = [
        _button(begun, clock_label(context.library, language, at.time()), "at", at)
        for at in (first + STEP * number for number in range(count))
    ]
    return tuple(tuple(buttons[place : place + TIMES_A_ROW]) for place in range(0, count, TIMES_A_ROW))


def _button(begun: Invite, label: str, kind: str, value: date | datetime) -> Button:
    stamp = f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value.isoformat()
    return Button(label=label, data=pack(Action.INVITE, begun.id, f"{kind}={stamp}"))


def _day_label(context: Context, on: date) -> str:
    label = day_label(context.library, desk_of(context).clinic.language, on, today=_today(context))
    return label[:1].upper() + label[1:]


def _short_label(context: Context, on: date) -> str:
    """Today and its neighbours by name, every other day with its date: "Sun 22 Nov"."""
    if abs((on - _today(context)).days) <= 1:
        return _day_label(context, on)
    label = short_date_label(context.library, desk_of(context).clinic.language, on)
    return label[:1].upper() + label[1:]


def _when(context: Context, at: datetime) -> str:
    clinic = desk_of(context).clinic
    return dated_label(context.library, clinic.language, at, zone=clinic.zone)


def _today(context: Context) -> date:
    return context.now.astimezone(desk_of(context).clinic.zone).date()
