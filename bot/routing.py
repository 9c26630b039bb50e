"""Routing: which handler gets what, in order. The first that fits takes it; what fits none is left alone, quietly."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.buttons import Action, unpack
from bot.context import Context
from bot.conversation import (
    alerts,
    check_ins,
    diary,
    enrolment,
    export,
    feedback,
    invites,
    manners,
    members,
    my_data,
    phone,
    preferences,
    progress,
    questions,
    record_of_care,
    reminders,
    settings,
    staff,
    threads,
    today,
    unanswered,
    waking_hours,
)
from bot.conversation.draft import leave_aside

Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]
Handler = BaseHandler[Update, Context, Any]

PRESENT = {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED}

COMMANDS: dict[str, Handle] = {
    "start": enrolment.start,
    "today": today.today,
    "plan": today.plan,
    "progress": progress.progress,
    "clinic": threads.clinic,
    "calendar": progress.calendar,
    "pause": preferences.pause,
    "resume": preferences.resume,
    "diary": diary.diary,
    "settings": settings.settings,
    "language": preferences.language,
    "privacy": my_data.privacy,
    "export": export.export,
    "delete": my_data.delete,
    "help": manners.help,
}

# in the team's group; another is told and left
TEAM_COMMANDS: dict[str, Handle] = {
    "invite": invites.invite,
    "patient": record_of_care.patient,
    "unanswered": unanswered.show_unanswered,
    "help": staff.help,
    "connect": staff.connect,
    "start": staff.connect,  # what Telegram sends for a link that brings the bot into a group
}

TEAM_MENU = ("invite", "patient", "unanswered", "help")

BUTTONS: dict[Action, Handle] = {
    # under reminders and check-ins
    Action.DONE: reminders.on_done,
    Action.LATER: reminders.on_later,
    Action.SNOOZE: reminders.on_snooze,
    Action.SKIP: reminders.on_skip,
    Action.WHY: reminders.on_why,
    Action.BACK: reminders.on_back,
    Action.CHECK_IN: check_ins.on_check_in,
    Action.SYMPTOM: check_ins.on_symptom,
    Action.ASK_AGAIN: check_ins.on_ask_again,
    Action.PLAN: today.on_plan,
    # under answers
    Action.TOPIC: questions.on_topic,
    Action.SOURCES: questions.on_sources,
    Action.HELPED: feedback.on_helped,
    Action.NOT_REALLY: feedback.on_not_really,
    Action.ASK_CLINIC: threads.on_ask_clinic,
    Action.TELL_CLINIC: alerts.on_tell_clinic,
    # of enrolment
    Action.SET_UP: enrolment.on_set_up,
    Action.CONSENT: enrolment.on_consent,
    Action.ADULT: enrolment.on_adult,
    Action.PROCEDURE: enrolment.on_procedure,
    Action.DAY: enrolment.on_day,
    Action.MONTH: enrolment.on_month,
    Action.TIME: enrolment.on_time,
    Action.ZONE: enrolment.on_zone,
    Action.CITY: enrolment.on_city,
    Action.CORRECT: enrolment.on_correct,
    Action.INVITED: invites.on_invited,
    # of settings and data
    Action.LANGUAGE: preferences.on_language,
    Action.SETTING: settings.on_setting,
    Action.WAKE: waking_hours.on_wake,
    Action.SLEEP: waking_hours.on_sleep,
    Action.LEVEL: settings.on_level,
    Action.MUTE: settings.on_mute,
    Action.PHONE: phone.on_phone,
    Action.DIARY: diary.on_diary,
    Action.EXPORT: export.export,
    Action.WITHDRAW: my_data.on_withdraw,
    Action.ERASE: my_data.on_erase,
    # of the team
    Action.ALERT: alerts.on_alert,
    Action.THREAD: threads.on_thread,
    Action.INVITE: invites.on_invite,
    Action.CARE: record_of_care.on_care,
    Action.UNANSWERED: unanswered.on_page,
    Action.KEEP_REPLY: unanswered.on_keep_reply,
}
# each looks whether the chat is the team's
TEAM_BUTTONS = frozenset(  # each looks whether the chat is the team's
    {Action.ALERT, Action.THREAD, Action.INVITE, Action.CARE, Action.UNANSWERED, Action.KEEP_REPLY}
)


def handlers() -> list[Handler]:
    """Return the handlers in order. Order matters: what stands below sees only what nothing above took."""
    private, group = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    return [
        # blocked, unblocked; brought into a group
        ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        # the team's group; any other is told that this works in private chats only, and left
        *(CommandHandler(name, handle, filters=group & new) for name, handle in TEAM_COMMANDS.items()),
        MessageHandler(group & filters.StatusUpdate.MIGRATE, staff.on_moved),
        MessageHandler(~private & ~filters.StatusUpdate.ALL, staff.on_message),
        # an edit is answered when it carries a red flag
        MessageHandler(private & edited, questions.on_edited),
        # commands, then those that nobody knows
        *(CommandHandler(name, _anew(handle), filters=private & new) for name, handle in COMMANDS.items()),
        MessageHandler(private & new & filters.COMMAND, manners.unknown_command),
        # buttons
        CallbackQueryHandler(on_press),
        # what people send: a place, a phone number, words, anything else
        MessageHandler(private & new & filters.LOCATION, enrolment.on_location),
        MessageHandler(private & new & filters.CONTACT, phone.on_contact),
        MessageHandler(private & new & filters.TEXT, questions.on_text),
        MessageHandler(private & new & ~filters.StatusUpdate.ALL, questions.on_media),
    ]


async def on_membership(update: Update, context: Context) -> None:
    """Tell a person's blocking and unblocking from being brought into a group, or thrown out of it."""
    change = update.my_chat_member
    if change is None:
        return
    if change.chat.type == ChatType.PRIVATE:
        await members.on_my_chat_member(update, context)
    elif change.new_chat_member.status not in PRESENT:
        await staff.on_thrown_out(update, context)
    elif change.old_chat_member.status not in PRESENT:
        await staff.on_group(update, context)


async def on_press(update: Update, context: Context) -> None:
    """Give a pressed button to its handler; data that this bot never made is a stale button."""
    press = unpack(update.callback_query.data or "") if update.callback_query else None
    if not update.effective_chat:
        return
    if update.effective_chat.type != ChatType.PRIVATE and press and press.action not in TEAM_BUTTONS:
        press = None
    await (BUTTONS[press.action] if press else manners.stale_button)(update, context)


def _anew(handle: Handle) -> Handle:
    """A command begins something else: what is typed after it is no answer to what was asked in passing."""

    async def handled(update: Update, context: Context) -> None:
        if context.patient:
            leave_aside(context.patient)
        await handle(update, context)

    return handled
