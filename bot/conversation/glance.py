"""Glance: what is registered, shown in short, with the ways to change it."""

from datetime import datetime

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.clinic import zone_label, zone_of
from bot.conversation.preferences import language_buttons
from bot.speech import Button
from messages.course import Course, StepKind
from messages.dates import when_label
from messages.wording import glance_html
from scheduler.models import Patient, Treatment
from scheduler.moments import Moment
from scheduler.outlook import moments_ahead
from scheduler.patients import day_of
from scheduler.reminders import next_moment
from scheduler.standing import instants
from scheduler.timetable import out_of_the_night
from scheduler.treatments import active_treatments


async def say_glance(context: Context, patient: Patient, treatment: Treatment) -> None:
    """Say what is registered and the plan at a glance. The first reminder follows by itself."""
    zone = zone_of(context)
    course, day = context.library.courses[treatment.course_id], day_of(patient, zone)
    planned = await moments_ahead(context.session, patient, context.library.courses, context.now)
    named = context.text("registered", treated=when(context, treatment.treated_at), zone=zone_label(context, zone.key))
    glance = glance_html(
        context.library,
        context.language,
        instants(treatment, course, day),
        asks_at=[moment.due_at for moment in planned if _asks(moment, treatment, course)],
        ends_at=out_of_the_night(treatment.treated_at + course.ends_after, day),
        now=context.now,
        zone=zone,
    )
    context.say(f"{named}\n\n{context.text('plan_at_glance')}\n{glance}", ((_correct_button(context, treatment),),))


async def show_enrolled(context: Context, patient: Patient) -> None:
    """Say which treatment is registered and what is next."""
    known = await active_treatments(context.session, patient)
    over = [treatment for treatment in known if treatment.treated_at <= context.now]
    treatment = (over or known)[-1 if over else 0]  # enrolled is who has one
    coming = [one for one in known if one.treated_at > context.now and one is not treatment]
    following = await next_moment(context.session, patient, context.library.courses, context.now)
    lines = [context.text("enrolled_already", treated=when(context, treatment.treated_at))]
    lines += [context.text("treatment_coming", treated=when(context, one.treated_at)) for one in coming]
    if patient.paused_at:
        lines.append(context.text("today_paused"))
    elif following:
        lines.append(context.text("next_reminder", when=when(context, following.due_at)))
    else:
        lines.append(context.text("nothing_next"))
    another = Button(label=context.label("button_new_treatment"), data=pack(Action.SET_UP, None, "new"))
    corrections = tuple((_correct_button(context, one, named=bool(coming)),) for one in (treatment, *coming))
    keyboard = (*corrections, (another,), language_buttons(context))
    context.say("\n".join(lines), keyboard)


def when(context: Context, at: datetime) -> str:
    """Return an instant in the patient's words and zone."""
    return when_label(context.library, context.language, at, now=context.now, zone=zone_of(context))


def _asks(moment: Moment, treatment: Treatment, course: Course) -> bool:
    """Whether a message asks how the skin is after this treatment."""
    steps = [course.steps.get(due.step_id) for due in moment.steps if due.treatment_id == treatment.id]
    return any(step is not None and step.kind is StepKind.CHECK_IN for step in steps)


def _correct_button(context: Context, treatment: Treatment, *, named: bool = False) -> Button:
    label = context.label("button_correct_date")
    if named:
        label = f"{label}: {when(context, treatment.treated_at)}"
    return Button(label=label, data=pack(Action.CORRECT, treatment.id))
