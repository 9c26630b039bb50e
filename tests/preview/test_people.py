"""People do what Telegram's apps let them do, and the bot hears what Telegram tells a bot."""

import pytest

from bot.preview.chats import Membership
from bot.preview.people import NotPossible

BUTTONS = {"inline_keyboard": [[{"text": "Done", "callback_data": "done:1:"}]]}


def kinds(world):
    return [update.kind for update in world.queue.pending()]


def bodies(world):
    return [update.body for update in world.queue.pending()]


def test_start_carries_the_payload_of_a_link(world, ana):
    """It sends /start with the payload, as a command."""
    ana.start("invite-42")

    [body] = bodies(world)
    assert body["text"] == "/start invite-42"
    assert body["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert body["from"] == {"id": ana.id, "is_bot": False, "first_name": "Ana", "language_code": "es"}
    assert body["chat"] == {"id": ana.id, "type": "private", "first_name": "Ana"}


def test_a_press_names_the_message_and_the_person(world, ana):
    """It sends the data with the whole message and a chat_instance that stays the same for the chat."""
    message = world.post(world.chats[ana.id], world.bot, {"text": "x"}, markup=BUTTONS)
    ana.press("Done")
    ana.press_data(message.id, "forged")

    first, second = bodies(world)
    assert (first["data"], first["from"]["id"], first["message"]["message_id"]) == ("done:1:", ana.id, message.id)
    assert second["data"] == "forged"
    assert first["chat_instance"] == second["chat_instance"]
    assert first["id"] != second["id"]


def test_a_button_that_is_not_there_cannot_be_pressed(world, ana):
    """It says that there is none."""
    with pytest.raises(NotPossible, match="no button 'Done'"):
        ana.press("Done")


def test_an_edit_is_an_update_of_its_own(world, ana):
    """It sends the new text with the time of the edit."""
    message = ana.send_text("helo")
    ana.edit_text(message.id, "hello")

    assert kinds(world) == ["message", "edited_message"]
    assert bodies(world)[1]["text"] == "hello"
    assert bodies(world)[1]["edit_date"] == 1795176000


def test_only_own_messages_are_edited(world, ana):
    """It refuses to change what the bot said."""
    message = world.post(world.chats[ana.id], world.bot, {"text": "x"})
    with pytest.raises(NotPossible, match="own message"):
        ana.edit_text(message.id, "y")


def test_blocking_and_coming_back_are_told(world, ana):
    """It tells of both; /start from a link unblocks."""
    ana.block_bot()
    with pytest.raises(NotPossible, match="unblock it first"):
        ana.send_text("hello")
    ana.start()

    assert kinds(world) == ["my_chat_member", "my_chat_member", "message"]
    assert [body["new_chat_member"]["status"] for body in bodies(world)[:2]] == ["kicked", "member"]


def test_a_phone_number_is_shared_as_the_own(world, ana):
    """It names the user whose number it is, so that the bot can tell it from a stranger's card."""
    ana.share_contact()

    [body] = bodies(world)
    assert body["contact"]["user_id"] == ana.id
    assert body["contact"]["phone_number"].startswith("+34")


def test_in_groups_the_bot_hears_what_is_meant_for_it(world, carla, staff_group):
    """It gets commands, mentions and replies to it, and nothing of the rest."""
    said = world.post(staff_group, world.bot, {"text": "Alert"})
    carla.send_text("what a day", chat_id=staff_group.id)
    carla.send_text("/invite", chat_id=staff_group.id)
    carla.send_text("/invite@AnotherBot", chat_id=staff_group.id)
    carla.send_text("@AfterglowPreviewBot hello", chat_id=staff_group.id)
    carla.send_text("I take it", chat_id=staff_group.id, reply_to=said.id)

    assert [body["text"] for body in bodies(world)] == ["/invite", "@AfterglowPreviewBot hello", "I take it"]


@pytest.mark.parametrize("how", ["administrator", "no privacy"])
def test_an_administrator_hears_everything(world, carla, staff_group, how):
    """It hears all when it is an administrator, or has no privacy."""
    if how == "administrator":
        staff_group.membership = Membership.ADMINISTRATOR
    else:
        world.privacy = False
    carla.send_text("what a day", chat_id=staff_group.id)

    assert kinds(world) == ["message"]


def test_a_group_without_the_bot_is_silent(world, carla, staff_group):
    """It tells the removed bot that it was removed, and nothing more."""
    carla.remove_bot(staff_group.id)
    carla.send_text("/invite", chat_id=staff_group.id)

    assert kinds(world) == ["my_chat_member"]


def test_nobody_acts_in_a_chat_they_are_not_in(world, ana, staff_group):
    """It keeps patients out of the staff group."""
    with pytest.raises(NotPossible, match="not in that chat"):
        ana.send_text("hello", chat_id=staff_group.id)


def test_a_one_time_keyboard_goes_with_the_answer(world, ana):
    """It hides the keyboard once it was used."""
    world.chats[ana.id].reply_markup = {"keyboard": [[{"text": "Yes"}]], "one_time_keyboard": True}
    ana.send_text("Yes")

    assert world.chats[ana.id].reply_markup is None


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_not_sent(ana, text):
    """It refuses an empty message, as the apps do."""
    with pytest.raises(NotPossible, match="nothing in this message"):
        ana.send_text(text)


async def test_waiting_for_something_ends_when_it_never_comes(world):
    """It gives up after the time it was given."""
    with pytest.raises(TimeoutError):
        await world.until(lambda: False, seconds=0)
