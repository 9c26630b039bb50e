"""Archive: every course that anybody was ever reminded by, so that the record of care can be read years later."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import select

from messages.course import Course
from scheduler.database import AsyncSession
from scheduler.models import ArchivedCourse


async def archive_courses(session: AsyncSession, courses: Iterable[Course], now: datetime) -> int:
    """Keep the courses that are not kept yet, by their hash; return how many were new."""
    known = set((await session.exec(select(ArchivedCourse.content_hash))).all())
    new = [course for course in courses if course.content_hash not in known]
    for course in new:
        session.add(
            ArchivedCourse(content_hash=course.content_hash, course_id=course.id, source=course.source, archived_at=now)
        )
    await session.flush()
    return len(new)
