"""Own dates: whoever asks when they may do something reads their own day and hour."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.answering import Situation, answer, answer_topic
from messages.course import Day, step_instant
from tests.content import LIBRARY

MADRID = ZoneInfo("Europe/Madrid")
TREATED = datetime(2026, 11, 20, 14, tzinfo=UTC)  # a Friday, 3 pm in Madrid
STEPS = [step for course in LIBRARY.courses.values() for step in course.steps.values()]


def situation(language, **known):
    return Situation(
        language=language,
        hours=2.0,
        instants={step.id: step_instant(step, TREATED, Day(zone=MADRID)) for step in STEPS},
        now=TREATED + timedelta(hours=2),
        zone=MADRID,
        **known,
    )


@pytest.mark.parametrize(
    ("language", "question", "dated"),
    [
        ("en", "When can I wear makeup?", "from Sunday, 3 pm, in 1 day 22 h"),
        ("en", "When can I go to the gym?", "from Sunday, 3 pm, in 1 day 22 h"),
        ("en", "When can I swim?", "from Monday, 3 pm, in 2 days 22 h"),
        ("en", "When can I use my retinol?", "from Friday 27 November, 3 pm"),
        ("en", "When can I shave?", "from Monday, 3 pm, in 2 days 22 h"),
        ("en", "When can I have a glass of wine?", "from tomorrow, 3 pm, in 22 h"),
        ("en", "When can I put on sunscreen?", "from Sunday, 8 am"),
        ("es", "¿Cuándo puedo maquillarme?", "desde el domingo a las 15:00"),
        ("es", "¿Cuándo puedo ir a la piscina?", "desde el lunes a las 15:00"),
        ("es", "¿Cuándo puedo tomar una copa de vino?", "desde mañana a las 15:00"),
    ],
)
def test_when_can_i_is_answered_with_the_patient_s_own_time(language, question, dated):
    """It gives the day, the hour, and how long that is."""
    reply = answer(LIBRARY, question, situation(language))

    assert reply.kind == "answer"
    assert dated in re.sub("<[^>]+>", "", reply.html).replace("\u00a0", " ")


@pytest.mark.parametrize("question", ["when?", "and when can I?", "for how long?", "is it ok tomorrow?"])
def test_a_question_that_names_nothing_is_about_the_last_topic(question):
    """It goes on with what was spoken of, and gives its date again."""
    reply = answer(LIBRARY, question, situation("en", last_topic="makeup"))

    assert reply.topic == "makeup"
    assert "from Sunday, 3 pm" in reply.html


def test_what_is_to_be_left_opens_when_it_ends():
    """It counts a step to avoid from its end, wherever it is named."""
    [alcohol] = [step for step in STEPS if step.id == "alcohol_smoking"]

    assert alcohol.opens_after == timedelta(hours=24)
    assert step_instant(alcohol, TREATED, Day(zone=MADRID)) == TREATED + timedelta(hours=24)
    for language, dated in [("en", "from 24 hours after"), ("es", "desde las 24 horas después")]:
        assert dated in answer_topic(LIBRARY, "alcohol_and_smoking", Situation(language=language)).html
    for language, dated in [("en", "from Friday 27 November"), ("es", "desde el viernes 27 de noviembre")]:
        assert dated in answer_topic(LIBRARY, "sleep_and_touching", situation(language)).html
