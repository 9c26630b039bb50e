"""Dispatcher: what is due is sent once, by whoever claims it, with no transaction open meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from scheduler import patients
from scheduler.dispatcher import Delivery, Outcome
from scheduler.jobs import Jobs
from scheduler.models import Incoming, Kind, Outgoing, State
from scheduler.outgoing import let_go, pause_after, renew, take_back
from scheduler.preparing import prepare
from scheduler.reminders import settle_reminder
from tests.scheduler.world import NOW

PATIENTS = range(7_000_000_001, 7_000_000_061)


async def enrol_all(world):
    for chat_id in PATIENTS:
        await world.register(await world.patient(chat_id=chat_id), NOW)


async def test_two_processes_send_each_message_once(world):
    """It claims rows, so that no two dispatchers have the same one."""
    await enrol_all(world)
    other = replace(world.dispatcher, owner="another process")
    while sum(await asyncio.gather(world.dispatcher.dispatch_due(), other.dispatch_due())):
        pass

    assert sorted(ready.chat_id for ready in world.telegram.sent) == list(PATIENTS)


async def test_no_transaction_is_open_while_it_sends(world):
    """It lets others write while Telegram is waited for."""
    await world.register(await world.patient(), NOW)

    async def send(ready):
        async with asyncio.timeout(10), world.database.session() as session:
            row = await session.get_one(Outgoing, ready.outgoing_id)
        return Delivery(outcome=Outcome.DELIVERED if row.state is State.SENDING else Outcome.REFUSED, message_id=1)

    await replace(world.dispatcher, send=send).dispatch_due()

    async with world.database.reading() as session:
        assert (await session.exec(select(Outgoing.outcome).where(Outgoing.state == State.SENT))).all() == ["delivered"]


async def test_a_message_that_breaks_us_does_not_hold_up_the_others(world):
    """It settles it as refused."""
    await enrol_all(world)

    async def send(ready):
        if ready.chat_id == PATIENTS[0]:
            raise ZeroDivisionError
        return await world.telegram(ready)

    while await replace(world.dispatcher, send=send).dispatch_due():
        pass

    assert len(world.telegram.sent) == len(PATIENTS) - 1


async def test_what_a_former_process_held_is_sent_by_the_next(world):
    """It takes back what was in flight: repeated at most, never lost."""
    await world.register(await world.patient(), NOW)
    async with world.database.session() as session:
        held = {"state": State.SENDING, "owner": "the process that died", "lease_until": NOW + timedelta(days=3650)}
        await session.exec(update(Outgoing).values(**held))
    await world.dispatch()
    assert world.telegram.sent == []

    async with world.database.session() as session:
        assert await take_back(session) == 1
        row = (await session.exec(select(Outgoing))).one()
        assert (row.owner, row.lease_until) == (None, None)
    world.telegram.outcomes = [Outcome.UNKNOWN]
    await world.dispatch()

    assert len(world.telegram.sent) == 1
    assert (await states(world, Kind.REMINDER))[0] is State.SENT  # in doubt twice: not a third time


async def test_a_lease_that_ran_out_is_taken_over_on_postgresql_only(world):
    """It is the database's clock that decides; a SQLite process never retakes its own rows."""
    await world.register(await world.patient(), NOW)
    async with world.database.session() as session:
        held = {"state": State.SENDING, "owner": "a dead replica", "lease_until": NOW - timedelta(days=365)}
        await session.exec(update(Outgoing).values(**held))
    await world.dispatch()

    assert len(world.telegram.sent) == (0 if world.database.is_sqlite else 1)


async def test_a_late_outcome_of_a_row_that_somebody_else_took_changes_nothing(world):
    """It settles only what is still its own."""
    await world.register(await world.patient(), NOW)

    async def send(ready):
        async with world.database.session() as session:
            await session.exec(update(Outgoing).values(owner="another process"))
        return Delivery(outcome=Outcome.GONE)

    await replace(world.dispatcher, send=send).dispatch_due()

    async with world.database.reading() as session:
        assert (await session.exec(select(Outgoing.state))).all() == [State.SENDING]


async def test_a_patient_erased_while_a_message_is_in_flight_stays_erased(world):
    """It settles nothing for somebody who left."""
    ana = await world.patient()
    await world.register(ana, NOW)

    async def send(ready):
        from scheduler import patients

        async with world.database.session() as session:
            await patients.erase(session, await patients.find_patient(session, ana.chat_id), NOW)
        return Delivery(outcome=Outcome.DELIVERED, message_id=1)

    await replace(world.dispatcher, send=send).dispatch_due()

    async with world.database.reading() as session:
        assert (await session.exec(select(Outgoing))).all() == []


