"""Previewing: the real bot on a Telegram of its own, a throw-away database, and a clock that can be put forward."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.application import Engine, assemble, over_http
from bot.house import House
from bot.pacing import Pacing
from bot.preview.serving import serve as serve_page
from bot.preview.world import World
from bot.routing import handlers
from bot.running import make_ready, serve, stop_on_signals
from bot.settings import Settings, load_settings
from messages.library import load
from scheduler.clock import MovableClock
from scheduler.database import Database

TOKEN = "7000000001:preview-this-token-opens-nothing"  # noqa: S105 - of the embedded server alone
DEMO = {
    "clinic_name": "Demo Clinic",
    "clinic_phone": "+44 20 7946 0123",  # kept free for films and examples
    "clinic_timezone": "Europe/London",
    "clinic_hours": "Mon-Fri 09:00-18:00",
}
SETTLED_WITHIN = 5.0  # seconds of real time for what people did to reach the bot


@dataclass(kw_only=True)
class PreviewClock:
    """The clock as the page moves it: on the way to an instant, everything that falls due happens."""

    clock: MovableClock
    world: World
    engine: Engine | None = None

    def now(self) -> datetime:
        """Return the current instant of the preview, aware, in UTC."""
        return self.clock()

    async def advance(self, delta: timedelta) -> None:
        """Move ahead by a duration."""
        await self.advance_to(self.now() + delta)

    async def advance_to(self, instant: datetime) -> None:
        """Move ahead to an instant, from one due instant to the next; returns once the bot is idle."""
        await self._settle()
        while self.engine and (due_at := await self.engine.dispatcher.next_due()) is not None and due_at <= instant:
            self._put_forward(due_at)
            await self._settle()
        self._put_forward(instant)
        await self._settle()

    async def next_due(self) -> datetime | None:
        """Return when the next reminder falls due, None for nothing ahead."""
        return await self.engine.dispatcher.next_reminder() if self.engine else None

    def _put_forward(self, instant: datetime) -> None:
        self.clock.advance(instant - self.clock())

    async def _settle(self) -> None:
        """Wait until the bot has taken, handled and sent everything that there is at this moment."""
        if self.engine is None:
            return
        with suppress(TimeoutError):
            await self.world.until(lambda: self.world.outage or not self.world.queue.pending(), seconds=SETTLED_WITHIN)
        await self.engine.workers.until_idle()
        await self.engine.jobs.until_idle()


async def run_preview(settings: Settings, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM. `say` gets a line with the address, once the page can be opened.

    A real token and the clinic's database are left alone. Raises PortInUse, NotLoopback or BrokenContent.
    """
    stop = stop_on_signals()
    clock = MovableClock()
    world = World(token=TOKEN, clock=clock)
    world.add_person("Ana", language_code="en")
    world.add_person("Lucía", language_code="es")
    carla = world.add_person("Carla")
    group = world.add_group("Demo Clinic staff", [carla])
    carla.add_bot(group.id)
    control = PreviewClock(clock=clock, world=world)
    library = load(overlay=settings.content_dir)
    async with _page(world, control, host, port, zone=demo_settings(settings).zone) as address:
        with TemporaryDirectory(prefix="afterglow-preview-") as folder:
            mine = demo_settings(
                settings,
                telegram_api_url=address,
                database_url=f"sqlite:///{folder}/preview.db",
                staff_chat_id=str(group.id),
                second_contact_chat_id="",
            )
            house = House(settings=mine, library=library, database=Database(mine.database_url), clock=clock)
            say(f"Open {address} in a browser; Ctrl-C ends the preview")
            await _serve(house, control, stop)


def demo_settings(settings: Settings, **changes: str) -> Settings:
    """Return the settings of a preview: those of the clinic where they are set, never its token or its database."""
    unset = {name: value for name, value in DEMO.items() if not getattr(settings, name)}
    apart = {
        "bot_token": TOKEN,
        "content_approval": "waived",
        "database_url": "sqlite:///preview.db",
        "backup_keep": "0",
        "webhook_url": "",
        "heartbeat_url": "",
    }
    return load_settings(**unset, **{**apart, **changes})


@asynccontextmanager
async def _page(world: World, control: PreviewClock, host: str, port: int, *, zone: ZoneInfo) -> AsyncIterator[str]:
    """Serve the Bot API and the page while the block runs; gives the address."""
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve_page(world, control, host=host, port=port, ready=ready.set_result, zone=zone))
    try:
        both: list[asyncio.Future[Any]] = [serving, ready]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        yield f"http://{f'[{host}]' if ':' in host else host}:{ready.result()}"
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def _serve(house: House, control: PreviewClock, stop: asyncio.Event) -> None:
    try:
        await make_ready(house)
        pacing = Pacing(house.settings.dispatch_rate, each_chat=0)  # weeks go by in seconds
        control.engine = assemble(house, handlers(), requests=over_http(trust_env=False), pacing=pacing)
        await serve(control.engine, stop)
    finally:
        await house.database.close()
