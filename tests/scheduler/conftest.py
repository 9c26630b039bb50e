"""Every test of scheduler/ runs on SQLite and on a real PostgreSQL."""

import pytest

from scheduler.database import Database
from tests.scheduler.world import World


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    if request.param == "sqlite":
        return request.getfixturevalue("migrated_sqlite_url")
    return request.getfixturevalue("migrated_postgresql_url")


@pytest.fixture
async def database(database_url):
    database = Database(database_url)
    await database.migrate()
    yield database
    await database.close()


@pytest.fixture
def world(database, library):
    return World(database, library)
