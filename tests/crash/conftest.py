"""What the tests of crashes stand on."""

import asyncio

import pytest

from bot.routing import handlers
from scheduler.database import Database
from tests.bot.harness import Talk
from tests.crash.load import QUESTIONS
from tests.crash.wire import WiredTalk
from tests.e2e.process import a_place


@pytest.fixture
async def place(tmp_path):
    async with a_place(tmp_path) as place:
        yield place


@pytest.fixture
async def talk(library, tmp_path):
    """A bot in this process, on SQLite, with a wire that can be cut."""
    talk = WiredTalk(library, f"sqlite:///{tmp_path}/data/afterglow.db", handlers())
    await talk.start()
    yield talk
    await talk.close()


@pytest.fixture(scope="session")
def answers(library, tmp_path_factory):
    """What somebody who never enrolled is answered to each question, when nothing goes wrong."""
    return asyncio.run(_ask_all(library, f"sqlite:///{tmp_path_factory.mktemp('answers')}/afterglow.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request, place):
    """The address of a database with tables, as the process is told it."""
    if request.param == "sqlite":
        url = f"sqlite:///{place.folder}/data/afterglow.db"
    else:
        url = request.getfixturevalue("postgresql_url")
    database = Database(url)
    await database.migrate()
    await database.close()
    return url


async def _ask_all(library, database_url):
    talk = Talk(library, database_url, handlers())
    await talk.start()
    answers = {}
    for number, question in enumerate(QUESTIONS):
        person = talk.person(f"Person {number}")
        await person.says(question)
        [answers[question]] = person.reads
    await talk.close()
    assert len(set(answers.values())) == len(QUESTIONS)
    return answers
