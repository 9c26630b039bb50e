"""Triage: red flags in a message, with the words that caused them. Rules only; works without any model."""

from dataclasses import dataclass

from messages.library import Library
from messages.topics import Urgency

__all__ = ["Finding", "Urgency", "check"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A red flag in a message. `words` are the patient's own; `language` is that of the rule."""

    urgency: Urgency
    rule_id: str
    topic: str
    words: tuple[str, ...]
    language: str


def check(library: Library, text: str, hours: float | None = None) -> Finding | None:
    """Return the most urgent red flag of a message, or None. Every language's rules are tried.

    `hours` since the end of the treatment only matter to rules about something that lasts too long;
    a time named in the message wins over them.
    """
    return None
