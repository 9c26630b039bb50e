"""Corrections: whatever date was wrong, the plan of the right one is kept, and nothing is said twice."""

from datetime import timedelta
from itertools import count, pairwise

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from messages.course import Every, StepKind
from scheduler import outlook, treatments
from scheduler.models import ReminderStep, State, Treatment
from scheduler.timetable import identity
from tests.scheduler.world import NOW

CHATS = count(7_000_000_001)  # each example has a patient of its own
AFTER = st.one_of(st.integers(0, 300), st.integers(0, 10 * 24 * 60))  # minutes until a correction
TO = st.one_of(st.integers(-300, 300), st.integers(-12 * 24 * 60, 12 * 24 * 60))  # minutes by which the date moves


async def correct(world, treatment, treated_at):
    """Put the treatment at another time; return the one that is planned now."""
    async with world.database.session() as session:
        known = await session.get_one(Treatment, treatment.id)
        return await treatments.correct(session, known, treated_at, world.courses, world.now)


async def shown(world, patient):
    """What /plan shows ahead: the instants by what each step is known by in the record."""
    async with world.database.reading() as session:
        moments = await outlook.moments_ahead(session, patient, world.courses, world.now)
    return {identity(due): moment.due_at for moment in moments for due in moment.steps}


async def record(world, patient):
    async with world.database.reading() as session:
        query = select(ReminderStep).where(ReminderStep.patient_id == patient.id).order_by(ReminderStep.settled_at)
        return list((await session.exec(query)).all())


def said_within_the_same_hours(steps, sent):
    """The steps that were said twice within three hours, ice packs within one; new dates and "you can again" apart."""
    found = []
    for step in steps.values():
        apart = min(step.when.interval, timedelta(hours=3)) if isinstance(step.when, Every) else timedelta(hours=3)
        times = [one.settled_at for one in sent if one.step_id == step.id]
        if (
            not step.names
            and step.kind is not StepKind.ALLOWED
            and any(later - at < apart for at, later in pairwise(times))
        ):
            found.append(step.id)
    return found


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(corrections=[(181, 180)])  # treated at 9, until noon
@example(corrections=[(0, 435), (17 * 60, 38 * 24 * 60)])  # begun too early, then put off by weeks
@example(corrections=[(20 * 60, 2 * 24 * 60)])
@given(corrections=st.lists(st.tuples(AFTER, TO), min_size=1, max_size=3))
async def test_what_the_plan_shows_after_a_correction_is_sent_or_on_record(world, corrections):
    """It keeps what it shows, earlier or later, by hours or days, once or again; and says nothing twice."""
    world.now, world.telegram.sent = NOW, []
    ana = await world.patient(chat_id=next(CHATS))
    treatment, promised = await world.register(ana, NOW), {}
    for after, minutes in corrections:
        await world.answering_check_ins(ana, until=world.now + timedelta(minutes=after))
        treatment = await correct(world, treatment, treatment.treated_at + timedelta(minutes=minutes))
        promised = {known: at for known, at in promised.items() if at <= world.now} | await shown(world, ana)
    await world.answering_check_ins(ana, until=max(world.now, treatment.treated_at) + timedelta(days=5))

    steps = await record(world, ana)
    assert {known for known, at in promised.items() if at <= world.now - timedelta(days=1)} <= {
        (one.treatment_id, one.step_id, one.occurrence) for one in steps
    }
    sent = [one for one in steps if one.state is State.SENT]
    assert said_within_the_same_hours(world.courses["microneedling"].steps, sent) == []


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(after=346, minutes=-770)  # the evening before: sunscreen starts a day earlier than was said
@example(after=214, minutes=-631)  # the day has had its four messages
@given(after=AFTER, minutes=TO)
async def test_after_a_correction_everything_comes_when_the_plan_shows_it(world, after, minutes):
    """It sends each step at the time shown, and nothing else."""
    world.now, world.telegram.sent = NOW, []
    ana = await world.patient(chat_id=next(CHATS))
    treatment = await world.register(ana, NOW)
    await world.answering_check_ins(ana, until=world.now + timedelta(minutes=after))
    treatment = await correct(world, treatment, treatment.treated_at + timedelta(minutes=minutes))
    corrected_at, promised = world.now, await shown(world, ana)
    await world.answering_check_ins(ana, until=max(corrected_at, treatment.treated_at) + timedelta(days=4))

    sent = {
        (one.treatment_id, one.step_id, one.occurrence): one.settled_at
        for one in await record(world, ana)
        if one.state is State.SENT and one.settled_at > corrected_at
    }
    assert sent == {known: at for known, at in promised.items() if at <= world.now}


async def test_shade_is_said_again_when_sunscreen_starts_at_another_time(world):
    """It never leaves the date of the wrong day as the last that was read, also within hours."""
    ana = await world.patient()
    treatment = await world.register(ana, NOW)
    await world.pass_time(hours=6)
    await correct(world, treatment, NOW - timedelta(hours=13))
    before = len(world.telegram.sent)
    await world.pass_time(hours=12)

    said = [ready.html for ready in world.telegram.sent if "sun_shade" in ready.step_ids]
    assert "Sunscreen starts Sunday, 8 am" in said[0]
    assert "Sunscreen starts tomorrow, 8 am" in said[-1]
    assert any("sun_shade" in steps for steps in world.telegram.steps[before:])


async def test_ice_packs_go_on_after_a_correction(world):
    """It reminds of them by the new end of the treatment, though as many were sent under the wrong one."""
    ana = await world.patient()
    treatment = await world.register(ana, NOW)
    await world.pass_time(hours=3, minutes=1)
    await correct(world, treatment, NOW + timedelta(hours=3))
    before = len(world.telegram.sent)
    await world.pass_time(hours=3)

    assert ["ice_packs" in steps for steps in world.telegram.steps[before:]] == [True] * 3


async def test_what_to_leave_out_is_said_again_with_its_new_dates(world):
    """It never leaves the dates of the wrong day as the last that were read."""
    ana = await world.patient()
    treatment = await world.register(ana, NOW)
    await world.pass_time(hours=8)
    world.now = NOW + timedelta(hours=20)
    await correct(world, treatment, NOW + timedelta(days=2))
    await world.pass_time(days=2)

    [last] = [ready for ready in world.telegram.sent if "no_makeup" in ready.step_ids][-1:]
    assert "Make-up, until Tuesday, 3 pm" in last.html


async def test_a_question_that_was_just_asked_is_not_asked_again(world):
    """It counts every check-in as the same question."""
    ana = await world.patient()
    treatment = await world.register(ana, NOW)
    await world.pass_time(days=1, hours=1)
    assert world.telegram.sent[-1].check_in
    await correct(world, treatment, NOW - timedelta(days=1))
    before = len(world.telegram.sent)
    await world.pass_time(hours=3)

    assert not any(ready.check_in for ready in world.telegram.sent[before:])
