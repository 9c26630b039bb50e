"""Operating: backup and restore as an operator types them, and a database in trouble, with real processes and files."""

import asyncio
import resource
import sqlite3
import stat
from contextlib import closing

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.preview.people import NotPossible
from scheduler import clock
from scheduler.erasures import Journal
from tests.e2e.process import a_place

HARD_LIMIT = resource.getrlimit(resource.RLIMIT_FSIZE)[1]


@pytest.fixture
async def place(tmp_path):
    async with a_place(tmp_path) as place:
        yield place


async def does(*arguments, **settings):
    """Run a command to its end, in this process; return the exit code and the lines that it wrote."""
    ended = await asyncio.to_thread(CliRunner().invoke, app, arguments, env=settings)
    assert isinstance(ended.exception, SystemExit | None)
    return ended.exit_code, ended.output.splitlines()


async def meets(place, bot, *names):
    """Let people say hello, and return them once they are answered."""
    people = [place.world.add_person(name) for name in names]
    await bot.wrote("Ready")
    for person in people:
        person.start()
    await place.world.until(lambda: all(person.texts_from_bot() for person in people), seconds=30)
    return people


async def erases_everything(place, person):
    person.send_text("/delete")
    for label in ("Yes, erase it", "Erase it now"):
        await place.world.until(lambda label=label: is_pressed(person, label), seconds=30)
    await place.world.until(lambda: "I have erased everything" in person.texts_from_bot()[-1], seconds=30)


def is_pressed(person, label):
    """Press a button, if it is there yet."""
    try:
        person.press(label)
    except NotPossible:
        return False
    return True


def database(place):
    return place.folder / "data" / "afterglow.db"


def chats(place):
    with closing(sqlite3.connect(database(place))) as connection:
        return [chat for (chat,) in connection.execute("SELECT chat_id FROM patient ORDER BY chat_id")]


def spoil_all(path):
    """Overwrite every page."""
    overwrite(path, range(path.stat().st_size // 4096))


def spoil_what_waits(path):
    """Overwrite what is only read once the tables are known to be up to date: the stored updates."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'incoming'"
        pages = [page - 1 for (page,) in connection.execute(query)]
    overwrite(path, pages)


def overwrite(path, pages):
    with path.open("r+b") as file:
        for page in pages:
            file.seek(page * 4096 + (100 if page == 0 else 0))  # what comes before says that it is a database
            file.write(b"\xff" * 2000)


def errors(bot, words):
    return [line for line in bot.lines if "[error" in line and words in line]


def told_what_is_kept(person):
    """Return how often /privacy was answered."""
    return len([text for text in person.texts_from_bot() if text.startswith("What I keep")])


def limit_files(bot, size):
    """Let a process write no file beyond a size: what a full disk does to it."""
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (size, HARD_LIMIT))


async def test_a_backup_can_be_made_while_the_bot_runs_and_restored_when_it_has_ended(place):
    """It brings back whom the backup held, says what it did, and the bot goes on from there."""
    bot = await place.start("run")
    ana, bea = await meets(place, bot, "Ana", "Bea")
    made = await does("backup", "copies/today.db")
    while_running = await does("restore", "copies/today.db", "--yes")
    await meets(place, bot, "Clara")
    await bot.stop()
    restored, lines = await does("restore", "copies/today.db", "--yes")
    again = await place.start("run")
    await again.wrote("Ready")

    assert made == (0, ["copies/today.db: 2 patients, 0 treatments; checked"])
    assert stat.S_IMODE((place.folder / "copies" / "today.db").stat().st_mode) == 0o600
    assert while_running == (1, ["afterglow: A bot runs on data/afterglow.db: stop it first"])
    assert restored == 0
    assert lines[0] == "data/afterglow.db: restored, 2 patients, 0 treatments; checked"
    assert lines[1].startswith("the former database is kept as data/afterglow.db.before-restore-")
    assert chats(place) == sorted([ana.id, bea.id])
    assert await again.stop() == 0


async def test_whoever_erased_their_data_in_the_chat_does_not_come_back(place):
    """It erases them again, and says how many."""
    bot = await place.start("run")
    ana, bea = await meets(place, bot, "Ana", "Bea")
    await does("backup", "today.db")
    await erases_everything(place, ana)
    await bot.stop()

    code, lines = await does("restore", "today.db", "--yes")

    assert code == 0
    assert lines[1] == "erased again: 1 patients whose data had gone since the backup"
    assert chats(place) == [bea.id]
    assert str(ana.id) not in (place.folder / "data" / "afterglow.db.erasures").read_text(encoding="ascii")


async def test_a_file_copied_over_the_database_brings_nobody_back_either(place):
    """It erases at the start whom the journal lists, before anything is sent."""
    bot = await place.start("run")
    ana, bea = await meets(place, bot, "Ana", "Bea")
    await does("backup", "today.db")
    await erases_everything(place, ana)
    await bot.stop()
    database(place).write_bytes((place.folder / "today.db").read_bytes())

    again = await place.start("run")
    await again.wrote("erased_again")
    await again.wrote("Ready")

    assert await again.stop() == 0
    assert chats(place) == [bea.id]


async def test_nothing_is_restored_without_a_yes(tmp_path):
    """It leaves everything as it is when nobody answers."""
    await does("migrate")
    await does("backup", "today.db")

    code, _ = await does("restore", "today.db")

    assert code == 1
    assert [path.name for path in (tmp_path / "data").iterdir() if "restor" in path.name] == []


async def test_a_restore_can_be_tried_beside_the_database(tmp_path):
    """It makes another database, and leaves the clinic's own alone."""
    await does("migrate")
    await does("backup", "drill.db")
    before = (tmp_path / "data" / "afterglow.db").read_bytes()

    drilled = await does("restore", "drill.db", "--yes", DATABASE_URL="sqlite:///drill/afterglow.db")

    assert drilled == (0, ["drill/afterglow.db: restored, 0 patients, 0 treatments; checked"])
    assert (tmp_path / "data" / "afterglow.db").read_bytes() == before


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            ["backup", "today.db"],
            "afterglow: the database is on PostgreSQL: "
            'pg_dump --format=custom --file="today.db" --dbname="postgresql://clinic@host/afterglow"',
        ),
        (
            ["restore", "today.db", "--yes"],
            "afterglow: the database is on PostgreSQL: pg_restore --clean --if-exists "
            '"today.db" --dbname="postgresql://clinic@host/afterglow", then afterglow migrate',
        ),
    ],
)
async def test_postgresql_has_tools_of_its_own(command, line):
    """It exits with 2 and a line with the command, without the password."""
    ended = await does(*command, DATABASE_URL="postgresql://clinic:secret@host/afterglow")

    assert ended == (2, [line])


