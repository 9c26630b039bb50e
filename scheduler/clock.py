"""The one reader of the clock. Everything else takes the time as an argument or asks the Clock it was given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return datetime.now(UTC)


@dataclass
class MovableClock:
    """A clock that runs with the real one and can be put forward: the preview's."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return now() + self.ahead

    def advance(self, by: timedelta) -> None:
        """Put the clock forward; never back, for what is settled stays settled."""
        self.ahead += max(by, timedelta(0))
