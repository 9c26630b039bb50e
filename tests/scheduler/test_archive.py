"""Archive: the courses of the past."""

import asyncio
import hashlib
from dataclasses import replace

from sqlmodel import select

from scheduler.archive import archive_courses
from scheduler.database import Database
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


async def test_processes_that_start_together_keep_it_once(world, database_url):
    """It does not keep the second from starting."""
    [course] = world.courses.values()
    courses = [replace(course, content_hash=str(number)) for number in range(20)]

    async def start():
        database = Database(database_url)
        for one in courses:
            async with database.session() as session:
                await archive_courses(session, [one], NOW)
        await database.close()

    await asyncio.gather(*(start() for _ in range(3)))

    async with world.database.reading() as session:
        assert len((await session.exec(select(ArchivedCourse))).all()) == 20