async def test_on_postgresql_migrate_erases_again_whom_the_journal_lists(place, postgresql_url):
    """It is the command to run after pg_restore."""
    await does("migrate", DATABASE_URL=postgresql_url)
    bot = await place.start("run", DATABASE_URL=postgresql_url)
    [ana] = await meets(place, bot, "Ana")
    await bot.stop()
    Journal(place.folder / "data" / "afterglow").add(ana.id, clock.now())

    code, lines = await does("migrate", DATABASE_URL=postgresql_url)

    assert code == 0
    assert lines[-1] == "erased again: 1 patients who had come back with an old copy"


async def test_the_first_start_and_the_start_after_a_missed_night_make_a_backup(place):
    """It makes one when there is none, and none when there is a fresh one."""
    bot = await place.start("run")
    await bot.wrote("backed_up")
    await bot.stop()
    again = await place.start("run")
    await meets(place, again, "Ana")
    await again.stop()

    [backup] = (place.folder / "data" / "backups").iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


@pytest.mark.parametrize("spoil", [spoil_all, spoil_what_waits])
async def test_a_damaged_database_is_one_line_with_the_way_back(place, spoil):
    """It names the newest backup and the command, which then works."""
    bot = await place.start("run")
    await meets(place, bot, "Ana")
    await bot.wrote("backed_up")
    await bot.stop()
    [backup] = (place.folder / "data" / "backups").iterdir()
    spoil(database(place))

    damaged = await place.start("run")
    code, lines = await damaged.ends(), damaged.lines
    restored, _ = await does("restore", f"data/backups/{backup.name}", "--yes")
    again = await place.start("run")
    await again.wrote("Ready")

    assert code == 1
    [line] = [line for line in lines if "Nobody at the clinic" not in line]
    assert line.startswith("afterglow: DATABASE_URL sqlite:///data/afterglow.db: the file is damaged (")
    assert line.endswith(f"restore the newest backup with `afterglow restore data/backups/{backup.name}`")
    assert restored == 0
    assert await again.stop() == 0


async def test_a_full_disk_loses_nothing_and_is_said_once(place):
    """It says so, keeps what comes with Telegram, still advises in an emergency, and goes on when there is room."""
    bot = await place.start("run")
    ana, bea = await meets(place, bot, "Ana", "Bea")
    await bot.wrote("backed_up")
    limit_files(bot, 4096)

    ana.send_text("/privacy")
    said = await bot.wrote("Updates cannot be stored")
    bea.send_text("I can't breathe")
    await place.world.until(lambda: "Call 112 now." in bea.texts_from_bot(), seconds=30)
    waiting = len(place.world.queue.pending())
    limit_files(bot, HARD_LIMIT)
    await place.world.until(lambda: told_what_is_kept(ana), seconds=30)
    await bot.wrote("All is well again")

    assert "the disk fails or is full" in said
    assert waiting == 2
    assert len(errors(bot, "Updates cannot be stored")) == 1
    assert len(errors(bot, "The database fails")) <= 1
    assert await bot.stop() == 0
    assert told_what_is_kept(ana) == 1


async def test_a_database_that_another_program_holds_loses_nothing_and_is_said_once(place):
    """It acknowledges nothing meanwhile, and goes on afterwards."""
    bot = await place.start("run")
    [ana] = await meets(place, bot, "Ana")
    await bot.wrote("backed_up")

    with closing(sqlite3.connect(database(place), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ana.send_text("/privacy")
        said = await bot.wrote("Updates cannot be stored")
        waiting = len(place.world.queue.pending())
        other.execute("ROLLBACK")
    await place.world.until(lambda: told_what_is_kept(ana), seconds=30)
    await bot.wrote("All is well again")

    assert "another program holds the database" in said
    assert waiting == 1
    assert len(errors(bot, "Updates cannot be stored")) == 1
    assert len(errors(bot, "The database fails")) <= 1
    assert await bot.stop() == 0
