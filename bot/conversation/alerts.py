"""Alerts: a warning sign goes to the team, with the patient's words if they agreed; the team's buttons under it."""

from datetime import datetime

from telegram import Update

from bot.announcements import offered
from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import how_to_reach
from bot.conversation.registration import CONSENT_VERSION
from bot.conversation.situation import situation_of
from bot.conversation.team import desk_of, in_team_chat, name_of_sender, team_label
from bot.conversation.words import other_buttons, time_of_question, words_of_question
from bot.speech import Button, Keyboard
from messages.alert_wording import post_html
from messages.answering import Reply
from messages.topics import Urgency
from messages.triage import check
from scheduler.alerts import Move, Raised, Sign, facts_of, find_alert, move, posts_of, raise_alert, show_elsewhere
from scheduler.announcing import offers_of
from scheduler.models import Alert, AlertState, Patient
from scheduler.outgoing import Offer
from scheduler.patients import block, consent_of, unblock
from scheduler.staff import staff_chat
from scheduler.threads import Ended, end, open_thread_of

TELLS_WORDS = frozenset({"2026-11-24", CONSENT_VERSION})  # versions of the consent that say so
MOVED_NOTES = {
    Move.TAKE: "alert_note_taken",
    Move.CONTACTED: "alert_note_contacted",
    Move.CLOSE: "alert_note_closed",
}
REALLY_BLOCK = "really"
BACK = "back"


async def tell_team(context: Context, patient: Patient, reply: Reply, words: str) -> None:
    """Bring a warning sign of today or now before the team; what is less urgent waits for the patient's button."""
    if reply.urgency < Urgency.URGENT:
        return
    consent = await consent_of(context.session, patient)
    told = words if consent and consent.version in TELLS_WORDS else None
    topic = reply.finding.topic if reply.finding else reply.topic  # of the sign, not of what was asked beside it
    raised = await _raise(context, patient, reply.urgency, topic, told)
    if raised is Raised.TOO_MANY and reply.urgency is not Urgency.EMERGENCY:
        clinic = desk_of(context).clinic
        call = clinic.call_html(context.library, context.language)
        context.say(f"{context.text('alert_too_many')}\n{call}")


async def on_tell_clinic(update: Update, context: Context) -> None:
    """Bring before the team what can wait a day, with the words it was about: the tap agrees to that."""
    topic, words = pressed(update).choice, words_of_question(update)
    finding = check(context.library, words, (await situation_of(context)).hours) if words else None
    known = finding.topic if finding else topic if topic in context.library.topics else None
    await tell_clinic(update, context, topic=known, words=words)


async def tell_clinic(update: Update, context: Context, *, topic: str | None, words: str | None) -> None:
    """Bring before the team what the pressed button is about; the button has done its work. Else say whom to call."""
    patient, raised = context.patient, Raised.NOBODY
    context.acknowledge()
    context.edit(None, other_buttons(update))
    if patient and await has_team(context, patient):
        raised = await _raise(context, patient, Urgency.CLINIC, topic, words, written_at=time_of_question(update))
    if raised in {Raised.NOBODY, Raised.TOO_MANY}:
        context.say(how_to_reach(context))


async def on_alert(update: Update, context: Context) -> None:
    """Do what the team pressed under an alert: take, contacted, close, block. Anybody of the team may."""
    press = pressed(update)
    if not await in_team_chat(context):
        context.acknowledge(context.label("button_too_old"))
        return
    alert = await find_alert(context.session, press.row)
    if alert is None:
        context.acknowledge(team_label(context, "alert_note_gone"))
        context.edit(None)
    elif press.choice == Offer.BLOCK:
        context.acknowledge()
        context.edit(None, _really(context, alert))
    elif press.choice in set(Move):
        await _move(update, context, alert, Move(press.choice))
    else:
        await _block(update, context, alert, press.choice)


async def _raise(
    context: Context,
    patient: Patient,
    urgency: Urgency,
    topic: str | None,
    words: str | None,
    *,
    written_at: datetime | None = None,
) -> Raised:
    user = context.arrived.effective_user if context.arrived else None
    name = user.first_name if user else ""
    sign = Sign(urgency=urgency, topic=topic, name=name, words=words, written_at=written_at)
    return await raise_alert(context.session, patient, sign, context.library, desk_of(context), context.now)


async def _move(update: Update, context: Context, alert: Alert, step: Move) -> None:
    moved = await move(context.session, alert, step, name_of_sender(update), context.now)
    context.acknowledge(team_label(context, MOVED_NOTES[step] if moved else "alert_note_already"))
    if moved and alert.state is AlertState.CLOSED:
        await _end_thread(update, context, alert)
    await _show(update, context, alert)


async def _block(update: Update, context: Context, alert: Alert, choice: str) -> None:
    """Pass nothing more on from this patient, or do so again; "back" only shows the buttons as they were."""
    patient = await context.session.get_one(Patient, alert.patient_id)
    note = ""
    if choice == REALLY_BLOCK:
        block(patient, context.now)
        await move(context.session, alert, Move.CLOSE, name_of_sender(update), context.now)
        await _end_thread(update, context, alert)
        note = team_label(context, "alert_note_blocked")
    elif choice == Offer.UNBLOCK:
        unblock(patient)
        note = team_label(context, "alert_note_unblocked")
    context.acknowledge(note)
    await _show(update, context, alert)


async def _end_thread(update: Update, context: Context, alert: Alert) -> None:
    patient = await context.session.get_one(Patient, alert.patient_id)
    thread = await open_thread_of(context.session, patient)
    if thread and (thread.alert_id == alert.id or patient.blocked_at):
        by = name_of_sender(update)
        await end(context.session, thread, Ended.BY_TEAM, context.library, desk_of(context), context.now, by)


async def _show(update: Update, context: Context, alert: Alert) -> None:
    """Show the alert as it is now: at once where the button was, and wherever else it is posted."""
    desk, here = desk_of(context), context.exchange.chat_id
    message = update.callback_query.message if update.callback_query else None
    shown = (here, message.message_id) if message else None
    facts = await facts_of(context.session, alert, desk, context.now)
    if shown in await posts_of(context.session, alert):
        html = post_html(context.library, desk.clinic, facts, context.now)
        offers = offers_of(alert, blocked=facts.blocked)
        keyboard = offered(context.library, desk.clinic.language, Action.ALERT, alert.id, offers)
        context.edit(html, keyboard)
    else:
        context.edit(None)  # below a reminder of it: the button has done its work
    await show_elsewhere(context.session, alert, desk, context.now, shown=shown)


def _really(context: Context, alert: Alert) -> Keyboard:
    return (
        (
            Button(
                label=team_label(context, "button_alert_block_really"), data=pack(Action.ALERT, alert.id, REALLY_BLOCK)
            ),
        ),
        (Button(label=team_label(context, "button_back_to_alert"), data=pack(Action.ALERT, alert.id, BACK)),),
    )


async def has_team(context: Context, patient: Patient | None) -> bool:
    """Return whether something of this patient can be passed on: there is a group, they agreed, nobody blocked them."""
    if patient is None or patient.blocked_at or not await consent_of(context.session, patient):
        return False
    return await staff_chat(context.session, desk_of(context)) is not None
