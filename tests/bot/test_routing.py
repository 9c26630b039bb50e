"""The table of handlers: complete, and in the right order."""

import pytest

from bot.buttons import Action
from bot.preview.chats import Membership
from bot.preview.faults import Fault
from bot.preview.refusals import server_trouble
from bot.routing import BUTTONS, COMMANDS


def test_every_button_has_a_handler():
    """It knows what to do for each meaning a button can have."""
    assert set(BUTTONS) == set(Action)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_command_is_described_in_the_menu(library, language):
    """It has a line for each command in each language."""
    assert [name for name in COMMANDS if not library.has(language, f"command_{name}")] == []


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_answers_a_stranger(talk, command):
    """It has something to say to somebody it has never met."""
    ana = talk.person("Ana")

    await ana.says(f"/{command}")

    assert len(ana.reads) >= 1


@pytest.mark.parametrize("act", ["says", "sends_photo", "sends_voice", "sends_sticker", "sends_document"])
async def test_whatever_is_sent_is_answered(talk, act):
    """It leaves nobody without an answer."""
    ana = talk.person("Ana")

    await (ana.says("/nonsense") if act == "says" else getattr(ana, act)())

    assert len(ana.reads) == 1


async def test_forged_button_data_is_answered_with_a_note(talk):
    """It takes data that it never made for a button too old."""
    ana = talk.person("Ana")
    await ana.says("/help")

    await ana.forges("drop table")

    assert ana.notes != [""]
    assert len(ana.notes) == 1


async def test_a_group_is_told_and_left(talk):
    """It says that it works in private chats only, and goes."""
    ana = talk.person("Ana")
    group = talk.world.add_group("Friends", [ana.person])

    ana.person.add_bot(group.id)
    await talk.settle()

    said = ana.person.texts_from_bot(group.id)
    assert len(said) == 1
    assert "private" in said[0]
    assert group.membership is Membership.LEFT


async def test_being_thrown_out_of_a_group_is_taken_quietly(talk):
    """It does not speak where it no longer is."""
    ana = talk.person("Ana")
    group = talk.world.add_group("Friends", [ana.person])
    ana.person.add_bot(group.id)
    await talk.settle()
    never_met = Fault(what=server_trouble(502), method="sendMessage")
    talk.world.faults.append(never_met)

    ana.person.remove_bot(group.id)
    await talk.settle()

    assert talk.world.faults == [never_met]


async def test_a_blocked_patient_is_unreachable_until_they_return(either_talk):
    """It hears of being blocked and unblocked."""
    ana = either_talk.person("Ana")
    await ana.says("/start")

    await ana.blocks()
    await ana.unblocks()
    await ana.says("/help")

    assert len(ana.reads) >= 2
