"""Corrections of a date: the new plan is kept, and a treatment is not lost by the wrong button."""

import pytest

from tests.bot.conversation.stories import enrols, enrols_in_chat, treatments

ICE = "Ice pack, once feeling is back"
FAR = (
    "I have today, 2 pm as your treatment, and Friday 27 November, 10 am is far from that. "
    "Was the date wrong, or is it a new treatment?"
)


async def corrects(person, when):
    await person.says("/start")
    await person.presses("Correct the date")
    await person.says(when)


@pytest.fixture
async def ana(talk):
    """Ana, who says that her treatment today was on another date, a week away."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await corrects(ana, "27 November 10am")
    return ana


async def test_what_the_plan_shows_after_a_correction_comes(either_talk):
    """It sends the ice packs of the new time, though as many were sent by the wrong one."""
    dan = either_talk.person("Dan")
    await enrols(dan)
    await either_talk.pass_time(hours=2, minutes=1)
    await corrects(dan, "today 16:00")
    await dan.says("/plan")
    ahead, before = dan.reads[-1], len(dan.reads)
    await either_talk.pass_time(hours=2)

    assert "7 pm: ice pack" in ahead
    assert sum(ICE in read for read in dan.reads[before:]) == 2


async def test_a_date_that_is_far_off_may_be_another_treatment(talk, ana):
    """It asks before anything changes."""
    assert ana.reads[-1] == FAR
    assert ana.buttons == ["The date was wrong", "A new treatment", "Leave it as it is"]
    assert [one.ended_at for one in await treatments(talk)] == [None]


async def test_a_wrong_date_may_be_far_off(talk, ana):
    """It corrects it, when that is what was meant; the button then means nothing more."""
    wrong = ana.data_of("The date was wrong")
    await ana.presses("The date was wrong")
    await ana.forges(wrong)

    assert ana.reads[-1].startswith("Your treatment: Friday 27 November, 10 am")
    assert ana.notes[-1] == "This button is from before. Please use the latest message."
    assert [one.ended_at for one in await treatments(talk)] == [talk.now, None]


async def test_a_new_treatment_does_not_end_the_first(talk, ana):
    """It asks what is done this time, and registers one more."""
    await ana.presses("A new treatment")
    await ana.presses("Micro-needling only")

    assert ana.reads[-1].startswith("Your treatment: Friday 27 November, 10 am")
    assert [one.ended_at for one in await treatments(talk)] == [None, None]


async def test_a_date_that_is_far_off_can_be_left(talk, ana):
    """It changes nothing."""
    await ana.presses("Leave it as it is")

    assert ana.reads[-1] == "All right. Nothing has changed."
    assert len(await treatments(talk)) == 1


async def test_another_person_cannot_answer_for_her(talk, ana):
    """It takes no correction of Ana's from Bea."""
    bea = talk.person("Bea")
    await enrols_in_chat(bea)
    await bea.forges(ana.data_of("The date was wrong"))

    assert bea.notes[-1] == "This button is from before. Please use the latest message."
    assert len(await treatments(talk)) == 2
