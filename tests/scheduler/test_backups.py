"""Backups: whole, checked, for their owner's eyes, made while others write; the nightly ones by themselves."""

import asyncio
import resource
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from structlog.testing import capture_logs

from scheduler.backups import (
    BackupTrouble,
    Contents,
    back_up,
    back_up_tonight,
    is_overdue,
    look_into,
    nightly_backups,
)
from scheduler.jobs import Jobs
from tests.scheduler.world import NOW

ROOT = Path(__file__).parent.parent.parent
WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
number = 0
while True:  # both numbers of a pair, or neither
    number += 1
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO pair VALUES (?)", (number,))
    connection.execute("INSERT INTO pair VALUES (?)", (number,))
    connection.execute("COMMIT")
    if number == 50:
        print("writing", flush=True)
"""


@pytest.fixture(params=["sqlite"])
def database_url(tmp_path):
    """Only SQLite: PostgreSQL has tools of its own."""
    return f"sqlite:///{tmp_path}/afterglow.db"


@pytest.fixture
def jobs(world):
    def a_set_of_jobs(keep):
        return Jobs(
            dispatcher=world.dispatcher,
            database=world.database,
            clock=lambda: world.now,
            courses=world.courses,
            retention=timedelta(days=180),
            backup_keep=keep,
            zone=ZoneInfo("Europe/Madrid"),
        )

    return a_set_of_jobs


def names(database):
    return [backup.name for backup in nightly_backups(database.path)]


def spoil(path):
    """Overwrite every page of a database but the first with nonsense."""
    fold(path)
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 100)


def empty_an_index(path):
    """Damage that no ordinary reading finds: an index that knows no row."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_consent_patient_id'"
        [(page,)] = connection.execute(query).fetchall()
    fold(path)
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes.fromhex("0a 0000 0000 1000 00"))  # a leaf of an index with no cell


