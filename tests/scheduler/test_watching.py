"""The watch: what is overdue is said once, and the heartbeat goes out only while all is well."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from messages.clinic import Clinic
from scheduler import incoming
from scheduler.dispatcher import Outcome
from scheduler.incoming import Raw
from scheduler.jobs import Jobs
from scheduler.staff import Desk
from scheduler.watching import Backlog, Watch, backlog
from tests.scheduler.world import NOW

GROUP = -100
DESK = Desk(clinic=Clinic(name="Clínica del Prado", phone="", zone=ZoneInfo("UTC"), language="en"), chat_id=GROUP)


class Outside:
    """Somebody who waits for the heartbeat."""

    def __init__(self):
        self.beats, self.answer, self.troubles = 0, "", []

    async def beat(self):
        self.beats += 1
        return self.answer

    async def what_is_wrong(self):
        return self.troubles


@pytest.fixture
def outside():
    return Outside()


@pytest.fixture
def a_watch(world, outside):
    """Return a function that makes a watch, as each process has one."""

    def a_watch():
        troubles, beat = outside.what_is_wrong, outside.beat
        return Watch(world.database, lambda: world.now, library=world.library, desk=DESK, troubles=troubles, beat=beat)

    return a_watch


@pytest.fixture
def watch(a_watch):
    return a_watch()


async def waiting(world):
    async with world.database.reading() as session:
        return await backlog(session, world.now)


async def store(world, update_id=1):
    async with world.database.session() as session:
        await incoming.store(session, 42, [Raw(update_id=update_id, chat_id=1, payload="{}")], world.now)


async def finish(world):
    """Handle the oldest update."""
    async with world.database.session() as session:
        [row] = await incoming.claim_next(session, 42, "one", world.now, 1)
        await incoming.finish(session, row.id, "one", world.now)


async def told(world):
    """Send what is due, and return what the team has read."""
    await world.dispatch()
    return [ready.html for ready in world.telegram.sent if ready.chat_id == GROUP]


async def look(watch):
    with structlog.testing.capture_logs() as logs:
        await watch.look()
    return [line["action"] for line in logs]


async def test_what_is_due_later_does_not_wait(world):
    """It counts from the moment something is due."""
    await world.register(await world.patient(), NOW)
    await world.dispatch()

    assert await waiting(world) == Backlog(unsent_age=timedelta(0), stored=0, stored_age=timedelta(0))


async def test_the_oldest_counts(world):
    """It says how long the oldest message and the oldest update have waited."""
    await world.register(await world.patient(), NOW)
    world.now += timedelta(minutes=3)
    await store(world)
    await store(world, update_id=2)
    world.now += timedelta(minutes=4)

    found = await waiting(world)

    assert (found.unsent_age, found.stored, found.stored_age) == (timedelta(minutes=7), 2, timedelta(minutes=4))


async def test_what_fails_again_and_again_waits_since_it_was_first_due(world):
    """It is not hidden by being put off."""
    await world.register(await world.patient(), NOW)
    world.telegram.outcomes = [Outcome.LATER] * 3
    for _ in range(3):
        await world.dispatch()
        world.now += timedelta(minutes=5)

    assert (await waiting(world)).unsent_age == timedelta(minutes=15)


async def test_a_reminder_put_off_for_the_night_is_not_overdue(world):
    """It takes what waits on purpose for on time."""
    await world.register(await world.patient(), NOW)
    await world.pass_time(hours=7)  # 10 pm

    assert (await waiting(world)).unsent_age == timedelta(0)


async def test_overdue_is_said_once_and_its_end_once(world, watch):
    """It writes a line into the log at each change, not at each look; what is nearly overdue changes nothing."""
    await store(world)
    world.now += timedelta(minutes=10)
    assert await look(watch) == []
    world.now += timedelta(seconds=1)
    assert (await look(watch), await look(watch)) == (["overdue"], [])
    await store(world, update_id=2)
    await finish(world)
    world.now += timedelta(minutes=6)
    assert await look(watch) == []
    await finish(world)

    assert (await look(watch), await look(watch)) == (["overdue_over"], [])


async def test_the_team_hears_once_of_all_processes(world, a_watch):
    """It is told when something becomes overdue and when it is over, also by a process that started in between."""
    first, second = a_watch(), a_watch()
    await store(world)
    world.now += timedelta(minutes=11)
    await asyncio.gather(first.look(), second.look())
    await a_watch().look()
    overdue = await told(world)
    await finish(world)
    await asyncio.gather(second.look(), a_watch().look())

    assert overdue == [
        "Something is stuck: a message to or from a patient has waited for more than 10 minutes. "
        "Please tell whoever keeps me running. I say when it is over."
    ]
    assert (await told(world))[1:] == ["What was stuck goes on again: no message has waited for long any more."]


async def test_a_group_that_cannot_be_reached_is_not_overdue_itself(world, watch):
    """It does not wait for the line that says so."""
    await store(world)
    world.now += timedelta(minutes=11)
    await watch.look()
    await finish(world)
    world.telegram.outcomes = [Outcome.LATER]
    await world.dispatch()
    world.now += timedelta(minutes=11)

    assert (await waiting(world)).oldest == timedelta(0)


async def test_without_a_group_nobody_is_told(world):
    """It tells a group that is paired meanwhile, and nobody of what was over before."""
    await store(world)
    world.now += timedelta(minutes=11)
    await Watch(world.database, lambda: world.now, library=world.library).look()
    assert await world.dispatcher.next_due() is None
    await finish(world)
    await Watch(world.database, lambda: world.now, library=world.library, desk=DESK).look()

    assert await told(world) == []


async def test_the_heart_beats_while_all_is_well_and_only_then(world, watch, outside):
    """It falls silent when something is overdue, when a part is in trouble, and when the database is away."""
    await watch.look()
    outside.troubles = ["polling"]
    await watch.look()
    outside.troubles = []
    await store(world)
    world.now += timedelta(minutes=11)
    await watch.look()

    assert outside.beats == 1


async def test_a_database_that_is_away_is_not_well(world, watch, outside, monkeypatch):
    """It does not beat, and does not fail."""

    def reading():
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(world.database, "reading", reading)

    assert await look(watch) == []
    assert outside.beats == 0


async def test_a_heartbeat_that_does_not_get_through_is_said_once(watch, outside):
    """It goes on trying, with one line when it begins and one when it is over."""
    outside.answer = "ConnectError"
    assert (await look(watch), await look(watch)) == (["heartbeat_fails"], [])
    outside.answer = ""

    assert (await look(watch), await look(watch)) == (["heartbeat_well"], [])


async def test_jobs_look_every_minute(world, watch):
    """It is one of the jobs that come round."""
    jobs = Jobs(
        dispatcher=world.dispatcher,
        database=world.database,
        clock=lambda: world.now,
        courses=world.courses,
        retention=timedelta(days=180),
        watch=watch,
    )
    jobs.start()

    looks = [job.trigger.interval for job in jobs._scheduler.get_jobs() if job.args == (watch.look,)]
    await jobs.stop()

    assert looks == [timedelta(minutes=1)]
