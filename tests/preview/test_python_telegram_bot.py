"""The bot's own client, python-telegram-bot, over real HTTP."""

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    ChatMember,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.preview.faults import Cut, Fault, Slow
from bot.preview.refusals import group_moved, server_trouble, too_many_requests

DONE = InlineKeyboardMarkup([[InlineKeyboardButton("Done", callback_data="done:1:", style="success")]])


@pytest.fixture
async def bot(port, world):
    address = f"http://127.0.0.1:{port}"
    async with Bot(world.token, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot:
        yield bot


async def test_a_message_is_sent_edited_copied_and_deleted(bot, ana):
    """It carries a message through its life."""
    sent = await bot.send_message(ana.id, "<b>Cleanse</b>\nGently.", parse_mode="HTML", reply_markup=DONE)
    reply = await bot.send_message(ana.id, "As said", reply_parameters=ReplyParameters(sent.message_id))
    edited = await bot.edit_message_text("Cleansed", ana.id, sent.message_id)
    copied = await bot.copy_message(ana.id, ana.id, sent.message_id)
    await bot.delete_message(ana.id, sent.message_id)

    assert sent.text_html == "<b>Cleanse</b>\nGently."
    assert sent.reply_markup.inline_keyboard[0][0].style == "success"
    assert reply.reply_to_message.message_id == sent.message_id
    assert edited.text == "Cleansed"
    assert ana.texts_from_bot() == ["As said", "Cleansed"]
    assert ana.messages()[-1].id == copied.message_id


async def test_times_may_be_written_for_the_reader(bot, ana):
    """It keeps a date-time entity with its instant and format."""
    sent = await bot.send_message(
        ana.id, 'At <tg-time unix="1795176000" format="wDT">3 pm</tg-time>', parse_mode="HTML"
    )

    [entity] = sent.entities
    assert (entity.type, entity.offset, entity.length, entity.date_time_format) == ("date_time", 3, 4, "wDT")
    assert int(entity.unix_time.timestamp()) == 1795176000


async def test_updates_read_whole(bot, ana, world):
    """It gives text with its command, callback queries and blocking as PTB's own objects."""
    ana.start("invite-42")
    await bot.send_message(ana.id, "Moisturize", reply_markup=DONE)
    ana.press("Done")
    ana.block_bot()
    started, pressed, blocked = await bot.get_updates(timeout=5, allowed_updates=Update.ALL_TYPES)
    await bot.answer_callback_query(pressed.callback_query.id, "Noted", show_alert=True)

    assert started.message.text == "/start invite-42"
    assert started.message.entities[0].type == "bot_command"
    assert started.message.from_user.language_code == "es"
    assert pressed.callback_query.data == "done:1:"
    assert blocked.my_chat_member.new_chat_member.status == ChatMember.BANNED
    assert world.callbacks[pressed.callback_query.id].answer == {"text": "Noted", "show_alert": True, "url": ""}


async def test_files_go_both_ways(bot, ana, picture):
    """It keeps photos and documents and gives them back."""
    photo = await bot.send_photo(ana.id, picture, caption="Week 1")
    document = await bot.send_document(ana.id, b"BEGIN:VCALENDAR", filename="aftercare.ics")
    recaptioned = await bot.edit_message_caption(ana.id, photo.message_id, caption="Week 2")
    loaded = await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray()

    assert bytes(loaded) == picture
    assert document.document.file_name == "aftercare.ics"
    assert recaptioned.caption == "Week 2"


async def test_the_bot_introduces_itself_per_language(bot):
    """It keeps commands, name and descriptions in two languages."""
    await bot.set_my_commands([BotCommand("today", "Mi día")], language_code="es")
    await bot.set_my_short_description("Cuidados", language_code="es")
    await bot.set_my_description("Aftercare")
    await bot.set_my_name("Afterglow")

    assert (await bot.get_my_commands(language_code="es"))[0].description == "Mi día"
    assert (await bot.get_my_short_description("es")).short_description == "Cuidados"
    assert (await bot.get_my_description("es")).description == "Aftercare"
    assert (await bot.get_my_name()).name == "Afterglow"


async def test_a_reply_keyboard_and_a_typing_sign_reach_the_phone(bot, ana, world):
    """It shows what the bot asks for and that it is writing."""
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Share my number", request_contact=True)]], one_time_keyboard=True)
    await bot.send_message(ana.id, "May the clinic call you?", reply_markup=keyboard)
    await bot.send_chat_action(ana.id, "typing")

    assert world.chats[ana.id].reply_markup["keyboard"][0][0]["text"] == "Share my number"
    assert world.chats[ana.id].action == "typing"


@pytest.mark.parametrize(
    ("what", "error"),
    [
        pytest.param(too_many_requests(3), RetryAfter, id="429"),
        pytest.param(group_moved(-1002100000009), ChatMigrated, id="group moved"),
        pytest.param(server_trouble(500), NetworkError, id="500"),
        pytest.param(Cut(taken=False), NetworkError, id="connection cut"),
    ],
)
async def test_faults_on_demand_read_as_telegrams(bot, ana, world, what, error, monkeypatch):
    """It makes the next call fail as Telegram would, without having taken it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    world.faults.append(Fault(what=what, method="sendMessage"))
    with pytest.raises(error):
        await bot.send_message(ana.id, "hello")

    assert ana.texts_from_bot() == []


async def test_a_call_may_be_taken_and_the_connection_cut(bot, ana, world):
    """It delivers the message although the client sees a broken connection."""
    world.faults.append(Fault(what=Cut(), method="sendMessage"))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(ana.id, "hello")

    assert ana.texts_from_bot() == ["hello"]
    assert not isinstance(caught.value, TimedOut)


async def test_a_call_may_be_taken_and_the_answer_come_too_late(bot, ana, world, monkeypatch):
    """It delivers the message although the client gives up waiting."""
    answering = asyncio.Event()
    monkeypatch.setattr(world, "wait", lambda seconds: answering.wait())
    world.faults.append(Fault(what=Slow(seconds=9), method="sendMessage"))
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "hello", read_timeout=0.05)
    await world.until(ana.texts_from_bot)
    answering.set()

    assert ana.texts_from_bot() == ["hello"]


async def test_refusals_read_as_telegrams(bot, ana, world):
    """It refuses with the words from which PTB makes its exceptions."""
    sent = await bot.send_message(ana.id, "hello")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("hello", ana.id, sent.message_id)
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.send_message(ana.id, "<b>hello", parse_mode="HTML")
    ana.delete_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ana.id, "hello")
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendSomethingNew")
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
