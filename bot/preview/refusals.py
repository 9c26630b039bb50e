"""Refusals: how Telegram says no, in Telegram's own words."""

from typing import Any


class Refused(Exception):
    """A Bot API call is answered with `ok: false`: the HTTP code, the description, and parameters for the client."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refused:
    """Return the 400 of a call that can never succeed as it is."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """Return the 403 of a chat in which the bot may not speak."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """Return the 409 of two ways of taking updates at once."""
    return Refused(409, f"Conflict: {reason}")


def unauthorized() -> Refused:
    """Return the 401 of a wrong token."""
    return Refused(401, "Unauthorized")


def not_found() -> Refused:
    """Return the plain 404 of an unknown method or file."""
    return Refused(404, "Not Found")


def too_many_requests(seconds: int) -> Refused:
    """Return the 429 that asks to wait `seconds`."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def group_moved(new_chat_id: int) -> Refused:
    """Return the 400 of a group that has become a supergroup with another id."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refused(400, reason, migrate_to_chat_id=new_chat_id)


def server_trouble(code: int = 502) -> Refused:
    """Return a 5xx."""
    names = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    return Refused(code, names.get(code, "Internal Server Error"))
