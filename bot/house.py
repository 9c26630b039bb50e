"""House: what the whole bot stands on, built once and passed on."""

from dataclasses import dataclass

from bot.settings import Settings
from messages.library import Library
from scheduler.clock import Clock
from scheduler.database import Database


@dataclass(frozen=True, kw_only=True)
class House:
    """The settings, the content, the database and the clock."""

    settings: Settings
    library: Library
    database: Database
    clock: Clock
