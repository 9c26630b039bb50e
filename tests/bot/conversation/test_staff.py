"""Staff: pairing the team's group, following it, and leaving every other."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.preview.chats import Membership
from scheduler.models import PairingCode, StaffGroup
from scheduler.staff import new_code
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import RED_FLAG, Team, a_team, writes


async def code_of(talk):
    async with talk.database.session() as session:
        return await new_code(session, talk.now)


async def rows(talk, table):
    async with talk.database.reading() as session:
        return list((await session.exec(select(table))).all())


async def test_a_code_makes_a_group_the_teams(either_talk):
    """It says what it will do there, and what it need not be allowed to see."""
    team = await a_team(either_talk)

    assert team.reads[-1].startswith("This is now the group of the team of Clínica del Prado.")
    assert "I see only commands and replies to me. That is enough" in team.reads[-1]
    assert [one.chat_id for one in await rows(either_talk, StaffGroup)] == [team.chat_id]
    assert team.group.membership is Membership.MEMBER


async def test_the_code_is_kept_as_a_hash_and_used_once(talk):
    """It keeps nothing that could be used again."""
    team = Team(talk)
    code = await code_of(talk)
    [kept] = await rows(talk, PairingCode)
    team.carla.person.add_bot(team.chat_id)
    await team.says(f"/connect {code}")

    assert code not in kept.code_hash
    assert len(kept.code_hash) == 64
    assert await rows(talk, PairingCode) == []


@pytest.mark.parametrize("written", ["/connect {code}", "/connect {lower}", "/connect@AfterglowPreviewBot {bare}"])
async def test_a_code_may_be_typed_in_any_way(talk, written):
    """It reads it in small letters and without its hyphen."""
    team = Team(talk)
    code = await code_of(talk)
    team.carla.person.add_bot(team.chat_id)
    await team.says(written.format(code=code, lower=code.lower(), bare=code.replace("-", "")))

    assert team.reads[-1].startswith("This is now the group")


async def test_a_link_that_brings_the_bot_into_a_group_pairs_it_too(talk):
    """It takes the code that Telegram hands over with /start."""
    team = Team(talk)
    code = await code_of(talk)
    team.carla.person.add_bot(team.chat_id)
    await team.says(f"/start@AfterglowPreviewBot {code}")

    assert team.reads[-1].startswith("This is now the group")


async def test_after_an_hour_a_code_pairs_nothing_and_the_group_is_left(talk):
    """It says where a new one comes from."""
    team = Team(talk)
    code = await code_of(talk)
    team.carla.person.add_bot(team.chat_id)
    await talk.settle()
    talk.time.pass_to(talk.now + timedelta(hours=1))
    await team.says(f"/connect {code}")

    assert team.reads[-1] == "This code does not work, or no longer. `afterglow connect` on the server gives a new one."
    assert team.group.membership is Membership.LEFT
    assert await rows(talk, StaffGroup) == []


async def test_a_wrong_code_may_be_corrected(talk):
    """It stays while a code is out."""
    team = Team(talk)
    code = await code_of(talk)
    team.carla.person.add_bot(team.chat_id)
    await team.says("/connect ABCD-EFGH")
    await team.says(f"/connect {code}")

    assert team.reads[-2].startswith("This code does not work")
    assert team.reads[-1].startswith("This is now the group")


async def test_a_code_in_a_private_chat_is_no_command(talk):
    """It pairs groups alone."""
    ana = talk.person("Ana")
    code = await code_of(talk)
    await ana.says(f"/connect {code}")

    assert await rows(talk, StaffGroup) == []


async def test_a_second_group_takes_the_place_of_the_first(talk):
    """It leaves the former one at the next word there."""
    first = await a_team(talk)
    second = await a_team(talk)
    await first.says("/help")

    assert [one.chat_id for one in await rows(talk, StaffGroup)] == [second.chat_id]
    assert first.group.membership is Membership.LEFT
    assert second.group.membership is Membership.MEMBER


async def test_pairing_twice_changes_nothing(talk):
    """It says that this is the group already."""
    team = await a_team(talk)
    await team.says(f"/connect {await code_of(talk)}")

    assert team.reads[-1] == "This is the team's group already. /help says what I do here."


async def test_the_setting_wins_over_a_code(open_talk):
    """It stays with the group of the settings, and leaves the other with a line that says why."""
    talk = await open_talk(staff_chat_id=-4_100_000_003)
    team, other = Team(talk), Team(talk)
    team.carla.person.add_bot(team.chat_id)
    code = await code_of(talk)
    other.carla.person.add_bot(other.chat_id)
    await other.says(f"/connect {code}")

    assert team.chat_id == -4_100_000_003
    assert team.reads[-1].startswith("This is now the group")
    assert "STAFF_CHAT_ID names another group" in other.reads[-1]
    assert other.group.membership is Membership.LEFT


async def test_commands_of_the_team_mean_nothing_in_another_group(talk):
    """It says that it works in private chats only, and goes."""
    await a_team(talk)
    other = Team(talk)
    other.group.membership = Membership.MEMBER
    await other.says("/invite")

    assert "private" in other.reads[-1]
    assert other.group.membership is Membership.LEFT


async def test_talk_in_the_group_goes_nowhere(talk):
    """It answers nothing, and passes nothing on."""
    team = await a_team(talk)
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    said, read = len(team.reads), len(ana.reads)
    talk.world.privacy = False
    await team.says("Ana wrote about pus, can somebody call her?")
    await team.says("/today")

    assert (len(team.reads), len(ana.reads)) == (said, read)
    assert team.group.membership is Membership.MEMBER


async def test_help_in_the_group_says_what_it_is_not(talk):
    """It says that it is no monitor."""
    team = await a_team(talk)
    await team.says("/help")

    assert "I am no monitor" in team.reads[-1]


async def test_it_speaks_the_clinics_language_in_the_group(open_talk):
    """It does not go by the language of whoever writes there."""
    talk = await open_talk(clinic_language="es")
    team = await a_team(talk)

    assert team.reads[-1].startswith("Este es ahora el grupo del equipo de Clínica del Prado.")


@pytest.mark.parametrize("by_setting", [False, True])
async def test_it_follows_the_group_to_its_new_id(open_talk, by_setting):
    """It goes on where Telegram moves the group to, and posts again what is open."""
    talk = await open_talk(**({"staff_chat_id": -4_100_000_003} if by_setting else {}))
    team = Team(talk)
    if by_setting:
        team.carla.person.add_bot(team.chat_id)
    else:
        await team.pair()
    ana = talk.person("Ana")
    await enrols(ana)
    await writes(talk, ana, RED_FLAG)
    team.becomes_a_supergroup()
    await talk.settle()
    await talk.dispatch()
    await team.presses("I take it")

    assert team.reads[0].startswith("Alert 1: for today")
    assert "Taken by Carla" in team.reads[0]
    assert "Seen by Carla" in ana.reads[-1]


async def test_a_reply_in_the_new_chat_is_never_matched_by_an_old_number(talk):
    """It would reach another patient: the new chat counts its messages from one."""
    team = await a_team(talk)
    ana, bea = talk.person("Ana"), talk.person("Bea")
    await enrols(ana)
    await enrols(bea)
    await writes(talk, ana, RED_FLAG)
    old = team.find("Alert 1").id
    team.becomes_a_supergroup()
    await talk.settle()
    await talk.dispatch()
    for number in range(1, old + 1):
        team.group.messages.setdefault(number, team.messages[0].__class__(**{**vars(team.messages[0]), "id": number}))
    before = len(ana.reads)
    team.carla.person.send_text("Hello", chat_id=team.chat_id, reply_to=old)
    await talk.settle()
    await talk.dispatch()

    assert len(ana.reads) == before


async def test_thrown_out_of_the_group_it_tells_patients_whom_to_call(talk):
    """It claims to have sent nothing once nobody is there."""
    team = await a_team(talk)
    ana = talk.person("Ana")
    await enrols(ana)
    team.carla.person.remove_bot(team.chat_id)
    await talk.settle()
    await ana.says("What is the capital of France?")
    await ana.presses("Ask the clinic")

    assert "nothing has been sent" in ana.reads[-1]


async def test_brought_back_it_goes_on(talk):
    """It needs no new code for the same group."""
    team = await a_team(talk)
    team.carla.person.remove_bot(team.chat_id)
    await talk.settle()
    team.carla.person.add_bot(team.chat_id)
    await talk.settle()
    ana = talk.person("Ana")
    await enrols(ana)
    await writes(talk, ana, RED_FLAG)

    assert team.reads[-1].startswith("Alert 1: for today")


async def test_a_promotion_is_no_arrival(talk):
    """It says its welcome once."""
    team = await a_team(talk)
    said = len(team.reads)
    talk.world.set_membership(team.group, team.carla.person.user, Membership.ADMINISTRATOR)
    await talk.settle()

    assert len(team.reads) == said
