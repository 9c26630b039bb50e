"""The parts put together: the menu of commands, and the real bot with all its handlers."""

from bot.application import show_commands
from bot.preview.faults import Fault
from bot.preview.refusals import server_trouble, too_many_requests


async def test_the_menu_is_shown_in_each_language(open_talk):
    """It names the commands in English, in Spanish, and in English to everybody else."""
    talk = await open_talk([])

    await show_commands(talk.engine, ["today", "help"], talk.time.sleep)

    group = talk.person("Ana").chat_id
    chat = talk.world.chats[group]
    menus = {language: talk.world.profile.menu(chat, language) for language in ("en", "es", "de")}
    assert [command["command"] for command in menus["en"]] == ["today", "help"]
    assert menus["de"] == menus["en"] != menus["es"]


async def test_groups_have_a_menu_of_their_own(open_talk):
    """It offers the team what the team can do, not what patients can."""
    talk = await open_talk([])

    await show_commands(talk.engine, ["today"], talk.time.sleep, of_team=["invite", "help"])

    group = talk.world.add_group("The clinic", [talk.person("Carla").person])
    assert [command["command"] for command in talk.world.profile.menu(group, "es")] == ["invite", "help"]


async def test_the_menu_is_tried_again_until_telegram_takes_it(open_talk):
    """It waits as long as it is asked to, and goes on."""
    talk = await open_talk([])
    talk.world.faults += [
        Fault(what=server_trouble(502), method="setMyCommands"),
        Fault(what=too_many_requests(7), method="setMyCommands"),
    ]

    await show_commands(talk.engine, ["help"], talk.time.sleep)

    assert talk.time.seconds == 67
    assert talk.world.profile.menu(talk.world.chats[talk.person("Ana").chat_id], "es") != []


async def test_a_registration_is_answered_before_its_first_reminder(talk):
    """It shows the plan, then says what counts right now, with buttons of that reminder."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("today 2pm")
    await ana.presses("Yes")
    before = list(ana.reads)

    await talk.dispatch()

    assert "Your plan at a glance" in before[-1]
    assert len(ana.reads) == len(before) + 1
    assert "Done" in ana.buttons


async def test_weeks_pass_without_a_reminder_lost(either_talk):
    """It sends reminder after reminder as the clock moves, on both databases."""
    talk = either_talk
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("today 2pm")
    await ana.presses("Yes")
    await talk.dispatch()
    first = len(ana.reads)

    await talk.pass_time(weeks=1)
    await talk.restart()
    await talk.pass_time(weeks=1)

    assert 12 <= len(ana.reads) - first <= 40
