"""What is heard: everyday words raise no alarm, signs in few words do; what a button or command does can be typed."""

import pytest

from tests.bot.conversation.stories import enrols_in_chat
from tests.bot.conversation.test_questions import questions

EVERYDAY = (
    "no puedo abrir el tarro de la crema",
    "se me durmió la pierna en el sofá",
    "my nose is stuffed up so I breathe through my mouth",
    "con este resfriado respiro por la boca",
    "me lloran los ojos por la cebolla",
    "can't get up because my cat is asleep on my lap",
    "a little blood on my pillow",
    "the numbness is slowly wearing off",
)
SIGNS = {
    "se me ha puesto negra la piel en un trocito": "emergency",
    "my toddler licked the numbing cream off and now he is all floppy": "emergency",
    "mi bebé está flácido desde que me tocó la crema": "emergency",
    "se me ha dormido media cara y la pierna": "emergency",
    "creo que es una alergia": "urgent",
    "the numbness hasn't worn off": "urgent",
    "can't stand up because my legs give way": "urgent",
}


@pytest.fixture
async def ana(talk):
    """Somebody who was treated two days ago."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "18 November 13:00")
    return ana


async def test_everyday_words_raise_no_alarm(talk, ana):
    """It hears no red flag in a jar, a leg asleep, a cold, an onion or a cat."""
    for words in EVERYDAY:
        await ana.says(words)

    heard = {words: asked[2] for words, asked in zip(EVERYDAY, await questions(talk), strict=True)}
    assert {words: urgency for words, urgency in heard.items() if urgency in {"urgent", "emergency"}} == {}


async def test_signs_in_few_words_are_heard(talk, ana):
    """It hears what is a sign, whoever has it and however short it is."""
    for words in SIGNS:
        await ana.says(words)

    assert {words: asked[2] for words, asked in zip(SIGNS, await questions(talk), strict=True)} == SIGNS


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("what do you keep about me?", "<privacy>"),
        ("¿qué guardáis de mí?", "<privacy>"),
        ("set up my reminders", "Before we begin:"),
        ("gracias, guapa", "You are welcome."),
    ],
)
async def test_what_has_a_button_or_a_command_can_be_typed(talk, words, begins):
    """It does what is asked for in the words of a button, or in those for a command."""
    ana = talk.person("Ana")
    await ana.says("/privacy")
    begins = begins.replace("<privacy>", ana.reads[-1])
    await ana.says(words)

    assert any(read.startswith(begins) for read in ana.reads[-2:])
