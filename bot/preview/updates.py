"""The queue of updates: numbered, kept until acknowledged or too old, filtered by the kinds the bot asked for."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

LIFETIME = 24 * 3600.0  # seconds, of all but the below
CALLBACK_LIFETIME = 150.0  # seconds; a button pressed while the bot is away longer never arrives
FIRST_UPDATE_ID = 730_000_001
ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, kw_only=True)
class Update:
    """An update waiting for the bot. `line` says what it may not overtake: updates of one line stay in order."""

    id: int
    kind: str
    body: Json
    line: str
    expires_at: float

    @property
    def json(self) -> Json:
        """The Bot API's Update."""
        return {"update_id": self.id, self.kind: self.body}


class Bell:
    """Wakes everybody who waits for the next change of the world; counts the changes."""

    def __init__(self) -> None:
        self.count = 0
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait."""
        self.count += 1
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait for the next ring; False when none came within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        return True


@dataclass(kw_only=True)
class UpdateQueue:
    """The updates not yet acknowledged. `allowed` is what the last getUpdates or setWebhook asked for."""

    monotonic: Callable[[], float]
    bell: Bell
    allowed: list[str] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    next_id: int = FIRST_UPDATE_ID

    def add(self, kind: str, body: Json, line: str) -> Update | None:
        """Queue an update; None when the bot did not ask for this kind."""
        if not self._wants(kind):
            return None
        lifetime = CALLBACK_LIFETIME if kind == "callback_query" else LIFETIME
        update = Update(id=self.next_id, kind=kind, body=body, line=line, expires_at=self.monotonic() + lifetime)
        self.next_id += 1
        self.updates.append(update)
        self.bell.ring()
        return update

    def pending(self) -> list[Update]:
        """Return what is still to be delivered, oldest first; what is too old is dropped for good."""
        now = self.monotonic()
        self.updates = [update for update in self.updates if update.expires_at > now]
        return list(self.updates)

    def acknowledge_below(self, offset: int) -> None:
        """Drop the updates with a lower id; a negative offset keeps that many of the newest."""
        if offset < 0:
            self.updates = self.updates[offset:]
        else:
            self.updates = [update for update in self.updates if update.id >= offset]

    def acknowledge(self, update: Update) -> None:
        """Drop one update."""
        if update in self.updates:
            self.updates.remove(update)

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST
