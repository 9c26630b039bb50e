"""Asked for: what has a button or a command of its own, asked for in words."""

import pytest

from tests.bot.conversation.stories import enrols, enrols_in_chat, treatments


@pytest.fixture
async def ana(talk):
    """Ana, who has enrolled."""
    ana = talk.person("Ana")
    await enrols(ana)
    return ana


@pytest.mark.parametrize(
    "words",
    [
        "stop",
        "please stop messaging me",
        "stop sending these",
        "Can you stop sending me messages please?",
        "me dejas de escribir porfa",
        "no me escribas mas",
        "ya no quiero mensajes",
        "por favor no me manden más mensajes",
    ],
)
async def test_who_wants_no_messages_is_told_the_ways(ana, words):
    """It names what there is: fewer, a pause, the end of the consent, and erasing; nothing happens by itself."""
    await ana.says(words)

    assert ana.reads[-1].startswith("You choose what I send:")
    assert all(command in ana.reads[-1] for command in ("/pause", "/settings", "/privacy"))
    assert ana.buttons == ["Fewer messages", "Withdraw my consent", "Erase everything"]


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("Fewer messages", "Now you get: all of them."),
        ("Withdraw my consent", "Shall I"),
        ("Erase everything", "Shall I erase everything"),
    ],
)
async def test_each_way_has_its_button(ana, label, begins):
    """It opens what the settings and /privacy open, which ask before anything ends."""
    await ana.says("stop")
    await ana.presses(label)

    assert ana.reads[-1].startswith(begins)


async def test_who_has_no_plan_is_sent_nothing(talk):
    """It offers only what there is to end."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.says("stop messaging me")

    assert ana.reads[-1].startswith("I have no plan for you, so I send no reminders.")
    assert ana.buttons == ["Erase everything"]


async def test_a_stranger_is_told_that_nothing_is_kept(talk):
    """It has nothing to stop."""
    ana = talk.person("Ana")
    await ana.says("stop")

    assert ana.reads[-1] == "I keep nothing about you."


@pytest.mark.parametrize("words", ["how do I stop the bleeding", "stop the itching", "when can I stop the cream"])
async def test_other_things_to_stop_are_questions(ana, words):
    """It answers them as before."""
    await ana.says(words)

    assert not ana.reads[-1].startswith("You choose")


@pytest.mark.parametrize(
    "words",
    [
        "the date is wrong",
        "it was actually yesterday at 5pm not 3",
        "how do i change the date of my treatment",
        "sorry, I got the date wrong, it was monday",
        "me equivoque de fecha, fue el lunes",
        "en realidad fue ayer a las 5",
        "la fecha está mal",
    ],
)
async def test_a_wrong_date_leads_to_its_correction(talk, ana, words):
    """It asks for the right one as the button does; what was registered stays until then."""
    before = [one.treated_at for one in await treatments(talk)]
    await ana.says(words)
    asked, offered = ana.reads[-2:], ana.buttons
    known = [(one.treated_at, one.ended_at) for one in await treatments(talk)]
    await ana.says("yesterday 5 pm")

    assert asked[0].startswith("I have today, 2 pm as your treatment. Nothing changes until")
    assert offered == ["Today", "Yesterday", "Another day", "Leave it as it is"]
    assert known == [(before[0], None)]
    assert ana.reads[-1].startswith("Your treatment: yesterday, 5 pm")


@pytest.mark.parametrize("words", ["it was red", "it was 3", "fue horrible ayer", "what day is it", "the date"])
async def test_other_words_begin_no_correction(ana, words):
    """It needs a date that is wrong, or another day."""
    await ana.says(words)

    assert "Leave it as it is" not in ana.buttons


async def test_of_several_treatments_one_is_chosen(talk, ana):
    """It shows them with a button each."""
    await ana.says("/start")
    await ana.presses("A new treatment")
    await ana.presses("Micro-needling only")
    await ana.says("in 20 days at 10 am")
    await ana.says("the date is wrong")

    assert sum(label.startswith("Correct the date:") for label in ana.buttons) == 2


async def test_who_has_no_plan_can_correct_none(talk):
    """It offers to set it up."""
    ana = talk.person("Ana")
    await ana.says("the date is wrong")

    assert ana.reads[-1] == "You have no plan yet. Shall I set up your reminders?"


async def test_a_date_is_still_an_answer_where_it_is_asked_for(talk):
    """It corrects nothing while the bot asks."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, when="it was actually today 14:00")

    assert any(read.startswith("Your treatment: today, 2 pm") for read in ana.reads)
