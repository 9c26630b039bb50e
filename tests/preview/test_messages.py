"""Methods about messages refuse what Telegram refuses and keep what it keeps."""

from datetime import timedelta

import pytest

from bot.preview.chats import Membership

BUTTONS = {"inline_keyboard": [[{"text": "Done", "callback_data": "done:1:"}]]}


def refused(answer):
    return answer["error_code"], answer["description"]


@pytest.mark.parametrize(
    ("chat_id", "text", "words"),
    [
        pytest.param("", "x", "chat_id is empty", id="no chat"),
        pytest.param(7, "x", "chat not found", id="unknown chat"),
        pytest.param("@nobody", "x", "chat not found", id="unknown name"),
        pytest.param(None, "", "message text is empty", id="no text"),
        pytest.param(None, " \n", "message text is empty", id="blank text"),
        pytest.param(None, "x" * 4097, "message is too long", id="too long"),
        pytest.param(None, "🌞" * 2049, "message is too long", id="too long in UTF-16"),
        pytest.param(None, "\ud800", "strings must be encoded in UTF-8", id="half a character"),
    ],
)
async def test_a_message_that_cannot_be_sent(call, ana, chat_id, text, words):
    """It is refused and stands nowhere."""
    answer = await call("sendMessage", chat_id=ana.id if chat_id is None else chat_id, text=text)

    assert refused(answer) == (400, f"Bad Request: {words}")
    assert ana.texts_from_bot() == []


async def test_length_is_counted_without_markup(call, ana):
    """It takes 4096 units of text however long the markup is."""
    sent = await call("sendMessage", chat_id=ana.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")

    assert len(sent["text"]) == 4096


async def test_markup_other_than_html_is_refused(call, ana):
    """It says so instead of showing the signs."""
    answer = await call("sendMessage", chat_id=ana.id, text="*x*", parse_mode="MarkdownV2")

    assert refused(answer) == (400, "Bad Request: unsupported parse_mode")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        pytest.param("block_bot", "bot was blocked by the user", id="blocked"),
        pytest.param("delete_account", "user is deactivated", id="deleted"),
    ],
)
async def test_nobody_is_written_to_against_their_will(call, ana, act, words):
    """It answers 403 once the person has gone."""
    getattr(ana, act)()

    assert refused(await call("sendMessage", chat_id=ana.id, text="x")) == (403, f"Forbidden: {words}")


async def test_the_person_speaks_first(call, world):
    """It lets the bot write only to people who have written to it."""
    bea = world.add_person("Bea")
    answer = await call("sendMessage", chat_id=bea.id, text="x")
    bea.start()

    assert refused(answer) == (403, "Forbidden: bot can't initiate conversation with a user")
    assert (await call("sendMessage", chat_id=bea.id, text="x"))["text"] == "x"


async def test_an_unblocked_bot_may_write_again(call, ana):
    """It opens the chat again."""
    ana.block_bot()
    ana.unblock_bot()

    assert (await call("sendMessage", chat_id=ana.id, text="x"))["text"] == "x"


@pytest.mark.parametrize(
    ("membership", "words"),
    [
        (Membership.LEFT, "bot is not a member of the group chat"),
        (Membership.KICKED, "bot was kicked from the group chat"),
    ],
)
async def test_a_group_without_the_bot(call, staff_group, membership, words):
    """It is closed to the bot."""
    staff_group.membership = membership

    assert refused(await call("sendMessage", chat_id=staff_group.id, text="x")) == (403, f"Forbidden: {words}")


async def test_a_group_that_became_a_supergroup(call, world, staff_group):
    """It names the new id, under which everything goes on with message ids of its own."""
    new = world.upgrade_group(staff_group.id)
    answer = await call("sendMessage", chat_id=staff_group.id, text="x")

    assert refused(answer) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert answer["parameters"] == {"migrate_to_chat_id": -1002101000012}
    assert (await call("sendMessage", chat_id=new.id, text="x"))["message_id"] == 2


async def test_ids_are_as_large_as_telegrams(ana, staff_group):
    """It never lets 32 bits be enough."""
    assert ana.id > 2**32
    assert staff_group.id < -(2**31)


@pytest.mark.parametrize(
    ("method", "change", "words"),
    [
        (
            "editMessageText",
            {"text": "<i>a</i> b"},
            "message is not modified: specified new message content and reply "
            "markup are exactly the same as a current content and reply markup of the message",
        ),
        ("editMessageText", {"text": "x", "message_id": 9}, "message to edit not found"),
        ("editMessageText", {"text": ""}, "message text is empty"),
        ("editMessageText", {"text": "x", "reply_markup": {"force_reply": True}}, "inline keyboard expected"),
        ("editMessageCaption", {"caption": "x"}, "there is no caption in the message to edit"),
        (
            "editMessageReplyMarkup",
            {"reply_markup": BUTTONS},
            "message is not modified: specified new message content "
            "and reply markup are exactly the same as a current content and reply markup of the message",
        ),
    ],
)
async def test_edits_that_are_refused(call, ana, method, change, words):
    """It says why, in Telegram's words."""
    sent = await call("sendMessage", chat_id=ana.id, text="<i>a</i> b", parse_mode="HTML", reply_markup=BUTTONS)
    parameters = {"chat_id": ana.id, "message_id": sent["message_id"], "parse_mode": "HTML", "reply_markup": BUTTONS}

    assert refused(await call(method, **{**parameters, **change})) == (400, f"Bad Request: {words}")


