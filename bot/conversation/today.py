"""Today: what is next and when, what is still open, which day of recovery it is; and the whole plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import zone_of
from bot.conversation.glance import when
from bot.conversation.preferences import say_no_plan
from bot.speech import Button, Keyboard
from messages.dates import days_between
from messages.wording import PlanEntry, plan_pages
from scheduler.models import Outgoing, Patient, Treatment
from scheduler.outlook import moments_ahead
from scheduler.patients import is_enrolled
from scheduler.reminders import next_moment
from scheduler.responses import open_reminders
from scheduler.treatments import current_treatment

LONGEST_LABEL = 40  # characters of a button's label that a phone still shows


async def today(update: Update, context: Context) -> None:
    """Say where the patient stands; works while the reminders are paused too."""
    patient = context.patient
    if patient and await is_enrolled(context.session, patient):
        await say_today(context, patient)
    else:
        say_no_plan(context)


async def plan(update: Update, context: Context) -> None:
    """Say the whole course, what lies behind left out, in pages of a phone's screen."""
    patient = context.patient
    if not patient or not await is_enrolled(context.session, patient):
        say_no_plan(context)
        return
    html, keyboard = await _plan_page(context, patient, 0)
    context.say(html if not patient.paused_at else f"{context.text('today_paused')}\n\n{html}", keyboard)


async def on_plan(update: Update, context: Context) -> None:
    """Turn to another page of the plan as it is now."""
    patient, choice = context.patient, pressed(update).choice
    if not patient or not choice.isdecimal() or not await is_enrolled(context.session, patient):
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    context.edit(*await _plan_page(context, patient, int(choice)))


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


async def _plan_page(context: Context, patient: Patient, number: int) -> tuple[str, Keyboard]:
    """Return a page, counted from 0, with the buttons to its neighbours; past the end it is the last."""
    entries = [
        PlanEntry(at=moment.due_at, step_ids=tuple(step.step_id for step in moment.steps))
        for moment in await moments_ahead(context.session, patient, context.library.courses, context.now)
    ]
    pages = plan_pages(context.library, context.language, entries, now=context.now, zone=zone_of(context))
    if not pages:
        return context.text("nothing_next"), ()
    number = min(number, len(pages) - 1)
    turns = (("button_plan_before", number - 1), ("button_plan_after", number + 1))
    row = tuple(
        Button(label=context.label(key), data=pack(Action.PLAN, None, str(page)))
        for key, page in turns
        if 0 <= page < len(pages)
    )
    return pages[number], (row,) if row else ()


def _day_line(context: Context, treatment: Treatment) -> str:
    label = when(context, treatment.treated_at)
    if treatment.treated_at > context.now:
        return context.text("today_before", when=label)
    day = days_between(treatment.treated_at, context.now, zone_of(context))
    return context.text("today_day", day=day, when=label)


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
