"""`make bench`: measures everything side by side in one run, prints one table, and writes RESULTS.md.

Exits 1 when a budget is missed. FULL=1 adds a million enrolled patients, which takes longer; SHARE=4 measures with a
quarter of each count, for a quick look. Parts by name, such as `python -m benchmarks peak`, leave RESULTS.md alone.
"""

import asyncio
import gc
import os
import platform
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from time import perf_counter

import structlog
from rich.console import Console

from benchmarks import peers
from benchmarks.answers import answer_speed, questions
from benchmarks.crowds import Originals, empty_database, fill, live_a_week, postgresql
from benchmarks.dispatching import Speed, bare, ours, quiet
from benchmarks.enrolled import Costs, costs
from benchmarks.live import peak, together
from benchmarks.table import Figure, markdown, shown
from benchmarks.telegram_server import Address, telegram
from benchmarks.transports import AiohttpRequest
from bot.settings import Settings
from messages.library import Library, load
from messages.matching import SHIPPED_MODEL, load_model, training_key
from scheduler import clock

RESULTS = Path(__file__).parent / "RESULTS.md"
FULL, SHARE = bool(os.environ.get("FULL")), int(os.environ.get("SHARE", "1"))
DUE = 5_000 // SHARE
BARE = 3_000 // SHARE
IN_THE_MORNING = 10_000 // SHARE
PEERS = 1_000 // SHARE
STORED = 400 // SHARE
TOGETHER = 2_000 // SHARE
ENROLLED = (1_000, 100_000 // SHARE, *([1_000_000] if FULL else []))
ANSWERS = 400 // SHARE
PEAK_SECONDS = 60.0
BUSY = 1.5  # processes a core that want to run, from which the clock says little
LIBRARIES = ("python-telegram-bot", "httpx", "aiohttp", "SQLAlchemy", "sqlmodel", "aiosqlite", "psycopg", "APScheduler")

log = structlog.get_logger()


class Bench:
    """What all measurements share."""

    def __init__(self, address: Address, server: str, library: Library, originals: Originals) -> None:
        self.address = address
        self.databases = {"SQLite": None, "PostgreSQL": server}
        self.library = library
        self.originals = originals
        self.permitted = float(Settings.model_fields["dispatch_rate"].default)

    async def dispatching(self) -> AsyncIterator[Figure]:
        """Due at once, against the bare client before and after."""
        for name, server in self.databases.items():
            before = await bare(self.address, BARE)
            async with empty_database(server, "dispatching") as database:
                await fill(database, self.originals, DUE)
                speed = await ours(self.address, database, self.library)
            after = await bare(self.address, BARE)
            rate, cpu = fmean([before.a_second, after.a_second]), fmean([before.cpu_ms, after.cpu_ms])
            yield Figure(what=f"the bare client beside {name}", value=_speed(Speed(a_second=rate, cpu_ms=cpu)))
            ratio, floor = speed.a_second / rate, 5 * self.permitted
            what = f"dispatch of {DUE:,} due at once, {name}"
            yield Figure(
                what=what, value=_speed(speed), ratio=f"{ratio:.2f} of bare", budget="0.8 of bare", met=ratio >= 0.8
            )
            yield Figure(
                what=what,
                value=_speed(speed),
                ratio=f"{speed.a_second / self.permitted:.1f} x the permitted rate",
                budget="5 x the permitted rate",
                met=speed.a_second >= floor,
            )

    async def transports(self) -> AsyncIterator[Figure]:
        """The bare client on other transports."""
        usual = await bare(self.address, BARE)
        yield Figure(what="bare client, httpx, 8 in flight", value=_speed(usual), ratio="1")
        for name, speed in (
            ("httpx, 32 in flight", await bare(self.address, BARE, at_once=32)),
            ("aiohttp, 8 in flight", await bare(self.address, BARE, AiohttpRequest(16))),
            ("aiohttp, 32 in flight", await bare(self.address, BARE, AiohttpRequest(64), at_once=32)),
        ):
            ratio = f"{speed.a_second / usual.a_second:.2f} of httpx at 8"
            yield Figure(what=f"bare client, {name}", value=_speed(speed), ratio=ratio)

    async def peers(self) -> AsyncIterator[Figure]:
        """The same messages by other schedulers."""
        usual = await bare(self.address, BARE)
        measured = {
            f"PTB JobQueue as documented, {PEERS} jobs": await peers.job_queue(self.address, PEERS, at_once=None),
            f"PTB JobQueue, 8 in flight, {PEERS} jobs": await peers.job_queue(self.address, PEERS, at_once=8),
        }
        for name, server in self.databases.items():
            what = f"APScheduler with SQLAlchemyJobStore, {name}, {STORED} jobs"
            measured[what] = await peers.stored_jobs(self.address, STORED, server)
        for what, rate in measured.items():
            yield Figure(what=what, value=f"{rate:.0f}/s", ratio=f"{rate / usual.a_second:.2f} of bare")

    async def enrolled(self) -> AsyncIterator[Figure]:
        """Costs with few and with many patients."""
        for name, server in self.databases.items():
            few: Costs | None = None
            for patients in ENROLLED:
                now = await costs(self.address, self.library, self.originals, patients, server)
                few = few or now
                many = f"{patients:,} enrolled, {name}"
                for what, cost, before in (
                    ("enrolling one", now.enrol, few.enrol),
                    ("claiming a batch of 50", now.claim, few.claim),
                    ("a message but for sending it", now.message, few.message),
                ):
                    ratio = cost / before
                    yield Figure(
                        what=f"{what}, {many}",
                        value=f"{cost:.2f} ms",
                        ratio=f"{ratio:.2f} of that with {ENROLLED[0]:,}",
                        budget="2 x" if now is not few else "",
                        met=ratio <= 2 if now is not few else None,
                    )
                yield _within(f"ready, {many}", now.start.ready_in, 3, "s")
                if now is few:
                    yield _within(f"ready to answer, {many}", now.start.answered_in, 2, "s")
                yield _within(f"memory of the idle process, {many}", now.start.megabytes, 250, "MB")
                if now is few:
                    size = f"{now.bytes_each / 1000:.1f} kB"
                    yield Figure(what=f"a patient in the first week, with indexes, {name}", value=size)

    async def answers(self) -> AsyncIterator[Figure]:
        """Answering in each language."""
        for language in self.library.languages:
            speed = answer_speed(self.library, language, ANSWERS)
            yield Figure(what=f"answers, {language}", value=f"{speed.a_second:.0f}/s, p50 {speed.p50_ms:.1f} ms")
            yield _within(f"an answer at p95, {language}", speed.p95_ms, 20, "ms")

    async def peak(self) -> AsyncIterator[Figure]:
        """Replies while reminders go out at the permitted rate."""
        asked = [[language, line] for language in self.library.languages for line in questions(language, 40)]
        waited = await peak(self.address, self.originals, asked, patients=IN_THE_MORNING, seconds=PEAK_SECONDS)
        rate = f"{waited.reminders_a_second:.1f}/s"
        yield Figure(what=f"reminders in a morning peak of {IN_THE_MORNING:,}", value=rate, budget="at most 30/s")
        yield Figure(what="a reply meanwhile, p50", value=f"{waited.p50:.3f} s")
        yield Figure(what="a reply meanwhile, p95", value=f"{waited.p95:.3f} s")
        yield _within(f"a reply meanwhile, the longest of {waited.answered}", waited.longest, 1, "s")
        what = "questions without a reply in the peak"
        yield Figure(what=what, value=str(waited.unanswered), budget="0", met=not waited.unanswered)

    async def replicas(self) -> AsyncIterator[Figure]:
        """Several processes on one PostgreSQL."""
        server, one = self.databases["PostgreSQL"], 0.0
        assert server
        for number in (1, 2, 4):
            rate = await together(self.address, self.originals, server, patients=TOGETHER, replicas=number)
            one = one or rate
            what = f"{number} process{'es' if number > 1 else ''} on PostgreSQL, {TOGETHER:,} due at once"
            yield Figure(what=what, value=f"{rate:.0f}/s", ratio=f"{rate / one:.2f} of one")


async def main() -> bool:
    """Measure, print and write; return whether every budget is met."""
    quiet()
    console, began, library = Console(width=140), perf_counter(), load()
    if load_model(SHIPPED_MODEL).key != training_key(library):
        console.print("the bot would learn its phrasings anew all the while: run `make model` first")
        return False
    wanted = sys.argv[1:] or ["dispatching", "transports", "peers", "enrolled", "answers", "peak", "replicas"]
    figures: list[Figure] = []
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postgresql())
        address = await stack.enter_async_context(telegram())
        bench = Bench(address, server, library, await live_a_week(library))
        gc.freeze()  # as the running bot does
        for part in wanted:
            began_part = perf_counter()
            async for figure in getattr(bench, part)():
                figures.append(figure)
                console.print(f"{figure.what}: {figure.value} {figure.ratio} {figure.verdict}", style="dim")
            console.print(f"{part}: {perf_counter() - began_part:.0f} s", style="dim")
    console.print(shown(figures))
    if not sys.argv[1:]:
        RESULTS.write_text(_page(figures, perf_counter() - began), "utf-8")
    missed = [figure.what for figure in figures if figure.met is False]
    console.print(f"{len(missed)} budgets missed" if missed else "every budget is met")
    return not missed


