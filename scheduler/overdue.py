"""Overdue: the team hears once when something waits for too long, and once when nothing does any more.

What it heard last is the newest row of these two kinds: so any number of processes say it once, also after a restart.
"""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.library import Library
from scheduler.models import Kind, Outgoing
from scheduler.outgoing import is_postgresql
from scheduler.staff import Desk, add_line, staff_chat

OVERDUE = timedelta(minutes=10)
OVER = timedelta(minutes=5)  # what goes up and down around one limit would be said again and again
TOLD = (Kind.OVERDUE, Kind.NOT_OVERDUE)
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(1095124818)")  # any number that is nobody else's


async def is_news(session: AsyncSession, age: timedelta) -> bool:
    """Return whether the team has not heard yet how long the oldest has waited."""
    kind = _kind_of(age)
    query = select(Outgoing.kind).where(col(Outgoing.kind).in_(TOLD)).order_by(col(Outgoing.id).desc())
    return kind is not None and kind is not ((await session.exec(query)).first() or Kind.NOT_OVERDUE)


async def tell_team(session: AsyncSession, library: Library, desk: Desk, age: timedelta, now: datetime) -> None:
    """Have a line said to the team when it is news. Without a group nobody is told, until there is one."""
    if is_postgresql(session):
        await (await session.connection()).execute(ONE_AT_A_TIME)
    kind, chat_id = _kind_of(age), await staff_chat(session, desk)
    if kind and chat_id is not None and await is_news(session, age):
        language = desk.clinic.language
        words = library.text(language, f"team_{kind}", minutes=round(OVERDUE / timedelta(minutes=1)))
        add_line(session, chat_id=chat_id, html=words, language=language, now=now, kind=kind)


def _kind_of(age: timedelta) -> Kind | None:
    if age > OVERDUE:
        return Kind.OVERDUE
    return Kind.NOT_OVERDUE if age <= OVER else None
