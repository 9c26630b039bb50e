"""Restoring: a backup takes the place of the database whole or not at all, and brings nobody back who was erased."""

import json
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta

import pytest
from sqlmodel import select

from scheduler import incoming, patients
from scheduler.backups import BackupTrouble, back_up
from scheduler.database import Database
from scheduler.erasures import JournalTrouble
from scheduler.lock import AlreadyPolling, polling_alone, without_bots
from scheduler.models import Handling, Incoming, Patient
from scheduler.restoring import look_at_backup, restore
from tests.scheduler.world import NOW

ANA, BEA, CLARA = 7_000_000_001, 7_000_000_002, 7_000_000_003
LATER = NOW + timedelta(hours=20)


@pytest.fixture(params=["sqlite"])
def database_url(tmp_path):
    """Only SQLite: PostgreSQL has tools of its own."""
    return f"sqlite:///{tmp_path}/afterglow.db"


@pytest.fixture
def backup(tmp_path):
    return tmp_path / "backup.db"


async def put_back(world, backup, now=LATER):
    await world.database.close()
    return await restore(backup, world.database.path, world.courses, timedelta(days=180), now)


async def chats(world):
    async with world.database.reading() as session:
        return sorted((await session.exec(select(Patient.chat_id))).all())


async def writes(world, update_id, chat_id, *, at=NOW):
    raw = incoming.Raw(update_id=update_id, chat_id=chat_id, payload=json.dumps({"update_id": update_id}))
    async with world.database.session() as session:
        await incoming.store(session, 1, [raw], at)


def beside(world):
    return sorted(path.name for path in world.database.path.parent.iterdir() if path.name.startswith("afterglow.db"))


async def test_it_brings_back_what_the_backup_held(world, backup):
    """It counts it, and what came after the backup is only in the database that is kept."""
    await world.register(await world.patient(chat_id=ANA), NOW)
    back_up(world.database.path, backup)
    await world.patient(chat_id=BEA)

    restored = await put_back(world, backup)

    assert (restored.contents.patients, restored.contents.treatments, restored.erased) == (1, 1, 0)
    assert await chats(world) == [ANA]
    assert restored.kept.name == "afterglow.db.before-restore-20261121T100000Z"
    with closing(sqlite3.connect(restored.kept)) as kept:
        assert kept.execute("SELECT chat_id FROM patient ORDER BY chat_id").fetchall() == [(ANA,), (BEA,)]


async def test_it_goes_on_from_there(world, backup):
    """It sends what still counts, and not what is too late by then."""
    await world.register(await world.patient(), NOW)
    back_up(world.database.path, backup)
    await put_back(world, backup)
    world.now = LATER

    await world.dispatch()

    [steps] = world.telegram.steps
    assert "ice_packs" not in steps
    assert "sun_shade" in steps


async def test_whoever_was_erased_since_does_not_come_back(world, backup):
    """It erases them again before the backup takes its place, and nobody else."""
    for chat_id in (ANA, BEA):
        await world.register(await world.patient(chat_id=chat_id), NOW)
    back_up(world.database.path, backup)
    async with world.database.session() as session:
        await patients.erase(session, await patients.find_patient(session, ANA), NOW + timedelta(hours=1))

    restored = await put_back(world, backup)

    assert (restored.erased, restored.contents.patients) == (1, 1)
    assert await chats(world) == [BEA]
    with closing(sqlite3.connect(world.database.path)) as connection:
        for table in ("consent", "treatment", "outgoing"):
            owners = f"SELECT count(DISTINCT patient_id) FROM {table}"
            assert connection.execute(owners).fetchone() == (1,)


async def test_whose_time_is_over_does_not_come_back_either(world, backup):
    """It erases by the calendar of today."""
    await world.register(await world.patient(chat_id=ANA), NOW)
    back_up(world.database.path, backup)

    restored = await put_back(world, backup, now=NOW + timedelta(days=42 + 181))

    assert (restored.erased, restored.contents.patients) == (1, 0)


async def test_old_messages_are_not_answered_after_a_restore(world, backup):
    """It drops those of people who were erased later, and those that are a day old, words and all."""
    await world.patient(chat_id=ANA)
    await writes(world, 1, ANA)
    await writes(world, 2, BEA, at=NOW - timedelta(hours=5))
    await writes(world, 3, CLARA)
    back_up(world.database.path, backup)
    async with world.database.session() as session:
        await patients.erase(session, await patients.find_patient(session, ANA), NOW + timedelta(hours=1))

    restored = await put_back(world, backup)

    assert restored.dropped == 2
    async with world.database.reading() as session:
        stored = (await session.exec(select(Incoming).order_by(Incoming.update_id))).all()
    assert [(row.state, row.chat_id, row.payload) for row in stored] == [
        (Handling.HANDLED, None, None),
        (Handling.HANDLED, None, None),
        (Handling.STORED, CLARA, '{"update_id": 3}'),
    ]