@pytest.mark.parametrize(
    ("attempts", "retry_after", "seconds"),
    [(1, None, 30), (2, None, 60), (20, None, 900), (1, timedelta(seconds=7), 7)],
)
def test_pauses_double_up_to_a_quarter_of_an_hour(attempts, retry_after, seconds):
    """It waits as long as the server says, if it says so."""
    assert pause_after(attempts, retry_after) == timedelta(seconds=seconds)


@pytest.fixture
def jobs(world):
    return Jobs(
        dispatcher=world.dispatcher,
        database=world.database,
        clock=lambda: world.now,
        courses=world.courses,
        retention=timedelta(days=180),
    )


async def test_jobs_send_what_is_due_at_the_start_and_when_woken(world, jobs):
    """It needs no reminder to be a job."""
    arrived = asyncio.Queue()

    async def send(ready):
        arrived.put_nowait(ready.chat_id)
        return Delivery(outcome=Outcome.DELIVERED, message_id=1)

    object.__setattr__(world.dispatcher, "send", send)
    await world.register(await world.patient(chat_id=1), NOW)
    jobs.start()
    assert await asyncio.wait_for(arrived.get(), 30) == 1
    await world.register(await world.patient(chat_id=2), NOW)
    jobs.wake()

    assert await asyncio.wait_for(arrived.get(), 30) == 2
    await jobs.stop()


async def test_jobs_survive_a_failing_database(world, jobs, monkeypatch):
    """It tries again when it is woken."""
    failed = asyncio.Event()
    claim = type(world.dispatcher)._claim

    async def fail(_dispatcher):
        failed.set()
        raise OSError("the disk is full")

    monkeypatch.setattr(type(world.dispatcher), "_claim", fail)
    await world.register(await world.patient(), NOW)
    jobs.start()
    await asyncio.wait_for(failed.wait(), 30)
    monkeypatch.setattr(type(world.dispatcher), "_claim", claim)
    await jobs.until_idle()

    assert len(world.telegram.sent) == 1
    await jobs.stop()


async def test_the_purge_forgets_what_is_old(world, jobs):
    """It keeps keys of updates for two days, and patients for as long as they were told."""
    await world.register(await world.patient(), NOW)
    async with world.database.session() as session:
        session.add(Incoming(bot_id=1, update_id=1, received_at=NOW, due_at=NOW, state="handled"))
    world.now = NOW + timedelta(days=42 + 181)
    await jobs.purge()

    async with world.database.reading() as session:
        assert (await session.exec(select(Incoming))).all() == []
        assert (await session.exec(select(Outgoing))).all() == []


async def test_what_was_sent_is_settled_once_the_database_is_back(world, monkeypatch):
    """It waits with what it knows, so that nothing stays in flight and nothing is sent twice."""
    await world.register(await world.patient(), NOW)
    session, pauses = world.database.session, []

    def away():
        raise OperationalError("", {}, Exception("the disk is full"))

    async def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            monkeypatch.setattr(world.database, "session", session)

    async def send(ready):
        monkeypatch.setattr(world.database, "session", away)
        return await world.telegram(ready)

    await replace(world.dispatcher, send=send, sleep=sleep).dispatch_due()
    await world.dispatch()

    assert pauses == [0.5, 1, 2]
    assert len(world.telegram.sent) == 1
    assert await states(world, Kind.REMINDER) == [State.SENT, State.PLANNED]


async def test_a_row_that_cannot_be_put_into_words_does_not_hold_up_the_others(world, monkeypatch):
    """It is put off and counts as unsent; everybody else gets theirs."""
    await enrol_all(world)

    async def fail_for_one(session, row, *others):
        if row.chat_id == PATIENTS[3]:
            row.text = "half a text"
            raise KeyError(row.chat_id)
        return await prepare(session, row, *others)

    monkeypatch.setattr("scheduler.dispatcher.prepare", fail_for_one)
    await world.dispatch()

    assert len(world.telegram.sent) == len(PATIENTS) - 1
    async with world.database.reading() as session:
        row = (await session.exec(select(Outgoing).where(Outgoing.chat_id == PATIENTS[3]))).one()
    assert (row.state, row.outcome, row.text) == (State.PLANNED, "broken", None)
    assert (row.unsent_since, row.due_at) == (NOW, NOW + timedelta(minutes=15))


async def test_a_row_that_cannot_be_settled_is_not_sent_again_and_again(world, monkeypatch):
    """It is written down as sent, and the others are settled as ever."""
    await enrol_all(world)

    def fail_for_one(row, *others):
        if row.chat_id == PATIENTS[3]:
            raise KeyError(row.chat_id)
        return settle_reminder(row, *others)

    monkeypatch.setattr("scheduler.dispatcher.settle_reminder", fail_for_one)
    await world.dispatch()

    assert len(world.telegram.sent) == len(PATIENTS)
    assert (await states(world, Kind.REMINDER)).count(State.SENT) == len(PATIENTS)


