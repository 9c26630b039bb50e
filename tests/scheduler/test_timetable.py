"""The timetable: whatever the zone, the day and the hour of registration, the promises of the plan hold."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.course import Day, Every, Late, Once, StepKind, step_instant
from messages.markup import markup_fault
from messages.wording import Bundle, Opening, moment_html
from scheduler.timetable import (
    Level,
    Moment,
    Responses,
    StepDue,
    Treated,
    Wishes,
    identity,
    late_steps,
    out_of_the_night,
    plan_after,
    timetable,
)
from tests.content import LIBRARY

COURSE = LIBRARY.courses["microneedling"]
STEPS = COURSE.steps
MADRID = Day(zone=ZoneInfo("Europe/Madrid"))
HOUR = timedelta(hours=1)
FRIDAY = datetime(2026, 11, 20, 14, tzinfo=UTC)  # 3 pm in Madrid

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
CHANGING = st.sampled_from(
    ["Europe/Madrid", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Auckland"]
).map(ZoneInfo)
CLOCKS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
WAKING = st.integers(4, 24)  # hours; 24: wake and sleep are the same
REGISTERED = st.one_of(
    st.just(timedelta(0)),
    st.integers(-90 * 24 * 60, 0).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(0, 12 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(0, 60 * 24).map(lambda hours: timedelta(hours=hours)),
)
# Whole quarters of an hour around both changes of the clocks in both hemispheres
TREATED = st.one_of(
    st.integers(0, 2 * 365 * 96).map(lambda quarter: datetime(2026, 1, 1, tzinfo=UTC) + quarter * HOUR / 4),
    st.builds(
        lambda on, quarter: datetime.combine(on, time(0), tzinfo=UTC) + quarter * HOUR / 4,
        st.sampled_from(
            [date(2027, 3, 12), date(2027, 3, 26), date(2027, 4, 2), date(2027, 9, 24), date(2027, 10, 29)]
        ),
        st.integers(0, 6 * 96),
    ),
)
OUTAGES = st.lists(
    st.sampled_from(
        [timedelta(0), timedelta(seconds=5), timedelta(minutes=40), 2.2 * HOUR, 7 * HOUR, 30 * HOUR, 200 * HOUR]
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def days(draw):
    wake = draw(CLOCKS)
    sleep = (datetime.combine(date(2026, 1, 1), wake) + draw(WAKING) * HOUR).time()
    return Day(zone=draw(st.one_of(ZONES, CHANGING)), wake=wake, sleep=sleep)


@st.composite
def wishes_of(draw, level=None):
    muted = draw(st.frozensets(st.sampled_from(sorted(STEPS)), max_size=4))
    return Wishes(day=draw(days()), level=level or draw(st.sampled_from(Level)), muted=muted)


@st.composite
def plans(draw):
    """One treatment, or a second that overlaps it, and everything a patient may wish."""
    treated_at = draw(TREATED)
    registered_at = treated_at + draw(REGISTERED)
    if draw(st.booleans()):
        return [(treated_at, registered_at)], draw(wishes_of())
    again = treated_at + draw(st.integers(1, 60 * 24)) * HOUR
    return [(treated_at, registered_at), (again, max(again + draw(REGISTERED), registered_at))], draw(wishes_of())


def lived(plan):
    """Return the treatments and wishes of a drawn plan; the course is left out of what is drawn, for short reports."""
    times, wishes = plan
    return [a_treatment(*one, treatment_id=number) for number, one in enumerate(times, 1)], wishes


def a_treatment(treated_at=FRIDAY, registered_at=None, *, treatment_id=1, course=COURSE):
    return Treated(
        treatment_id=treatment_id, treated_at=treated_at, registered_at=registered_at or treated_at, course=course
    )


def madrid(text):
    return datetime.fromisoformat(text).replace(tzinfo=MADRID.zone).astimezone(UTC)


def steps_at(moments, text):
    """Return what the one message of that time in Madrid says."""
    [only] = [moment for moment in moments if moment.due_at == madrid(text)]
    return {due.step_id for due in only.steps}


def is_awake(at, day):
    """Return whether the clock says so; in an hour that comes twice, also who was up in the hour before stays up."""
    before = (at - quarters * HOUR / 4 for quarters in range(1, 5))
    return is_day(at, day) or (at.astimezone(day.zone).fold == 1 and any(is_day(one, day) for one in before))


def is_day(at, day):
    clock = at.astimezone(day.zone).time()
    if day.wake < day.sleep:
        return day.wake <= clock < day.sleep
    return clock >= day.wake or clock < day.sleep


def waking_day(at, day):
    """Return the date on which the patient got up."""
    local = at.astimezone(day.zone)
    return local.date() - timedelta(days=local.time() < day.wake)


def walk(treatments, wishes, outages):
    """Live through the plan as the sender does, each time late by the next of the outages; return what was recorded."""
    sent: list[tuple[datetime, StepDue]] = []
    passed: list[StepDue] = []
    registrations = sorted({treated.registered_at for treated in treatments})
    now = registrations[0]
    for turn in range(2000):
        known = [treated for treated in treatments if treated.registered_at <= now]
        settled = frozenset(identity(due) for due in [*passed, *(due for _, due in sent)])
        plan = plan_after(known, wishes, Responses(), now=now, settled=settled)
        passed += plan.passed_over
        ahead = [at for at in registrations if at > now]
        if plan.next is None and not ahead:
            return sent, passed
        if plan.next and plan.next.due_at <= now:
            sent += [(now, due) for due in plan.next.steps]
        elif ahead and (plan.next is None or ahead[0] <= plan.next.due_at):
            now = ahead[0]
        else:
            now = plan.next.due_at + outages[turn % len(outages)]
    raise AssertionError("the plan does not end")


@settings(max_examples=150, deadline=None)
@given(plans())
def test_moments_are_in_order_and_say_nothing_twice(plan):
    """It sorts them, and no occurrence of a step stands in two."""
    treatments, wishes = lived(plan)
    moments = timetable(treatments, wishes)
    occurrences = Counter(identity(due) for moment in moments for due in moment.steps)

    assert [moment.due_at for moment in moments] == sorted({moment.due_at for moment in moments})
    assert not [one for one, times in occurrences.items() if times > 1]
    assert all(len({due.step_id for due in moment.steps}) == len(moment.steps) for moment in moments)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_nothing_wakes_the_patient(plan):
    """It sends by night only the reply to a registration, and what a step allows."""
    treatments, wishes = lived(plan)
    registrations = {treated.registered_at for treated in treatments}

    for moment in timetable(treatments, wishes):
        allowed = moment.due_at in registrations or any(STEPS[due.step_id].any_hour for due in moment.steps)
        assert allowed or is_awake(moment.due_at, wishes.day)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_at_most_four_messages_a_day_after_day_0(plan):
    """It keeps to four on every day but those of a treatment."""
    treatments, wishes = lived(plan)
    treatment_days = {waking_day(treated.treated_at, wishes.day) for treated in treatments}
    a_day = Counter(waking_day(moment.due_at, wishes.day) for moment in timetable(treatments, wishes))

    assert max((times for on, times in a_day.items() if on not in treatment_days), default=0) <= 4


@settings(max_examples=150, deadline=None)
@given(plans())
def test_a_step_is_said_only_while_it_counts(plan):
    """It never comes before its time, after its end or after the next treatment."""
    treatments, wishes = lived(plan)
    by_id = {treated.treatment_id: treated for treated in treatments}
    for moment in timetable(treatments, wishes):
        for due in moment.steps:
            treated, step = by_id[due.treatment_id], STEPS[due.step_id]
            later = [other.treated_at for other in treatments if other.treated_at > treated.treated_at]
            ends = treated.treated_at if step.kind is StepKind.BEFORE else treated.treated_at + step.counts_until

            assert treated.treated_at + step.counts_from <= due.due_at == moment.due_at < due.expires_at
            assert due.expires_at <= min([ends, *later])
            assert due.occurrence != 0 or due.due_at == treated.registered_at


@settings(max_examples=150, deadline=None)
@given(plans())
def test_make_up_is_allowed_after_48_hours_to_the_minute(plan):
    """It says so at the 48th elapsed hour, or when the patient is next awake, whatever the clocks do."""
    treatments, wishes = lived(plan)
    for moment in timetable(treatments, replace(wishes, muted=frozenset())):
        for due in moment.steps:
            treated = next(one for one in treatments if one.treatment_id == due.treatment_id)
            if due.step_id == "makeup_ok" and due.due_at != treated.registered_at:
                assert due.due_at == out_of_the_night(treated.treated_at + 48 * HOUR, wishes.day)


@settings(max_examples=40, deadline=None)
@given(plans(), OUTAGES)
def test_every_occurrence_ends_in_one_record(plan, outages):
    """It sends or passes over each exactly once, through any outage, and ends."""
    treatments, wishes = lived(plan)
    sent, passed = walk(treatments, wishes, outages)
    records = Counter(identity(due) for due in [*passed, *(due for _, due in sent)])
    planned = {identity(due) for moment in timetable(treatments, wishes) for due in moment.steps}

    assert planned <= set(records)
    assert set(records.values()) <= {1}


@settings(max_examples=40, deadline=None)
@given(plans(), OUTAGES)
def test_what_is_late_is_worth_it_and_comes_once(plan, outages):
    """It never sends what has expired, nor ice after hour six, nor two messages at once, nor at night."""
    treatments, wishes = lived(plan)
    by_id = {treated.treatment_id: treated for treated in treatments}
    sent, _ = walk(treatments, wishes, outages)
    for at, due in sent:
        assert due.due_at <= at < due.expires_at
        assert due.step_id != "ice_packs" or at <= by_id[due.treatment_id].treated_at + 6 * HOUR
        replying = any(at - HOUR / 4 <= treated.registered_at <= at for treated in treatments)
        assert replying or is_awake(at, wishes.day)
    for at in {at for at, _ in sent}:
        assert len({due.step_id for when, due in sent if when == at}) == len([when for when, _ in sent if when == at])


@settings(max_examples=30, deadline=None)
@given(plans())
def test_a_punctual_sender_sends_the_whole_plan(plan):
    """It passes nothing over when nothing is late."""
    treatments, wishes = lived(plan)
    sent, passed = walk(treatments, wishes, [timedelta(0)])

    assert len(treatments) > 1 or not passed
    assert len(treatments) > 1 or {identity(due) for _, due in sent} == {
        identity(due) for moment in timetable(treatments, wishes) for due in moment.steps
    }


@settings(max_examples=30, deadline=None)
@given(plans(), OUTAGES, st.sampled_from(Opening), st.sampled_from(LIBRARY.languages))
def test_whatever_goes_out_together_can_be_said(plan, outages, opening, language):
    """It words every message, also the worst catch-up, as HTML that Telegram takes and in one screen or little more."""
    treatments, wishes = lived(plan)
    treated_at = max(treated.treated_at for treated in treatments)
    instants = {step.id: step_instant(step, treated_at, wishes.day) for step in STEPS.values()}
    sent, _ = walk(treatments, wishes, outages)
    for at in {at for at, _ in sent}:
        dues = [due for when, due in sent if when == at]
        bundle = Bundle(
            opening=opening,
            step_ids=tuple(due.step_id for due in dues),
            late_ids=frozenset(due.step_id for due in dues if at > due.due_at),
            instants=instants,
            treated_at=treated_at,
            now=at,
            zone=wishes.day.zone,
            next_at=at + HOUR,
            is_worse=True,
        )
        words = moment_html(LIBRARY, language, bundle)

        assert markup_fault(words) is None
        assert 0 < len(words) <= 1000


def test_the_article_s_friday():
    """It says make-up on Sunday at 3 pm, with what goes on then, in one message."""
    moments = timetable([a_treatment()], Wishes(day=MADRID))

    assert steps_at(moments, "2026-11-20 15:00") == {"ice_packs", "cleanser", "moisturizer", "sun_shade"}
    assert [steps_at(moments, f"2026-11-20 {hour}:00") for hour in (16, 17, 18)] == [{"ice_packs"}] * 3
    assert steps_at(moments, "2026-11-20 20:00") == {
        "cleanser", "moisturizer", "no_makeup", "no_exercise", "no_heat_swim", "no_actives", "hands_off",
        "alcohol_smoking",
    }  # fmt: skip
    assert steps_at(moments, "2026-11-22 15:00") == {"makeup_ok", "exercise_ok", "healed_check", "checkin_48h"}


def test_sunscreen_thins_out():
    """It begins on the first morning a full day after: daily to day 7, every second day to day 14, then weekly."""
    moments = timetable([a_treatment()], Wishes(day=MADRID))
    mornings = [moment.due_at for moment in moments if any(due.step_id == "sunscreen" for due in moment.steps)]

    assert [(morning - madrid("2026-11-20 08:00")).days for morning in mornings] == [
        2, 3, 4, 5, 6, 7, 9, 11, 13, 21, 28,
    ]  # fmt: skip


def test_check_ins_are_on_their_days():
    """It asks on days 1, 2, 3, 5, 7, 14 and 28."""
    moments = timetable([a_treatment()], Wishes(day=MADRID))
    asked = [due.due_at for moment in moments for due in moment.steps if due.step_id.startswith("checkin")]

    assert [(at - FRIDAY).days for at in asked] == [1, 2, 3, 5, 7, 14, 28]


@pytest.mark.parametrize(
    ("unanswered", "asked"),
    [
        (1, {"24h", "48h", "72h", "5d", "7d", "14d", "28d"}),
        (2, {"48h", "5d", "14d"}),
        (3, set()),
    ],
)
def test_unanswered_check_ins_taper_off(unanswered, asked):
    """It leaves out every other one after two, and stops after three."""
    moments = timetable([a_treatment()], Wishes(day=MADRID), Responses(unanswered_check_ins=unanswered))
    steps = {due.step_id for moment in moments for due in moment.steps}

    assert {step_id.removeprefix("checkin_") for step_id in steps if step_id.startswith("checkin_")} == asked


def test_after_a_treatment_in_the_late_evening_nothing_of_day_0_is_lost():
    """It says an hour later what the evening would have said."""
    late = madrid("2026-11-20 20:30")

    assert {"ice_packs", "no_makeup", "alcohol_smoking"} <= steps_at(
        timetable([a_treatment(late)], Wishes(day=MADRID)), "2026-11-20 21:30"
    )


def test_a_late_registration_says_at_once_what_still_counts():
    """It lists the care of today, what to leave out, and what is allowed by now."""
    moments = timetable([a_treatment(registered_at=madrid("2026-11-22 16:00"))], Wishes(day=MADRID))

    assert moments[0].due_at == madrid("2026-11-22 16:00")
    assert {due.step_id for due in moments[0].steps} == {
        "cleanser", "moisturizer", "sunscreen", "no_heat_swim", "no_actives", "makeup_ok", "exercise_ok",
        "healed_check", "checkin_48h",
    }  # fmt: skip


def test_what_falls_due_at_the_very_registration_is_said():
    """It does not lose make-up for somebody who registers at the 48th hour."""
    moments = timetable([a_treatment(registered_at=FRIDAY + 48 * HOUR)], Wishes(day=MADRID))

    assert "makeup_ok" in {due.step_id for due in moments[0].steps}


def test_a_registration_ahead_begins_with_what_to_prepare():
    """It speaks of cold sores at once, of the way there the evening before, and of care when it is over."""
    moments = timetable([a_treatment(registered_at=madrid("2026-11-12 12:00"))], Wishes(day=MADRID))

    assert [{due.step_id for due in moment.steps} for moment in moments[:5]] == [
        {"coldsore_prevention"},
        {"prep_next"},
        {"coldsore_prevention"},
        {"arrive_early"},
        {"ice_packs", "cleanser", "moisturizer", "sun_shade"},
    ]


def test_ice_packs_are_an_hour_apart_after_a_registration_between():
    """It leaves out the pack that would come ten minutes after the first message."""
    moments = timetable([a_treatment(registered_at=FRIDAY + timedelta(minutes=50))], Wishes(day=MADRID))
    packs = [moment.due_at - FRIDAY for moment in moments if any(due.step_id == "ice_packs" for due in moment.steps)]

    assert packs == [timedelta(minutes=50), 2 * HOUR, 3 * HOUR]


def test_what_prepares_for_a_treatment_is_over_when_it_begins():
    """It does not count for as long as it otherwise would."""
    arrive = replace(STEPS["arrive_early"], when=Once(offset=-5 * HOUR), useful_for=24 * HOUR, counts_until=24 * HOUR)
    course = a_course_of(arrive=arrive)
    moments = timetable([a_treatment(registered_at=FRIDAY - 24 * HOUR, course=course)], Wishes(day=MADRID))

    assert {due.expires_at for moment in moments for due in moment.steps} == {FRIDAY}


def test_a_treatment_that_is_registered_as_it_ends_has_one_start():
    """It does not begin anew in the morning after a treatment by night."""
    at = madrid("2026-11-20 22:30")
    moments = timetable([a_treatment(at)], Wishes(day=MADRID))

    assert min(due.occurrence for moment in moments for due in moment.steps) == 0


def test_a_short_day_says_nothing_twice():
    """It leaves out the evening of who is up for four hours: that is two hours after the morning."""
    short = Day(zone=MADRID.zone, wake=time(8), sleep=time(12))
    moments = timetable([a_treatment()], Wishes(day=short))
    at = [moment.due_at for moment in moments for due in moment.steps if due.step_id == "cleanser"]

    assert min(later - before for before, later in pairwise(at)) >= 3 * HOUR


def test_an_exact_step_does_not_wait_for_company():
    """It says "you can again" at the hour itself, and the evening's care in a message of its own."""
    moments = timetable([a_treatment(madrid("2026-11-20 18:45"))], Wishes(day=MADRID))

    assert "makeup_ok" in steps_at(moments, "2026-11-22 18:45")
    assert "cleanser" in steps_at(moments, "2026-11-22 20:00")


