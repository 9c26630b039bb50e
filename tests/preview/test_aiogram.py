"""A second client, aiogram, over real HTTP: its strict models refuse answers that are not the Bot API's."""

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUserProfilePhotos
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    ChatMemberBanned,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.preview.calls import Upload
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import group_moved, server_trouble, too_many_requests

DONE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Done", callback_data="done:1:")]])


@pytest.fixture
def bot_with(port):
    def make(token):
        server = TelegramAPIServer.from_base(f"http://127.0.0.1:{port}")
        return Bot(token, session=AiohttpSession(api=server))

    return make


@pytest.fixture
async def bot(bot_with, world):
    bot = bot_with(world.token)
    yield bot
    await bot.session.close()


async def test_it_knows_the_bot(bot):
    """It says who the bot is."""
    me = await bot.get_me()

    assert (me.id, me.is_bot, me.username) == (100200300, True, "AfterglowPreviewBot")


async def test_a_message_keeps_formatting_and_buttons(bot, ana):
    """It returns the message with entities in UTF-16 units and its keyboard."""
    sent = await bot.send_message(ana.id, "🌞 <b>Sun</b> &amp; shade", parse_mode="HTML", reply_markup=DONE)

    assert sent.text == "🌞 Sun & shade"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == [("bold", 3, 3)]
    assert sent.reply_markup.model_dump() == DONE.model_dump()


async def test_a_press_comes_as_a_query_and_the_message_is_edited(bot, ana):
    """It carries a pressed button to the bot, takes the answer, and edits the message."""
    sent = await bot.send_message(ana.id, "Moisturize", reply_markup=DONE)
    ana.press("Done")
    [update] = await bot.get_updates(timeout=5)
    query = update.callback_query
    await query.answer("Noted").as_(bot)
    edited = await query.message.edit_text("Moisturize, done").as_(bot)

    assert (query.data, query.from_user.id, query.message.message_id) == ("done:1:", ana.id, sent.message_id)
    assert (edited.text, edited.reply_markup) == ("Moisturize, done", None)
    assert edited.edit_date


async def test_every_kind_of_message_reads_as_an_update(bot, ana, picture):
    """It writes photos, voices, stickers, documents, places, contacts and edits as aiogram reads them."""
    first = ana.send_text("hello")
    ana.edit_text(first.id, "hello there")
    ana.send_photo(Upload(name="face.png", mime_type="image/png", data=picture), "my skin")
    ana.send_voice()
    ana.send_sticker()
    ana.send_document(Upload(name="plan.pdf", mime_type="application/pdf", data=b"%PDF"))
    ana.share_location(40.4168, -3.7038)
    ana.share_contact()
    updates = await bot.get_updates()

    assert [update.event_type for update in updates] == ["message", "edited_message"] + ["message"] * 6
    assert [update.message.content_type for update in updates if update.message] == [
        "text",
        "photo",
        "voice",
        "sticker",
        "document",
        "location",
        "contact",
    ]


async def test_a_group_tells_the_bot_that_it_was_added_and_removed(bot, world, carla):
    """It sends my_chat_member for coming and going, and the service message."""
    group = world.add_group("Skin clinic", [carla])
    carla.add_bot(group.id)
    carla.remove_bot(group.id)
    added, service, removed = await bot.get_updates()

    assert (added.my_chat_member.old_chat_member.status, added.my_chat_member.new_chat_member.status) == (
        "left",
        "member",
    )
    assert service.message.new_chat_members[0].username == "AfterglowPreviewBot"
    assert isinstance(removed.my_chat_member.new_chat_member, ChatMemberBanned)


async def test_chats_and_members_are_complete(bot, ana, carla, staff_group):
    """It describes chats and members with every field the models demand."""
    private, group = await bot.get_chat(ana.id), await bot.get_chat(staff_group.id)
    [owner] = await bot.get_chat_administrators(staff_group.id)
    own = await bot.get_chat_member(staff_group.id, bot.id)

    assert (private.first_name, group.title, own.status) == ("Ana", "Skin clinic", "member")
    assert isinstance(owner, ChatMemberOwner)
    assert owner.user.id == carla.id


async def test_a_picture_goes_up_and_comes_down_again(bot, ana, picture):
    """It keeps an uploaded photo, sends it again by id, and serves the same bytes."""
    sent = await bot.send_photo(
        ana.id, BufferedInputFile(picture, "timeline.png"), caption="<i>Week 1</i>", parse_mode="HTML"
    )
    again = await bot.send_photo(ana.id, sent.photo[-1].file_id)
    file = await bot.get_file(again.photo[-1].file_id)
    loaded = await bot.download_file(file.file_path)

    assert (sent.photo[-1].width, sent.photo[-1].height, sent.caption) == (60, 40, "Week 1")
    assert loaded.read() == picture


async def test_a_document_keeps_its_name(bot, ana):
    """It keeps the name of an uploaded file."""
    sent = await bot.send_document(ana.id, BufferedInputFile(b"BEGIN:VCALENDAR", "aftercare.ics"))

    assert sent.document.file_name == "aftercare.ics"


async def test_a_keyboard_may_ask_for_the_place(bot, ana, world):
    """It takes a reply keyboard that asks for the location and shows it to the patient."""
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Here I am", request_location=True)]])
    await bot.send_message(ana.id, "Where are you?", reply_markup=keyboard)

    assert world.chats[ana.id].reply_markup["keyboard"] == [[{"text": "Here I am", "request_location": True}]]


async def test_commands_are_kept_per_language(bot, ana, world):
    """It shows Ana the commands of her language."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="today", description="My day")], scope=scope)
    await bot.set_my_commands([BotCommand(command="today", description="Mi día")], scope=scope, language_code="es")

    assert [command.description for command in await bot.get_my_commands(scope)] == ["My day"]
    assert world.profile.menu(world.chats[ana.id], "es") == [{"command": "today", "description": "Mi día"}]


async def test_the_webhook_is_described(bot, port):
    """It reports the webhook it was given, and takes it away again."""
    await bot.set_webhook(f"http://127.0.0.1:{port}/nowhere", allowed_updates=["message"], secret_token="s")
    info = await bot.get_webhook_info()
    await bot.delete_webhook()

    assert (info.url, info.allowed_updates) == (f"http://127.0.0.1:{port}/nowhere", ["message"])
    assert (await bot.get_webhook_info()).url == ""


@pytest.mark.parametrize(
    ("what", "error"),
    [
        pytest.param(too_many_requests(3), TelegramRetryAfter, id="429"),
        pytest.param(group_moved(-1002100000009), TelegramMigrateToChat, id="group moved"),
        pytest.param(server_trouble(502), TelegramServerError, id="502"),
        pytest.param(Cut(), TelegramNetworkError, id="connection cut"),
    ],
)
async def test_faults_on_demand_read_as_telegrams(bot, ana, world, what, error):
    """It makes the next call fail as Telegram would, once."""
    world.faults.append(Fault(what=what, method="sendMessage", chat_id=ana.id))
    with pytest.raises(error):
        await bot.send_message(ana.id, "hello")

    assert (await bot.send_message(ana.id, "hello again")).text == "hello again"


async def test_refusals_read_as_telegrams(bot, bot_with, ana, world):
    """It refuses with what aiogram takes for bad requests, blocks, unknown methods and wrong tokens."""
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "hello")
    ana.block_bot()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "hello")
    with pytest.raises(TelegramNotFound):
        await bot(GetUserProfilePhotos(user_id=ana.id))
    async with bot_with("100200300:another-token-that-opens-nothing").session as session:
        stranger = Bot("100200300:another-token-that-opens-nothing", session=session)
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()
