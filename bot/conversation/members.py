"""Members: blocked, unblocked, brought into a group."""

from telegram import ChatMember, Update

from bot.context import Context
from scheduler.patients import mark_reachable, mark_unreachable


async def on_my_chat_member(update: Update, context: Context) -> None:
    """Stop sending to somebody who blocked the bot; go on when they come back. Nothing is said to either."""
    change, patient = update.my_chat_member, context.patient
    if not change or not patient:
        return
    mark = mark_unreachable if change.new_chat_member.status == ChatMember.BANNED else mark_reachable
    await mark(context.session, patient, context.library.courses, context.now)


def leave(context: Context) -> None:
    """Say that this works in private chats only, and leave the group."""
    context.say(context.text("group_not_here"))
    context.leave()