def test_the_reply_to_a_registration_waits_for_nobody():
    """It comes at once, also where the next message is near."""
    at = madrid("2026-12-04 13:45")

    assert timetable([a_treatment(registered_at=at)], Wishes(day=MADRID))[0].due_at == at


def test_in_the_hour_that_comes_twice_an_early_riser_is_up():
    """It does not wait a whole day for a waking time that has been."""
    early = Day(zone=MADRID.zone, wake=time(2, 30), sleep=time(20))
    second_ten_past_two = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)

    assert out_of_the_night(second_ten_past_two, early) == second_ten_past_two


def test_few_means_allowed_steps_and_check_ins():
    """It leaves care to those who want all reminders."""
    moments = timetable([a_treatment()], Wishes(day=MADRID, level=Level.FEW))

    assert {STEPS[due.step_id].kind for moment in moments for due in moment.steps} == {
        StepKind.EXPECT,
        StepKind.ALLOWED,
        StepKind.CHECK_IN,
    }


def test_who_wants_only_the_important_ones_hears_of_the_end():
    """It says that the plan is over to everybody who is not content with few."""
    moments = timetable([a_treatment()], Wishes(day=MADRID, level=Level.IMPORTANT))

    assert [due.step_id for moment in moments for due in moment.steps][-1] == "course_end"


