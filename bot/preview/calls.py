"""A Bot API call: its method and parameters, read from the query, a form or JSON, given back with their types."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.preview.refusals import bad_request


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a client asks for. Readers raise Refused, in Telegram's words, for values of the wrong kind."""

    method: str
    parameters: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, "" when it is missing."""
        value = self.parameters.get(name)
        value = "" if value is None else value if isinstance(value, str) else str(value)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, the default when it is missing or unreadable, as Telegram does."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return a yes or no; no when it is missing."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """Return a list or object, given as such or as JSON in a string; None when it is missing."""
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {name} JSON object") from None

    def strings(self, name: str) -> list[str] | None:
        """Return a list of strings; None when it is missing."""
        value = self.structure(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: Array expected")
        return [str(item) for item in value]

    def upload(self, name: str) -> Upload | None:
        """Return the file sent under this name, directly or as `attach://other_name`."""
        value = self.parameters.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            name = value.removeprefix("attach://")
        return self.uploads.get(name)

    @property
    def chat_id(self) -> int | None:
        """The chat the call is about, or None for none or an unreadable one."""
        return self.integer("chat_id") or None
