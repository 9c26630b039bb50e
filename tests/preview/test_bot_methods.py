"""Methods about the bot, its commands, chats and files."""

import pytest


async def test_the_menu_is_the_nearest_scope_then_the_language(call, world, ana, staff_group):
    """It shows private chats their own commands, groups theirs, and falls back to the default."""

    async def commands(description, **where):
        await call("setMyCommands", commands=[{"command": "today", "description": description}], **where)

    await commands("for all")
    await commands("en privado", scope={"type": "all_private_chats"}, language_code="es")
    group = {"type": "chat", "chat_id": staff_group.id}
    await commands("for the staff", scope=group)
    menus = [world.profile.menu(world.chats[ana.id], language)[0]["description"] for language in ("es", "en")]
    await call("deleteMyCommands", scope={**group, "chat_id": str(staff_group.id)})

    assert menus == ["en privado", "for all"]
    assert world.profile.menu(staff_group, "")[0]["description"] == "for all"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "Today", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "x" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "today", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"description": "x"}, "can't parse BotCommand: Object expected"),
    ],
)
async def test_wrong_commands_are_refused(call, command, words):
    """It takes lower-case letters, digits and underscores, and a description."""
    answer = await call("setMyCommands", commands=[command])

    assert (answer["error_code"], answer["description"]) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_descriptions_have_a_length(call, method, field, longest):
    """It takes as many characters as Telegram and no more."""
    assert await call(method, **{field: "x" * longest}) is True
    assert (await call(method, **{field: "x" * (longest + 1)}))["error_code"] == 400


async def test_leaving_a_group_closes_it(call, world, staff_group):
    """It is no member any more, and is told so."""
    assert await call("leaveChat", chat_id=staff_group.id) is True

    assert (await call("sendMessage", chat_id=staff_group.id, text="x"))["error_code"] == 403
    assert [update.kind for update in world.queue.pending()] == ["my_chat_member"]


async def test_a_private_chat_has_no_administrators(call, ana):
    """It says so, and is not left either."""
    assert (await call("getChatAdministrators", chat_id=ana.id))["error_code"] == 400
    assert (await call("leaveChat", chat_id=ana.id))["error_code"] == 400


async def test_an_unknown_member_is_refused(call, ana, staff_group):
    """It knows who is not in the group."""
    answer = await call("getChatMember", chat_id=staff_group.id, user_id=ana.id)

    assert answer["description"] == "Bad Request: member not found"


async def test_the_menu_button_is_kept(call):
    """It gives back what was set."""
    await call("setChatMenuButton", menu_button={"type": "default"})

    assert await call("getChatMenuButton") == {"type": "default"}


async def test_a_file_that_is_not_there(call, client, world):
    """It is refused by id and by path."""
    answer = await call("getFile", file_id="nothing")
    response = await client.get(f"/file/bot{world.token}/photos/file_9.png")

    assert answer["description"] == "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert response.status_code == 404
