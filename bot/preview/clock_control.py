"""The preview's movable clock, as its page sees it. Whoever starts the preview passes the real one in."""

from datetime import datetime, timedelta
from typing import Protocol


class ClockControl(Protocol):
    """A clock that can be moved ahead; moving it lets everything happen that falls due on the way."""

    def now(self) -> datetime:
        """Return the current instant, aware."""

    async def advance(self, delta: timedelta) -> None:
        """Move ahead by a duration."""

    async def advance_to(self, instant: datetime) -> None:
        """Move ahead to an instant, aware."""

    async def next_due(self) -> datetime | None:
        """Return when the next reminder falls due, None for nothing ahead."""
