"""Appointments: they are the clinic's, and the patient is told how to reach it."""

import pytest

from tests.bot.conversation.team import a_team, taps


@pytest.mark.parametrize(
    ("language_code", "asked", "said", "button"),
    [
        (
            "en",
            "I have an appointment on Tuesday, can I change it?",
            "Appointments are your clinic's: I cannot see, make, move or cancel them.",
            "Ask the clinic",
        ),
        (
            "es",
            "tengo cita el martes, puedo cambiarla?",
            "Las citas son de tu clínica: no puedo verlas, darlas, cambiarlas ni cancelarlas.",
            "Preguntar a la clínica",
        ),
    ],
)
async def test_who_wants_to_move_one_is_sent_to_the_clinic(talk, language_code, asked, said, button):
    """It says that it cannot, with the phone and the button, and offers no topics."""
    ana = talk.person("Ana", language_code=language_code)
    await ana.says(asked)

    assert ana.reads[-1].startswith(said)
    assert "Clínica del Prado: +34 910 000 000" in ana.reads[-1]
    assert ana.buttons[0] == button
    assert len(ana.buttons) == 2  # and the way into enrolment


async def test_the_button_passes_the_question_on(talk):
    """It gives the team the words, where there is one."""
    team, ana = await a_team(talk), talk.person("Ana")
    await ana.says("/start")
    await ana.presses("Yes, I agree")
    await ana.says("can you move my appointment to Friday?")
    await taps(talk, ana, "Ask the clinic")

    assert "can you move my appointment to Friday?" in team.reads[-1]


async def test_a_warning_sign_beside_it_comes_first(talk):
    """It sends whoever cannot breathe to the emergency number."""
    ana = talk.person("Ana")
    await ana.says("can I move my appointment, I can't breathe")

    assert "Call 112 now." in ana.reads
