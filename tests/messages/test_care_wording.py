"""The record of care in words: facts with their times, in the patient's zone, and no verdict."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from messages.care import Agreed, Asked, Care, CareRecord, Raised, Reading, Session, Talked
from messages.care_wording import record_html, record_parts, record_text, record_title
from messages.markup import markup_fault, seen_length
from messages.person_wording import Person

TREATED = datetime(2026, 11, 20, 14, tzinfo=UTC)  # 3 pm in Madrid
HOUR = timedelta(hours=1)


def a_record(**given):
    """A record with something in every part."""
    usual = {
        "now": TREATED + 49 * HOUR,
        "zone": "Europe/Madrid",
        "person": Person(number=12, name="Ana", label="4711", day=2, phone="+34 600 000 000"),
        "language": "es",
        "wake": time(8),
        "sleep": time(22),
        "level": "all",
        "muted": ("sunscreen",),
        "procedure": "plain",
        "adult": True,
        "next_at": TREATED + 50 * HOUR,
        "next_steps": ("cleanser", "moisturizer"),
        "ends_at": TREATED + timedelta(days=42),
        "sessions": (Session(treated_at=TREATED, registered_at=TREATED + HOUR, course_id="microneedling"),),
        "consents": (Agreed(version="2026-11-24", language="es", given_at=TREATED + HOUR),),
        "care": (
            care("ice_packs", response="done", responded_at=TREATED + HOUR / 2),
            care("cleanser", response="done", responded_at=TREATED + HOUR / 2),
            care("moisturizer"),
            care("sun_shade", due_at=TREATED + 17 * HOUR, settled_at=TREATED + 20 * HOUR, why="talk"),
            care(
                "sunscreen", outcome="expired", due_at=TREATED + 40 * HOUR, settled_at=TREATED + 48 * HOUR, why="over"
            ),
        ),
        "asked": (Asked(at=TREATED + 3 * HOUR, topic="redness", urgency="none", kind="answer"),),
        "alerts": (
            Raised(
                number=3,
                urgency="urgent",
                topic="infection",
                signs=2,
                raised_at=TREATED + 5 * HOUR,
                sent_at=TREATED + 5 * HOUR,
                acknowledged=("Carla", TREATED + 6 * HOUR),
                closed=("", TREATED + 24 * HOUR),
            ),
        ),
        "talks": (Talked(opened_at=TREATED + 6 * HOUR, closed_at=TREATED + 30 * HOUR),),
        "readings": (Reading(at=TREATED + 49 * HOUR, reader="", reader_id=None),),
    }
    return CareRecord(**{**usual, **given})


def care(step_id, **given):
    usual = {"due_at": TREATED, "outcome": "sent", "settled_at": TREATED}
    return Care(step_id=step_id, **{**usual, **given})


def lines_of(library, record, title):
    [part] = [part for part in record_parts(library, "en", record) if part.title == title]
    return [f"{before} {said}".strip() for before, said in part.lines]


def test_what_went_the_same_way_is_one_line(library):
    """It joins steps that fell due together, and keeps apart what was tapped from what was not."""
    assert lines_of(library, a_record(), "What was due, and what became of it") == [
        "2026-11-20 15:00 plain moisturizer: sent on time",
        "2026-11-20 15:00 ice pack (10 minutes at most), gentle cleanser: sent on time; tapped “done” 15:30",
        "2026-11-21 08:00 shade and a hat: sent 11:00; late: a conversation with the team was open",
        "2026-11-22 07:00 sunscreen (SPF 30 or more): not sent, settled 15:00; it was no longer useful by then",
    ]


def test_an_alert_is_told_from_raised_to_closed(library):
    """It names who did what and when, with the day where it is another."""
    assert lines_of(library, a_record(), "Alerts") == [
        "2026-11-20 20:00 Alert 3, for today (Infection); 2 messages with a sign; sent to the team 20:00; "
        "Taken by Carla: 21:00; Closed by the team: 2026-11-21 15:00"
    ]


def test_the_plan_says_what_comes_next_or_why_nothing_does(library):
    """It never names a next message to somebody who is sent none."""
    stopped = replace(a_record(), stopped=("paused", TREATED + HOUR))

    assert "2026-11-22 17:00 Next: gentle cleanser, plain moisturizer" in lines_of(library, a_record(), "Plan")
    assert "2026-11-20 16:00 Since then the patient has paused the reminders" in lines_of(library, stopped, "Plan")
    assert not any("Next:" in line for line in lines_of(library, stopped, "Plan"))


def test_an_empty_part_says_so(library):
    """It tells nothing on record from something left out."""
    assert lines_of(library, a_record(alerts=()), "Alerts") == ["Nothing on record."]


def test_nobody_is_named_twice(library):
    """It gives the number once to somebody without a name."""
    assert record_title(library, "en", a_record()) == "Record of care: Ana · 4711 · day 2, patient 12"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_message_fits_whatever_is_on_record(library, language):
    """It shortens the longest parts from their beginnings, and takes markup in names for what it is."""
    many = tuple(care("ice_packs", due_at=TREATED + number * HOUR) for number in range(900))
    record = a_record(care=many, person=Person(number=1, name="<b>Ana & Co", label="x" * 60))
    said = record_html(library, language, record)

    assert markup_fault(said) is None
    assert 3000 < seen_length(said) <= 3900
    assert "&lt;b&gt;Ana &amp; Co" in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_text_is_whole(library, language):
    """It leaves out nothing at the command line, where there is room."""
    many = tuple(care("ice_packs", due_at=TREATED + number * HOUR) for number in range(900))

    assert record_text(library, language, a_record(care=many)).count("\n") > 900


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "kind", ["tried", "talk", "unknown", "replaced", "before", "over", "gone", "refused", "unanswered"]
)
def test_every_reason_has_its_words(library, language, kind):
    """It can say why in every language."""
    assert record_text(library, language, a_record(care=(care("ice_packs", why=kind),)))