def test_a_muted_step_is_gone_and_its_company_stays():
    """It sends the moisturizer without the muted cleanser."""
    moments = timetable([a_treatment()], Wishes(day=MADRID, muted=frozenset({"cleanser"})))

    assert steps_at(moments, "2026-11-21 20:00") == {"moisturizer"}


def test_a_second_treatment_ends_the_steps_of_the_first():
    """It says nothing of the first after the second, and asks for no next session that is booked."""
    second = FRIDAY + timedelta(days=5)
    moments = timetable([a_treatment(), a_treatment(second, treatment_id=2)], Wishes(day=MADRID))
    of_first = [due for moment in moments for due in moment.steps if due.treatment_id == 1]

    assert max(due.expires_at for due in of_first) <= second
    assert {"makeup_ok", "exercise_ok"} <= {due.step_id for due in of_first}
    assert {due.step_id for due in of_first} & {"actives_ok", "next_session", "course_end"} == set()


def test_after_worse_the_next_session_waits_until_the_morning_it_may_come():
    """It holds the message for as long as it is told, and does not bring it by night."""
    held = Responses(sessions_held_until=madrid("2026-12-14 03:00"))

    assert steps_at(timetable([a_treatment()], Wishes(day=MADRID), held), "2026-12-14 08:00") == {"next_session"}


