"""Running the preview's server inside the current event loop, on this machine alone."""

import asyncio
from collections.abc import Callable
from datetime import UTC, tzinfo

from bot.listening import PortInUse, listen, serving
from bot.preview.clock_control import ClockControl
from bot.preview.server import application
from bot.preview.webhooks import LOOPBACK
from bot.preview.world import World

__all__ = ["NotLoopback", "PortInUse", "serve"]


class NotLoopback(Exception):
    """The preview was asked to listen where others could reach it; the message says what to do."""


async def serve(
    world: World,
    clock_control: ClockControl,
    *,
    host: str,
    port: int,
    ready: Callable[[int], None],
    zone: tzinfo = UTC,
) -> None:
    """Serve until cancelled; `ready` gets the port once calls are answered (port 0 takes a free one).

    Cancelling closes the world, ends open polls and returns once the port is free. Raises PortInUse or NotLoopback.
    """
    if host not in LOOPBACK:
        raise NotLoopback(f"the preview listens on this machine alone, not on {host}: set HOST to 127.0.0.1")
    listening = listen("127.0.0.1" if host == "localhost" else host, port)
    async with serving(application(world, clock_control, zone=zone), listening, ending=world.close) as taken:
        ready(taken)
        await asyncio.Event().wait()