def fold(path):
    """Put what is in the write-ahead log into the file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def test_a_backup_holds_what_the_database_held(world, tmp_path):
    """It counts patients and treatments, is one file with its own mode, and makes the folder."""
    await world.register(await world.patient(chat_id=1), NOW)
    await world.patient(chat_id=2)
    target = tmp_path / "usb" / "stick" / "afterglow.db"

    contents = back_up(world.database.path, target)
    await world.patient(chat_id=3)

    assert contents == Contents(revision=contents.revision, patients=2, treatments=1)
    assert look_into(target) == contents
    assert [file.name for file in target.parent.iterdir()] == ["afterglow.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_it_is_of_one_instant_while_another_process_writes(database, tmp_path):
    """It never holds half of a transaction, and does not wait for a pause in the writing."""
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("CREATE TABLE pair (number INTEGER)")
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(database.path)], stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline() == "writing\n"
        held = []
        for number in range(5):
            back_up(database.path, tmp_path / f"{number}.db")
            with closing(sqlite3.connect(tmp_path / f"{number}.db")) as connection:
                held.append(connection.execute("SELECT count(*), count(DISTINCT number) FROM pair").fetchone())
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()

    assert all(rows == 2 * numbers and numbers >= 50 for rows, numbers in held)
    assert held == sorted(held)


async def test_it_does_not_wait_for_a_writer_that_never_ends(database, tmp_path):
    """It copies what is committed."""
    with closing(sqlite3.connect(database.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        assert back_up(database.path, tmp_path / "copy.db").patients == 0


async def test_it_overwrites_nothing(database, tmp_path):
    """It says so in one line."""
    (tmp_path / "mine.db").write_text("mine", encoding="utf-8")

    with pytest.raises(BackupTrouble, match=r"mine\.db exists already: choose another name"):
        back_up(database.path, tmp_path / "mine.db")

    assert (tmp_path / "mine.db").read_text(encoding="utf-8") == "mine"


def test_a_database_that_is_not_there_is_one_clear_line(tmp_path):
    """It makes no empty backup."""
    with pytest.raises(BackupTrouble, match=r"there is no database at \S+afterglow.db: check DATABASE_URL"):
        back_up(tmp_path / "afterglow.db", tmp_path / "copy.db")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoiling", [spoil, empty_an_index])
async def test_a_damaged_database_gives_no_backup(world, tmp_path, spoiling):
    """It checks the copy before it gets its name, and leaves nothing behind."""
    await world.patient(chat_id=1)
    await world.database.close()
    spoiling(world.database.path)

    with pytest.raises(BackupTrouble, match=r"damaged|copy failed") as trouble:
        back_up(world.database.path, tmp_path / "copies" / "copy.db")

    assert "\n" not in str(trouble.value)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_full_disk_gives_one_clear_line_and_no_half_backup(database, tmp_path):
    """It takes its beginnings away again."""
    code = (
        "import sys; from pathlib import Path; from scheduler.backups import back_up; back_up(*map(Path, sys.argv[1:]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(database.path), str(tmp_path / "copies" / "copy.db")],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.stderr.splitlines()[-1].startswith("scheduler.backups.BackupTrouble: ")
    assert "is there room" in ended.stderr.splitlines()[-1]
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.parametrize("words", [b"no database at all" * 300, b""])
def test_a_foreign_file_is_no_backup(tmp_path, words):
    """It says so, also for an empty one."""
    (tmp_path / "letter.txt").write_bytes(words)

    with pytest.raises(BackupTrouble, match=r"letter\.txt is no backup of Afterglow: choose another file"):
        look_into(tmp_path / "letter.txt")


async def test_the_nightly_backup_is_named_by_the_instant_in_utc(world):
    """It stands in `backups` beside the database."""
    backup = back_up_tonight(world.database.path, 14, datetime(2026, 11, 20, 2, 30, 59, tzinfo=UTC))

    assert backup == world.database.path.parent / "backups" / "afterglow-20261120-0230.db"


async def test_only_the_newest_are_kept(world):
    """It removes the oldest of its own, and nothing else that stands there."""
    mine = world.database.path.parent / "backups" / "before-the-move.db"
    for night in range(5):
        back_up_tonight(world.database.path, 3, NOW + timedelta(days=night))
        mine.touch()

    assert names(world.database) == [
        "afterglow-20261122-1400.db",
        "afterglow-20261123-1400.db",
        "afterglow-20261124-1400.db",
    ]
    assert mine.exists()


async def test_a_failing_backup_removes_no_old_one(world, jobs):
    """It is one line in the log, and the next night tries again."""
    for night in range(2):
        back_up_tonight(world.database.path, 2, NOW + timedelta(days=night))
    spoil(world.database.path)
    world.now = NOW + timedelta(days=2)

    with capture_logs() as logs:
        await jobs(keep=2).back_up()

    assert [(line["action"], line["log_level"]) for line in logs] == [("backup_failed", "error")]
    assert names(world.database) == ["afterglow-20261120-1400.db", "afterglow-20261121-1400.db"]
    assert list(world.database.path.parent.glob("backups/*.part")) == []


async def test_what_a_killed_process_left_half_made_is_cleared(world):
    """It does not let halves pile up."""
    folder = world.database.path.parent / "backups"
    folder.mkdir()
    (folder / "afterglow-20261101-0230.db.part").write_bytes(b"half")

    back_up_tonight(world.database.path, 14, NOW)

    assert [file.name for file in folder.iterdir()] == ["afterglow-20261120-1400.db"]


@pytest.mark.parametrize(("hours", "overdue"), [(24, False), (25, False), (26, True)])
async def test_a_missed_night_is_noticed(world, hours, overdue):
    """It is overdue after 25 hours, or when there never was a backup."""
    assert is_overdue(world.database.path, NOW)

    back_up_tonight(world.database.path, 14, NOW)

    assert is_overdue(world.database.path, NOW + timedelta(hours=hours)) is overdue


async def test_jobs_make_up_for_a_missed_night_at_the_start(world, jobs, monkeypatch):
    """It makes one when the last is too old, and plans the next for 3:30 at night in the clinic's zone."""
    back_up_tonight(world.database.path, 14, NOW - timedelta(hours=26))
    running, made = jobs(keep=14), asyncio.Event()
    back_up_now = running.back_up

    async def back_up_and_tell():
        await back_up_now()
        made.set()

    monkeypatch.setattr(running, "back_up", back_up_and_tell)
    running.start()
    await asyncio.wait_for(made.wait(), 30)
    [nightly] = [job for job in running._scheduler.get_jobs() if isinstance(job.trigger, CronTrigger)]
    await running.stop()

    assert names(world.database) == ["afterglow-20261119-1200.db", "afterglow-20261120-1400.db"]
    local = nightly.next_run_time
    assert (local.hour, local.minute, str(local.tzinfo)) == (3, 30, "Europe/Madrid")


async def test_jobs_make_no_second_one_after_a_restart(world, jobs):
    """It leaves a fresh one alone."""
    back_up_tonight(world.database.path, 14, NOW - timedelta(hours=5))

    await jobs(keep=14).back_up_if_overdue()

    assert names(world.database) == ["afterglow-20261120-0900.db"]


async def test_none_are_made_when_none_are_to_be_kept(world, jobs):
    """It takes 0 for no."""
    running = jobs(keep=0)

    running.start()
    planned = [job.name for job in running._scheduler.get_jobs()]
    await running.stop()

    assert not [name for name in planned if "back_up" in name]


@pytest.mark.parametrize(("days", "kept"), [(400, 1), (402, 0)])
async def test_the_purge_forgets_erasures_that_no_backup_undoes(world, jobs, days, kept):
    """It keeps a line until the oldest backup is 400 days younger."""
    world.database.journal.add(1, NOW)
    back_up_tonight(world.database.path, 14, NOW + timedelta(days=days))
    world.now = NOW + timedelta(days=1000)

    await jobs(keep=14).purge()

    assert len(world.database.journal.read().by_hash) == kept