def test_an_outage_ends_in_one_catch_up_of_what_still_counts():
    """It sends one message, marks what is late in it, and passes over the rest."""
    asleep = timetable([a_treatment()], Wishes(day=MADRID))
    settled = frozenset(identity(due) for moment in asleep for due in moment.steps if moment.due_at <= FRIDAY + HOUR)
    plan = plan_after([a_treatment()], Wishes(day=MADRID), Responses(), now=madrid("2026-11-21 10:00"), settled=settled)

    assert plan.next is not None
    assert plan.next.due_at == madrid("2026-11-21 10:00")
    assert {due.step_id for due in plan.next.steps} == {
        "cleanser", "moisturizer", "sun_shade", "no_makeup", "no_exercise", "no_heat_swim", "no_actives", "hands_off",
        "alcohol_smoking",
    }  # fmt: skip
    assert late_steps(plan.next) == {due.step_id for due in plan.next.steps}
    assert {due.step_id for due in plan.passed_over} == {"ice_packs", "cleanser", "moisturizer"}


def test_an_outage_that_ends_at_night_waits_for_the_morning():
    """It plans one message for the waking hour, with what that morning brings."""
    plan = plan_after(
        [a_treatment()], Wishes(day=MADRID), Responses(), now=madrid("2026-11-21 03:00"), settled=frozenset()
    )

    assert plan.next is not None
    assert plan.next.due_at == madrid("2026-11-21 08:00")
    assert {"cleanser", "no_makeup", "sun_shade"} <= {due.step_id for due in plan.next.steps}


