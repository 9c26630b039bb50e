"""Updates as Telegram sends them, read with care: nothing in them is taken for granted, and nothing here raises."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What can be told of a raw update.

    `chat_id` is None when no chat can be found; `text` (or a caption) is only that of a private chat, where a patient
    may speak of an emergency.
    """

    update_id: int
    payload: str
    chat_id: int | None = None
    is_private: bool = False
    language_code: str = ""
    text: str = ""


def read_update(raw: Any) -> Arrival | None:
    """Return what the update says, or None when it has not even an id."""
    if not isinstance(raw, Mapping) or not _is_id(raw.get("update_id")):
        return None
    part: Mapping[str, Any] = next((_mapping(raw[name]) for name in ALLOWED if name in raw), {})
    sender = _mapping(part.get("from"))
    message = _mapping(part.get("message")) if "callback_query" in raw else part
    chat = _mapping(message.get("chat")) or _chat_of(sender)
    is_private = chat.get("type") == "private"
    is_message = "callback_query" not in raw
    return Arrival(
        update_id=raw["update_id"],
        payload=_dumped(raw),
        chat_id=chat["id"] if _is_id(chat.get("id")) else None,
        is_private=is_private,
        language_code=_text(sender.get("language_code")),
        text=_whole(_text(part.get("text")) or _text(part.get("caption"))) if is_private and is_message else "",
    )


def language_for(language_code: str, languages: Sequence[str], fallback: str = "en") -> str:
    """Return the language to speak: "es-MX" is Spanish; what is not spoken here is answered in English."""
    code = language_code.replace("_", "-").casefold()
    known = (code, code.partition("-")[0])
    return next((language for language in known if language in languages), fallback)


def _dumped(raw: Mapping[str, Any]) -> str:
    """The update as JSON; of one that is nested without end the id alone, which no handler takes."""
    try:
        return _whole(json.dumps(raw, ensure_ascii=False))
    except RecursionError:
        return json.dumps({"update_id": raw["update_id"]})


def _whole(text: str) -> str:
    """The text with a replacement for each half of a character: nothing that writes UTF-8 takes one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _chat_of(sender: Mapping[str, Any]) -> Mapping[str, Any]:
    """The private chat of a person: it has their id."""
    return {"id": sender.get("id"), "type": "private"} if sender else {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