async def test_a_restored_database_knows_its_journal(world, backup):
    """It is not looked through again at the next start."""
    await world.patient(chat_id=ANA)
    back_up(world.database.path, backup)
    async with world.database.session() as session:
        await patients.erase(session, await patients.find_patient(session, ANA), NOW + timedelta(hours=1))

    await put_back(world, backup)

    with closing(sqlite3.connect(world.database.path)) as connection:
        [(line,)] = connection.execute("SELECT line FROM last_erasure").fetchall()
    assert line == world.database.journal.last_line()


async def test_a_damaged_database_is_kept_as_it_is(world, backup):
    """It can be looked at later, and the backup takes its place all the same."""
    await world.patient(chat_id=ANA)
    back_up(world.database.path, backup)
    await world.database.close()
    world.database.path.write_bytes(b"damaged" * 1000)

    restored = await put_back(world, backup)

    assert restored.kept.read_bytes() == b"damaged" * 1000
    assert await chats(world) == [ANA]


async def test_a_database_that_is_gone_can_be_restored(world, backup):
    """It needs nothing to be there."""
    await world.patient(chat_id=ANA)
    back_up(world.database.path, backup)
    await world.database.close()
    world.database.path.unlink()

    restored = await put_back(world, backup)

    assert restored.kept is None
    assert await chats(world) == [ANA]


async def test_what_was_only_in_the_write_ahead_log_is_kept(world, backup):
    """It does not lose what a killed process had committed last, nor mix it into the backup."""
    back_up(world.database.path, backup)
    with closing(sqlite3.connect(world.database.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM patient").fetchone()  # so that nothing can be folded in
        await world.patient(chat_id=ANA)

        restored = await put_back(world, backup)

    assert await chats(world) == []
    with closing(sqlite3.connect(restored.kept)) as kept:
        assert kept.execute("SELECT chat_id FROM patient").fetchall() == [(ANA,)]


async def test_the_restored_file_belongs_to_whom_it_belonged(world, backup):
    """It keeps the mode, so that the bot's own user can read what an administrator restores."""
    back_up(world.database.path, backup)
    world.database.path.chmod(0o640)

    await put_back(world, backup)

    assert stat.S_IMODE(world.database.path.stat().st_mode) == 0o640


async def test_a_restore_that_fails_leaves_everything_as_it_was(world, backup):
    """It touches the present database last."""
    await world.patient(chat_id=ANA)
    back_up(world.database.path, backup)
    await world.patient(chat_id=BEA)
    world.database.journal.add(ANA, LATER)
    world.database.journal.key_path.unlink()

    with pytest.raises(JournalTrouble):
        await put_back(world, backup)

    assert await chats(world) == [ANA, BEA]
    assert [name for name in beside(world) if "restor" in name] == []


async def test_no_bot_may_run_meanwhile(world):
    """It is refused while one runs, and keeps others away until it has ended."""
    path, url = world.database.path, f"sqlite:///{world.database.path}"
    async with polling_alone(world.database, url, 1):
        with pytest.raises(AlreadyPolling, match=r"^A bot runs on \S+afterglow.db: stop it first$"), without_bots(path):
            pass

    with without_bots(path), pytest.raises(AlreadyPolling, match="A backup is being restored: wait"):
        async with polling_alone(world.database, url, 1):
            pass


async def test_a_backup_of_a_newer_version_is_refused(world, backup):
    """It says which version it needs, in one line."""
    back_up(world.database.path, backup)
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(
        BackupTrouble, match=r"newer version of Afterglow \(revision 9999\): install that version first"
    ):
        look_at_backup(backup, world.database.path)


async def test_the_database_itself_is_no_backup(world):
    """It asks for another file."""
    with pytest.raises(BackupTrouble, match="is the database itself"):
        look_at_backup(world.database.path, world.database.path)


async def test_a_file_that_was_copied_over_the_database_by_hand_brings_nobody_back(world, backup):
    """It is noticed at the start: the database does not know the last line of the journal."""
    for chat_id in (ANA, BEA):
        await world.patient(chat_id=chat_id)
    back_up(world.database.path, backup)
    async with world.database.session() as session:
        await patients.erase(session, await patients.find_patient(session, ANA), NOW + timedelta(hours=1))
    await world.database.close()
    world.database.path.write_bytes(backup.read_bytes())

    database = Database(f"sqlite:///{world.database.path}")
    async with database.session() as session:
        assert await patients.erase_again(session) == 1
    await database.close()

    assert await chats(world) == [BEA]
