"""The draft: what was said of a treatment, through the database and into another zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.draft import Draft, draft_of, keep_draft
from scheduler.models import Patient

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def a_patient():
    return Patient(id=1, chat_id=7, language="en", created_at=NOW)


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(Draft(), id="nothing said"),
        pytest.param(Draft(on=date(2026, 11, 23), at=time(15, 30)), id="day and time"),
        pytest.param(Draft(days=(date(2026, 4, 5), date(2026, 5, 4)), times=(time(3), time(15))), id="two readings"),
        pytest.param(Draft(on=date(2026, 11, 23), days_ago=0, said_at=NOW, corrects=5), id="today, of a correction"),
    ],
)
def test_a_draft_is_read_back_as_it_was_kept(draft):
    """It loses nothing on the way through the patient's row."""
    patient = a_patient()
    keep_draft(patient, draft)

    assert draft_of(patient) == draft


def test_nothing_said_keeps_nothing():
    """It leaves an empty draft where there is nothing to keep."""
    patient = a_patient()
    keep_draft(patient, Draft(on=date(2026, 11, 23)))
    keep_draft(patient, None)

    assert patient.draft == {}


def test_today_is_today_where_the_patient_is():
    """It reads "today", said at half past two at night in Madrid, as the evening before in Mexico."""
    draft = Draft().on_day(date(2026, 11, 24), days_ago=0, said_at=NOW)

    assert draft.in_zone(ZoneInfo("America/Mexico_City")).on == date(2026, 11, 23)


def test_a_date_is_the_same_date_everywhere():
    """It leaves a day that was named by its date alone."""
    draft = Draft().on_day(date(2026, 11, 24))

    assert draft.in_zone(ZoneInfo("America/Mexico_City")).on == date(2026, 11, 24)
