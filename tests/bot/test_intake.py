"""Intake and handling, with handlers of the test's own: stored first, in order, once, and never lost."""

from telegram.ext import MessageHandler, filters


async def repeat(update, context):
    context.say(f"You said {update.effective_message.text}")


async def test_what_is_said_is_answered(open_talk):
    """It takes, stores, handles and answers."""
    talk = await open_talk([MessageHandler(filters.TEXT, repeat)])
    ana = talk.person("Ana")

    await ana.says("hello")

    assert ana.reads == ["You said hello"]
