"""What the tests of bot/ stand on."""

import pytest

from tests.bot.harness import Talk


@pytest.fixture
def sqlite_url(migrated_sqlite_url):
    return migrated_sqlite_url


@pytest.fixture
async def open_talk(library, sqlite_url):
    """Return a function that brings up a bot: with these handlers, or all of them; settings by keyword."""
    opened = []

    async def open_talk(handlers=None, *, database_url=sqlite_url, **settings):
        if handlers is None:
            from bot.routing import handlers as every_handler

            handlers = every_handler()
        talk = Talk(library, database_url, handlers, **settings)
        await talk.start()
        opened.append(talk)
        return talk

    yield open_talk
    for talk in opened:
        await talk.close()


@pytest.fixture
async def talk(open_talk):
    """A bot with everything, on SQLite."""
    return await open_talk()


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_talk(request, open_talk, sqlite_url):
    """A bot with everything, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return await open_talk()
    return await open_talk(database_url=request.getfixturevalue("migrated_postgresql_url"))
