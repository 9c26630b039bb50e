"""Appointments: told from questions about skin, in whatever words they are asked for."""

import pytest

from messages.appointments import asks_about_appointment
from messages.small_talk import find_small_talk
from tests.content import LIBRARY


@pytest.mark.parametrize(
    "text",
    [
        "can you move my appointment",
        "I have an appointment on Tuesday, can I change it?",
        "I need to reschedule",
        "Could my second session be moved to next week?",
        "is it possible to bring my appointment forward",
        "how do I cancel the booking for Friday",
        "I'd like to book my next visit",
        "could we push my treatment back a week",
        "something came up, is there an earlier slot?",
        "what time is my appointment tomorrow",
        "I'm running late for my appointment",
        "tengo cita el martes, puedo cambiarla?",
        "¿me pueden reagendar?",
        "quiero pedir hora con la doctora",
        "necesito mover mi turno",
        "¿La sesión se puede adelantar?",
        "puedo aplazar el tratamiento una semana",
        "¿a qué hora es mi cita?",
        "voy a llegar tarde a la cita",
        "no puedo ir el viernes, ¿hay otro día?",
        "quisiera anular mi reserva",
        "¿me pueden dar cita para el lunes?",
        "mi sesión la puedo mover a otro día?",
        "¿pueden correr mi turno al viernes?",
        "my appointment was cancelled, what now",
    ],
)
def test_what_is_asked_of_an_appointment(text):
    """It knows that a message is about making, moving, cancelling or finding one."""
    assert find_small_talk(LIBRARY, text) == "appointment"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("should I cancel my appointment because I have a cold sore", id="a topic besides"),
        pytest.param("tengo un herpes labial, ¿cancelo la cita?", id="a topic besides, in Spanish"),
        pytest.param("can I change my moisturizer before my appointment", id="only a time"),
        pytest.param("can I move around a lot after my appointment", id="only a time, with a verb"),
        pytest.param("puedo cambiar la funda después de la cita", id="only a time, in Spanish"),
        pytest.param("does the treatment change how I look", id="what it does"),
        pytest.param("¿el tratamiento cambia el tono?", id="what it does, in Spanish"),
        pytest.param("the treatment can change how I look", id="what it can do"),
        pytest.param("el tratamiento puede cambiar cómo me veo", id="what it can do, in Spanish"),
        pytest.param("what would make the treatment work better", id="what helps it"),
        pytest.param("qué puedo tomar para el tratamiento", id="what goes with it"),
        pytest.param("my appointment was earlier today", id="when it was"),
        pytest.param("my appointment was today, can I move my face", id="when it was, with a verb"),
        pytest.param("mi cita fue ayer, ¿puedo cambiar de crema?", id="when it was, in Spanish"),
        pytest.param("tuve mi cita ayer, ¿puedo salir a correr?", id="when somebody had it"),
        pytest.param("puedo correr, mi cita es mañana", id="to run, not to move it"),
        pytest.param("tengo cita el viernes por la tarde, qué me pongo", id="when it is"),
        pytest.param("I have an appointment on Tuesday", id="nothing asked of it"),
        pytest.param("mañana es mi primera cita y el corazón me late fuerte", id="words of two languages"),
        pytest.param("how long until my next session", id="how far apart"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_only_names_one_is_something_else(text):
    """It leaves to the topics what is about skin."""
    assert not asks_about_appointment(LIBRARY, text)


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_how_patients_ask_for_a_topic_is_never_taken_for_one(language):
    """It takes no phrasing of a topic."""
    phrasings = [line for lines in LIBRARY.phrasings[language].values() for line in lines]

    assert [line for line in phrasings if asks_about_appointment(LIBRARY, line)] == []