def test_a_registration_by_night_is_answered_by_night():
    """It replies to who is awake and typing."""
    at = madrid("2026-11-21 01:00")
    plan = plan_after(
        [a_treatment(registered_at=at)], Wishes(day=MADRID), Responses(), now=at + HOUR / 60, settled=frozenset()
    )

    assert plan.next is not None
    assert plan.next.due_at == at + HOUR / 60


def test_a_reply_that_comes_too_late_at_night_waits_for_the_morning():
    """It wakes nobody who has gone to sleep over it."""
    at = madrid("2026-11-20 22:30")
    plan = plan_after(
        [a_treatment(registered_at=at)], Wishes(day=MADRID), Responses(), now=at + HOUR, settled=frozenset()
    )

    assert plan.next is not None
    assert plan.next.due_at == madrid("2026-11-21 08:00")


def test_of_two_late_ice_packs_one_is_sent():
    """It passes the older over."""
    settled = frozenset({(1, step_id, 0) for step_id in ("ice_packs", "cleanser", "moisturizer", "sun_shade")})
    now = FRIDAY + 2.2 * HOUR
    plan = plan_after([a_treatment()], Wishes(day=MADRID), Responses(), now=now, settled=settled)

    assert plan.next is not None
    assert [identity(due) for due in plan.next.steps] == [(1, "ice_packs", 2)]
    assert [identity(due) for due in plan.passed_over] == [(1, "ice_packs", 1)]


