"""When: what a patient types as a date, read without guessing."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.when import When, read_when, words_of
from tests.content import LIBRARY

NOW = datetime.fromisoformat("2026-11-24T18:00")  # a Tuesday
TODAY, YESTERDAY = date(2026, 11, 24), date(2026, 11, 23)
ENGLISH, SPANISH = words_of(LIBRARY, "en"), words_of(LIBRARY, "es")


def when(days: object, times: object = ()) -> When:
    return When(
        days=days if isinstance(days, tuple) else (days,), times=times if isinstance(times, tuple) else (times,)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday 3pm", when(YESTERDAY, time(15))),
        ("Yesterday at 3 p.m.", when(YESTERDAY, time(15))),
        ("today 09:00", when(TODAY, time(9))),
        ("today", when(TODAY)),
        ("20/11 15:00", when(date(2026, 11, 20), time(15))),
        ("11/20 3:30 pm", when(date(2026, 11, 20), time(15, 30))),
        ("2026-11-20 15:00", when(date(2026, 11, 20), time(15))),
        ("20 November at 15:00", when(date(2026, 11, 20), time(15))),
        ("Nov 20, 3pm", when(date(2026, 11, 20), time(15))),
        ("last Friday at noon", when(date(2026, 11, 20), time(12))),
        ("next friday 10am", when(date(2026, 11, 27), time(10))),
        ("2 days ago", when(date(2026, 11, 22))),
        ("3 hours ago", when(TODAY, time(15))),
        ("20 January 11am", when(date(2027, 1, 20), time(11))),
        ("tomorrow 4 in the afternoon", when(date(2026, 11, 25), time(16))),
        ("tomorrow at 4 in the afternoon", when(date(2026, 11, 25), time(16))),
        ("6 December 2.30pm", when(date(2026, 12, 6), time(14, 30))),
        ("today 10.40 pm", when(TODAY, time(22, 40))),
        ("yesterday 16.30", when(YESTERDAY, time(16, 30))),
        ("in 10 days at half past 2", when(date(2026, 12, 4), (time(2, 30), time(14, 30)))),
        ("this morning", when(TODAY)),
        ("tonight at 8", when(TODAY, time(20))),
        ("tomorrow morning at 9", when(date(2026, 11, 25), time(9))),
        ("the day after tomorrow 3 p m", when(date(2026, 11, 26), time(15))),
        ("yesterday 3:30p", when(YESTERDAY, time(15, 30))),
        ("last night", when(YESTERDAY)),
        ("yesterday quarter to five in the afternoon", when(YESTERDAY, time(16, 45))),
        ("3 January 2028", when(date(2028, 1, 3))),
        ("half an hour ago", when(TODAY, time(17, 30))),
        ("about an hour ago", when(TODAY, time(17))),
        ("two and a half hours ago", when(TODAY, time(15, 30))),
        ("just now", when(TODAY, time(17, 59))),
        ("the first of December", when(date(2026, 12, 1))),
        ("November twenty-first at 4pm", when(date(2026, 11, 21), time(16))),
        ("tomorrow early", when(date(2026, 11, 25))),
        ("yesterday at 3 20 pm", when(YESTERDAY, time(15, 20))),
        ("at 3 20 November", when(date(2026, 11, 20), (time(3), time(15)))),
        ("now, at 3", when(TODAY, (time(3), time(15)))),
        ("tomorrow first thing", when(date(2026, 11, 25))),
        ("no, it was yesterday at 3pm", when(YESTERDAY, time(15))),
        ("today at seven thirty", when(TODAY, (time(7, 30), time(19, 30)))),
    ],
)
def test_english_dates(text, expected):
    """It reads what is clear."""
    assert read_when(text, "en", ENGLISH, NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ayer a las 15", when(YESTERDAY, time(15))),
        ("ayer a las 3 de la tarde", when(YESTERDAY, time(15))),
        ("hoy 15:30", when(TODAY, time(15, 30))),
        ("20/11 a las 15h", when(date(2026, 11, 20), time(15))),
        ("el 20 de noviembre a las 15:00", when(date(2026, 11, 20), time(15))),
        ("20 de noviembre de 2026", when(date(2026, 11, 20))),
        ("el viernes pasado al mediodía", when(date(2026, 11, 20), time(12))),
        ("hace 2 días", when(date(2026, 11, 22))),
        ("anteayer", when(date(2026, 11, 22))),
        ("el viernes pasado a mediodía", when(date(2026, 11, 20), time(12))),
        ("ayer tipo 5 de la tarde", when(YESTERDAY, time(17))),
        ("ayer a las 16.30", when(YESTERDAY, time(16, 30))),
        ("anteayer como a las 4", when(date(2026, 11, 22), (time(4), time(16)))),
        ("no se, el lunes por la tarde creo", when((YESTERDAY, date(2026, 11, 30)))),
        ("hoy a las cinco de la tarde", when(TODAY, time(17))),
        ("ayer a las cinco y media de la tarde", when(YESTERDAY, time(17, 30))),
        ("a las 5 menos cuarto de la tarde", when((), time(16, 45))),
        ("esta mañana", when(TODAY)),
        ("anoche a las 9", when(YESTERDAY, time(21))),
        ("el 3 de enero de 2028", when(date(2028, 1, 3))),
        ("pasado mañana a las 10 de la mañana", when(date(2026, 11, 26), time(10))),
        ("antier", when(date(2026, 11, 22))),
        ("a las 3:30 de la tarde ayer", when(YESTERDAY, time(15, 30))),
        ("15:30 ayer", when(YESTERDAY, time(15, 30))),
        ("3:30 ayer", when(YESTERDAY, (time(3, 30), time(15, 30)))),
        ("el martes 1 a las 11 de la mañana", when(date(2026, 12, 1), time(11))),
        ("hace media hora", when(TODAY, time(17, 30))),
        ("hace como una hora y media", when(TODAY, time(16, 30))),
        ("hace dos horas y media", when(TODAY, time(15, 30))),
        ("ahora mismo", when(TODAY, time(17, 59))),
        ("el uno de diciembre", when(date(2026, 12, 1))),
        ("el primero de diciembre a las 4 de la tarde", when(date(2026, 12, 1), time(16))),
        ("el treinta y uno de octubre", when(date(2026, 10, 31))),
        ("el día quince", when(date(2026, 11, 15))),
        ("el 1º de diciembre", when(date(2026, 12, 1))),
        ("mañana temprano", when(date(2026, 11, 25))),
        ("mañana por la mañana temprano", when(date(2026, 11, 25))),
        ("ayer a las tres de la madrugada", when(YESTERDAY, time(3))),
        ("a las 10 24 de noviembre", when(date(2026, 11, 24), (time(10), time(22)))),
        ("ayer a las tres y veinte de la tarde", when(YESTERDAY, time(15, 20))),
        ("el veinte de noviembre a las 3 y 20", when(date(2026, 11, 20), (time(3, 20), time(15, 20)))),
        ("No. Fue ayer", when(YESTERDAY)),
        ("no, fue ayer a las siete treinta", when(YESTERDAY, (time(7, 30), time(19, 30)))),
    ],
)
def test_spanish_dates(text, expected):
    """It reads them in the patient's language."""
    assert read_when(text, "es", SPANISH, NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("11/12", when((date(2026, 11, 12), date(2026, 12, 11))), id="day and month either way"),
        pytest.param("friday", when((date(2026, 11, 20), date(2026, 11, 27))), id="the last or the coming Friday"),
        pytest.param("yesterday at 3", when(YESTERDAY, (time(3), time(15))), id="night or afternoon"),
        pytest.param("3:30 yesterday", when(YESTERDAY, (time(3, 30), time(15, 30))), id="clock time below 12"),
        pytest.param("3pm", when((), time(15)), id="no day named"),
        pytest.param("half 7", when((), (time(7, 30), time(19, 30))), id="half an hour after seven"),
        pytest.param("7.11", when(date(2026, 11, 7)), id="a dotted date in reach"),
        pytest.param("7.30", when((), (time(7, 30), time(19, 30))), id="a dotted date out of reach is a clock"),
    ],
)
def test_what_has_two_readings_comes_back_as_two(text, expected):
    """It never guesses."""
    assert read_when(text, "en", ENGLISH, NOW) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "can I wear makeup",
        "32/13",
        "my face hurts since yesterday",
        "25:00",
        "last",
        "20/11 and then?" * 9,
    ],
)
def test_what_is_no_date_is_none(text):
    """It leaves questions to those who answer them."""
    assert read_when(text, "en", ENGLISH, NOW) is None


@pytest.mark.parametrize("text", ["hoy no", "no fue ayer", "ahora no", "no hoy"])
def test_a_day_that_is_denied_is_none(text):
    """It takes no day from who says that it was not that day, nor "now" from "not now"."""
    assert read_when(text, "es", SPANISH, NOW) is None
    assert read_when("today no", "en", ENGLISH, NOW) is None


def test_a_date_out_of_reach_is_read_all_the_same():
    """It returns the nearest reading, so that what is possible can be said."""
    assert read_when("1/6/2026", "en", ENGLISH, NOW) == when(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("7.11", (time(7, 11), time(19, 11))),
        ("nine", (time(9), time(21))),
        ("seven thirty", (time(7, 30), time(19, 30))),
        ("at 15.30", (time(15, 30),)),
    ],
)
def test_where_a_time_is_asked_a_number_is_a_time(text, times):
    """It reads a bare hour, and a dotted clock that could be a date."""
    assert read_when(text, "en", ENGLISH, NOW, asks_time=True) == when((), times)


@given(st.text(max_size=80))
def test_nothing_typed_breaks_it(text):
    """It survives whatever is typed."""
    read_when(text, "en", ENGLISH, NOW)
