"""The preview's one server: the Bot API for the bot, the page for people."""

from collections.abc import Awaitable, Callable
from datetime import UTC, tzinfo

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.preview.bot_api import answer_call, answer_file
from bot.preview.clock_control import ClockControl
from bot.preview.guard import Guard
from bot.preview.page_api import PageApi
from bot.preview.world import World


def application(world: World, clock_control: ClockControl, *, zone: tzinfo = UTC) -> Starlette:
    """Return the application. `zone` is the one in which the page shows times and its mornings begin."""
    page = PageApi(world, clock_control, zone)
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", _bound(answer_call, world), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", _bound(answer_file, world)),
            Route("/", page.page),
            Route("/page/{name}", page.page),
            Route("/preview/state", page.state),
            Route("/preview/acts", page.act, methods=["POST"]),
            Route("/preview/people", page.add_person, methods=["POST"]),
            Route("/preview/clock", page.move_clock, methods=["POST"]),
            Route("/preview/outage", page.set_outage, methods=["POST"]),
            Route("/preview/files/{file_id}", page.file),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={404: _not_found},
    )


def _bound(
    answer: Callable[[World, Request], Awaitable[Response]], world: World
) -> Callable[[Request], Awaitable[Response]]:
    async def bound(request: Request) -> Response:
        return await answer(world, request)

    return bound


async def _not_found(request: Request, error: Exception) -> Response:
    return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, status_code=404)
