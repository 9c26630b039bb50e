"""Listening: small web servers inside the loop that is running. Signals belong to the program around them."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

FINISH_WITHIN = 1  # seconds for answers that are being written when it ends
ASK_WITHIN = 10.0  # seconds from the beginning of a connection, or the answer before, to a whole head of a request
MOST_CONNECTIONS = 400  # at once: with more, no file could be opened any longer


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
        http=_Connection,
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


class _Connection(H11Protocol):
    """A connection that is closed when nothing is asked in time: uvicorn itself waits for ever for half a head."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._waiting:
            self._waiting.cancel()

    def _wait(self) -> None:
        if self._waiting:
            self._waiting.cancel()
        self._waiting = self.loop.call_later(ASK_WITHIN, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()


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
