"""The watch: what is overdue is said once, and the heartbeat goes out only while all is well."""

from datetime import timedelta

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from scheduler import incoming
from scheduler.dispatcher import Outcome
from scheduler.incoming import Raw
from scheduler.jobs import Jobs
from scheduler.watching import Backlog, Watch, backlog
from tests.scheduler.world import NOW


class Outside:
    """Whoever is told: the staff, and somebody who waits for the heartbeat."""

    def __init__(self):
        self.told, self.beats, self.answer, self.troubles = [], 0, "", []

    async def tell(self, word):
        self.told.append(word)

    async def beat(self):
        self.beats += 1
        return self.answer

    async def what_is_wrong(self):
        return self.troubles


@pytest.fixture
def outside():
    return Outside()


@pytest.fixture
def watch(world, outside):
    return Watch(
        world.database, lambda: world.now, troubles=outside.what_is_wrong, beat=outside.beat, tell=outside.tell
    )


async def waiting(world):
    async with world.database.reading() as session:
        return await backlog(session, world.now)


async def store(world, update_id=1):
    async with world.database.session() as session:
        await incoming.store(session, 42, [Raw(update_id=update_id, chat_id=1, payload="{}")], world.now)


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


async def test_overdue_is_said_once_and_its_end_once(world, watch, outside):
    """It tells the log and the staff at each change, not at each look."""
    await store(world)
    world.now += timedelta(minutes=10)
    assert await look(watch) == []
    world.now += timedelta(seconds=1)
    assert (await look(watch), await look(watch)) == (["overdue"], [])
    async with world.database.session() as session:
        [row] = await incoming.claim_next(session, 42, "one", world.now, 1)
        await incoming.finish(session, row.id, "one", world.now)

    assert (await look(watch), await look(watch)) == (["overdue_over"], [])
    assert outside.told == ["overdue", "well"]


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
