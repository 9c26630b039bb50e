"""Holdings: everything that is kept about a patient, from every table."""

from datetime import datetime, time

import pytest
from sqlalchemy import JSON, Boolean, DateTime, Enum, Integer, Time, insert
from sqlmodel import SQLModel

from scheduler.holdings import holdings_of, plain
from scheduler.incoming import Raw, store
from scheduler.models import Patient
from tests.scheduler.world import NOW

OF_A_PATIENT = [
    table
    for table in SQLModel.metadata.sorted_tables
    if any(key.column.table.name == "patient" for key in table.foreign_keys)
]


def filler(column, name):
    """Some value for a column that must have one."""
    kinds = {Enum: lambda: column.type.enums[0], JSON: list, Boolean: lambda: False, Integer: lambda: 1}
    kinds |= {DateTime: lambda: NOW, Time: lambda: time(8)}
    made = next((make for kind, make in kinds.items() if isinstance(column.type, kind)), None)
    if made:
        return made()
    return NOW if "DateTime" in type(column.type).__name__ else f"{name}-{column.name}"[: column.type.length]


async def put_row(session, table, patient):
    """Put a row of a table that speaks of this patient, with as little else as the table takes."""
    values = {}
    for column in table.columns:
        parents = [key.column.table.name for key in column.foreign_keys]
        if "patient" in parents:
            values[column.name] = patient.id
        elif column.primary_key or column.nullable or column.default or column.server_default:
            continue
        elif parents:
            values[column.name] = (await holdings_of(session, patient))[parents[0]][0]["id"]
        else:
            values[column.name] = filler(column, f"{patient.id}")
    await session.exec(insert(table).values(**values))


@pytest.mark.parametrize("table", OF_A_PATIENT, ids=lambda table: table.name)
async def test_no_table_of_a_patient_is_left_out(world, table):
    """It finds the rows of every table that refers to a patient, and only hers."""
    ana, bea = await world.patient(), await world.patient(chat_id=7_000_000_002)
    async with world.database.session() as session:
        for patient in (ana, bea):
            for parent in SQLModel.metadata.sorted_tables:
                if parent in OF_A_PATIENT:
                    await put_row(session, parent, patient)
                if parent is table:
                    break
        held = await holdings_of(session, await session.get_one(Patient, ana.id))

    [name] = {
        column.name for column in table.columns if any(k.column.table.name == "patient" for k in column.foreign_keys)
    }
    assert {row[name] for row in held[table.name]} == {ana.id}
    assert held["patient"][0]["chat_id"] == ana.chat_id


async def test_what_is_stored_of_the_chat_is_found_too(world):
    """It finds updates, which know the chat alone."""
    ana = await world.patient()
    async with world.database.session() as session:
        await store(session, 1, [Raw(update_id=5, chat_id=ana.chat_id, payload="{}")], NOW)
        held = await holdings_of(session, await session.get_one(Patient, ana.id))

    assert [row["update_id"] for row in held["incoming"]] == [5]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 11, 20, 14, tzinfo=NOW.tzinfo), "2026-11-20T14:00:00+00:00"),
        (time(8), "08:00:00"),
        (["x"], ["x"]),
    ],
)
def test_values_are_written_as_json_can_hold_them(value, written):
    """It writes instants with their offset."""
    assert plain(value) == written
