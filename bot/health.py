"""Health: whether this process does what it is there for, part by part."""

import asyncio
from typing import Protocol

from scheduler.database import Database
from scheduler.pulse import Pulse

ANSWER_WITHIN = 5.0  # seconds for the database
STILL = 90.0  # seconds without anything dispatched or looked for; it looks every 30


class Receiver(Protocol):
    """The poller or the webhook."""

    @property
    def trouble(self) -> str:
        """What is wrong with receiving."""


class Health:
    """Looks at receiving, the database and the dispatcher."""

    def __init__(self, receiver: Receiver, database: Database, dispatcher: Pulse) -> None:
        self._receiver = receiver
        self._database = database
        self._dispatcher = dispatcher

    async def troubles(self) -> list[str]:
        """Return the names of the parts that are in trouble, [] when all is well."""
        parts = [self._receiver.trouble, await self._database_trouble()]
        if self._dispatcher.age > STILL:
            parts.append("dispatcher")
        return [part for part in parts if part]

    async def _database_trouble(self) -> str:
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await self._database.ping()
        except Exception:  # whatever the driver raises
            return "database"
        return ""
