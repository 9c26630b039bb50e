"""Files with patients' data: their owner's alone, whatever the umask, and no secret stands in them in clear."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.private_files import write_private
from scheduler.backups import back_up, back_up_tonight
from scheduler.database import Database
from scheduler.erasures import Journal
from scheduler.invites import begin_invite, complete_invite, find_invite
from scheduler.lock import polling_alone
from scheduler.restoring import restore
from scheduler.staff import new_code
from tests.bot.harness import NOW


@pytest.fixture(params=[0o000, 0o022], ids=["an open umask", "the usual umask"])
def _umask(request):
    former = os.umask(request.param)
    yield
    os.umask(former)


def modes(folder):
    """Return the modes of everything that stands in a folder, and its own."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


@pytest.mark.usefixtures("_umask")
async def test_everything_that_is_made_is_its_owners(tmp_path, sqlite_template, library):
    """It opens folders and files to nobody else: database, WAL, locks, journal, backups, what a restore leaves."""
    file = tmp_path / "data" / "afterglow.db"
    database = Database(f"sqlite:///{file}")
    async with polling_alone(database, f"sqlite:///{file}", 1):
        await database.migrate()
        database.journal.add(1, NOW)
        async with database.session() as session:
            await new_code(session, NOW)
        back_up_tonight(file, 2, NOW)
        back_up(file, tmp_path / "data" / "by-hand" / "afterglow.db")
        there = modes(tmp_path / "data")
        await database.close()
    await restore(tmp_path / "data" / "by-hand" / "afterglow.db", file, library.courses, timedelta(days=180), NOW)
    later = modes(tmp_path / "data")

    assert {"afterglow.db", "afterglow.db-wal", "afterglow.db.lock", "afterglow.db.erasures-key", "backups"} <= set(
        there
    )
    for name, mode in [*there.items(), *later.items()]:
        assert (name, oct(mode)) == (name, oct(0o700 if name in {"data", "backups", "by-hand"} else 0o600))


@pytest.mark.usefixtures("_umask")
def test_what_is_written_for_one_person_is_theirs(tmp_path):
    """It makes records of care, codes of invites and drafts so."""
    write_private(tmp_path / "record.pdf", b"%PDF")

    assert modes(tmp_path)["record.pdf"] == 0o600


async def test_a_stolen_database_opens_nothing(migrated_sqlite_url):
    """It holds no invite and no code that could be used, in the file or beside it; a guess or a hash opens nothing."""
    database = Database(migrated_sqlite_url)
    async with database.session() as session:
        token = await complete_invite(session, await begin_invite(session, "microneedling", "", NOW), NOW, NOW)
        code = await new_code(session, NOW)
        invite = await find_invite(session, token, NOW)
        others = [
            await find_invite(session, guess, NOW) for guess in (invite.token_hash, token[:-1], token.swapcase(), "")
        ]
    stored = b"".join(file.read_bytes() for file in Path(database.path).parent.iterdir())
    await database.close()

    assert others == [None] * 4
    assert invite.token_hash.encode() in stored
    assert token.encode() not in stored
    assert code.replace("-", "").encode() not in stored


def test_a_journal_tells_no_chat(tmp_path):
    """It lists who was erased by keyed hashes: without the key nobody can try every number."""
    journal = Journal(tmp_path / "afterglow.db")
    journal.add(5402000023, NOW)

    assert "5402000023" not in journal.path.read_text()
    assert journal.read().erased_at(5402000023) == NOW