def a_course_of(**steps):
    return replace(COURSE, steps={step_id: replace(step, id=step_id) for step_id, step in steps.items()})


def test_a_step_that_may_break_the_night_comes_alone():
    """It sends by night what may come at any hour, and leaves the rest for the morning."""
    course = a_course_of(
        pills=replace(STEPS["cleanser"], when=Once(offset=10 * HOUR), any_hour=True, late=Late.SEND),
        cream=replace(STEPS["moisturizer"], when=Once(offset=6 * HOUR), useful_for=24 * HOUR, at_start=False),
    )
    treated = a_treatment(course=course)
    settled = frozenset({(1, "pills", 0)})
    night = plan_after([treated], Wishes(day=MADRID), Responses(), now=madrid("2026-11-20 23:00"), settled=settled)

    assert night.next is not None
    assert night.next.due_at == madrid("2026-11-21 01:00")
    assert [due.step_id for due in night.next.steps] == ["pills"]


def test_a_step_for_any_hour_that_falls_on_the_morning_brings_what_waits_for_it():
    """It comes with the rest: nobody's night is broken."""
    course = a_course_of(
        pills=replace(STEPS["cleanser"], when=Once(offset=17 * HOUR), any_hour=True, at_start=False),
        cream=replace(STEPS["moisturizer"], when=Once(offset=6 * HOUR), useful_for=24 * HOUR, at_start=False),
    )
    plan = plan_after(
        [a_treatment(course=course)],
        Wishes(day=MADRID),
        Responses(),
        now=madrid("2026-11-20 23:00"),
        settled=frozenset(),
    )

    assert plan.next is not None
    assert plan.next.due_at == madrid("2026-11-21 08:00")
    assert {due.step_id for due in plan.next.steps} == {"pills", "cream"}


