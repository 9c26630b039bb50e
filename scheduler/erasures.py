"""Erasures: a journal beside the database of who was erased, so that no backup brings them back.

It names nobody: a line is a keyed hash of a chat and an instant, and the key is a file of its own.
Only files, all blocking: call it from a thread. What is listed here is erased again by patients.py.
"""

import fcntl
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL

from scheduler.backups import sync_folder

LINE = re.compile(r"([0-9a-f]{64}) (\S+\+00:00)")
KEY = re.compile(r"[0-9a-f]{64}")


class JournalTrouble(Exception):
    """The journal of erasures cannot be used; the message is one line that says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Erasures:
    """What a journal lists: when each hash was erased last."""

    key: bytes
    by_hash: Mapping[str, datetime]

    def erased_at(self, chat_id: int) -> datetime | None:
        """Return when this chat was erased last."""
        return self.by_hash.get(_hash(self.key, chat_id))


class Journal:
    """The journal of one database: the file NAME.erasures, and its key in NAME.erasures-key."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.erasures")
        self.key_path = database.with_name(f"{database.name}.erasures-key")

    def prepare(self) -> None:
        """Make the files where there are none; raise JournalTrouble when later erasures could not be written down."""
        with self._held():
            pass

    def add(self, chat_id: int, erased_at: datetime) -> str:
        """Write down who is about to be erased; on the disk when this returns. Return the line."""
        with self._held() as key:
            line = f"{_hash(key, chat_id)} {erased_at.astimezone(UTC).isoformat()}"
            _append(self.path, [line])
        return line

    def read(self) -> Erasures:
        """Return what is listed. Half a line, of a write that was cut off, stands for nobody who was erased."""
        with self._held() as key:
            by_hash: dict[str, datetime] = {}
            for digest, instant in _entries(self.path):
                by_hash[digest] = max(instant, by_hash.get(digest, instant))
            return Erasures(key=key, by_hash=by_hash)

    def last_line(self) -> str:
        """Return the newest line, "" when nobody was ever erased."""
        lines = _lines(self.path)
        return lines[-1] if lines else ""

    def forget_before(self, instant: datetime) -> int:
        """Drop what is older: no backup that holds them is left. Return how many lines."""
        with self._held():
            entries = list(_entries(self.path))
            kept = [f"{digest} {erased_at.isoformat()}" for digest, erased_at in entries if erased_at >= instant]
            if len(kept) < len(entries):
                part = self.path.with_name(f"{self.path.name}.part")
                part.unlink(missing_ok=True)
                _append(part, kept)
                os.rename(part, self.path)
            return len(entries) - len(kept)

    @contextmanager
    def _held(self) -> Iterator[bytes]:
        """Keep other threads and processes away from the journal; gives the key, made now if there is none yet."""
        try:
            self.key_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.key_path, os.O_RDWR | os.O_CREAT, 0o600)
            with open(descriptor, "r+", encoding="ascii") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
                yield bytes.fromhex(self._key(file.read()) or self._new_key(file.fileno()))
        except OSError as error:
            raise JournalTrouble(
                f"{self.path}: {error.strerror}: without it nobody can be erased for good; check folder and disk"
            ) from None

    def _key(self, written: str) -> str:
        if KEY.fullmatch(written.strip()):
            return written.strip()
        if _lines(self.path):
            raise JournalTrouble(
                f"{self.key_path} is not the key that {self.path.name} was written with: put both back as they were; "
                f"if the key is lost for good, delete {self.path.name} and restore no backup made before today"
            )
        return ""

    def _new_key(self, descriptor: int) -> str:
        key = secrets.token_hex(32)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{key}\n".encode(), 0)
        os.fsync(descriptor)
        sync_folder(self.path.parent)
        return key


def journal_beside(address: URL) -> Journal:
    """Return the journal of a database: beside a SQLite file, in ./data for PostgreSQL."""
    name = Path(address.database or "")
    return Journal(name if address.get_backend_name() == "sqlite" else Path("data") / name.name)


def _hash(key: bytes, chat_id: int) -> str:
    return hmac.digest(key, str(chat_id).encode(), "sha256").hex()


def _append(path: Path, lines: Iterable[str]) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        written = "".join(f"{line}\n" for line in lines).encode()
        left = b"\n" + written if torn else written
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lines(path: Path) -> list[str]:
    """Only whole lines."""
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="ascii", errors="replace").split("\n") if LINE.fullmatch(line)]


def _entries(path: Path) -> Iterator[tuple[str, datetime]]:
    for line in _lines(path):
        digest, _, instant = line.partition(" ")
        yield digest, datetime.fromisoformat(instant)
