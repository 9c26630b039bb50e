"""Listening: small web servers inside the loop that is running. Signals belong to the program around them."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn

FINISH_WITHIN = 1  # seconds for answers that are being written when it ends


class PortInUse(Exception):
    """Another program listens on the port already; the message says which and what to do."""


class CannotListen(Exception):
    """The address is none of this machine's; the message says which and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one. Raises PortInUse or CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only on a socket that names its protocol does asyncio send small answers at once, and not 40 ms later.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(f"port {port} is in use by another program: choose another with PORT or --port") from None
        raise CannotListen(f"HOST: nothing can listen on {host} ({error.strerror}): the usual is 127.0.0.1") from None
    return listening


@asynccontextmanager
async def serving(
    app: Any, listening: socket.socket, *, ending: Callable[[], None] = lambda: None
) -> AsyncIterator[int]:
    """Answer requests while the block runs, and give the port. `ending` is called first when the block is left.

    Leaving ends open connections within a second and returns once the port is free.
    """
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=FINISH_WITHIN,
    )
    ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    server = _Server(config, lambda: ready.set_result(None))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    both: list[asyncio.Future[Any]] = [running, ready]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    try:
        yield listening.getsockname()[1]
    finally:
        ending()
        server.should_exit = True
        await running


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell when requests are answered."""
        await super().startup(sockets=sockets)
        self._ready()
