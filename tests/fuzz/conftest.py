"""What the fuzzing stands on: the bot of tests/bot, on either database."""

import pytest

from bot.routing import handlers
from tests.bot.harness import Talk


@pytest.fixture(params=["sqlite", "postgresql"])
async def talk(request, library, tmp_path):
    url = f"sqlite:///{tmp_path}/data/afterglow.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("migrated_postgresql_url")
    talk = Talk(library, url, handlers())
    await talk.start()
    yield talk
    await talk.close()
