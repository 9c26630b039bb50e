"""Pulse: when something that has to go on was last seen to."""

from collections.abc import Callable
from time import monotonic as real_monotonic


class Pulse:
    """The last beat of one thing, by a timer that no change of the clock moves. It begins with a beat."""

    def __init__(self, monotonic: Callable[[], float] = real_monotonic) -> None:
        self._monotonic = monotonic
        self._at = monotonic()

    def beat(self) -> None:
        """Note that it goes on."""
        self._at = self._monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last beat."""
        return self._monotonic() - self._at
