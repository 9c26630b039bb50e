"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with faults on demand."""

import inspect
import json
import secrets
from collections.abc import Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.preview import bot_methods, message_methods, update_methods
from bot.preview.calls import Call, Upload
from bot.preview.faults import Cut, Slow, trouble_for
from bot.preview.refusals import Refused, bad_request, not_found, server_trouble, unauthorized
from bot.preview.world import World

METHODS: dict[str, tuple[str, Callable[[World, Call], Any]]] = {
    name.lower(): (name, method)
    for table in (message_methods.METHODS, bot_methods.METHODS, update_methods.METHODS)
    for name, method in table.items()
}


class CutConnection(Response):
    """An answer that never comes: the head announces more than is sent, so the server drops the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head alone."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})


async def answer_call(world: World, request: Request) -> Response:
    """Carry out one call of the bot and answer it, or refuse it in Telegram's words."""
    try:
        _check_token(world, request.path_params["token"])
        known = METHODS.get(request.path_params["method"].lower())
        if known is None:
            raise not_found()
        name, method = known
        call = await _read_call(request, name)
        return await _with_faults(world, call, method)
    except Refused as refused:
        return _refusal(refused)


async def answer_file(world: World, request: Request) -> Response:
    """Send a file to the bot."""
    try:
        _check_token(world, request.path_params["token"])
        stored = world.files.find_by_path(request.path_params["path"])
        if stored is None:
            raise not_found()
    except Refused as refused:
        return _refusal(refused)
    return Response(stored.data, media_type="application/octet-stream")


async def _with_faults(world: World, call: Call, method: Callable[[World, Call], Any]) -> Response:
    if world.outage:
        raise server_trouble()
    trouble = trouble_for(world.faults, call.method, call.chat_id)
    if isinstance(trouble, Refused):
        raise trouble
    if isinstance(trouble, Cut):
        if trouble.taken:
            await _carry_out(world, call, method)
        return CutConnection()
    if isinstance(trouble, Slow):
        return await _slowly(world, call, method, trouble)
    return await _carry_out(world, call, method)


async def _slowly(world: World, call: Call, method: Callable[[World, Call], Any], slow: Slow) -> Response:
    if slow.taken:
        answer = await _carry_out(world, call, method)
        await world.wait(slow.seconds)
        return answer
    await world.wait(slow.seconds)
    return await _carry_out(world, call, method)


async def _carry_out(world: World, call: Call, method: Callable[[World, Call], Any]) -> Response:
    result = method(world, call)
    if inspect.isawaitable(result):
        result = await result
    return JSONResponse({"ok": True, "result": result})


def _check_token(world: World, token: str) -> None:
    if not secrets.compare_digest(token.encode(), world.token.encode()):
        raise unauthorized()


async def _read_call(request: Request, name: str) -> Call:
    parameters: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        parameters.update(_object(await request.body()))
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        await _read_form(request, parameters, uploads)
    return Call(method=name, parameters=parameters, uploads=uploads)


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON object")
    return given


async def _read_form(request: Request, parameters: dict[str, Any], uploads: dict[str, Upload]) -> None:
    try:
        form = await request.form()
    except HTTPException as error:
        raise bad_request("can't parse the form") from error
    for field, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[field] = Upload(
                name=value.filename or "file",
                mime_type=value.content_type or "application/octet-stream",
                data=await value.read(),
            )
        else:
            parameters[field] = value
    await form.close()


def _refusal(refused: Refused) -> JSONResponse:
    answer: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        answer["parameters"] = refused.parameters
    return JSONResponse(answer, status_code=refused.code)
