"""Manners: help, commands nobody knows, buttons that mean nothing, blocking, groups."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.buttons import LONGEST, Action, pack
from bot.routing import COMMANDS
from scheduler.models import Handling, Incoming
from tests.bot.conversation.stories import enrols, enrols_in_chat, patients, treatments

CHOICES = [
    "yes",
    "no",
    "today",
    "other",
    "new",
    "keep",
    "plain",
    "es",
    "2026-11-18",
    "15:00",
    "redness",
    "worse",
    "now",
]


async def test_help_fits_on_one_screen(talk):
    """It names every command, in at most 20 lines."""
    ana = talk.person("Ana")
    await ana.says("/help")

    assert len(ana.reads[-1].splitlines()) <= 20
    assert [command for command in COMMANDS if command != "help" and f"/{command}" not in ana.reads[-1]] == []


async def test_help_is_in_spanish_too(talk):
    """It names every command there as well."""
    ana = talk.person("Ana", language_code="es-MX")
    await ana.says("/help")

    assert [command for command in COMMANDS if command != "help" and f"/{command}" not in ana.reads[-1]] == []


async def test_a_command_nobody_knows_gets_a_kind_line(talk):
    """It points to /help."""
    ana = talk.person("Ana")
    await ana.says("/dance")

    assert ana.reads[-1].startswith("I do not know that command. /help")


async def test_the_language_is_changed_and_the_open_question_repeated(talk):
    """It goes on in Spanish, where it was."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.presses("Yes, I agree")
    await ana.says("/language")
    await ana.presses("Español")

    assert ana.reads[-2:] == ["Desde ahora te escribo en español.", "¿Tienes 18 años o más?"]


@pytest.mark.parametrize("choice", ["", "xx", "klingon"])
async def test_a_language_that_is_none_changes_nothing(talk, choice):
    """It speaks only what it can."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.forges(pack(Action.LANGUAGE, None, choice))

    assert [one.language for one in await patients(talk)] == ["en"]


async def test_blocking_stops_the_reminders(talk):
    """It marks her unreachable, and goes on when she comes back."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.blocks()

    assert [one.unreachable_at for one in await patients(talk)] == [talk.now]

    await ana.unblocks()

    assert [one.unreachable_at for one in await patients(talk)] == [None]


@pytest.mark.parametrize("data", ["", "x", "done", "done:1", "drop:1:", "done:-1:", "💉", "a" * LONGEST])
async def test_data_that_was_never_made_gets_a_passing_note(talk, data):
    """It reads forged data as a button of before."""
    ana = talk.person("Ana")
    await ana.says("/start")
    if data:
        await ana.forges(data)

        assert ana.notes[-1] == "This button is from before. Please use the latest message."


FORGED = st.tuples(
    st.sampled_from([action for action in Action if action is not Action.ERASE]),
    st.none() | st.integers(0, 10**17) | st.just(1),
    st.sampled_from(CHOICES) | st.text(max_size=8),
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=st.lists(FORGED, min_size=15, max_size=15))
async def test_no_forged_button_breaks_anything(talk, presses):
    """It handles every made-up button, and Ana never touches Bea's treatment."""
    ana, bea = talk.person("Ana"), talk.person("Bea")
    await enrols(bea)
    await ana.says("/start")
    for action, row, choice in presses:
        await ana.forges(pack(action, row, choice))

    async with talk.database.reading() as session:
        states = set((await session.exec(select(Incoming.state))).all())
    assert states == {Handling.HANDLED}
    assert [one.ended_at for one in await treatments(talk)][:1] == [None]  # the first is Bea's


async def test_no_row_of_a_forged_button_is_too_large(either_talk):
    """It looks for the largest number a button can carry in every table, and finds nothing."""
    ana = either_talk.person("Ana")
    await enrols_in_chat(ana)
    for action in Action:
        await ana.forges(pack(action, 10**18 - 1))

    async with either_talk.database.reading() as session:
        states = set((await session.exec(select(Incoming.state))).all())
    assert states == {Handling.HANDLED}
