"""Archive: every course that anybody was ever reminded by, so that the record of care can be read years later."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from messages.course import Course
from scheduler.database import AsyncSession
from scheduler.models import ArchivedCourse
from scheduler.outgoing import is_postgresql


async def archive_courses(session: AsyncSession, courses: Iterable[Course], now: datetime) -> int:
    """Keep the courses that are not kept yet, by their hash; return how many were new."""
    known = set((await session.exec(select(ArchivedCourse.content_hash))).all())
    new = [course for course in courses if course.content_hash not in known]
    if not new:
        return 0
    insert = postgresql.insert if is_postgresql(session) else sqlite.insert
    rows = [
        {"content_hash": course.content_hash, "course_id": course.id, "source": course.source, "archived_at": now}
        for course in new
    ]
    # another process that starts at the same moment keeps the same ones
    query = insert(ArchivedCourse).values(rows).on_conflict_do_nothing(index_elements=["content_hash"])
    return len((await session.exec(query.returning(col(ArchivedCourse.content_hash)))).all())
