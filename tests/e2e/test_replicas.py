"""Two real processes on one PostgreSQL: each message handled once, in order, and nothing lost."""

import asyncio
import signal
from itertools import count

import pytest

from bot.pacing import BURST, REMINDERS_IN_FLIGHT
from bot.preview.faults import Fault, Slow
from scheduler import clock
from scheduler.database import Database
from tests.e2e.replicas import Balancer, Replicas

PATIENCE = 60
RATE = 10  # reminders a second
BOTH = 2 * REMINDERS_IN_FLIGHT


@pytest.fixture
async def replicas(place, postgresql_url):
    """A PostgreSQL with its tables, and a load balancer with nothing behind it yet."""
    database = Database(postgresql_url)
    await database.migrate()
    await database.close()
    async with Balancer().open() as balancer:
        replicas = Replicas(place, postgresql_url, balancer)
        yield replicas
        place.world.webhook.stop()
        await place.end()
        await replicas.database.close()


def people(replicas, number):
    return [replicas.place.world.add_person(f"Patient {one}") for one in range(number)]


async def test_two_processes_do_the_work_of_one(replicas):
    """It handles each message once and in order; one that ends hands over, and Telegram is told once where to post."""
    world, patients = replicas.place.world, people(replicas, 6)
    telling = Fault(what=Slow(seconds=0), method="setWebhook", times=None, spare=1000)
    world.faults.append(telling)
    [first] = await replicas.start()
    [second] = await replicas.start()
    for _ in range(2):
        for patient in patients:
            patient.send_text("/help")
            patient.send_text("/privacy")
    await world.until(lambda: all(len(one.texts_from_bot()) >= 4 for one in patients), seconds=PATIENCE)

    ending = asyncio.create_task(first.process.stop())
    for patient in patients:
        patient.send_text("/help")
    await world.until(lambda: all(len(one.texts_from_bot()) >= 5 for one in patients), seconds=PATIENCE)
    await ending

    assert ending.result() == 0
    assert 1000 - telling.spare == 1
    assert {first.port, second.port} <= {port for port, status in replicas.balancer.answered if status == 200}
    for patient in patients:
        help_text, privacy, *rest = patient.texts_from_bot()
        assert help_text != privacy
        assert rest == [help_text, privacy, help_text]
    assert await second.process.stop() == 0


async def test_what_a_killed_process_had_in_hand_is_taken_over(replicas):
    """It loses no message and no reminder: another process says what never arrived, once its lease has run out."""
    world, asking, enrolled = replicas.place.world, people(replicas, 3), people(replicas, 3)
    await replicas.enrol(enrolled)
    waiting = []

    async def hang(seconds):
        waiting.append(seconds)
        world.bell.ring()
        await asyncio.Event().wait()

    world.wait = hang
    world.faults.append(Fault(what=Slow(seconds=1, taken=False), method="sendMessage", times=None))
    [first] = await replicas.start()
    for patient in asking:
        patient.send_text("/help")
    await world.until(lambda: len(waiting) == 6, seconds=PATIENCE)

    await first.process.stop(signal.SIGKILL)
    world.faults.clear()
    held = await replicas.count("SELECT count(*) FROM incoming WHERE owner IS NOT NULL")
    sending = await replicas.count("SELECT count(*) FROM outgoing WHERE owner IS NOT NULL")
    # a minute goes by
    await replicas.do("UPDATE incoming SET lease_until = now() - interval '1 s' WHERE owner IS NOT NULL")
    await replicas.do("UPDATE outgoing SET lease_until = now() - interval '1 s' WHERE owner IS NOT NULL")
    replicas.balancer.ports.clear()
    [second] = await replicas.start()
    await world.until(lambda: all(one.texts_from_bot() for one in asking + enrolled), seconds=PATIENCE)

    assert (held, sending) == (3, 3)
    assert await second.process.stop() == 0
    assert await replicas.count("SELECT count(*) FROM incoming WHERE state <> 'handled'") == 0
    assert await replicas.count("SELECT count(*) FROM outgoing WHERE state = 'sent'") == 3
    assert [len(one.texts_from_bot()) for one in asking + enrolled] == [1] * 6


async def test_two_processes_keep_one_rate(replicas):
    """It sends each reminder once, and both together send no faster than Telegram permits.

    Telegram answers no reminder until both have as many on their way as they may: so both take part, every time.
    """
    world, patients, asking = replicas.place.world, people(replicas, 40), people(replicas, 2)
    bots = await replicas.start(2, DISPATCH_RATE=str(RATE))
    waiting, answered = [], asyncio.Event()

    async def wait(seconds):
        waiting.append(seconds)
        world.bell.ring()
        await answered.wait()

    world.wait = wait
    world.faults += [Fault(what=Slow(seconds=1), method="sendMessage", chat_id=one.id) for one in patients]
    await replicas.enrol(patients)
    waking = asyncio.create_task(keep_asking(world, asking))
    await world.until(lambda: len(waiting) == BOTH, seconds=PATIENCE)
    waking.cancel()
    answered_at = clock.now()
    world.faults.clear()
    answered.set()
    more = BOTH + 2 * RATE
    await world.until(lambda: sum(bool(one.texts_from_bot()) for one in patients) >= more, seconds=PATIENCE)
    codes = await asyncio.gather(*(bot.process.stop() for bot in bots))

    assert codes == [0, 0]
    sent_at = sorted(message.sent_at for one in patients for message in one.messages() if message.sender.is_bot)
    assert max(len(one.texts_from_bot()) for one in patients) == 1
    assert await replicas.count("SELECT count(*) FROM outgoing WHERE state = 'sent'") == len(sent_at)
    assert await replicas.count("SELECT count(*) FROM outgoing WHERE state = 'planned' AND patient_id > 0") == 40
    # whatever the machine does, it makes them later and never earlier
    after = [(instant - answered_at).total_seconds() for instant in sent_at[BOTH:]]
    assert [number for number, seconds in enumerate(after, 1) if seconds < (number - BURST) / RATE] == []


async def keep_asking(world, people):
    """Write to one process after the other: what it has answered lets each look for what is due."""
    for number in count(1):
        for person in people:
            person.send_text("/help")
            await world.until(lambda: len(person.texts_from_bot()) >= number, seconds=PATIENCE)  # noqa: B023
