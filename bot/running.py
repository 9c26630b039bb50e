"""Running: the live bot, from the first look at its settings to a clean end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

from bot.application import Engine, assemble, bot_id_of, show_commands
from bot.house import House
from bot.routing import COMMANDS, handlers
from bot.settings import Settings, WrongSetting, missing_for_live
from messages.answering import Situation, answer
from messages.library import Library, load
from messages.texts import FALLBACK
from messages.training import prepare
from scheduler import clock, incoming, outgoing
from scheduler.approvals import approval_of
from scheduler.archive import archive_courses
from scheduler.database import Database
from scheduler.lock import polling_alone
from scheduler.patients import erase_again
from scheduler.reminders import replan_changed

LEARNT = Path("data")  # where the model of a clinic's own phrasings is kept
IN_HAND = 7.0  # seconds to finish what is being handled
BATCH_IN_HAND = 3.0  # seconds to finish what is being sent

log = structlog.get_logger()


class NotApproved(Exception):
    """Nobody at the clinic has approved this content; the message says how."""


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; a second one ends at once.

    Raises WrongSetting, BrokenContent, DatabaseTrouble, JournalTrouble, AlreadyPolling, NotApproved or TokenRefused,
    each with a clear message, before any patient is served.
    """
    if missing := missing_for_live(settings):
        raise WrongSetting("\n".join(missing))
    stop = stop_on_signals()
    library = load(overlay=settings.content_dir)
    house = House(settings=settings, library=library, database=Database(settings.database_url), clock=clock.now)
    try:
        async with polling_alone(house.database, settings.database_url, bot_id_of(house)):
            await make_ready(house)
            await _require_approval(house)
            await serve(assemble(house, handlers()), stop)
    finally:
        await house.database.close()


async def make_ready(house: House) -> None:
    """Bring the database up to date and take up what a former process left.

    On PostgreSQL other processes may be at work: there the operator migrates, and leases tell what was left.
    """
    with house.database.clear_words():
        if house.database.is_sqlite:
            await house.database.migrate()
            await _take_up(house)
        else:
            await house.database.require_current()
            await asyncio.to_thread(house.database.journal.prepare)
        async with house.database.session() as session:
            await archive_courses(session, house.library.courses.values(), house.clock())
        while await _replan_changed(house):
            pass


async def serve(engine: Engine, stop: asyncio.Event) -> None:
    """Take, handle and send until `stop` is set; then finish what is in hand, within about ten seconds."""
    async with _stopping(engine, stop):
        try:
            if not await engine.poller.first_contact():
                return
            await engine.application.initialize()
            log.info("Ready", action="ready", bot=engine.application.bot.id)
            async with _at_work(engine, tuple(COMMANDS)):
                await engine.poller.run()
        finally:
            await engine.application.bot.shutdown()


def stop_on_signals() -> asyncio.Event:
    """Return the event that the first signal sets. The usual handling is back then: a second one ends at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first() -> None:
        stop.set()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, first)
    return stop


@asynccontextmanager
async def _stopping(engine: Engine, stop: asyncio.Event) -> AsyncIterator[None]:
    async def pass_on() -> None:
        await stop.wait()
        engine.poller.stop()

    passing_on = asyncio.create_task(pass_on())
    try:
        yield
    finally:
        passing_on.cancel()


@asynccontextmanager
async def _at_work(engine: Engine, commands: Sequence[str]) -> AsyncIterator[None]:
    """Handle and send while the block runs. A part that breaks ends the block: better a restart than half a bot."""
    working = asyncio.create_task(_work(engine))
    working.add_done_callback(lambda _task: engine.poller.stop())
    showing = asyncio.create_task(show_commands(engine, commands))
    engine.jobs.start()
    try:
        yield
    finally:
        showing.cancel()
        await engine.workers.stop(within=IN_HAND)
        with suppress(TimeoutError):
            await asyncio.wait_for(engine.jobs.stop(), BATCH_IN_HAND)
    await working
    log.info("Stopped", action="stopped")


async def _take_up(house: House) -> None:
    async with house.database.session() as session:
        erased = await erase_again(session)
        await incoming.take_back(session)
        await outgoing.take_back(session)
    if erased:
        log.warning("Erased again who was still in this copy", action="erased_again", patients=erased)


async def _require_approval(house: House) -> None:
    content_hash = house.library.content_hash
    async with house.database.reading() as session:
        approval = await approval_of(session, content_hash)
    if approval:
        log.info("The content is approved", approval=approval.id, content=content_hash[:12])
    elif house.settings.content_approval == "waived":
        log.warning("Nobody at the clinic has approved this content", action="not_approved", content=content_hash[:12])
    else:
        raise NotApproved(
            f"nobody at the clinic has approved this content ({content_hash[:12]}): read it, then run "
            '`afterglow approve --by "NAME, ROLE"`; CONTENT_APPROVAL=waived starts without'
        )


async def _work(engine: Engine) -> None:
    """Handle what is stored, once answering is quick: meanwhile updates are taken, and emergencies are advised."""
    await asyncio.to_thread(_warm_up, engine.house.library)
    await engine.workers.run()


def _warm_up(library: Library) -> None:
    """Answer something, so that what answering needs is loaded; a clinic's own phrasings are learnt first."""
    prepare(library, LEARNT)
    answer(library, "redness", Situation(language=FALLBACK))


async def _replan_changed(house: House) -> int:
    async with house.database.session() as session:
        return await replan_changed(session, house.library.courses, house.clock())
