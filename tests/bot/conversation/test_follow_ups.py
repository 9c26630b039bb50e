"""Follow-ups: a short question goes on with what was spoken of, with this patient's own dates."""

from tests.bot.conversation.stories import enrols


async def test_and_swimming_after_makeup(talk):
    """It answers the new thing with her own time, and "when?" is about the last one."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("When can I wear makeup?")
    assert "Sunday, 2 pm" in ana.reads[-1]
    await ana.says("and swimming?")
    assert "Monday, 2 pm" in ana.reads[-1]
    await ana.says("when?")
    assert "Monday, 2 pm" in ana.reads[-1]


async def test_a_topic_that_was_tapped_is_what_was_spoken_of(talk):
    """It goes on with the topic of a button, too."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("When can I wear makeup?")
    await ana.presses("Not really")
    topic = next(label for label in ana.buttons if label != "Ask the clinic")
    await ana.presses(topic)
    await ana.says("how long?")

    assert ana.reads[-1].startswith(topic)
