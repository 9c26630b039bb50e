"""What may reach the preview: this machine alone, under its own name, from its own page, in reasonable sizes."""

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 20 * 1024 * 1024
LONGEST_LENGTH = 12  # digits
OTHER_SITES = {"cross-site", "same-site"}  # what browsers say of a request from another page; a port is another page
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
# Everything on the page comes from the preview itself; no other page may show it in a frame.
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Refuses foreign Host headers (a web site that points its name at 127.0.0.1), foreign pages, and huge bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer 403 or 413."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        own = _own_addresses(scope)
        origin = headers.get("origin", "")
        if headers.get("host", "").lower() not in own:
            await _answer(send, 403, "Forbidden: open the preview as 127.0.0.1 or localhost, with its own port")
        elif (origin and origin.removeprefix("http://").lower() not in own) or _is_foreign(scope, headers):
            await _answer(send, 403, "Forbidden: another page may not use the preview")
        elif _length(headers) > LARGEST_BODY:
            await _answer(send, 413, "Request Entity Too Large")
        else:
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                raise _TooLarge
            return message

        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        try:
            await self.app(scope, counted, with_headers)
        except _TooLarge:
            if not started:
                await _answer(send, 413, "Request Entity Too Large")


class _TooLarge(Exception):
    """A body without a stated length went on for too long."""


def _own_addresses(scope: Scope) -> set[str]:
    server = scope.get("server") or ("127.0.0.1", 80)
    own = {f"{name}:{server[1]}" for name in OWN_NAMES}
    return own | set(OWN_NAMES) if server[1] in {80, None} else own


def _is_foreign(scope: Scope, headers: dict[str, str]) -> bool:
    """Whether another page asks: its pictures and links have no Origin. A link to the page itself is fine."""
    comes_here = (scope["method"], scope["path"], headers.get("sec-fetch-mode")) == ("GET", "/", "navigate")
    return headers.get("sec-fetch-site") in OTHER_SITES and not comes_here


def _length(headers: dict[str, str]) -> int:
    value = headers.get("content-length", "0")
    if not value.isdecimal():
        return 0
    return int(value) if len(value) <= LONGEST_LENGTH else LARGEST_BODY + 1


async def _answer(send: Send, status: int, description: str) -> None:
    body = json.dumps({"ok": False, "error_code": status, "description": description}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
