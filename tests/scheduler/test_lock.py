"""The lock of the poller, beside SQLite and on PostgreSQL."""

import asyncio

import psycopg
import pytest
import structlog

from scheduler import lock as locking
from scheduler.database import Database, DatabaseTrouble
from scheduler.lock import ALONE, AdvisoryLock, AlreadyPolling, polling_alone, receiving_together

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002


async def test_a_second_poller_of_a_bot_is_refused(database, database_url):
    """It says so at once instead of waiting."""
    async with polling_alone(database, database_url, BOT):
        with pytest.raises(AlreadyPolling):
            async with polling_alone(database, database_url, BOT):
                pass


@pytest.mark.parametrize("receiving", [polling_alone, receiving_together])
async def test_another_bot_is_refused_on_the_same_database(database, database_url, receiving):
    """It would remind patients who never wrote to it, and take back what the first has in hand."""
    async with receiving(database, database_url, BOT):
        with pytest.raises(AlreadyPolling, match=r"give this (one|bot) a DATABASE_URL of its own"):
            async with receiving(database, database_url, OTHER_BOT):
                pass

    async with receiving(database, database_url, OTHER_BOT):
        pass


async def test_the_lock_is_free_again_after_the_block(database, database_url):
    """It lets the next one in."""
    async with polling_alone(database, database_url, BOT):
        pass

    async with polling_alone(database, database_url, BOT):
        pass


async def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    """It names the setting and the way out."""
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    url = f"sqlite:///{tmp_path}/data/afterglow.db"

    with pytest.raises(DatabaseTrouble, match=r"DATABASE_URL .* choose a folder that may be written to"):
        async with polling_alone(Database(url), url, BOT):
            pass


async def test_a_server_that_is_away_is_one_clear_line(tmp_path):
    """It names the setting, and not the password in it."""
    url = f"postgresql://user:secret@/afterglow?host={tmp_path}"
    database = Database(url)

    with pytest.raises(DatabaseTrouble) as caught:
        async with polling_alone(database, url, BOT):
            pass

    assert "DATABASE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_processes_behind_a_webhook_share_the_lock_on_postgresql(database, database_url):
    """It lets any number in; on SQLite there is one process at a time."""
    async with receiving_together(database, database_url, BOT):
        if not database.is_sqlite:
            async with receiving_together(database, database_url, BOT):
                return
        with pytest.raises(AlreadyPolling):
            async with receiving_together(database, database_url, BOT):
                pass


@pytest.mark.parametrize(
    ("first", "second"), [(polling_alone, receiving_together), (receiving_together, polling_alone)]
)
async def test_nobody_polls_beside_a_webhook(database, database_url, first, second):
    """It refuses the mixture, in which each would take the updates away from the other."""
    async with first(database, database_url, BOT):
        with pytest.raises(AlreadyPolling, match="stop the other process first"):
            async with second(database, database_url, BOT):
                pass


class Looks:
    """A sleep that lasts until somebody wants the lock to be looked at."""

    def __init__(self):
        self._began, self._ended = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def sleep(self, _seconds):
        self._began.release()
        await self._ended.acquire()

    async def look(self):
        """Let it look once, to the end."""
        await self._began.acquire()
        self._ended.release()
        async with asyncio.timeout(10):
            await self._began.acquire()
        self._began.release()


@pytest.fixture
async def kept(migrated_postgresql_url):
    """A lock that is held and looked after: the lock, its looks and the task."""
    looks = Looks()
    lock = AdvisoryLock(migrated_postgresql_url, BOT, ALONE, looks.sleep)
    await lock.take()
    keeping = asyncio.create_task(lock.keep())
    yield lock, looks, keeping
    keeping.cancel()
    await asyncio.wait({keeping})
    await lock.leave()


async def end_session(lock, url):
    """End the session of a lock, as a server does that is started again."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SELECT pg_terminate_backend(%s, 5000)", (lock._connection.info.backend_pid,))


async def holders(url):
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute("SELECT count(*) FROM pg_locks WHERE classid = %s", (locking.POLLER,))
        return (await found.fetchone())[0]


async def test_a_lock_that_is_lost_is_taken_again(kept, migrated_postgresql_url):
    """It notices that the session is gone, and says so and that it is held again."""
    lock, looks, keeping = kept
    await looks.look()
    await end_session(lock, migrated_postgresql_url)
    with structlog.testing.capture_logs() as logs:
        await looks.look()

    assert [line["action"] for line in logs] == ["lock_lost", "lock_back"]
    assert not keeping.done()
    assert await holders(migrated_postgresql_url) == 1


async def test_a_lock_that_another_has_by_now_is_given_up(kept, migrated_postgresql_url):
    """It says which process to stop: two never poll for long."""
    lock, _, keeping = kept
    await end_session(lock, migrated_postgresql_url)
    other = AdvisoryLock(migrated_postgresql_url, BOT, ALONE)
    await other.take()

    lock._sleep = _at_once
    kept[1]._ended.release()
    with pytest.raises(AlreadyPolling, match="stop the other process first"):
        async with asyncio.timeout(10):
            await keeping
    await other.leave()


async def test_a_session_of_its_own_that_the_server_still_holds_is_no_other_process(kept, migrated_postgresql_url):
    """It ends the former one: a connection can be cut without the server's learning of it."""
    lock, looks, keeping = kept
    cut_off, lock._connection = lock._connection, None

    await looks.look()

    assert not keeping.done()
    assert await holders(migrated_postgresql_url) == 1
    await cut_off.close()


async def test_a_server_that_is_away_is_waited_for(kept):
    """It neither ends nor holds anything until the server is back."""
    lock, looks, keeping = kept
    url, lock._url = lock._url, "postgresql://127.0.0.1:9/afterglow"
    await end_session(lock, url)
    await looks.look()
    away = lock._connection
    lock._url = url
    await looks.look()

    assert away is None
    assert lock._connection
    assert not keeping.done()


async def _at_once(_seconds):
    await asyncio.sleep(0)
