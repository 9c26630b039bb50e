"""Preferences: the language, and a pause of the reminders."""

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import zone_of
from bot.conversation.prompts import ask
from bot.conversation.situation import is_general
from bot.speech import Button, Keyboard
from messages.dates import when_label
from scheduler.patients import is_enrolled, meet, set_language
from scheduler.patients import pause as pause_reminders
from scheduler.patients import resume as resume_reminders
from scheduler.reminders import next_moment


async def language(update: Update, context: Context) -> None:
    """Show the languages to choose from."""
    context.say(context.text("language_question"), tuple((button,) for button in language_buttons(context)))


async def on_language(update: Update, context: Context) -> None:
    """Speak the chosen language from now on, and repeat the open question in it."""
    context.acknowledge()
    chosen = pressed(update).choice
    if chosen not in context.library.languages:
        return
    patient = context.patient or await meet(context.session, context.exchange.chat_id, chosen, context.now)
    context.exchange.patient = patient
    await set_language(context.session, patient, chosen)
    context.say(context.text("language_set"))
    ask(context)


async def pause(update: Update, context: Context) -> None:
    patient = context.patient
    if not patient or not await is_enrolled(context.session, patient):
        say_no_plan(context)
        return
    key = "paused_already" if patient.paused_at else "paused"
    await pause_reminders(context.session, patient, context.library.courses, context.now)
    context.say(context.text(key))


async def resume(update: Update, context: Context) -> None:
    patient = context.patient
    if not patient or not await is_enrolled(context.session, patient):
        say_no_plan(context)
        return
    key = "resumed" if patient.paused_at else "resumed_already"
    await resume_reminders(context.session, patient, context.library.courses, context.now)
    following = await next_moment(context.session, patient, context.library.courses, context.now)
    lines = [context.text(key)]
    if following and following.due_at > context.now:
        at = when_label(context.library, context.language, following.due_at, now=context.now, zone=zone_of(context))
        lines.append(context.text("next_reminder", when=at))
    context.say("\n".join(lines))


def language_buttons(context: Context) -> tuple[Button, ...]:
    """Return a button for every language but the one spoken, each in its own words."""
    others = [one for one in context.library.languages if one != context.language]
    return tuple(
        Button(label=context.library.label(one, "language_name"), data=pack(Action.LANGUAGE, None, one))
        for one in others
    )


def say_no_plan(context: Context) -> None:
    """Say that there is no plan, with the way to one where the course is for this patient."""
    if is_general(context.patient):
        context.say(context.text("no_plan_general"))
    else:
        context.say(context.text("not_enrolled"), set_up_keyboard(context))


def set_up_keyboard(context: Context) -> Keyboard:
    """Return the way into enrolment, none where that needs a link from the clinic, or the course is not for them."""
    if not context.house.settings.open_enrolment or is_general(context.patient):
        return ()
    return ((Button(label=context.label("button_set_up"), data=pack(Action.SET_UP)),),)
