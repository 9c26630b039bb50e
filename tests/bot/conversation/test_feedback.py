"""Feedback: "Did this help?", once for each message, and the ways on where it did not."""

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from scheduler.models import Feedback
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import EMERGENCY, RED_FLAG, a_team, taps

REDNESS = "how long will redness last?"
ASKING = ["It helped", "Not really"]


async def feedback(talk):
    async with talk.database.reading() as session:
        rows = (await session.exec(select(Feedback).order_by(Feedback.id))).all()
        return [(row.topic, row.language, row.helped, row.given_at) for row in rows]


@pytest.fixture
async def ana(talk):
    """Ana, who has enrolled."""
    ana = talk.person("Ana")
    await enrols(ana)
    return ana


async def test_helped_is_kept_as_topic_and_language_and_thanked(either_talk):
    """It takes the two buttons away, leaves the others, and says a few words."""
    ana = either_talk.person("Ana")
    await enrols(ana)
    await ana.says(REDNESS)
    said = ana.reads
    assert ana.keyboard[-1] == [*ASKING, "Sources"]

    await ana.presses("It helped")

    assert await feedback(either_talk) == [("redness", "en", True, either_talk.now)]
    assert ana.keyboard[-1] == ["Sources"]
    assert ana.notes[-1] == "Thank you, that is good to know."
    assert ana.reads == said


async def test_a_second_tap_on_the_same_message_keeps_nothing(talk, ana):
    """It has one word for each message, the first."""
    await ana.says(REDNESS)
    await ana.presses("It helped")
    await ana.forges(pack(Action.NOT_REALLY, None, "redness"))

    assert [helped for _, _, helped, _ in await feedback(talk)] == [True]
    assert ana.notes[-1] == "That is noted already."


async def test_not_really_without_a_group_names_near_topics_and_the_phone(talk, ana):
    """It offers no team where there is none."""
    await ana.says(REDNESS)
    await ana.presses("Not really")

    assert "Perhaps one of these is nearer" in ana.reads[-1]
    assert "Clínica del Prado: +34 910 000 000" in ana.reads[-1]
    assert "Swelling" in ana.buttons
    assert "Ask the clinic" not in ana.buttons
    assert [helped for _, _, helped, _ in await feedback(talk)] == [False]


async def test_not_really_with_a_group_sends_the_question_on_by_one_tap(talk, ana):
    """It needs no second typing: the words stand above the answer."""
    team = await a_team(talk)
    await ana.says(REDNESS)
    await ana.presses("Not really")
    assert "+34" not in ana.reads[-1]
    await taps(talk, ana, "Ask the clinic")

    assert REDNESS in team.reads[-1]


@pytest.mark.parametrize("words", [EMERGENCY, RED_FLAG], ids=["emergency", "urgent"])
async def test_it_never_asks_where_a_call_matters_more(ana, words):
    """It leaves the cards alone."""
    await ana.says(words)

    assert not set(ASKING) & set(ana.buttons)


async def test_nobody_is_asked_who_has_not_agreed(talk):
    """It keeps nothing of a stranger, so it asks nothing, and takes no forged tap."""
    bea = talk.person("Bea")
    await bea.says(REDNESS)
    assert not set(ASKING) & set(bea.buttons)

    await bea.forges(pack(Action.HELPED, None, "redness"))

    assert await feedback(talk) == []
    assert bea.notes[-1].startswith("This button is from before")


async def test_a_topic_that_is_none_is_a_button_of_before(talk, ana):
    """It keeps no made-up topic."""
    await ana.says(REDNESS)
    await ana.forges(pack(Action.HELPED, None, "no_such_topic"))

    assert await feedback(talk) == []
