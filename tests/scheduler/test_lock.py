"""The lock of the poller, beside SQLite and on PostgreSQL."""

import pytest

from scheduler.database import Database, DatabaseTrouble
from scheduler.lock import AlreadyPolling, polling_alone, receiving_together

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002


async def test_a_second_poller_of_a_bot_is_refused(database, database_url):
    """It says so at once instead of waiting."""
    async with polling_alone(database, database_url, BOT):
        with pytest.raises(AlreadyPolling):
            async with polling_alone(database, database_url, BOT):
                pass


async def test_another_bot_may_poll_on_the_same_database(database, database_url):
    """It locks the bot, not the database."""
    async with polling_alone(database, database_url, BOT), polling_alone(database, database_url, OTHER_BOT):
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
