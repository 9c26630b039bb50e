"""Running: the live bot, from the first look at its settings to a clean end."""

import asyncio
import gc
import signal
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

from bot.application import Engine, assemble, bot_id_of
from bot.house import House
from bot.introduction import introduce
from bot.routing import COMMANDS, TEAM_MENU, handlers
from bot.settings import Settings, WrongSetting, missing_for_live
from bot.web import open_ports
from messages.answering import Situation, answer
from messages.library import Library, load
from messages.texts import FALLBACK
from messages.training import prepare
from scheduler import clock, incoming, outgoing
from scheduler.approvals import approval_of
from scheduler.archive import archive_courses
from scheduler.database import Database
from scheduler.lock import Lock, polling_alone, receiving_together
from scheduler.patients import erase_again
from scheduler.reminders import replan_changed
from scheduler.tracing import where

LEARNT = Path("data")  # where the model of a clinic's own phrasings is kept
IN_HAND = 7.0  # seconds to finish what is being handled and sent
END_WITHIN = 1.0  # seconds

log = structlog.get_logger()


class NotApproved(Exception):
    """Nobody at the clinic has approved this content; the message says how."""


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; a second one ends at once.

    Raises WrongSetting, BrokenContent, DatabaseTrouble, JournalTrouble, AlreadyPolling, NotApproved, PortInUse,
    CannotListen or TokenRefused, each with a clear message, before any patient is served; AlreadyPolling also later,
    when the lock was lost and another process has it.
    """
    if missing := missing_for_live(settings):
        raise WrongSetting("\n".join(missing))
    stop = stop_on_signals()
    library = load(overlay=settings.content_dir)
    house = House(settings=settings, library=library, database=Database(settings.database_url), clock=clock.now)
    try:
        receiving = receiving_together if settings.webhook_url else polling_alone
        async with receiving(house.database, settings.database_url, bot_id_of(house)) as lock:
            await make_ready(house)
            await _require_approval(house)
            engine = assemble(house, handlers())
            async with open_ports(engine), _keeping(lock, engine):
                await serve(engine, stop)
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
            if not await engine.receiver.first_contact():
                return
            await engine.application.initialize()
            log.info("Ready", action="ready", bot=engine.application.bot.id)
            async with _at_work(engine, tuple(COMMANDS)):
                await engine.receiver.run()
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


async def keep_answering(engine: Engine) -> None:
    """Handle what is stored, once answering is quick: meanwhile updates are taken, and emergencies are advised.

    A clinic's own phrasings are learnt beside it: until then the model that is shipped answers.
    """
    library = engine.house.library
    await _beside(lambda: _warm_up(library))
    gc.freeze()  # collections need not look through all that stands: a seventh of what a reminder costs, and pauses
    learning = asyncio.create_task(_learn(library))
    try:
        await engine.workers.run()
    finally:
        learning.cancel()


@asynccontextmanager
async def _keeping(lock: Lock, engine: Engine) -> AsyncIterator[None]:
    """Look after the lock while the block runs; when another process has it, take nothing more and raise why."""
    keeping = asyncio.create_task(lock.keep())
    keeping.add_done_callback(lambda done: None if done.cancelled() or not done.exception() else engine.receiver.stop())
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})
    if not keeping.cancelled():
        keeping.result()


@asynccontextmanager
async def _stopping(engine: Engine, stop: asyncio.Event) -> AsyncIterator[None]:
    async def pass_on() -> None:
        await stop.wait()
        engine.receiver.stop()

    passing_on = asyncio.create_task(pass_on())
    try:
        yield
    finally:
        passing_on.cancel()


@asynccontextmanager
async def _at_work(engine: Engine, commands: Sequence[str]) -> AsyncIterator[None]:
    """Handle and send while the block runs. A part that breaks ends the block: better a restart than half a bot."""
    working = asyncio.create_task(keep_answering(engine))
    working.add_done_callback(lambda _task: engine.receiver.stop())
    introducing = asyncio.create_task(introduce(engine.house, engine.application.bot, commands, of_team=TEAM_MENU))
    engine.jobs.start()
    try:
        yield
    finally:
        introducing.cancel()
        engine.pacing.close()
        await asyncio.gather(engine.workers.stop(within=IN_HAND), engine.jobs.stop(within=IN_HAND))
        _, warming_up = await asyncio.wait({working}, timeout=END_WITHIN)
        await _let_go(engine)
    if not warming_up:
        await working
    log.info("Stopped", action="stopped")


async def _let_go(engine: Engine) -> None:
    """Leave nothing to be waited for by other processes: without it they wait for our leases to run out."""
    try:
        async with asyncio.timeout(END_WITHIN):
            left = await engine.workers.let_go() + await engine.dispatcher.let_go()
    except Exception as error:  # whatever the driver raises
        log.warning("What was in hand is left to the next start", error=type(error).__name__, where=where(error))
    else:
        if left:
            log.warning("Cut off from what was in hand; it goes on elsewhere", action="cut_off", left=left)


async def _take_up(house: House) -> None:
    async with house.database.session() as session:
        erased = await erase_again(session)
        await incoming.take_back(session)
        await outgoing.take_back(session)
    if erased:
        log.warning("Erased again who was still in this copy", action="erased_again", patients=erased)


async def _require_approval(house: House) -> None:
    content_hash = house.library.content_hash
    with house.database.clear_words():
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


async def _beside(work: Callable[[], None]) -> None:
    """Do it in a thread that does not hold up the end: learning a clinic's own phrasings takes a while."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    failures: list[Exception] = []

    def in_thread() -> None:
        try:
            work()
        except Exception as error:  # raised where it is waited for
            failures.append(error)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=in_thread, daemon=True).start()
    await done.wait()
    for failure in failures:
        raise failure


def _warm_up(library: Library) -> None:
    """Answer something, so that what answering needs is loaded."""
    answer(library, "redness", Situation(language=FALLBACK))


async def _learn(library: Library) -> None:
    """Learn a clinic's own phrasings, which takes a while. A failure leaves the shipped model at work."""
    try:
        await _beside(lambda: prepare(library, LEARNT))
    except Exception as error:  # whatever the encoder or the disk raises
        name, place = type(error).__name__, where(error)
        log.error("The phrasings could not be learnt", action="not_learnt", error=name, where=place)  # noqa: TRY400


async def _replan_changed(house: House) -> int:
    async with house.database.session() as session:
        return await replan_changed(session, house.library.courses, house.clock())
