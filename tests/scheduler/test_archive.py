"""Archive: the courses of the past."""

import hashlib
from dataclasses import replace

from sqlmodel import select

from scheduler.archive import archive_courses
from scheduler.models import ArchivedCourse
from tests.scheduler.world import NOW


async def test_each_version_of_a_course_is_kept_once(world):
    """It can be read again by the hash that a sent message carries."""
    [course] = world.courses.values()
    changed = replace(course, content_hash="another")
    async with world.database.session() as session:
        assert await archive_courses(session, [course], NOW) == 1
        assert await archive_courses(session, [course, changed], NOW) == 1
        kept = (await session.exec(select(ArchivedCourse).where(ArchivedCourse.content_hash != "another"))).one()

    assert hashlib.sha256(kept.source.encode()).hexdigest() == kept.content_hash