async def test_what_takes_long_to_send_stays_ours(world):
    """It renews its leases meanwhile, so that no other process takes a live one for dead."""
    await world.register(await world.patient(), NOW)
    await world.register(await world.patient(chat_id=2), NOW)
    other, seconds = replace(world.dispatcher, owner="another process"), iter(range(0, 1000, 20))
    first = asyncio.Event()

    async def send(ready):
        if first.is_set():
            await world.database_waits()
            return await world.telegram(ready)
        async with world.database.session() as session:
            await session.exec(update(Outgoing).values(lease_until=NOW - timedelta(days=365)))
        first.set()
        return await world.telegram(ready)

    async def renewed():
        while True:
            async with world.database.reading() as session:
                rows = (await session.exec(select(Outgoing).where(Outgoing.state == State.SENDING))).all()
            if not rows or any(row.lease_until is None or row.lease_until > NOW for row in rows):
                return

    world.database_waits = renewed
    async with asyncio.timeout(30):
        await replace(world.dispatcher, send=send, monotonic=lambda: next(seconds)).dispatch_due()
    await other.dispatch_due()

    assert len(world.telegram.sent) == 2


async def test_a_process_that_ends_lets_go_of_what_it_was_cut_off_from(world):
    """It leaves no lease to wait for; what may have been sent is repeated at most once."""
    await world.register(await world.patient(), NOW)
    hanging = asyncio.Event()

    async def send(ready):
        hanging.set()
        await asyncio.Event().wait()

    ending = replace(world.dispatcher, send=send)
    batch = asyncio.create_task(ending.dispatch_due())
    async with asyncio.timeout(30):
        await hanging.wait()
    batch.cancel()
    await asyncio.gather(batch, return_exceptions=True)
    assert await ending.let_go() == 1
    world.telegram.outcomes = [Outcome.UNKNOWN]
    await replace(world.dispatcher, owner="the next").dispatch_due()

    assert (await states(world, Kind.REMINDER))[0] is State.SENT


async def test_what_others_hold_is_neither_let_go_nor_renewed(world):
    """It frees its own rows alone, and holds on to none but those in hand."""
    for chat_id in PATIENTS[:3]:
        await world.register(await world.patient(chat_id=chat_id), NOW)
    async with world.database.session() as session:
        ours, lost, theirs = (await session.exec(select(Outgoing).order_by(Outgoing.id))).all()
        for row in (ours, lost, theirs):
            row.state, row.owner, row.lease_until = State.SENDING, "us", NOW - timedelta(days=365)
        theirs.owner = "them"
    async with world.database.session() as session:
        await renew(session, "us", [ours.id, theirs.id])
    async with world.database.session() as session:
        rows = {row.id: row for row in (await session.exec(select(Outgoing))).all()}
        assert {row.lease_until for row in (rows[lost.id], rows[theirs.id])} == {NOW - timedelta(days=365)}
        assert rows[ours.id].lease_until != NOW - timedelta(days=365)
        assert await let_go(session, "us") == 2
        await session.refresh(rows[theirs.id])
        assert (rows[theirs.id].state, rows[theirs.id].owner) == (State.SENDING, "them")


async def test_it_says_how_each_row_ended_and_that_it_goes_on(world):
    """It tells whoever counts."""
    ended, beats = [], []
    await world.register(await world.patient(), NOW)
    counting = replace(world.dispatcher, settled=lambda *row: ended.append(row), beat=lambda: beats.append(1))
    await counting.dispatch_due()
    await world.change(await world.patient(), patients.pause)
    async with world.database.session() as session:
        await session.exec(update(Outgoing).where(Outgoing.state == "cancelled").values(state="planned", due_at=NOW))
    await counting.dispatch_due()

    assert ended == [(Kind.REMINDER, State.SENT), (Kind.REMINDER, State.CANCELLED)]
    assert len(beats) == 3


async def test_jobs_end_while_much_is_due(world, jobs):
    """It finishes the batch in hand and claims no other."""
    await enrol_all(world)
    going = asyncio.Event()

    async def send(ready):
        going.set()
        return await world.telegram(ready)

    object.__setattr__(world.dispatcher, "send", send)
    object.__setattr__(world.dispatcher, "batch", 10)
    jobs.start()
    async with asyncio.timeout(30):
        await going.wait()
        await jobs.stop()

    assert len(world.telegram.sent) == 10


async def states(world, kind):
    async with world.database.reading() as session:
        query = select(Outgoing.state).where(Outgoing.kind == kind).order_by(Outgoing.id)
        return (await session.exec(query)).all()
