"""The digest in the team's group: its words, its picture, and where it does not come."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.preview.faults import Fault
from bot.preview.refusals import bad_request, too_many_requests
from scheduler.models import Kind, Outgoing, State
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import RED_FLAG, a_team, writes

MORNING = datetime(2026, 11, 21, 7, 0, 1, tzinfo=UTC)  # a Saturday, 8 am in Madrid


@pytest.fixture
async def talk(open_talk):
    return await open_talk(digest_at="08:00")


def photos(team):
    return [message for message in team.messages if "photo" in message.content]


async def test_nobody_in_recovery_is_one_line(talk):
    """It says that all is well, without a picture."""
    team = await a_team(talk)
    await talk.pass_to(MORNING)

    assert team.reads[-1] == (
        "Your patients: Saturday 21 November\nAll well: nobody is in recovery, and nothing is open."
    )
    assert photos(team) == []


async def test_a_short_digest_stands_below_its_picture(talk):
    """It tells who is on which day, and that nothing is open, in one message."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.pass_to(MORNING)

    assert len(photos(team)) == 1
    assert team.reads[-1].startswith(
        "Your patients: Saturday 21 November\nAll well, as far as I can see: no alert or question is open"
    )
    assert "In recovery: 1\nDay 1: Patient 1" in team.reads[-1]


async def test_what_is_open_comes_first(talk):
    """It names the alert with its patient and day."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await writes(talk, ana, RED_FLAG)
    await talk.pass_to(MORNING)

    digest = team.find("Your patients")
    said = digest.content.get("text") or digest.content["caption"]
    assert "Open alerts: 1\n• Ana · day 1: alert 1, for today, open since yesterday, 3 pm" in said
    assert "With a warning sign for today or now: 1" in said
    assert "pus" not in said


async def test_a_long_digest_goes_before_its_picture_which_says_in_words_what_it_shows(talk, monkeypatch):
    """It sends the words by themselves, then the picture with a caption of its own."""
    monkeypatch.setattr("bot.attachments.LONGEST_CAPTION", 100)
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.pass_to(MORNING)

    assert team.messages[-2].content["text"].startswith("Your patients")
    assert team.messages[-1].content["caption"].startswith("In recovery: 1\nDay 1: 1\n")


async def test_a_picture_that_fails_keeps_no_words_back(talk, monkeypatch):
    """It sends the words when drawing breaks, or Telegram refuses the picture."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    talk.world.faults.append(Fault(what=bad_request("PHOTO_INVALID_DIMENSIONS"), method="sendPhoto"))
    await talk.pass_to(MORNING)
    assert team.messages[-1].content["text"].startswith("Your patients")

    monkeypatch.setattr("bot.attachments.overview_png", lambda *_: 1 / 0)
    await talk.pass_time(days=1)
    assert team.messages[-1].content["text"].startswith("Your patients: Sunday")


async def test_a_limit_delays_it(talk):
    """It comes once, when Telegram takes it again."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    talk.world.faults.append(Fault(what=too_many_requests(20), chat_id=team.chat_id))
    await talk.pass_to(MORNING)
    assert photos(team) == []
    await talk.pass_time(minutes=1)

    assert len(photos(team)) == 1


async def test_it_follows_a_group_that_has_become_another(talk):
    """It comes in the new chat, and so does the next."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    team.becomes_a_supergroup()
    await talk.pass_to(MORNING)
    await talk.pass_time(days=1)

    assert len(photos(team)) == 2


async def test_a_restart_sends_it_once(talk):
    """It is due in the database: a process that ends and another that starts change nothing."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.restart()
    await talk.engine.jobs.plan_digest()
    await talk.pass_to(MORNING)
    await talk.restart()
    await talk.engine.jobs.plan_digest()
    await talk.dispatch()

    assert len(photos(team)) == 1


async def test_a_bot_that_was_thrown_out_plans_none_and_one_that_is_brought_back_does(talk):
    """It follows the group."""
    team = await a_team(talk)
    team.carla.person.remove_bot(team.chat_id)
    await talk.settle()
    await talk.engine.jobs.plan_digest()
    team.carla.person.add_bot(team.chat_id)
    await talk.settle()
    await talk.engine.jobs.plan_digest()
    await talk.pass_to(MORNING)

    async with talk.database.reading() as session:
        states = (await session.exec(select(Outgoing.state).where(Outgoing.kind == Kind.DIGEST))).all()
    assert states == [State.CANCELLED, State.SENT, State.PLANNED]


async def test_it_is_in_the_clinic_s_language(open_talk):
    """It speaks Spanish to a Spanish team."""
    talk = await open_talk(clinic_language="es", digest_at="08:00")
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.pass_to(MORNING)

    assert "En recuperación: 1\nDía 1: Paciente 1" in team.reads[-1]


async def test_erasing_leaves_nothing_in_it(talk):
    """It keeps no words of a digest, so an erased patient is in none."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.pass_to(MORNING)
    async with talk.database.reading() as session:
        rows = (await session.exec(select(Outgoing).where(Outgoing.kind == Kind.DIGEST))).all()

    assert [(row.text, row.patient_id, row.steps) for row in rows] == [(None, None, [])] * 2
    assert team.reads[-1]
