"""The digest in words: what is open first, no more than fits, and one line when there is nothing to say."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.clinic import Clinic
from messages.digest import Digest, Figures, Missed, OpenAlert, OpenThread, Tap
from messages.digest_wording import digest_html, overview_html, overview_of
from messages.markup import markup_fault, seen_length
from messages.person_wording import Person
from messages.topics import Urgency

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)  # a Tuesday, 8 am in Madrid
DAY = timedelta(days=1)
CLINIC = Clinic(name="Clínica del Prado", phone="+34 910 000 000", zone=ZoneInfo("Europe/Madrid"), language="en")
ANA = Person(number=1, name="Ana", label="4711", day=2, phone="+34 600 000 000")
EMPTY = Digest(now=NOW, since=NOW - DAY)
FIGURES = Figures(
    sent=12, late=2, expired=3, asked=8, answered=6, better=3, same=2, worse=1, care_asked=20, care_done=11
)


def test_nothing_to_say_is_one_line(library):
    """It says that all is well, and draws nothing."""
    assert digest_html(library, CLINIC, EMPTY) == (
        "<b>Your patients: Tuesday 24 November</b>\nAll well: nobody is in recovery, and nothing is open."
    )
    assert overview_of(EMPTY, CLINIC) is None


def test_all_is_well_only_while_nothing_is_open(library):
    """It never says so above something that somebody should look at."""
    quiet = replace(EMPTY, recovering=(ANA,))
    things = {
        "alerts": (OpenAlert(number=3, urgency=Urgency.URGENT, person=ANA, open_since=NOW - DAY / 2, taken_by=None),),
        "threads": (OpenThread(person=ANA, last_at=NOW - DAY, waits=True),),
        "taps": (Tap(person=ANA, answer="worse", at=NOW - DAY),),
        "missed": (Missed(person=ANA, step_ids=("sunscreen",)),),
        "unreachable": (Missed(person=ANA, step_ids=(), since=NOW - DAY),),
        "unanswered": 1,
    }

    assert "All well" in digest_html(library, CLINIC, quiet)
    for name, found in things.items():
        assert "All well" not in digest_html(library, CLINIC, replace(quiet, **{name: found})), name


def test_each_line_names_who_what_and_when(library):
    """It gives first name, label and day; the number to call only of who cannot be reached."""
    said = digest_html(
        library,
        CLINIC,
        replace(
            EMPTY,
            alerts=(
                OpenAlert(number=3, urgency=Urgency.URGENT, person=ANA, open_since=NOW - DAY / 8, taken_by="Carla"),
            ),
            unreachable=(Missed(person=ANA, step_ids=("sunscreen",), since=NOW - 2 * DAY),),
            missed=(Missed(person=Person(number=7, day=1), step_ids=("cleanser", "cleanser", "moisturizer")),),
        ),
    )

    assert "• Ana · 4711 · day 2: alert 3, for today, open since today, 5 am, taken by Carla" in said
    assert (
        "• Ana · 4711 · day 2: since Sunday, 8 am. Missed: sunscreen (SPF 30 or more). Phone: +34 600 000 000"
    ) in said
    assert "• Patient 7 · day 1: gentle cleanser, plain moisturizer\n" in said
    assert said.count("+34") == 1


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("count", [1, 13, 500])
def test_it_is_never_longer_than_a_message(library, language, count):
    """It shows as much of each list as fits, and how much more there is."""
    people = [
        Person(number=n, name="<Ana> & " + "x" * 32, label="&" * 60, day=n // 9, phone="+34") for n in range(count)
    ]
    steps = ("sunscreen", "cleanser", "moisturizer")
    digest = replace(
        EMPTY,
        recovering=tuple(people),
        coming=3,
        alerts=tuple(
            OpenAlert(number=1, urgency=Urgency.EMERGENCY, person=one, open_since=NOW - DAY, taken_by=None)
            for one in people
        ),
        threads=tuple(OpenThread(person=one, last_at=NOW - DAY, waits=True) for one in people),
        taps=tuple(Tap(person=one, answer="worried", at=NOW - DAY) for one in people),
        missed=tuple(Missed(person=one, step_ids=steps) for one in people),
        unreachable=tuple(Missed(person=one, step_ids=steps, since=NOW - DAY) for one in people),
        figures=FIGURES,
    )
    said = digest_html(library, replace(CLINIC, language=language), digest)

    assert markup_fault(said) is None
    assert seen_length(said) <= 3900
    assert bool(re.search(r"and \d+ more|y \d+ más", said)) == (count > 1)


def test_the_picture_has_its_words(library):
    """It says under the picture what that shows."""
    digest = replace(EMPTY, recovering=(ANA, replace(ANA, number=2, day=30), replace(ANA, number=3)), figures=FIGURES)
    overview = overview_of(digest, CLINIC)

    assert overview.by_day == (0, 0, 2, 0, 0, 0, 0, 1)
    assert overview_html(library, "en", overview) == (
        "<b>In recovery: 3</b>\nDay 2: 2, Day 29 and later: 1\nCheck-ins: 6 of 8 answered\n"
        "Better 3, The same 2, Worse 1\nCare steps: 11 of 20 tapped as done, 0 skipped"
    )
