"""Restoring: a backup takes the place of a SQLite database, once it is checked, up to date and without the erased."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from messages.course import Course
from scheduler.backups import SUFFIXES, BackupTrouble, Contents, copy, look_into, remove, sync_folder
from scheduler.database import AsyncSession, Database
from scheduler.erasures import Erasures, Journal
from scheduler.incoming import OPEN, forget_old
from scheduler.models import Handling, Incoming
from scheduler.patients import erase_listed, note_last_erasure
from scheduler.retention import erase_overdue
from scheduler.revisions import KNOWN

TOO_OLD = timedelta(hours=24)  # Telegram itself keeps no message longer for a bot that is away


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did. `kept`: the former database; `dropped`: messages that were too old to be answered."""

    contents: Contents
    kept: Path | None
    erased: int
    dropped: int


def look_at_backup(backup: Path, database: Path) -> Contents:
    """Return what a backup holds; raise BackupTrouble for one that cannot take the place of this database."""
    if database.exists() and backup.exists() and backup.samefile(database):
        raise BackupTrouble(f"{backup} is the database itself: choose a backup")
    contents = look_into(backup)
    if contents.revision not in KNOWN:
        raise BackupTrouble(
            f"{backup} is from a newer version of Afterglow (revision {contents.revision}): install that version first"
        )
    return contents


async def restore(
    backup: Path, database: Path, courses: Mapping[str, Course], retention: timedelta, now: datetime
) -> Restored:
    """Put a backup in the place of a database that no bot uses; the lock is the caller's.

    1. Copy the backup beside the database, and bring its tables up to date.
    2. Erase whom the journal lists and whose time is over, and drop messages that are too old to be answered.
    3. Check the copy.
    4. Keep the present database under another name, and give its name to the copy.

    Until the last step the present database is as it was, and nobody erased is ever in the place of it.
    """
    staged = database.with_name(f"{database.name}.restoring")
    try:
        await asyncio.to_thread(_stage, backup, database, staged)
        erased, dropped = await _catch_up(staged, Journal(database), courses, retention, now)
        contents = await asyncio.to_thread(_finish, staged)
        kept = await asyncio.to_thread(_change_places, staged, database, now)
    except (sqlite3.Error, OSError) as error:
        words = error.strerror if isinstance(error, OSError) else " ".join(str(error).split())
        raise BackupTrouble(f"{database} is as it was ({words}): make room beside it, and try again") from None
    finally:
        await asyncio.to_thread(remove, staged)
    return Restored(contents=contents, kept=kept, erased=erased, dropped=dropped)


def _stage(backup: Path, database: Path, staged: Path) -> None:
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy(backup, staged)


async def _catch_up(
    staged: Path, journal: Journal, courses: Mapping[str, Course], retention: timedelta, now: datetime
) -> tuple[int, int]:
    copied = Database(f"sqlite:///{staged}")
    try:
        await copied.migrate()
        erasures = await asyncio.to_thread(journal.read)
        async with copied.session() as session:
            dropped = await _drop_messages(session, erasures, now)
            erased = await erase_listed(session, erasures)
            await note_last_erasure(session, await asyncio.to_thread(journal.last_line))
            await forget_old(session, now)
        erased += await erase_overdue(copied, courses, retention, now)
    finally:
        await copied.close()
    return erased, dropped


async def _drop_messages(session: AsyncSession, erasures: Erasures, now: datetime) -> int:
    """Drop stored messages of people who were erased later, and those whose answer would come a day late or more."""

    def is_over(message: Incoming) -> bool:
        erased_at = message.chat_id and erasures.erased_at(message.chat_id)
        return message.received_at < (erased_at or now - TOO_OLD)

    waiting = (await session.exec(select(Incoming).where(col(Incoming.state).in_(OPEN)))).all()
    dropped = [message for message in waiting if is_over(message)]
    for message in dropped:
        message.state, message.handled_at = Handling.HANDLED, now
        message.chat_id = message.payload = message.replies = message.owner = message.lease_until = None
    return len(dropped)


def _finish(staged: Path) -> Contents:
    _into_one_file(staged)
    with staged.open("rb") as file:
        os.fsync(file.fileno())
    return look_into(staged)


def _change_places(staged: Path, database: Path, now: datetime) -> Path | None:
    """Return the new name of the former database, None where there was none."""
    kept = None
    if database.exists():
        kept = database.with_name(f"{database.name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        _same_owner(staged, database)
        with suppress(sqlite3.Error):  # a damaged one is kept as it is, with the files beside it
            _into_one_file(database)
        os.link(database, kept)
        for suffix in SUFFIXES[1:]:
            with suppress(FileNotFoundError):
                os.rename(f"{database}{suffix}", f"{kept}{suffix}")
    os.replace(staged, database)
    sync_folder(database.parent)
    return kept


def _into_one_file(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _same_owner(staged: Path, database: Path) -> None:
    """Let the bot's user read what an administrator restores."""
    former = database.stat()
    os.chmod(staged, stat.S_IMODE(former.st_mode))
    if os.geteuid() == 0:
        os.chown(staged, former.st_uid, former.st_gid)
