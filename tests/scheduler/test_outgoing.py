"""Outgoing: what is due is found without a look at all that lies behind or ahead."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from scheduler.models import Kind, Outgoing, Priority
from scheduler.outgoing import claim_due
from tests.scheduler.world import NOW


@pytest.fixture
def statements(world):
    """Every statement with its parameters."""
    if not world.database.is_sqlite:
        pytest.skip("PostgreSQL chooses by how many rows there are")
    kept = []
    engine = world.database._writer.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: kept.append(given[2:4]))
    return kept


async def test_the_claim_reads_what_is_due_in_order_from_an_index(world, statements):
    """It sorts nothing, and looks at no message of a conversation but those of the same chat that are open."""
    async with world.database.session() as session:
        await claim_due(session, now=NOW, owner="this process", limit=50)
        steps = await explained(session, *statements[-1])

    assert "SEARCH outgoing USING INDEX ix_outgoing_turn (priority=? AND due_at<?)" in steps
    assert "SEARCH earlier USING INDEX ix_outgoing_open_relay (chat_id=? AND id<?)" in steps
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps


async def test_what_was_sent_of_late_is_read_from_an_index(world, statements):
    """It leaves alone what a patient was sent before."""
    await world.register(await world.patient(), NOW)
    await world.dispatch()

    asked = next(
        given for given in statements if given[0].startswith("SELECT outgoing.patient_id, outgoing.settled_at")
    )
    async with world.database.session() as session:
        steps = await explained(session, *asked)
    assert "SEARCH outgoing USING INDEX ix_outgoing_settled (patient_id=? AND settled_at>?)" in steps


@pytest.mark.parametrize("priority", Priority)
async def test_every_priority_is_claimed(world, priority):
    """It leaves nothing that is due."""
    await planned(world, priority)
    async with world.database.session() as session:
        [row] = await claim_due(session, now=NOW, owner="this process", limit=50)

    assert row.priority == priority


async def test_the_most_urgent_goes_first_and_then_the_oldest(world):
    """It takes an alert before a reminder that has waited for longer."""
    for priority, hours in ((Priority.REMINDER, 2), (Priority.ALERT, 1), (Priority.REMINDER, 3), (Priority.TALK, 0)):
        await planned(world, priority, due_at=NOW - timedelta(hours=hours))
    async with world.database.session() as session:
        claimed = await claim_due(session, now=NOW, owner="this process", limit=3)

    assert [(row.priority, (NOW - row.due_at).seconds // 3600) for row in claimed] == [(10, 1), (20, 0), (50, 3)]


async def test_what_a_dead_replica_held_does_not_hold_up_what_is_due(world):
    """It claims a batch of either."""
    if world.database.is_sqlite:
        pytest.skip("a SQLite process takes nothing over")
    await planned(world, Priority.REMINDER)
    async with world.database.session() as session:
        [held] = await claim_due(session, now=NOW, owner="a dead replica", limit=50)
        held.lease_until = NOW - timedelta(days=365)
    await planned(world, Priority.ALERT)
    async with world.database.session() as session:
        claimed = await claim_due(session, now=NOW, owner="this process", limit=1)

    assert [row.priority for row in claimed] == [10, 50]
    assert {row.owner for row in claimed} == {"this process"}


async def test_one_statement_puts_a_group_on_record(world, statements):
    """It costs the same for one patient as for three, but for what each is sent."""
    for number in range(3):
        await world.register(await world.patient(7_000_000_001 + number), NOW)
    statements.clear()
    await world.dispatch()

    inserts = [statement.split("(")[0] for statement, _ in statements if statement.startswith("INSERT")]
    assert inserts == ["INSERT INTO reminder_step ", "INSERT INTO outgoing "]
    async with world.database.reading() as session:
        assert len((await session.exec(select(Outgoing))).all()) == 6


async def planned(world, priority, due_at=NOW):
    async with world.database.session() as session:
        row = Outgoing(
            chat_id=7_000_000_009,
            kind=Kind.LINE,
            priority=priority,
            due_at=due_at,
            expires_at=NOW + timedelta(days=1),
            created_at=due_at,
        )
        session.add(row)


async def explained(session, statement, parameters):
    connection = await session.connection()
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [row[3] for row in rows.all()]
