"""Before a treatment: an answer says what to do until then, and gives no date that only the treatment decides."""

import pytest

from tests.bot.conversation.stories import enrols_in_chat


@pytest.fixture
async def ana(talk):
    """Somebody whose first treatment is in ten days."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "30 November 14:30")
    return ana


@pytest.mark.parametrize(
    ("question", "begins", "again"),
    [
        ("can i wear makeup", "Come to your treatment with a clean face", "from 48 hours after your treatment"),
        ("should i stop retinol", "Ask your clinic when to stop retinol", "from 7 days after your treatment"),
        ("puedo usar retinol", "Ask your clinic when to stop retinol", "from 7 days after your treatment"),
    ],
)
async def test_what_may_be_done_is_told_for_the_time_before(ana, question, begins, again):
    """It says what to do before the treatment, and from how long after it something is fine again: no date."""
    await ana.says(question)
    answer = ana.reads[-1]

    assert answer.split("\n\n")[1].startswith(begins)
    assert again in answer
    assert "Until then" not in answer
    assert "December" not in answer
    assert answer.endswith(
        "Your own dates and times come after your treatment. Your clinic's own instructions come first."
    )


async def test_no_answer_gives_a_date_that_the_treatment_decides(ana):
    """It counts from the treatment in the answers that are the same before it."""
    await ana.says("how do i wash my face")

    assert "Scrubs and brushes are fine from 7 days after your treatment." in ana.reads[-1]


async def test_the_next_session_can_be_named(talk):
    """It takes the words of a patient who was treated five weeks ago and goes again tomorrow."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "16 October 14:00")
    await ana.says("can I use retinol")

    assert "Strong products can come back now" in ana.reads[-1]

    await ana.says("my second session is tomorrow, can i use my retinol serum tonight?")

    assert "Ask your clinic when to stop retinol" in ana.reads[-1]
    assert "come back now" not in ana.reads[-1]


async def test_the_next_session_can_be_registered(talk):
    """It goes by a treatment that comes within a week, and by the last one until then."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "16 October 14:00")
    await ana.says("/start")
    await ana.presses("A new treatment")
    await ana.presses("Micro-needling only")
    await ana.says("30 November 14:30")
    await ana.says("can I use retinol")

    assert "Strong products can come back now" in ana.reads[-1]

    await talk.pass_time(days=4)
    await ana.says("can I use retinol")

    assert "Ask your clinic when to stop retinol" in ana.reads[-1]


async def test_what_is_over_is_not_asked_for_any_more(talk):
    """It says that swimming is fine, and no longer what to leave out until then."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "10 November 14:00")
    await ana.says("can I go swimming?")

    assert "Heat and swimming are fine now" in ana.reads[-1]
    assert "ntil then" not in ana.reads[-1]
    assert "Skip pools" not in ana.reads[-1]
    assert "since" not in ana.reads[-1]
