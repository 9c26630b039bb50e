"""Metrics: what an operator's monitoring reads. Counts and ages alone: no patient, no text.

Each engine has a registry of its own. Counters are of this process, gauges of the backlog are of the database.
"""

from collections.abc import Callable
from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from scheduler.models import AlertState, Kind, State
from scheduler.outgoing import Outcome
from scheduler.watching import Backlog

DWELL = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900)  # seconds


class Metrics:
    """What this process has done, and what waits."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._unsent_age = Gauge(
            "afterglow_due_unsent_age_seconds", "Age of the oldest message that is due and not sent.", registry=registry
        )
        self._stored = Gauge("afterglow_stored_updates", "Updates that are stored and not handled.", registry=registry)
        self._stored_age = Gauge(
            "afterglow_stored_update_age_seconds", "Age of the oldest update that is not handled.", registry=registry
        )
        self._alerts = Gauge(
            "afterglow_alerts_open", "Alerts of the team that are not closed.", ["state"], registry=registry
        )
        self._in_flight = Gauge("afterglow_in_flight", "Messages on their way to Telegram.", registry=registry)
        self._dwell = Histogram(
            "afterglow_update_dwell_seconds", "From stored to handled.", buckets=DWELL, registry=registry
        )
        self._outgoing = Counter(
            "afterglow_outgoing", "Where messages went that fell due.", ["kind", "state"], registry=registry
        )
        self._sends = Counter("afterglow_sends", "Calls that say something.", ["outcome"], registry=registry)
        self._answers = Counter("afterglow_answers", "Answers given.", ["kind", "urgency"], registry=registry)
        self._polls = Counter("afterglow_polls", "Times that updates were asked for.", ["outcome"], registry=registry)
        self._posts = Counter("afterglow_webhook_posts", "Updates posted to us.", ["status"], registry=registry)

    def moved(self, kind: Kind, state: State) -> None:
        """Count a message that fell due: sent, or where else it went."""
        self._outgoing.labels(kind.value, state.value).inc()

    def sent(self, outcome: Outcome) -> None:
        """Count a call that says something, whatever became of it."""
        self._sends.labels(outcome.value).inc()

    def handled(self, dwell: float) -> None:
        """Count an update that was handled so many seconds after it was stored."""
        self._dwell.observe(dwell)

    def answered(self, kind: str, urgency: str) -> None:
        """Count an answer."""
        self._answers.labels(kind, urgency).inc()

    def polled(self, outcome: str) -> None:
        """Count a poll."""
        self._polls.labels(outcome).inc()

    def posted(self, status: int) -> None:
        """Count a post to the webhook by how it was answered."""
        self._posts.labels(str(status)).inc()

    def follow_in_flight(self, in_flight: Callable[[], int]) -> None:
        """Have the messages on their way counted whenever somebody asks."""
        self._in_flight.set_function(in_flight)

    def exposition(self, waiting: Backlog | None) -> bytes:
        """Return all of it in Prometheus' text format; None when the database cannot tell what waits."""
        self._unsent_age.set(waiting.unsent_age.total_seconds() if waiting else nan)
        self._stored.set(waiting.stored if waiting else nan)
        self._stored_age.set(waiting.stored_age.total_seconds() if waiting else nan)
        for state in AlertState:
            if state is not AlertState.CLOSED:
                self._alerts.labels(state.value).set(waiting.alerts.get(state, 0) if waiting else nan)
        return generate_latest(self._registry)