def test_a_full_day_is_joined_to_four_messages():
    """It joins the closest ones until four are left, with all their steps."""
    offsets = {"a": 20, "b": 22, "c": 24, "d": 26, "e": 28, "f": 29.8}
    care = replace(STEPS["cleanser"], at_start=False, useful_for=12 * HOUR)
    course = a_course_of(**{name: replace(care, when=Once(offset=hours * HOUR)) for name, hours in offsets.items()})
    moments = timetable([a_treatment(course=course)], Wishes(day=MADRID))

    assert [tuple(due.step_id for due in moment.steps) for moment in moments] == [
        ("a", "b"),
        ("c",),
        ("d",),
        ("e", "f"),
    ]


def test_a_step_is_never_joined_with_itself():
    """It keeps five times of one step apart, rather than lose one."""
    every = Every(interval=3 * HOUR, start=17 * HOUR, end=29 * HOUR)
    course = a_course_of(drops=replace(STEPS["cleanser"], when=every, at_start=False, useful_for=24 * HOUR))
    moments = timetable([a_treatment(course=course)], Wishes(day=MADRID))

    assert [[due.occurrence for due in moment.steps] for moment in moments] == [[1], [2], [3], [4], [5]]


def test_what_is_never_to_be_sent_late_is_passed_over():
    """It drops such a step after a quarter of an hour, and keeps its company."""
    course = a_course_of(
        walk=replace(STEPS["cleanser"], when=Once(offset=HOUR), late=Late.SKIP, at_start=False),
        cream=replace(STEPS["moisturizer"], when=Once(offset=HOUR), at_start=False),
    )
    now = FRIDAY + HOUR + timedelta(minutes=16)
    plan = plan_after([a_treatment(course=course)], Wishes(day=MADRID), Responses(), now=now, settled=frozenset())

    assert plan.next is not None
    assert [due.step_id for due in plan.next.steps] == ["cream"]
    assert [due.step_id for due in plan.passed_over] == ["walk"]


def test_a_quarter_of_an_hour_is_in_time():
    """It sends until then what may not be late, marks nothing as late, and still replies by night."""
    course = a_course_of(walk=replace(STEPS["cleanser"], when=Once(offset=HOUR), late=Late.SKIP, at_start=False))
    now = FRIDAY + 1.25 * HOUR
    plan = plan_after([a_treatment(course=course)], Wishes(day=MADRID), Responses(), now=now, settled=frozenset())
    at = madrid("2026-11-20 22:30")
    reply = plan_after(
        [a_treatment(registered_at=at)], Wishes(day=MADRID), Responses(), now=at + HOUR / 4, settled=frozenset()
    )

    assert plan.next is not None
    assert reply.next is not None
    assert [due.step_id for due in plan.next.steps] == ["walk"]
    assert late_steps(plan.next) == frozenset()
    assert reply.next.due_at == at + HOUR / 4


def test_the_plan_spares_who_does_not_answer():
    """It has nothing to send when a check-in is all there is, and the last three were left unanswered."""
    course = a_course_of(checkin=replace(STEPS["checkin_24h"]))
    treated, silent = [a_treatment(course=course)], Responses(unanswered_check_ins=3)

    assert plan_after(treated, Wishes(day=MADRID), silent, now=FRIDAY, settled=frozenset()).next is None
    assert plan_after(treated, Wishes(day=MADRID), Responses(), now=FRIDAY, settled=frozenset()).next is not None


def test_moments_name_their_last_expiry():
    """It keeps a message for as long as one of its steps is useful."""
    for moment in timetable([a_treatment()], Wishes(day=MADRID)):
        assert isinstance(moment, Moment)
        assert moment.expires_at == max(due.expires_at for due in moment.steps)


def test_ice_counts_in_hours():
    """It is the only step of the course that is said again within three hours."""
    hourly = {step.id for step in STEPS.values() if isinstance(step.when, Every) and step.when.interval < 3 * HOUR}

    assert hourly == {"ice_packs"}
