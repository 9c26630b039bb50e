"""Staff: the team's group. Pairing it, leaving others, and passing its replies on to patients."""

from telegram import Message, Update

from bot.context import Context
from bot.conversation.members import leave
from bot.conversation.team import answered_message, desk_of, in_team_chat, name_of_sender, team_text
from messages.quoting import plain_words
from scheduler.alerts import Move, move, show_elsewhere
from scheduler.digest import plan_digest
from scheduler.kept_questions import keep_reply
from scheduler.models import AlertState, Patient, Thread
from scheduler.staff import Paired, find_again, follow_move, is_pairing, lose, pair
from scheduler.threads import Passed, addressed, answer_alert, pass_to_patient

COPIED = ("photo", "video", "voice", "audio", "document", "animation")  # what Telegram copies with a caption
LONGEST_REPLY = 4096  # UTF-16 units: as long as a message can be


async def connect(update: Update, context: Context) -> None:
    """Make this group the team's by the code behind the command (/connect CODE, or a startgroup link)."""
    code = " ".join(context.args or [])
    paired = await pair(context.session, desk_of(context), context.exchange.chat_id, code, context.now)
    if paired is Paired.PAIRED:
        await plan_digest(context.session, desk_of(context), context.now)
        context.say(team_text(context, "staff_welcome", clinic=_clinic_name(context)))
    elif paired is Paired.ALREADY:
        context.say(team_text(context, "staff_connected_already"))
    elif paired is Paired.OTHER_GROUP:
        context.say(team_text(context, "staff_other_group"))
        context.leave()
    else:
        context.say(team_text(context, "staff_code_wrong"))
        if not await is_pairing(context.session, context.now):
            context.leave()


async def help(update: Update, context: Context) -> None:
    """Say what this does in the team's group."""
    if await in_team_chat(context):
        context.say(team_text(context, "staff_help"))
    else:
        await on_group(update, context)


async def on_group(update: Update, context: Context) -> None:
    """Brought into a group, or spoken to: welcome the team; wait for a code that is out; else say so and leave."""
    if await find_again(context.session, desk_of(context), context.exchange.chat_id):
        context.say(team_text(context, "staff_welcome", clinic=_clinic_name(context)))
    elif await is_pairing(context.session, context.now):
        context.say(team_text(context, "staff_send_code"))
    else:
        leave(context)


async def on_thrown_out(update: Update, context: Context) -> None:
    """Note that the team's group is out of reach."""
    await lose(context.session, desk_of(context), context.exchange.chat_id, context.now)


async def on_moved(update: Update, context: Context) -> None:
    """Follow the group to the chat that it has become; told in both chats, done once."""
    message, here = update.effective_message, context.exchange.chat_id
    if message and message.migrate_to_chat_id:
        await follow_move(context.session, desk_of(context), here, message.migrate_to_chat_id, context.now)
    elif message and message.migrate_from_chat_id:
        await follow_move(context.session, desk_of(context), message.migrate_from_chat_id, here, context.now)


async def on_message(update: Update, context: Context) -> None:
    """Pass on a reply to an alert or a conversation. Whatever else the team writes goes nowhere, and is not kept."""
    if not await in_team_chat(context):
        await on_group(update, context)
        return
    message = update.effective_message
    answered = answered_message(message, context.bot.id)
    if not message or answered is None:
        return
    if update.edited_message:
        _refuse(context, message, "staff_edit_not_passed_on")
        return
    thread = await _thread_for(update, context, answered)
    if thread is None:
        _refuse(context, message, "staff_reply_to_nobody")
        return
    patient = await context.session.get_one(Patient, thread.patient_id)
    passed = passed_by(message)
    if patient.unreachable_at:
        _refuse(context, message, "staff_reply_no_patient")
    elif passed is None:
        _refuse(context, message, "staff_reply_kind")
    else:
        by, library = name_of_sender(update), context.library
        await pass_to_patient(context.session, thread, patient, passed, by, library, desk_of(context), context.now)
        await keep_reply(context.session, thread, words=passed.words, by=by, library=library, now=context.now)


def passed_by(message: Message) -> Passed | None:
    """Return what of a message can be passed on: its text, or what Telegram can copy; None for anything else."""
    if message.text:
        words = plain_words(message.text, LONGEST_REPLY)
        return Passed(chat_id=message.chat_id, message_id=message.message_id, words=words) if words else None
    if any(getattr(message, name, None) for name in COPIED):
        return Passed(chat_id=message.chat_id, message_id=message.message_id, words=message.caption or "", copied=True)
    return None


async def _thread_for(update: Update, context: Context, answered: int) -> Thread | None:
    """The open conversation that a reply belongs to; one to an alert begins it, and takes the alert."""
    alert, thread = await addressed(context.session, context.exchange.chat_id, answered)
    if thread and thread.closed_at is None:
        return thread
    if alert is None:
        return None
    thread = await answer_alert(context.session, alert, context.now)
    if thread and alert.state is AlertState.OPEN:
        await move(context.session, alert, Move.TAKE, name_of_sender(update), context.now)
        await show_elsewhere(context.session, alert, desk_of(context), context.now)
    return thread


def _refuse(context: Context, message: Message, key: str) -> None:
    context.say(team_text(context, key), reply_to=message.message_id)


def _clinic_name(context: Context) -> str:
    clinic = desk_of(context).clinic
    return clinic.named(context.library, clinic.language)
