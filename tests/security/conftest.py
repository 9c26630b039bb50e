"""What the tests of security stand on: the bot of tests/bot."""

import pytest

from messages.library import load
from tests.bot.harness import Talk


@pytest.fixture(scope="session")
def library():
    return load()


@pytest.fixture
async def open_talk(library, migrated_sqlite_url):
    """Return a function that brings up a bot with every handler; settings by keyword."""
    opened = []

    async def open_talk(**settings):
        from bot.routing import handlers

        talk = Talk(library, migrated_sqlite_url, handlers(), **settings)
        await talk.start()
        opened.append(talk)
        return talk

    yield open_talk
    for talk in opened:
        await talk.close()


@pytest.fixture
async def talk(open_talk):
    return await open_talk()
