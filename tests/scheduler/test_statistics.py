"""Statistics: figures of what is kept."""

from datetime import timedelta

from scheduler.dispatcher import Outcome
from scheduler.models import Alert, AlertState, Handling, Incoming, Response
from scheduler.questions import record_question
from scheduler.responses import respond
from scheduler.roster import Listed, Situation
from scheduler.statistics import Headcount, statistics


async def figures(world):
    async with world.database.reading() as session:
        return await statistics(session, world.courses, world.now)


async def test_an_empty_database_has_only_zeros(world):
    """It needs nothing to be there."""
    found = await figures(world)

    assert (found.outgoing, found.answers, found.topics) == ({}, {}, {})
    assert (found.steps.in_time, found.care.asked, found.care.none) == (0, 0, 0)
    assert (found.alerts.taken, found.alerts.median, found.alerts.open_for) == (0, None, None)
    assert (found.queues.due, found.queues.unsent_age) == (0, timedelta(0))


async def test_every_step_counts_once_as_what_became_of_it(world):
    """It tells in time from late, and both from what was never sent."""
    ana = await world.patient()
    await world.register(ana, world.now)
    await world.dispatch()
    at_once = len(world.telegram.steps[0])
    world.now += timedelta(hours=30)  # the bot was away
    await world.dispatch()
    late = len(world.telegram.steps[1])
    world.telegram.outcomes = [Outcome.GONE]
    await world.pass_time(days=1)

    found = await figures(world)

    assert found.steps.in_time == at_once
    assert found.steps.late == late
    assert found.steps.expired >= 3  # the ice packs of the first hours, at least
    assert found.steps.undeliverable >= 1
    assert found.outgoing["reminder"]["sent"] == 2
    assert found.outgoing["reminder"]["undeliverable"] == 1


async def test_taps_are_told_apart_from_silence(world):
    """It counts the steps that ask, what was answered, and what nobody answered."""
    ana = await world.patient()
    await world.register(ana, world.now)
    await world.dispatch()
    async with world.database.session() as session:
        await respond(session, ana, world.telegram.sent[0].outgoing_id, Response.DONE, world.now)
    done = (await figures(world)).care
    await world.pass_time(days=2)

    found = await figures(world)

    assert done.asked == done.answers["done"] > 0
    assert done.none == 0
    assert found.care.none == found.care.asked - done.asked > 0
    assert (found.check_ins.asked, found.check_ins.answers) == (2, {})


async def test_answers_are_counted_by_kind_and_topic(world):
    """It puts first what is asked most."""
    async with world.database.session() as session:
        for topic, kind in (("makeup", "answer"), ("redness", "answer"), ("redness", "answer"), (None, "refusal")):
            await record_question(session, None, topic=topic, urgency="none", kind=kind, language="en", now=world.now)

    found = await figures(world)

    assert list(found.topics.items()) == [("redness", 2), ("makeup", 1)]
    assert found.answers == {"answer": 3, "refusal": 1}
    assert found.urgencies == {"none": 4}


async def test_an_alert_waits_until_it_is_taken_or_closed(world):
    """It measures from when it was last without anybody; one that is open again waits anew."""
    now = world.now
    cases = [
        {"acknowledged_at": now + timedelta(minutes=2), "state": AlertState.ACKNOWLEDGED},
        {
            "acknowledged_at": now + timedelta(minutes=4),
            "closed_at": now + timedelta(hours=9),
            "state": AlertState.CLOSED,
        },
        {"closed_at": now + timedelta(minutes=30), "state": AlertState.CLOSED},
        {"acknowledged_at": now - timedelta(minutes=9), "state": AlertState.OPEN},
    ]
    patients = [await world.patient(7_000_000_001 + number) for number in range(len(cases))]
    async with world.database.session() as session:
        for patient, case in zip(patients, cases, strict=True):
            session.add(
                Alert(patient_id=patient.id, urgency="urgent", name="Ana", raised_at=now, open_since=now, **case)
            )
    world.now += timedelta(minutes=45)

    found = (await figures(world)).alerts

    assert found.by_state == {"closed": 2, "acknowledged": 1, "open": 1}
    assert (found.taken, found.median, found.slowest) == (3, timedelta(minutes=4), timedelta(minutes=30))
    assert found.open_for == timedelta(minutes=45)


async def test_queues_say_what_waits_and_for_how_long(world):
    """It tells due from planned, and counts the updates that nobody has handled."""
    await world.register(await world.patient(), world.now)
    async with world.database.session() as session:
        for number, state in enumerate((Handling.STORED, Handling.HANDLED, Handling.ASIDE)):
            session.add(
                Incoming(bot_id=1, update_id=number, received_at=world.now, due_at=world.now, state=state, payload="{}")
            )
    world.now += timedelta(minutes=3)

    found = (await figures(world)).queues

    assert (found.due, found.planned, found.sending) == (1, 0, 0)
    assert (found.stored, found.aside, found.conversations) == (1, 1, 0)
    assert found.unsent_age == found.stored_age == timedelta(minutes=3)


def test_a_headcount_leaves_out_the_days_of_who_is_not_in_recovery():
    """It counts everybody by situation, and days only while the course runs."""
    heads = Headcount()
    for situation, day in (
        (Situation.IN_COURSE, 3),
        (Situation.PAUSED, 3),
        (Situation.AHEAD, -2),
        (Situation.FINISHED, 50),
    ):
        heads.add(Listed(patient_id=1, label=None, situation=situation, day=day, treated_at=None, unreachable_at=None))

    assert heads.days == {3: 2}
    assert sum(heads.situations.values()) == 4
