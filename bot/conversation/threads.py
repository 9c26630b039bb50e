"""Threads: a patient talks with the team. What they write goes there while the conversation is open; advice first."""

from dataclasses import replace

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.alerts import REALLY_BLOCK, has_team
from bot.conversation.clinic import clinic_name, how_to_reach, phone_and_hours
from bot.conversation.draft import begin_aside, draft_of, keep_draft, leave_aside
from bot.conversation.prompts import NOT_NOW, ask, prompt_html
from bot.conversation.staff import passed_by
from bot.conversation.team import desk_of, in_team_chat, name_of_sender, team_label
from bot.conversation.words import message_of_question, other_buttons, words_of_question
from bot.speech import Button, Keyboard
from messages.words import read_message
from scheduler.kept_questions import keep_question
from scheduler.models import Awaiting, Patient, Thread
from scheduler.outgoing import Offer
from scheduler.patients import block
from scheduler.threads import Ended, Passed, begin, end, find_thread, open_thread_of, pass_to_team


async def clinic(update: Update, context: Context) -> None:
    """Ask for a message to the team; without one say whom to call."""
    patient = context.patient
    if patient is None or not await has_team(context, patient):
        context.say(how_to_reach(context))
    else:
        await _ask_for_words(context, patient)


async def on_ask_clinic(update: Update, context: Context) -> None:
    """Pass on the question above the button, as the tap agrees to, or ask for one; without a team say whom to call."""
    patient = context.patient
    context.acknowledge()
    if patient is None or not await has_team(context, patient):
        context.say(how_to_reach(context))
        return
    words = words_of_question(update)
    if words:
        passed = Passed(chat_id=patient.chat_id, message_id=message_of_question(update) or 0, words=words)
        context.edit(None, other_buttons(update))
        await _pass_on(update, context, patient, passed, is_question=True)
    else:
        await _ask_for_words(context, patient)


async def is_for_team(context: Context) -> bool:
    """Return whether what the patient writes now goes to the team: it was asked for, or a conversation is open.

    Once the team has written, this holds whatever else is asked: the words may be the answer to them. Only who has
    withdrawn their consent says yes or no to that.
    """
    patient = context.patient
    if patient is None or patient.awaiting is Awaiting.CONSENT:
        return False
    if patient.awaiting is Awaiting.MESSAGE:
        return True
    thread = await open_thread_of(context.session, patient)
    return thread is not None and (patient.awaiting is None or thread.answered_at is not None)


async def leave(update: Update, context: Context, text: str) -> bool:
    """Take typed words for the end of a conversation, or of asking for a message; return whether they were.

    Once the team has written, "cancel" may be an answer to them: it goes to them, and the button is shown.
    """
    patient = context.patient
    said = read_message(text).words
    is_button = any(said == read_message(label).words for label in _in_each_language(context, "button_end_thread"))
    if not patient or not (is_button or said in _ways_out(context)):
        return False
    if patient.awaiting is Awaiting.MESSAGE:
        _give_up(context, patient)
        return True
    thread = await open_thread_of(context.session, patient)
    if thread and (is_button or thread.answered_at is None):
        await _end(update, context, thread, Ended.BY_PATIENT)
        return True
    if thread:
        context.say(context.text("thread_go_on", clinic=clinic_name(context)), end_button(context, thread))
    return False


async def has_heard_from_team(context: Context) -> bool:
    """Return whether the team has written in the open conversation: from then on it is theirs."""
    thread = await open_thread_of(context.session, context.patient) if context.patient else None
    return thread is not None and thread.answered_at is not None


def end_button(context: Context, thread: Thread) -> Keyboard:
    """Return the button with which the patient ends a conversation."""
    label = context.label("button_end_thread")
    return ((Button(label=label, data=pack(Action.THREAD, thread.id, Offer.END)),),)


async def pass_on(update: Update, context: Context) -> bool:
    """Pass the patient's message on; False for a kind that cannot be."""
    patient, message = context.patient, update.effective_message
    passed = passed_by(message) if message else None
    if patient is None or passed is None:
        return False
    await _pass_on(update, context, patient, passed, is_question=patient.awaiting is Awaiting.MESSAGE)
    return True


