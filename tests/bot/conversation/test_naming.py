"""Naming: the team reads of a patient in the same words everywhere."""

from datetime import UTC, datetime

import pytest

from tests.bot.conversation.stories import enrols_in_chat
from tests.bot.conversation.team import RED_FLAG, a_team, writes

MORNING = datetime(2026, 11, 21, 7, 0, 1, tzinfo=UTC)  # a Saturday, 8 am in Madrid
QUESTION = "do you validate parking tickets"


@pytest.fixture
async def talk(open_talk):
    return await open_talk(digest_at="08:00")


async def refuses(person, *answers):
    """Somebody agrees, and answers so that there is no plan."""
    await person.says("/start")
    for label in ("Yes, I agree", *answers):
        await person.presses(label)


async def sends_on(talk, person):
    await person.says("/clinic")
    await writes(talk, person, QUESTION)


async def test_one_form_in_alerts_conversations_the_record_and_the_digest(talk):
    """It names Ana by her first name and her day, whatever the team looks at."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols_in_chat(ana, "yesterday 15:00")
    await writes(talk, ana, RED_FLAG)
    await sends_on(talk, ana)
    await team.says("/patient")
    offered = team.buttons_of(team.messages[-1])
    await team.presses("Ana · day 1")
    await talk.pass_to(MORNING)

    assert team.find("Alert 1: for today").content["text"].splitlines()[1] == "Ana · day 1"
    assert team.find(QUESTION).content["text"].splitlines()[1] == "Ana · day 1"
    assert offered == ["Ana · day 1"]
    assert team.find("Record of care").content["text"].startswith("Record of care: Ana · day 1, patient 1")
    digest = team.find("Your patients").content
    said = digest.get("text") or digest["caption"]
    assert "• Ana · day 2: alert 1, for today" in said
    assert "• Ana · day 2: waiting for the team" in said


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        pytest.param(("No",), "Ana · under 18: no plan", id="under 18"),
        pytest.param(("Yes", "Something more"), "Ana · another procedure: no plan", id="another procedure"),
        pytest.param((), "Ana · no treatment date", id="not enrolled yet"),
    ],
)
async def test_why_somebody_has_no_plan(talk, answers, named):
    """It tells the team what is the case, in the alert and in the morning."""
    team, ana = await a_team(talk), talk.person("Ana")
    await refuses(ana, *answers)
    await writes(talk, ana, RED_FLAG)
    await team.says("/patient 1")
    await talk.pass_to(MORNING)

    assert team.find("Alert 1: for today").content["text"].splitlines()[1] == named
    assert team.find("Record of care").content["text"].startswith(f"Record of care: {named}, patient 1")
    digest = team.find("Your patients").content
    assert f"• {named}: alert 1" in (digest.get("text") or digest["caption"])
