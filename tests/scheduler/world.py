"""The world of the scheduler's tests: a database, a clock that stands still, a Telegram that keeps what it is sent."""

from datetime import UTC, datetime, timedelta

from scheduler import patients
from scheduler.dispatcher import Delivery, Dispatcher, Outcome

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)  # a Friday, 3 pm in Madrid


class Telegram:
    """What the dispatcher sends to: keeps what came, and answers what it is told to."""

    def __init__(self):
        self.sent = []
        self.outcomes = []

    async def __call__(self, ready):
        self.sent.append(ready)
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.DELIVERED
        if isinstance(outcome, Delivery):
            return outcome
        return Delivery(outcome=outcome, message_id=len(self.sent) if outcome is Outcome.DELIVERED else None)

    @property
    def steps(self):
        return [ready.step_ids for ready in self.sent]


class World:
    """A database, a library, a clock that stands still until it is moved, and a dispatcher."""

    def __init__(self, database, library):
        self.database, self.library, self.now, self.telegram = database, library, NOW, Telegram()
        self.courses = library.courses
        self.dispatcher = Dispatcher(
            database=database, library=library, clock=lambda: self.now, send=self.telegram, owner="this process"
        )

    async def patient(self, chat_id=7_000_000_001, zone="Europe/Madrid", consent=True):
        async with self.database.session() as session:
            patient = await patients.meet(session, chat_id, "en", self.now)
            patient.zone = zone
            if consent:
                await patients.give_consent(session, patient, "1", self.now)
            return patient

    async def dispatch(self):
        while await self.dispatcher.dispatch_due():
            pass

    async def pass_time(self, **span):
        """Move through every due instant up to then."""
        end = self.now + timedelta(**span)
        while (due := await self.dispatcher.next_due()) and due <= end:
            self.now = max(due, self.now)
            await self.dispatch()
        self.now = end
