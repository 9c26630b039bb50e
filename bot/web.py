"""Web: what this process answers over HTTP. The webhook is for Telegram, by its secret; the rest tells no secrets.

Health and metrics are on a port of their own, on this machine alone; the webhook's port has the health too, for a load
balancer.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.application import Engine
from bot.health import Health
from bot.listening import PortInUse, listen, serving
from bot.metrics import Metrics
from bot.webhook import Webhook
from scheduler.clock import Clock
from scheduler.database import Database
from scheduler.watching import Backlog, backlog

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - its name
LARGEST_BODY = 1024 * 1024  # bytes; an update has a few thousand
LONGEST_LENGTH = 12  # digits
READ_WITHIN = 20.0  # seconds
THIS_MACHINE = "127.0.0.1"

log = structlog.get_logger()
Answer = Callable[[Request], Awaitable[Response]]


@asynccontextmanager
async def open_ports(engine: Engine) -> AsyncIterator[None]:
    """Answer while the block runs: the webhook, if there is one, health and metrics. Raises PortInUse or CannotListen.

    A metrics port that is taken is no reason not to serve patients.
    """
    house = engine.house
    async with AsyncExitStack() as stack:
        if engine.webhook:
            app = webhook_app(engine.webhook, engine.health)
            port = await stack.enter_async_context(serving(app, listen(house.settings.host, house.settings.port)))
            log.info("Listening for Telegram", action="listening", port=port)
        if house.settings.metrics_port is not None:
            try:
                listening = listen(THIS_MACHINE, house.settings.metrics_port)
            except PortInUse:
                log.warning("METRICS_PORT is taken: no health and no metrics there", action="metrics_port_taken")
            else:
                app = metrics_app(engine.metrics, engine.health, house.database, house.clock)
                port = await stack.enter_async_context(serving(app, listening))
                log.info("Health and metrics", action="metrics", port=port)
        yield


def webhook_app(webhook: Webhook, health: Health) -> Starlette:
    """Return what listens on HOST and PORT. Telegram may post to any path: a proxy may have changed it."""
    return Starlette(
        routes=[
            Route("/healthz", _healthz(health), methods=["GET"]),
            Route("/{path:path}", _post(webhook), methods=["POST"]),
        ]
    )


def metrics_app(metrics: Metrics, health: Health, database: Database, clock: Clock) -> Starlette:
    """Return what listens on METRICS_PORT."""

    async def show(_request: Request) -> Response:
        waiting = await _waiting(database, clock)
        return Response(metrics.exposition(waiting), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(routes=[Route("/healthz", _healthz(health)), Route("/metrics", show)])


def _healthz(health: Health) -> Answer:
    async def answer(_request: Request) -> Response:
        troubles = await health.troubles()
        return JSONResponse({"ok": not troubles, "troubles": troubles}, status_code=503 if troubles else 200)

    return answer


def _post(webhook: Webhook) -> Answer:
    async def answer(request: Request) -> Response:
        if not webhook.knows(request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=403)  # nothing of the body is read
        try:
            async with asyncio.timeout(READ_WITHIN):
                body = await _body(request)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        if body is None:
            return Response(status_code=413)
        acknowledgement = await webhook.receive(body)
        after = acknowledgement.retry_after
        return Response(
            status_code=acknowledgement.status, headers={"retry-after": str(after)} if after is not None else None
        )

    return answer


async def _body(request: Request) -> bytes | None:
    """Return the body, None as soon as it is too large."""
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and (len(stated) > LONGEST_LENGTH or int(stated) > LARGEST_BODY):
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


async def _waiting(database: Database, clock: Clock) -> Backlog | None:
    try:
        async with database.reading() as session:
            return await backlog(session, clock())
    except Exception:  # whatever the driver raises: the rest is worth reading all the same
        return None