async def test_only_own_messages_are_edited(call, ana):
    """It refuses to change what the patient wrote."""
    hers = ana.send_text("hello")
    answer = await call("editMessageText", chat_id=ana.id, message_id=hers.id, text="x")

    assert refused(answer) == (400, "Bad Request: message can't be edited")


async def test_an_edit_without_buttons_takes_them_away(call, ana, clock):
    """It removes the keyboard and notes when it was edited."""
    sent = await call("sendMessage", chat_id=ana.id, text="a", reply_markup=BUTTONS)
    clock.instant += timedelta(minutes=5)
    edited = await call("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="b")

    assert "reply_markup" not in edited
    assert edited["edit_date"] - edited["date"] == 300


async def test_messages_are_deleted_within_48_hours(call, ana, clock):
    """It refuses later, and a second time."""
    first = (await call("sendMessage", chat_id=ana.id, text="a"))["message_id"]
    second = (await call("sendMessage", chat_id=ana.id, text="b"))["message_id"]

    assert await call("deleteMessage", chat_id=ana.id, message_id=first) is True
    again = await call("deleteMessage", chat_id=ana.id, message_id=first)
    assert refused(again) == (400, "Bad Request: message to delete not found")
    clock.instant += timedelta(hours=48, seconds=1)
    late = await call("deleteMessage", chat_id=ana.id, message_id=second)
    assert refused(late) == (400, "Bad Request: message can't be deleted for everyone")


async def test_a_deleted_message_cannot_be_replied_to(call, ana):
    """It refuses, unless sending without the reply was allowed."""
    answer = await call("sendMessage", chat_id=ana.id, text="x", reply_parameters={"message_id": 9})
    sent = await call(
        "sendMessage", chat_id=ana.id, text="x", reply_parameters={"message_id": 9, "allow_sending_without_reply": True}
    )

    assert refused(answer) == (400, "Bad Request: message to be replied not found")
    assert "reply_to_message" not in sent


async def test_captions_have_their_own_limit(call, ana, picture):
    """It takes 1024 units and no more."""
    files = {"photo": ("a.png", picture)}
    sent = await call("sendPhoto", files=files, chat_id=ana.id, caption="x" * 1024)
    answer = await call("sendPhoto", files=files, chat_id=ana.id, caption="x" * 1025)

    assert len(sent["caption"]) == 1024
    assert refused(answer) == (400, "Bad Request: message caption is too long")


@pytest.mark.parametrize(
    ("files", "photo", "words"),
    [
        (None, None, "there is no photo in the request"),
        (None, "AgACnothing", "wrong file identifier/HTTP URL specified"),
        ({"photo": ("a.png", b"")}, None, "file must be non-empty"),
        ({"photo": ("a.png", b"no picture")}, None, "IMAGE_PROCESS_FAILED"),
    ],
)
async def test_photos_that_are_none(call, ana, files, photo, words):
    """It refuses what is no picture."""
    answer = await call("sendPhoto", files=files, chat_id=ana.id, **({"photo": photo} if photo else {}))

    assert refused(answer) == (400, f"Bad Request: {words}")


async def test_forwards_name_their_origin_and_protected_ones_are_refused(call, ana, carla, staff_group):
    """It says who wrote a forwarded message, and keeps protected ones where they are."""
    hers = ana.send_text("hello")
    kept = await call("sendMessage", chat_id=ana.id, text="x", protect_content=True)
    forward = {"chat_id": staff_group.id, "from_chat_id": ana.id}
    sent = await call("forwardMessage", **forward, message_id=hers.id)
    answer = await call("forwardMessage", **forward, message_id=kept["message_id"])

    assert sent["forward_origin"]["sender_user"]["first_name"] == "Ana"
    assert refused(answer) == (400, "Bad Request: message can't be forwarded")


async def test_a_query_is_answered_within_150_seconds(call, ana, ageing):
    """It refuses older and unknown ones."""
    await call("sendMessage", chat_id=ana.id, text="x", reply_markup=BUTTONS)
    pressed = ana.press("Done")
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"

    assert await call("answerCallbackQuery", callback_query_id=pressed.id) is True
    assert refused(await call("answerCallbackQuery", callback_query_id="1")) == (400, too_old)
    ageing.seconds += 150
    assert refused(await call("answerCallbackQuery", callback_query_id=pressed.id)) == (400, too_old)


async def test_a_keyboard_stays_until_it_is_removed(call, ana, world):
    """It keeps the reply keyboard over later messages, and takes it away when told to."""
    keyboard = {"keyboard": [["Yes", "No"]]}
    await call("sendMessage", chat_id=ana.id, text="a", reply_markup=keyboard)
    await call("sendMessage", chat_id=ana.id, text="b", reply_markup=BUTTONS)
    before = world.chats[ana.id].reply_markup
    await call("sendMessage", chat_id=ana.id, text="c", reply_markup={"remove_keyboard": True})

    assert before == {"keyboard": [[{"text": "Yes"}, {"text": "No"}]]}
    assert world.chats[ana.id].reply_markup is None


async def test_a_reaction_is_one_of_telegrams(call, ana, world):
    """It keeps an emoji that Telegram has, and refuses others."""
    hers = ana.send_text("thanks")
    place = {"chat_id": ana.id, "message_id": hers.id}

    assert await call("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}]) is True
    assert ana.messages()[-1].reactions == ({"type": "emoji", "emoji": "👍"},)
    answer = await call("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "🧊"}])
    assert refused(answer) == (400, "Bad Request: REACTION_INVALID")