async def on_thread(update: Update, context: Context) -> None:
    """End a conversation (its patient or the team), block its patient (the team), or give up asking ("not now")."""
    press, patient = pressed(update), context.patient
    if press.choice == NOT_NOW:
        context.acknowledge()
        context.edit(None)
        if patient and patient.awaiting is Awaiting.MESSAGE:
            _give_up(context, patient)
        return
    thread = await find_thread(context.session, press.row)
    if await in_team_chat(context):
        await _of_the_team(update, context, thread, press.choice)
    elif thread and patient and thread.patient_id == patient.id and press.choice == Offer.END:
        await _end(update, context, thread, Ended.BY_PATIENT)
    else:
        context.acknowledge(context.label("button_too_old"))


async def _ask_for_words(context: Context, patient: Patient) -> None:
    thread = await open_thread_of(context.session, patient)
    if thread and await is_for_team(context):
        goes_on = context.text("thread_go_on", clinic=clinic_name(context))
        context.say(f"{goes_on}\n\n{phone_and_hours(context)}", end_button(context, thread))
        return
    begin_aside(patient, Awaiting.MESSAGE, context.now)
    ask(context, f"{prompt_html(context)}\n\n{phone_and_hours(context)}")


async def _of_the_team(update: Update, context: Context, thread: Thread | None, choice: str) -> None:
    if thread is None:
        context.acknowledge(team_label(context, "alert_note_gone"))
        context.edit(None)
    elif choice == Offer.BLOCK:
        context.acknowledge()
        context.edit(None, _really(context, thread))
    elif choice == REALLY_BLOCK:
        block(await context.session.get_one(Patient, thread.patient_id), context.now)
        await _end(update, context, thread, Ended.BY_TEAM, note="alert_note_blocked")
    else:
        await _end(update, context, thread, Ended.BY_TEAM)


async def _end(
    update: Update, context: Context, thread: Thread, ended: Ended, *, note: str = "thread_note_ended"
) -> None:
    by = name_of_sender(update) if ended is Ended.BY_TEAM else ""
    was_open = await end(context.session, thread, ended, context.library, desk_of(context), context.now, by)
    key = note if was_open or note != "thread_note_ended" else "thread_note_over"
    context.acknowledge(team_label(context, key) if ended is Ended.BY_TEAM else context.label(key))
    context.edit(None)


async def _pass_on(update: Update, context: Context, patient: Patient, passed: Passed, *, is_question: bool) -> None:
    """Pass a message on; a question is also kept, and what else is said in a conversation is not."""
    user = update.effective_user
    thread = None
    if await has_team(context, patient):
        thread = await begin(context.session, patient, user.first_name if user else "", context.now)
    desk = desk_of(context)
    if thread is None or not await pass_to_team(
        context.session, thread, patient, passed, context.library, desk, context.now
    ):
        context.say(f"{context.text('thread_no_team')}\n{how_to_reach(context)}")
    elif is_question:
        await keep_question(
            context.session,
            thread,
            patient,
            words=passed.words,
            message_id=passed.message_id,
            library=context.library,
            now=context.now,
        )
    if patient.awaiting is Awaiting.MESSAGE:
        _go_back(context, patient)
    elif patient.awaiting:
        _keep_open(context, patient)


def _keep_open(context: Context, patient: Patient) -> None:
    """Say once that an open question is still there, and that it is not answered by typing now."""
    draft = draft_of(patient)
    if draft.waits is not patient.awaiting:
        keep_draft(patient, replace(draft, waits=patient.awaiting))
        ask(context, f"{context.text('thread_question_waits', clinic=clinic_name(context))}\n\n{prompt_html(context)}")


def _give_up(context: Context, patient: Patient) -> None:
    context.say(context.text("thread_not_asked"))
    _go_back(context, patient)


def _ways_out(context: Context) -> set[tuple[str, ...]]:
    lists = _in_each_language(context, "typed_end_thread")
    return {read_message(phrase).words for phrases in lists for phrase in phrases.split(",")}


def _in_each_language(context: Context, key: str) -> list[str]:
    return [context.library.label(language, key) for language in context.library.languages]


def _go_back(context: Context, patient: Patient) -> None:
    """Take up what was asked before the patient turned to the team."""
    leave_aside(patient)
    ask(context)


def _really(context: Context, thread: Thread) -> Keyboard:
    label = team_label(context, "button_alert_block_really")
    return ((Button(label=label, data=pack(Action.THREAD, thread.id, REALLY_BLOCK)),),)
