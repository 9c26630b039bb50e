"""What the bot says of itself before anybody writes."""

from bot.introduction import introduce
from bot.preview.faults import Fault
from bot.preview.refusals import server_trouble, too_many_requests


async def test_who_opens_the_chat_reads_what_it_is(open_talk):
    """It says in each language whose it is, what it does, and that it is no help in an emergency."""
    talk = await open_talk([])

    await introduce(talk.house, talk.engine.application.bot, [])

    descriptions = talk.world.profile.descriptions
    assert set(descriptions) == {"", "en", "es"}
    assert descriptions[""] == descriptions["en"]
    assert descriptions["en"].startswith("Care after micro-needling, from Clínica del Prado: ")
    assert descriptions["es"].endswith("No esperes una respuesta aquí.")


async def test_the_menu_is_shown_in_each_language(open_talk):
    """It names the commands in English, in Spanish, and in English to everybody else."""
    talk = await open_talk([])

    await introduce(talk.house, talk.engine.application.bot, ["today", "help"], talk.time.sleep)

    group = talk.person("Ana").chat_id
    chat = talk.world.chats[group]
    menus = {language: talk.world.profile.menu(chat, language) for language in ("en", "es", "de")}
    assert [command["command"] for command in menus["en"]] == ["today", "help"]
    assert menus["de"] == menus["en"] != menus["es"]


async def test_groups_have_a_menu_of_their_own(open_talk):
    """It offers the team what the team can do, not what patients can."""
    talk = await open_talk([])

    await introduce(talk.house, talk.engine.application.bot, ["today"], talk.time.sleep, of_team=["invite", "help"])

    group = talk.world.add_group("The clinic", [talk.person("Carla").person])
    assert [command["command"] for command in talk.world.profile.menu(group, "es")] == ["invite", "help"]


async def test_the_menu_is_tried_again_until_telegram_takes_it(open_talk):
    """It waits as long as it is asked to, and goes on."""
    talk = await open_talk([])
    talk.world.faults += [
        Fault(what=server_trouble(502), method="setMyCommands"),
        Fault(what=too_many_requests(7), method="setMyCommands"),
    ]

    await introduce(talk.house, talk.engine.application.bot, ["help"], talk.time.sleep)

    assert talk.time.seconds == 67
    assert talk.world.profile.menu(talk.world.chats[talk.person("Ana").chat_id], "es") != []
