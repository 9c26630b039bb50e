"""Backups: whole and checked copies of a SQLite database, made while the bot writes.

Only files and SQLite's own functions, all blocking: call them from a thread. PostgreSQL has pg_dump for this.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

OVERDUE = timedelta(hours=25)  # a night was missed
SUFFIXES = ("", "-wal", "-shm")  # of the files that make up one database


class BackupTrouble(Exception):
    """A backup cannot be made or used; the message is one line that says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a database holds: `revision` names the version of its tables."""

    revision: str
    patients: int
    treatments: int


def back_up(database: Path, target: Path) -> Contents:
    """Copy a database to a new file that only its owner may read; return what it holds.

    1. Copy to TARGET.part, as of one instant, whatever is written meanwhile.
    2. Check the copy.
    3. Give it its name: what has that name is whole.
    """
    if not database.exists():
        raise BackupTrouble(f"there is no database at {database}: check DATABASE_URL")
    if target.exists():
        raise BackupTrouble(f"{target} exists already: choose another name, or move it away")
    part = target.with_name(f"{target.name}.part")
    try:
        with _clear_words(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            copy(database, part)
            contents = look_into(part)
            os.rename(part, target)
            sync_folder(target.parent)
    finally:
        remove(part)
    return contents


def copy(database: Path, target: Path) -> None:
    """Copy a database into one file, over what was there, and have it on the disk when this returns."""
    remove(target)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with _opened(database) as source, closing(sqlite3.connect(target)) as copied:
        source.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")  # else a file of its own would belong to it
    with target.open("rb") as file:
        os.fsync(file.fileno())


def look_into(backup: Path) -> Contents:
    """Check every page of a database and return what it holds; raise BackupTrouble for a damaged or foreign one."""
    if not backup.is_file():
        raise BackupTrouble(f"{backup} is not there: look for it with `ls {backup.parent}`")
    try:
        with _opened(backup) as connection:
            [first, *_] = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if first != "ok":
                raise BackupTrouble(f"{backup} is damaged ({' '.join(str(first).split())}): take another backup")
            return _contents(connection)
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise BackupTrouble(f"{backup}: {error}: check that it may be read") from None
        raise BackupTrouble(f"{backup} is no backup of Afterglow: choose another file") from None
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise BackupTrouble(f"{backup} is no backup of Afterglow: choose another file") from None
        raise BackupTrouble(f"{backup} is damaged ({error}): take another backup") from None


def back_up_tonight(database: Path, keep: int, now: datetime) -> Path:
    """Make a backup beside the database, named by the instant in UTC; return it.

    The oldest ones above `keep` go only once the new one has passed its check.
    """
    folder = folder_of(database)
    for left in folder.glob(f"{database.stem}-*.db.part"):
        remove(left)
    backup = folder / f"{database.stem}-{now.astimezone(UTC):%Y%m%d-%H%M}.db"
    if not backup.exists():
        back_up(database, backup)
    for old in nightly_backups(database)[:-keep]:
        old.unlink()
    return backup


def nightly_backups(database: Path) -> list[Path]:
    """Return the backups that were made by themselves, the oldest first."""
    name = re.compile(rf"{re.escape(database.stem)}-\d{{8}}-\d{{4}}\.db")
    return sorted(file for file in folder_of(database).glob("*.db") if name.fullmatch(file.name))


def made_at(nightly_backup: Path) -> datetime:
    """Return the instant in the name of a nightly backup."""
    return datetime.strptime(nightly_backup.stem[-13:], "%Y%m%d-%H%M").replace(tzinfo=UTC)


def is_overdue(database: Path, now: datetime) -> bool:
    """Return whether a night went by without a backup."""
    newest = nightly_backups(database)[-1:]
    return not newest or now - made_at(newest[0]) > OVERDUE


def folder_of(database: Path) -> Path:
    """Return where the nightly backups of a database stand."""
    return database.parent / "backups"


def remove(database: Path) -> None:
    """Delete a database with the files that SQLite keeps beside it."""
    for suffix in SUFFIXES:
        database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)) as connection:
        yield connection


def _contents(connection: sqlite3.Connection) -> Contents:
    def one(query: str) -> str:
        row = connection.execute(query).fetchone()
        return str(row[0]) if row else ""

    return Contents(
        revision=one("SELECT version_num FROM alembic_version"),
        patients=int(one("SELECT count(*) FROM patient")),
        treatments=int(one("SELECT count(*) FROM treatment")),
    )


@contextmanager
def _clear_words(target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        words = " ".join(str(error).split())
        raise BackupTrouble(f"{target}: the copy failed ({words}): is there room, and is the database sound?") from None
    except OSError as error:
        raise BackupTrouble(f"{target}: {error.strerror}: check its folder and the room left") from None
