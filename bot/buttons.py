"""Buttons: the meaning of a button <-> at most 64 bytes of callback data.

Nothing in the data is trusted: it names what was pressed, the handler looks up whether this person may.
"""

from dataclasses import dataclass
from enum import StrEnum

from telegram import Update

LONGEST = 64  # bytes, Telegram's limit
MOST_DIGITS = 18  # of a row's number: fewer than 64 bits hold


class Action(StrEnum):
    """What a button means. The values stand in messages already sent: never reuse one for something else."""

    DONE = "done"
    LATER = "later"
    SNOOZE = "snooze"
    SKIP = "skip"
    WHY = "why"
    BACK = "back"
    TOPIC = "topic"
    HELPED = "helped"
    NOT_REALLY = "not"  # short: the id of a topic stands behind it
    SOURCES = "sources"
    CHECK_IN = "checkin"
    SYMPTOM = "symptom"
    ASK_AGAIN = "again"
    PLAN = "plan"
    CONSENT = "consent"
    ADULT = "adult"
    PROCEDURE = "procedure"
    DAY = "day"
    MONTH = "month"
    TIME = "time"
    ZONE = "zone"
    CITY = "city"
    LANGUAGE = "language"
    SET_UP = "setup"
    CORRECT = "correct"
    ASK_CLINIC = "clinic"
    ERASE = "erase"
    SETTING = "setting"
    WAKE = "wake"
    SLEEP = "sleep"
    LEVEL = "level"
    MUTE = "mute"
    PHONE = "phone"
    DIARY = "diary"
    EXPORT = "export"
    WITHDRAW = "withdraw"
    ALERT = "alert"
    THREAD = "thread"
    TELL_CLINIC = "tell"
    INVITE = "invite"
    INVITED = "invited"
    CARE = "care"
    UNANSWERED = "open"
    KEEP_REPLY = "keep"


@dataclass(frozen=True)
class Press:
    """A pressed button: the action, the row it speaks of (or None), and a choice (or "")."""

    action: Action
    row: int | None = None
    choice: str = ""


def pack(action: Action, row: int | None = None, choice: str = "") -> str:
    """Return the callback data; raise ValueError when it does not fit."""
    data = f"{action}:{'' if row is None else row}:{choice}"
    if len(data.encode()) > LONGEST:
        raise ValueError(f"button data of {len(data.encode())} bytes, Telegram takes {LONGEST}: shorten the choice")
    return data


def pressed(update: Update) -> Press:
    """Return what was pressed in an update that the routing table has sent to a button's handler."""
    press = unpack(update.callback_query.data or "") if update.callback_query else None
    assert press, "only what unpacks reaches a button's handler"
    return press


def unpack(data: str) -> Press | None:
    """Return what was pressed, or None for data that this bot never made (forged, or from another version)."""
    action, separator, rest = data.partition(":")
    row, second, choice = rest.partition(":")
    if not separator or not second or action not in set(Action):
        return None
    number = read_row(row)
    if row and number is None:
        return None
    return Press(Action(action), number, choice)


def read_row(digits: str) -> int | None:
    """Return the number of a row; None for what is none, or more than a database's key holds."""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else None
