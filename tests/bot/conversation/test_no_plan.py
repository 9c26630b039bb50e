"""No plan: who was told that there is none is offered none, wherever it is asked for."""

import pytest

from tests.bot.conversation.stories import patients


async def refused(talk, *answers):
    """Ana, who agreed, and answered so that there is no plan."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", *answers):
        await ana.presses(label)
    return ana


async def withdraws(ana):
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    await ana.presses("Yes, withdraw my consent")


@pytest.mark.parametrize(
    "answers", [pytest.param(("No",), id="under 18"), pytest.param(("Yes", "Something more"), id="another procedure")]
)
@pytest.mark.parametrize(
    "asked", ["/diary", "/settings", "/today", "/plan", "can I wear make-up?", "who won the match?"]
)
async def test_who_has_withdrawn_is_offered_none_either(talk, answers, asked):
    """It does not ask again for what it would refuse."""
    ana = await refused(talk, *answers)
    await withdraws(ana)
    before = len(ana.reads)
    await ana.says(asked)

    assert len(ana.reads) > before
    assert "Shall I set up your reminders?" not in ana.reads[-1]
    assert "Set up my reminders" not in ana.buttons


async def test_the_diary_says_why_there_is_no_plan(talk):
    """It says so in place of the offer."""
    ana = await refused(talk, "No")
    await withdraws(ana)
    await ana.says("/diary")

    assert ana.reads[-1].startswith("I have no plan for you")


async def test_the_wrong_button_can_still_be_undone(talk):
    """It asks anew whoever tapped it by mistake."""
    ana = await refused(talk, "No")
    await ana.presses("That was the wrong button")
    await ana.presses("Yes")

    assert [one.adult for one in await patients(talk)] == [True]
    assert ana.reads[-1].startswith("What was done, or will be done?")
