"""Jobs: APScheduler wakes things, and does nothing else. No reminder is ever a job of its own."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from messages.course import Course
from scheduler import clock as real_clock
from scheduler.backups import BackupTrouble, back_up_tonight, is_overdue, made_at, nightly_backups
from scheduler.clock import Clock
from scheduler.database import Database
from scheduler.digest import plan_digest
from scheduler.dispatcher import Dispatcher
from scheduler.incoming import forget_old
from scheduler.invites import forget_invites
from scheduler.notices import announce_erasures
from scheduler.retention import erase_overdue
from scheduler.tracing import reason, where
from scheduler.watching import Watch

AT_LEAST_EVERY = timedelta(seconds=30)  # a clock that jumps or a machine that slept must not matter
PURGE_EVERY = timedelta(hours=6)
LOOK_EVERY = timedelta(minutes=1)
QUIET = time(3, 30)  # of the clinic's zone; no zone changes its clocks then
LISTED = timedelta(days=400)  # how long an erasure outlives the oldest backup: somebody may hold an older copy

log = structlog.get_logger(__name__)


class Jobs:
    """The dispatcher's loop, and what wakes it and the other things that come round."""

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        database: Database,
        clock: Clock,
        courses: Mapping[str, Course],
        retention: timedelta,
        backup_keep: int = 0,
        zone: tzinfo = UTC,
        watch: Watch | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._courses = courses
        self._library = dispatcher.library
        self._retention = retention
        self._backup_keep = backup_keep if database.path else 0
        self._zone = zone
        self._watch = watch
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._failing: set[str] = set()
        self._woken = asyncio.Event()
        self._dispatching = asyncio.Lock()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send what is due, now and from now on."""
        self._loop = asyncio.create_task(self._run())
        self._scheduler.add_job(self._wake, "interval", seconds=AT_LEAST_EVERY.total_seconds())
        self._scheduler.add_job(self._guarded, args=[self.plan_digest])
        plan = [self.plan_digest]  # a group is paired, thrown out or brought back at any time
        self._scheduler.add_job(self._guarded, "interval", args=plan, seconds=LOOK_EVERY.total_seconds())
        self._scheduler.add_job(self._guarded, args=[self.purge])  # a machine that restarts often erases all the same
        self._scheduler.add_job(self._guarded, "interval", args=[self.purge], seconds=PURGE_EVERY.total_seconds())
        if self._watch:
            look = [self._watch.look]
            self._scheduler.add_job(self._guarded, "interval", args=look, seconds=LOOK_EVERY.total_seconds())
        if self._backup_keep:
            self._scheduler.add_job(self.back_up, "cron", hour=QUIET.hour, minute=QUIET.minute, timezone=self._zone)
            self._scheduler.add_job(self._guarded, args=[self.back_up_if_overdue])
        self._scheduler.start()
        self.wake()

    async def stop(self, within: float | None = None) -> None:
        """Finish the batch in hand, and end; after `within` seconds it is cut off, for `Dispatcher.let_go`."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within), self._dispatching:
                pass
        if self._loop:
            self._loop.cancel()
        await asyncio.gather(*filter(None, [self._loop]), return_exceptions=True)

    def wake(self) -> None:
        """Have what is due looked at, now."""
        self._woken.set()

    async def until_idle(self) -> None:
        """Send everything that is due at this moment, also what is in hand already."""
        async with self._dispatching:
            while not self._stopping and await self._dispatcher.dispatch_due():
                pass

    async def purge(self) -> None:
        """Erase whose time is over and tell those who are next; forget the keys of what is no longer needed.

        These are the keys of old updates, and of erasures that no backup undoes any more.
        """
        now = self._clock()
        erased = await erase_overdue(self._database, self._courses, self._retention, now)
        async with self._database.session() as session:
            told = await announce_erasures(session, self._library, self._retention, now)
            forgotten = await forget_old(session, now)
            await forget_invites(session, now)
        await asyncio.to_thread(self._database.journal.forget_before, self._oldest_backup() - LISTED)
        log.info("purged", patients=erased, told=told, updates=forgotten)
        self.wake()

    async def plan_digest(self) -> None:
        """See that the team's next digest is planned."""
        async with self._database.session() as session:
            await plan_digest(session, self._dispatcher.desk, self._clock())
        self.wake()

    async def back_up_if_overdue(self) -> None:
        """Make up for a night in which the process was down."""
        if is_overdue(self._backed_up, self._clock()):
            await self.back_up()

    async def back_up(self) -> None:
        """Make the nightly backup. A failure is one line, takes nothing away, and the next night tries again."""
        try:
            backup = await asyncio.to_thread(back_up_tonight, self._backed_up, self._backup_keep, self._clock())
        except Exception as error:  # whatever the disk does: nothing else may stop for it
            words = str(error) if isinstance(error, BackupTrouble) else reason(error)
            log.error("The nightly backup failed", action="backup_failed", reason=words, where=where(error))  # noqa: TRY400
        else:
            log.info("Backed up", action="backed_up", file=backup.name)

    @property
    def _backed_up(self) -> Path:
        assert self._database.path
        return self._database.path

    def _oldest_backup(self) -> datetime:
        backups = nightly_backups(self._database.path) if self._database.path else []
        return made_at(backups[0]) if backups else self._clock()

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self._guarded(self.until_idle)
            await self._guarded(self._set_alarm)

    async def _set_alarm(self) -> None:
        """Have APScheduler wake the loop at the next due instant; the real clock may be behind ours (the preview)."""
        due_at = await self._dispatcher.next_due()
        if due_at is None:
            with contextlib.suppress(JobLookupError):
                self._scheduler.remove_job("next due")
            return
        at = real_clock.now() + max(due_at - self._clock(), timedelta(0))
        self._scheduler.add_job(self._wake, "date", run_date=at, id="next due", replace_existing=True)

    async def _wake(self) -> None:
        """Wake from a job: a coroutine runs in the loop, a plain function would run in a thread."""
        self.wake()

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it; a failure of the database now must not end what will be due later. One line when it begins to fail."""
        job = getattr(work, "__name__", "job")
        try:
            await work()
        except Exception as error:
            if job not in self._failing:
                log.error("a job failed", job=job, reason=reason(error), where=where(error))  # noqa: TRY400 - no words
            self._failing.add(job)
        else:
            if job in self._failing:
                log.info("a job works again", job=job)
            self._failing.discard(job)
