"""The journal of erasures: it names nobody, outlives the database, and whoever is listed stays erased."""

import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import select

from scheduler import patients
from scheduler.erasures import Journal, JournalTrouble, journal_beside
from scheduler.models import Patient
from scheduler.retention import erase_overdue
from tests.scheduler.world import NOW

ANA, BEA = 7_000_000_001, 7_000_000_002
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "data" / "clinic.db")


async def chats(database):
    async with database.reading() as session:
        return sorted((await session.exec(select(Patient.chat_id))).all())


async def erase(world, chat_id, now):
    async with world.database.session() as session:
        await patients.erase(session, await patients.find_patient(session, chat_id), now)


def test_it_knows_who_was_erased_and_when(journal):
    """It gives the last instant of a chat, and nothing for others."""
    journal.add(ANA, NOW)
    journal.add(ANA, NOW + timedelta(days=2))

    erasures = journal.read()

    assert erasures.erased_at(ANA) == NOW + timedelta(days=2)
    assert erasures.erased_at(BEA) is None


def test_a_line_names_nobody(journal, tmp_path):
    """It is a hash and an instant; with another key the same chat has another hash; only the owner may read either."""
    line = journal.add(ANA, NOW)
    other = Journal(tmp_path / "other.db").add(ANA, NOW)

    assert re.fullmatch(r"[0-9a-f]{64} 2026-11-20T14:00:00\+00:00", line)
    assert other != line
    assert [stat.S_IMODE(file.stat().st_mode) for file in (journal.path, journal.key_path)] == [0o600, 0o600]


def test_half_a_line_is_nobody_and_spoils_nothing(journal):
    """It goes on after a write that was cut off."""
    journal.add(ANA, NOW)
    with journal.path.open("a", encoding="ascii") as file:
        file.write("0123abcd")
    journal.add(BEA, NOW)

    erasures = journal.read()

    assert (erasures.erased_at(ANA), erasures.erased_at(BEA)) == (NOW, NOW)
    assert journal.last_line().endswith("2026-11-20T14:00:00+00:00")


def test_old_lines_are_forgotten(journal):
    """It drops what is older than asked, and keeps the rest readable."""
    journal.add(ANA, NOW)
    journal.add(BEA, NOW + timedelta(days=1))

    dropped = journal.forget_before(NOW + timedelta(days=1))

    assert dropped == 1
    assert journal.read().erased_at(ANA) is None
    assert journal.read().erased_at(BEA) == NOW + timedelta(days=1)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("spoil", [Path.unlink, lambda key: key.write_text("0" * 63, encoding="ascii")])
def test_a_lost_key_is_one_clear_line_and_is_not_replaced(journal, spoil):
    """It does not go on with a key that nobody listed would be found by."""
    journal.add(ANA, NOW)
    spoil(journal.key_path)

    for work in (journal.prepare, journal.read, lambda: journal.add(BEA, NOW)):
        with pytest.raises(JournalTrouble, match=r"^\S+erasures-key is not the key .* put both back") as trouble:
            work()
        assert "\n" not in str(trouble.value)


def test_a_journal_that_cannot_be_written_is_one_clear_line(tmp_path):
    """It names the file."""
    (tmp_path / "data").write_text("a file", encoding="utf-8")

    with pytest.raises(JournalTrouble, match=r"^\S+clinic.db.erasures: "):
        Journal(tmp_path / "data" / "clinic.db").prepare()


def test_many_processes_write_whole_lines_with_one_key(journal):
    """It is made once, whoever comes first, and loses no line."""
    code = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from scheduler.erasures import Journal
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    Journal(Path(sys.argv[1])).add(int(sys.argv[2]) + number, datetime(2026, 1, 1, tzinfo=UTC))
"""
    starts = (100, 200, 300, 400, 500, 600)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(journal.path.with_suffix("")), str(start)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for start in starts
    ]
    assert [writer.stdout.readline() for writer in writers] == ["ready\n"] * 6
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)

    assert [writer.returncode for writer in writers] == [0] * 6
    erasures = journal.read()
    assert all(erasures.erased_at(start + number) for start in starts for number in range(20))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:///data/afterglow.db", "data/afterglow.db.erasures"),
        ("sqlite:////srv/clinic.db", "/srv/clinic.db.erasures"),
        ("postgresql://user:password@host/clinic", "data/clinic.erasures"),
    ],
)
def test_it_stands_beside_the_database(address, path):
    """It is in ./data for a database that is no file."""
    assert str(journal_beside(make_url(address)).path) == path


async def test_erasing_is_listed_before_it_is_done(world):
    """It leaves a line behind when the transaction breaks, and never the other way round."""
    ana = await world.patient(chat_id=ANA)
    world.now += timedelta(hours=1)

    async def break_off():
        async with world.database.session() as session:
            await patients.erase(session, await session.get_one(Patient, ana.id), world.now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()

    assert await chats(world.database) == [ANA]
    assert world.database.journal.read().erased_at(ANA) == world.now


async def test_an_erasure_that_was_cut_off_is_repeated(world):
    """It erases whom the journal lists, once."""
    await world.patient(chat_id=ANA)
    await world.patient(chat_id=BEA)
    world.database.journal.add(ANA, NOW + timedelta(hours=1))

    async with world.database.session() as session:
        assert await patients.erase_all_listed(session) == 1
    async with world.database.session() as session:
        assert await patients.erase_all_listed(session) == 0

    assert await chats(world.database) == [BEA]


async def test_who_comes_back_after_erasing_stays(world):
    """It erases what was there before the erasure, not what came after."""
    await world.patient(chat_id=ANA)
    await erase(world, ANA, NOW + timedelta(hours=1))
    world.now = NOW + timedelta(hours=2)
    await world.patient(chat_id=ANA)

    async with world.database.session() as session:
        assert await patients.erase_all_listed(session) == 0
    assert await chats(world.database) == [ANA]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_database_that_follows_its_journal_is_not_looked_through(world, monkeypatch):
    """It costs a start nothing, until the journal is ahead."""
    looked = []
    look_through = patients.erase_all_listed
    monkeypatch.setattr(patients, "erase_all_listed", lambda session: looked.append(1) or look_through(session))
    await world.patient(chat_id=ANA)
    await world.patient(chat_id=BEA)
    await erase(world, BEA, NOW + timedelta(hours=1))
    async with world.database.session() as session:
        assert await patients.erase_again(session) == 0
    assert looked == []

    world.database.journal.add(ANA, NOW + timedelta(hours=1))
    async with world.database.session() as session:
        assert await patients.erase_again(session) == 1
    assert await chats(world.database) == []


async def test_whose_time_is_over_is_not_listed(world):
    """It lists the wishes of patients: what the calendar says, it says of an old copy too."""
    await world.patient(chat_id=ANA, consent=False)
    later = NOW + timedelta(days=42 + 181)
    assert await erase_overdue(world.database, world.courses, timedelta(days=180), later) == 1

    assert world.database.journal.last_line() == ""