def _page(figures: list[Figure], seconds: float) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    share = f"; SHARE={SHARE}: a part of the counts" if SHARE > 1 else ""
    load_average = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    budgets = [figure.met for figure in figures if figure.met is not None]
    return (
        "# Measured by `make bench`\n\n"
        f"On {clock.now():%d %B %Y}, in {seconds / 60:.1f} minutes, on {os.cpu_count()} cores; "
        f"load average at the end {load_average}{share}.\n"
        f"Python {platform.python_version()}, {versions}.\n"
        "Ratios are of figures of the same run; milliseconds of processor time are those of the sending process.\n"
        f"{_busy()}"
        f"{budgets.count(False)} of {len(budgets)} budgets are missed.\n\n"
        f"{markdown(figures)}"
    )


def _busy() -> str:
    """What to think of figures by the clock, where more was at work than a measurement and its server."""
    if os.getloadavg()[2] <= BUSY * (os.cpu_count() or 1):
        return ""
    return "The machine was busy with other work: figures by the clock are worse than on an idle one.\n"


def _speed(speed: Speed) -> str:
    return f"{speed.a_second:.0f}/s, {speed.cpu_ms:.2f} ms of processor each"


def _within(what: str, value: float, budget: float, unit: str) -> Figure:
    return Figure(what=what, value=f"{value:.2f} {unit}", budget=f"under {budget:g} {unit}", met=value <= budget)


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(main()) else 1)
