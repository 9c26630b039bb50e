"""The world of the scheduler's tests: a database, a clock that stands still, a Telegram that keeps what it is sent."""

from datetime import UTC, datetime, timedelta

from scheduler import patients, responses, treatments
from scheduler.dispatcher import Delivery, Dispatcher, Outcome
from scheduler.models import Patient, Response
from scheduler.standing import treated_of, wishes_of
from scheduler.timetable import timetable

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

    async def register(self, patient, treated_at):
        async with self.database.session() as session:
            patient = await session.get_one(Patient, patient.id)
            return await treatments.register(session, patient, treated_at, self.courses, self.now)

    async def change(self, patient, work):
        """Do one of the functions that re-plan: pause, resume ..."""
        async with self.database.session() as session:
            await work(session, await session.get_one(Patient, patient.id), self.courses, self.now)

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

    async def answering_check_ins(self, patient, *, days=0, until=None):
        """Move through every due instant, and answer what is asked: unanswered check-ins taper off."""
        end = until or self.now + timedelta(days=days)
        while (due := await self.dispatcher.next_due()) and due <= end:
            self.now = max(due, self.now)
            before = len(self.telegram.sent)
            await self.dispatch()
            for ready in self.telegram.sent[before:]:
                if ready.check_in:
                    async with self.database.session() as session:
                        ana = await session.get_one(Patient, patient.id)
                        await responses.respond(session, ana, ready.outgoing_id, Response.SAME, self.now)
        self.now = max(end, self.now)


async def whole_timetable(session, patient, courses):
    """Return every moment of a patient's plan, also what lies behind."""
    treatments = await treated_of(session, patient, courses)
    return timetable(treatments, wishes_of(patient)) if treatments else []
