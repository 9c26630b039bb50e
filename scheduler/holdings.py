"""Holdings: everything that is kept about a patient, every row of every table that speaks of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Patient

Row = Mapping[str, Any]


async def holdings_of(session: AsyncSession, patient: Patient) -> dict[str, Sequence[Row]]:
    """Return the rows by table, as they are stored; instants are aware and in UTC.

    A table is found by its foreign keys, so a new one is never left out: rows of the patient, and rows of those rows.
    A table that only knows the chat is found by that.
    """
    held: dict[str, Sequence[Row]] = {}
    for table in SQLModel.metadata.sorted_tables:  # those that are referred to come first
        conditions = list(_conditions(table, patient, held))
        if conditions:
            query = select(table).where(or_(*conditions)).order_by(*table.primary_key.columns)
            rows = [dict(row) for row in (await session.exec(query)).mappings()]  # type: ignore[call-overload]
            if rows:
                held[table.name] = rows
    return held


def plain(value: Any) -> Any:
    """Return a stored value as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | time) else value


def _conditions(table: Table, patient: Patient, held: Mapping[str, Sequence[Row]]) -> Iterator[ColumnElement[bool]]:
    if table.name == "patient":
        yield table.columns.id == patient.id
        return
    for key in table.foreign_keys:
        parent = key.column.table.name
        if parent in held and parent != table.name:
            yield key.parent.in_([row[key.column.name] for row in held[parent]])
    if not table.foreign_keys and "chat_id" in table.columns:
        yield table.columns.chat_id == patient.chat_id
