"""Keyboards: reply markup checked the way Telegram checks it."""

import json
from typing import Any

from bot.preview.refusals import Refused, bad_request

Markup = dict[str, Any]

LONGEST_DATA = 64  # bytes
LONGEST_COPY = 256  # characters
STYLES = {"primary", "success", "danger"}
INLINE_ACTIONS = ("callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query", "pay")
REQUESTS = {"request_contact": "phone number", "request_location": "location"}


def read_markup(given: Any, *, private: bool) -> Markup | None:
    """Return the checked markup as Telegram would keep it, or None for none; raise Refused for anything else."""
    markup = _as_object(given)
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply(markup, private=private)
    for kind in ("remove_keyboard", "force_reply"):
        if kind in markup:
            return markup if markup[kind] is True else None
    raise bad_request("object expected as reply markup")


def is_inline(markup: Markup | None) -> bool:
    """Say whether the buttons hang on the message itself."""
    return bool(markup) and "inline_keyboard" in (markup or {})


def _as_object(given: Any) -> Markup:
    if isinstance(given, str):
        if not given:
            return {}
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    return given


def _rows(given: Any, kind: str) -> list[list[Any]]:
    if not isinstance(given, list):
        raise bad_request(f'field "{kind}" must be of type Array')
    if not all(isinstance(row, list) for row in given):
        raise bad_request(f'field "{kind}" must be an Array of Arrays')
    return [row for row in given if row]


def _inline(given: Any) -> Markup | None:
    rows = [[_inline_button(button) for button in row] for row in _rows(given, "inline_keyboard")]
    if sum(len(row) for row in rows) > 100:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unreadable("inline keyboard button", "Object expected")
    if not isinstance(button.get("text"), str):
        raise _unreadable("inline keyboard button", 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_EMPTY")
    actions = [name for name in INLINE_ACTIONS if name in button]
    if not actions:
        raise _unreadable("inline keyboard button", "Text buttons are unallowed in the inline keyboard")
    _check_style(button)
    _check_action(button, actions[0])
    return dict(button)


def _check_action(button: dict[str, Any], action: str) -> None:
    value = button[action]
    if action == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= LONGEST_DATA):
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not str(value).startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_COPY:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _reply(markup: Markup, *, private: bool) -> Markup | None:
    rows = [[_reply_button(button, private=private) for button in row] for row in _rows(markup["keyboard"], "keyboard")]
    if sum(len(row) for row in rows) > 300:
        raise bad_request("reply markup is too long")
    return {**markup, "keyboard": rows} if rows else None


def _reply_button(button: Any, *, private: bool) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise _unreadable("keyboard button", "Object expected")
    if not isinstance(button.get("text"), str):
        raise _unreadable("keyboard button", 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    for request, name in REQUESTS.items():
        if button.get(request) and not private:
            raise bad_request(f"{name} can be requested in private chats only")
    _check_style(button)
    return dict(button)


def _check_style(button: dict[str, Any]) -> None:
    if "style" in button and button["style"] not in STYLES:
        raise bad_request("invalid button style specified")


def _unreadable(what: str, reason: str) -> Refused:
    return bad_request(f"can't parse {what}: {reason}")
