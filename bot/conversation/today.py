"""Today: what is next and when, what is still open, which day of recovery it is; and the whole plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.clinic import zone_of
from bot.conversation.glance import when
from bot.conversation.preferences import set_up_keyboard
from bot.speech import Button
from messages.wording import PlanEntry, plan_html
from scheduler.models import Outgoing, Patient, Treatment
from scheduler.patients import is_enrolled
from scheduler.reminders import moments, next_moment
from scheduler.responses import open_reminders
from scheduler.treatments import current_treatment

LONGEST_LABEL = 40  # characters of a button's label that a phone still shows


async def today(update: Update, context: Context) -> None:
    """Say where the patient stands; works while the reminders are paused too."""
    patient = context.patient
    if patient and await is_enrolled(context.session, patient):
        await say_today(context, patient)
    else:
        context.say(context.text("not_enrolled"), set_up_keyboard(context))


async def plan(update: Update, context: Context) -> None:
    """Say the whole course, what lies behind left out."""
    patient = context.patient
    if not patient or not await is_enrolled(context.session, patient):
        context.say(context.text("not_enrolled"), set_up_keyboard(context))
        return
    all_moments = await moments(context.session, patient, context.library.courses)
    entries = [
        PlanEntry(at=moment.due_at, step_ids=tuple(step.step_id for step in moment.steps))
        for moment in all_moments
        if moment.due_at > context.now
    ]
    if entries:
        html = plan_html(context.library, context.language, entries, now=context.now, zone=zone_of(context))
    else:
        html = context.text("nothing_next")
    context.say(html if not patient.paused_at else f"{context.text('today_paused')}\n\n{html}")


async def say_today(context: Context, patient: Patient, *, anew: bool = False) -> None:
    """Say where the patient stands; `anew` in place of the message whose button was pressed."""
    treatment = await current_treatment(context.session, patient, context.now)
    open_ones = await open_reminders(context.session, patient, context.now)
    parts = [_day_line(context, treatment)] if treatment else []
    if open_ones:
        bullets = [_bullet(_shorts(context, row.steps)) for row in open_ones]
        parts.append("\n".join([context.text("today_open"), *bullets]))
    parts.append(await _next_lines(context, patient))
    keyboard = tuple((_done_button(context, row),) for row in open_ones)
    if anew:
        context.edit("\n\n".join(parts), keyboard)
    else:
        context.say("\n\n".join(parts), keyboard)


def _day_line(context: Context, treatment: Treatment) -> str:
    zone = zone_of(context)
    label = when(context, treatment.treated_at)
    if treatment.treated_at > context.now:
        return context.text("today_before", when=label)
    day = context.now.astimezone(zone).date() - treatment.treated_at.astimezone(zone).date()
    return context.text("today_day", day=day.days, when=label)


async def _next_lines(context: Context, patient: Patient) -> str:
    if patient.paused_at:
        return context.text("today_paused")
    following = await next_moment(context.session, patient, context.library.courses, context.now)
    if following is None:
        return context.text("nothing_next")
    lines = [context.text("next_reminder", when=when(context, following.due_at))]
    lines += [_bullet(context.text(f"step_{step.step_id}_short")) for step in following.steps]
    return "\n".join(lines)


def _done_button(context: Context, row: Outgoing) -> Button:
    label = context.label("button_done_of", what=_shorts(context, row.steps))
    short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
    return Button(label=short, data=pack(Action.DONE, row.id, "today"))


def _shorts(context: Context, steps: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(context.label(f"step_{step['step']}_short") for step in steps if step["asks"] == "done")


def _bullet(text: str) -> str:
    """Begin with a capital, also after the mark that opens a Spanish question."""
    first = next((place for place, char in enumerate(text) if char.isalpha()), 0)
    return f"• {text[:first]}{text[first : first + 1].upper()}{text[first + 1 :]}"
