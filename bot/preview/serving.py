"""Running the preview's server inside the current event loop, on this machine alone."""

import asyncio
import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, tzinfo

import uvicorn

from bot.preview.clock_control import ClockControl
from bot.preview.server import application
from bot.preview.webhooks import LOOPBACK
from bot.preview.world import World


class PortInUse(Exception):
    """Another program listens on the port already; the message says which and what to do."""


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
    listening = _listen(host, port)
    config = uvicorn.Config(
        application(world, clock_control, zone=zone),
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, lambda: ready(listening.getsockname()[1]))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(running)
    finally:
        world.close()
        server.should_exit = True
        await running


class _Server(uvicorn.Server):
    """Signals belong to the program around it."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell when calls are answered."""
        await super().startup(sockets=sockets)
        self._ready()


def _listen(host: str, port: int) -> socket.socket:
    if host not in LOOPBACK:
        raise NotLoopback(f"the preview listens on this machine alone, not on {host}: set HOST to 127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    address = "127.0.0.1" if host == "localhost" else host
    # Only on a socket that names its protocol does asyncio send small answers at once, and not 40 ms later.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortInUse(f"port {port} is in use by another program: choose another with PORT or --port") from None
    return listening
