"""Live: the real process, `python -m bot run`, with the loopback server in place of Telegram."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import psutil  # type: ignore[import-untyped]

from benchmarks.answers import quantile
from benchmarks.crowds import Originals, empty_database, fill
from benchmarks.telegram_server import TOKEN, Address
from scheduler import clock
from scheduler.database import Database

ROOT = Path(__file__).parent.parent
SETTINGS = {
    "BOT_TOKEN": TOKEN,
    "CLINIC_NAME": "Clínica del Prado",
    "CLINIC_PHONE": "+34 910 000 000",
    "CLINIC_TIMEZONE": "Europe/Madrid",
    "CONTENT_APPROVAL": "waived",
    "METRICS_PORT": "",
    "BACKUP_KEEP": "0",
    "LOG_LEVEL": "INFO",
}
HOOK = {"WEBHOOK_URL": "https://clinic.example/telegram", "WEBHOOK_SECRET": "only-for-the-benchmark", "PORT": "0"}
PATIENCE = 120.0  # seconds until a start counts as failed


@dataclass(frozen=True, kw_only=True)
class Start:
    """How a process starts: seconds until it says that it is ready, until it has answered, and its size when idle."""

    ready_in: float
    answered_in: float
    megabytes: float


@dataclass(frozen=True, kw_only=True)
class Replies:
    """How long people waited for the beginning of a reply, in seconds, while so many reminders went out a second."""

    p50: float
    p95: float
    longest: float
    answered: int
    unanswered: int
    reminders_a_second: float


async def start_up(address: Address, database_url: str, *, ask: bool = True) -> Start:
    """Start a process and end it; somebody has asked something before."""
    address.forget()
    began = perf_counter()
    async with processes(address, database_url, 1) as [(process, ready_in)]:
        answered_in = float("nan")
        if ask:
            address.let_ask([["en", "can I wear makeup?"]], each_second=1, seconds=1)
            while not (await asyncio.to_thread(address.counts))["answered_in"] and perf_counter() - began < PATIENCE:
                await asyncio.sleep(0.02)
            answered_in = perf_counter() - began
        await asyncio.sleep(3)
        size = psutil.Process(process.pid).memory_info().rss / 1e6
    return Start(ready_in=ready_in, answered_in=answered_in, megabytes=size)


async def peak(
    address: Address, originals: Originals, questions: Sequence[Sequence[str]], *, patients: int, seconds: float
) -> Replies:
    """Let many reminders fall due at once, and people ask meanwhile; nobody asks twice."""
    async with empty_database(None) as database:
        due_at = _next_minute()
        await fill(database, originals, patients, due_at=due_at)
        await database.close()
        async with processes(address, url_of(database), 1):
            await asyncio.sleep(max(0.0, (due_at - clock.now()).total_seconds()) + 2)
            address.forget()
            address.let_ask(questions, each_second=4, seconds=seconds)
            await asyncio.sleep(seconds + 3)
            counts = address.counts()
    waited = counts["answered_in"]
    return Replies(
        p50=quantile(waited, 0.5),
        p95=quantile(waited, 0.95),
        longest=max(waited, default=float("nan")),
        answered=len(waited),
        unanswered=counts["unanswered"],
        reminders_a_second=counts["sent"] / max(counts["seconds"], 0.001),
    )


async def together(address: Address, originals: Originals, server: str, *, patients: int, replicas: int) -> float:
    """Let several processes send what is due at once, pacing off; return messages a second of all of them."""
    async with empty_database(server, "replicas") as database:
        due_at = _next_minute()
        await fill(database, originals, patients, due_at=due_at)
        address.forget()
        async with processes(address, url_of(database), replicas, DISPATCH_RATE="0", **HOOK):
            sent = -1
            while (counts := await asyncio.to_thread(address.counts))["sent"] != sent or not sent:
                sent = counts["sent"]
                await asyncio.sleep(3)
    assert counts["sent"] == counts["chats"], "somebody was told twice"
    return float(counts["sent"] / max(counts["seconds"], 0.001))


def url_of(database: Database) -> str:
    """Return the address of a database, as the setting takes it."""
    return f"sqlite:///{database.path}" if database.is_sqlite else database.address


@asynccontextmanager
async def processes(
    address: Address, database_url: str, number: int, **settings: str
) -> AsyncIterator[Sequence[tuple[asyncio.subprocess.Process, float]]]:
    """Start processes at the same time; gives each with the seconds after which it was ready."""
    folder = tempfile.mkdtemp(prefix="afterglow-")
    mine = {**SETTINGS, "TELEGRAM_API_URL": address.url, "DATABASE_URL": database_url, **settings}
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    began, started = perf_counter(), []
    try:
        for _ in range(number):
            started.append(
                await asyncio.create_subprocess_exec(
                    sys.executable,
                    *("-m", "bot", "run"),
                    cwd=folder,
                    env={**kept, "PYTHONPATH": str(ROOT), **mine},
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.STDOUT,
                )
            )
        ready = [(process, await _ready(process, began)) for process in started]
        reading = [asyncio.create_task(_drain(process)) for process in started]
        yield ready
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
                await process.wait()
        for task in reading:
            task.cancel()
        shutil.rmtree(folder, ignore_errors=True)


async def _ready(process: asyncio.subprocess.Process, began: float) -> float:
    lines: list[str] = []
    assert process.stdout
    async with asyncio.timeout(PATIENCE):
        while line := (await process.stdout.readline()).decode():
            lines.append(line)
            if "Ready" in line:
                return perf_counter() - began
    raise RuntimeError("it ended without being ready:\n" + "".join(lines[-20:]))


async def _drain(process: asyncio.subprocess.Process) -> None:
    assert process.stdout
    while await process.stdout.read(65536):
        pass


def _next_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
