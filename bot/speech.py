"""Speech: what a handler wants said, as data.

Handlers do not talk to Telegram. What they want said is committed with the effects of the update and sent afterwards,
so that a crash neither loses a reply nor does anything twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from messages.calendar_file import CalendarFile
from messages.care import CareRecord
from messages.digest import Overview
from messages.recovery import Recovery


@dataclass(frozen=True, kw_only=True)
class Button:
    """An inline button: a label, and the data of bot.buttons.pack."""

    label: str
    data: str


Keyboard = tuple[tuple[Button, ...], ...]  # rows of buttons


@dataclass(frozen=True, kw_only=True)
class Say:
    """A message of its own, in Telegram HTML.

    `ask_location` and `ask_contact`: the label of a button that shares the location, or the own phone number.
    `reply_to`: the message that it answers.
    """

    kind: Literal["say"] = "say"
    chat_id: int
    html: str
    keyboard: Keyboard = ()
    ask_location: str | None = None
    ask_contact: str | None = None
    reply_to: int | None = None
    remove_keyboard: bool = False


@dataclass(frozen=True, kw_only=True)
class Show:
    """A picture of where a patient stands, drawn when it is sent, and words that say the same: they can stand alone."""

    kind: Literal["show"] = "show"
    chat_id: int
    html: str
    keyboard: Keyboard = ()
    language: str
    recovery: Recovery


@dataclass(frozen=True, kw_only=True)
class ShowDigest:
    """The team's digest with a picture, drawn when it is sent. Words that do not fit below it go before it by
    themselves, and `caption` stands below: it says what the picture shows."""

    kind: Literal["show_digest"] = "show_digest"
    chat_id: int
    html: str
    language: str
    overview: Overview
    caption: str


@dataclass(frozen=True, kw_only=True)
class Attach:
    """A calendar file, written when it is sent, with words under it."""

    kind: Literal["attach"] = "attach"
    chat_id: int
    html: str
    language: str
    calendar: CalendarFile


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo of the patient's own, by Telegram's name for it; `instead` is said when Telegram no longer has it."""

    kind: Literal["photo"] = "photo"
    chat_id: int
    file_id: str
    html: str
    keyboard: Keyboard = ()
    instead: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file of text, with words under it."""

    kind: Literal["document"] = "document"
    chat_id: int
    html: str
    name: str
    contents: str


@dataclass(frozen=True, kw_only=True)
class HandRecord:
    """A patient's record of care as PDF, written when it is sent, with words under it."""

    kind: Literal["hand_record"] = "hand_record"
    chat_id: int
    html: str
    language: str
    record: CareRecord


@dataclass(frozen=True, kw_only=True)
class ShowCode:
    """A link as a QR code, drawn when it is sent, with words under it: they can stand alone."""

    kind: Literal["show_code"] = "show_code"
    chat_id: int
    html: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Somebody's message put into another chat by Telegram: a picture, a voice or a file, never downloaded here."""

    kind: Literal["copy"] = "copy"
    chat_id: int
    html: str
    origin: tuple[int, int]  # its chat and its number
    keyboard: Keyboard = ()
    reply_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Leave:
    """The bot goes out of a group."""

    kind: Literal["leave"] = "leave"
    chat_id: int


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A message of the bot's own, changed in place; `html` None leaves the words and changes the buttons."""

    kind: Literal["edit"] = "edit"
    chat_id: int
    message_id: int
    html: str | None
    keyboard: Keyboard = ()


@dataclass(frozen=True, kw_only=True)
class Acknowledge:
    """The answer to a pressed button, which ends its waiting sign; `text` is a passing note."""

    kind: Literal["acknowledge"] = "acknowledge"
    query_id: str
    text: str = ""


# a message of its own: when it fails, nothing was said
Saying = Say | Show | ShowDigest | ShowCode | Attach | Photo | Document | HandRecord | Copy
Speech = Saying | Edit | Leave | Acknowledge

_ALL: TypeAdapter[list[Speech]] = TypeAdapter(list[Speech])


def in_rows(buttons: Sequence[Button], a_row: int) -> Keyboard:
    """Return buttons as rows of at most `a_row`."""
    return tuple(tuple(buttons[place : place + a_row]) for place in range(0, len(buttons), a_row))


def dump(speeches: Iterable[Speech]) -> str:
    """Return the speeches as JSON, for the row of their update."""
    return _ALL.dump_json(list(speeches)).decode()


def load(stored: str) -> list[Speech]:
    """Return what `dump` stored."""
    return _ALL.validate_json(stored)
