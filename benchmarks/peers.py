"""Peers: the same messages, sent by what a Telegram bot in Python is usually scheduled with."""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.ext import Application, ExtBot

from benchmarks.dispatching import WORDS, a_bot
from benchmarks.telegram_server import Address
from bot.pacing import IN_FLIGHT
from scheduler import clock

AHEAD = timedelta(seconds=3)  # jobs are added before they are due
LONGEST = 90.0  # seconds, after which what has gone out counts

_stored: dict[str, Any] = {}  # a stored job finds its bot by name alone


async def job_queue(address: Address, messages: int, *, at_once: int | None) -> float:
    """Send by PTB's JobQueue, as its documentation shows it, or with so many in flight; return messages a second."""
    bot = a_bot(address)
    application = Application.builder().bot(bot).updater(None).build()
    queue, gate = application.job_queue, asyncio.Semaphore(at_once or messages)
    assert queue

    async def send(context: Any) -> None:
        async with gate:
            await context.bot.send_message(context.job.chat_id, WORDS, parse_mode="HTML")

    async with application:
        address.forget()
        due_at = clock.now() + AHEAD
        for number in range(messages):
            queue.run_once(send, due_at, chat_id=7_000_000_000 + number, job_kwargs={"misfire_grace_time": None})
        await application.start()
        speed = await _until_sent(address, messages, due_at)
        await application.stop()
        return speed


async def stored_jobs(address: Address, messages: int, server: str | None) -> float:
    """Send by APScheduler with jobs in a database, told to run late ones and with a bound on what is in flight."""
    with tempfile.TemporaryDirectory() as folder:
        url = server.replace("postgresql://", "postgresql+psycopg://") if server else f"sqlite:///{folder}/jobs.db"
        scheduler = AsyncIOScheduler(
            jobstores={"default": SQLAlchemyJobStore(url=url)},
            executors={"default": AsyncIOExecutor()},
            timezone="UTC",
            job_defaults={"misfire_grace_time": None},
        )
        async with a_bot(address) as bot:
            _stored.update(bot=bot, gate=asyncio.Semaphore(IN_FLIGHT))
            scheduler.start(paused=True)
            address.forget()
            due_at = datetime.now(UTC) + AHEAD  # noqa: TID251 - APScheduler's own clock
            for number in range(messages):
                scheduler.add_job(send_stored, "date", run_date=due_at, args=[7_000_000_000 + number])
            scheduler.resume()
            speed = await _until_sent(address, messages, due_at)
            scheduler.remove_all_jobs()
            scheduler.shutdown(wait=False)
            return speed


async def send_stored(chat_id: int) -> None:
    """Send one message; the job that says so was read from the database."""
    bot: ExtBot[None] = _stored["bot"]
    async with _stored["gate"]:
        await bot.send_message(chat_id, WORDS, parse_mode="HTML")


async def _until_sent(address: Address, messages: int, due_at: datetime) -> float:
    await asyncio.sleep(max(0.0, (due_at - clock.now()).total_seconds()))
    began = perf_counter()
    while perf_counter() - began < LONGEST:
        counts = await asyncio.to_thread(address.counts)
        if counts["sent"] >= messages:
            return float(counts["sent"] / max(counts["seconds"], 0.001))
        await asyncio.sleep(0.2)
    return float(counts["sent"] / (perf_counter() - began))
