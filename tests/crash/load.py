"""The load a process is killed under: people who write, and patients whose reminders fall due."""

from dataclasses import dataclass, field
from datetime import timedelta

from scheduler import patients, treatments
from scheduler.dispatcher import Delivery, Dispatcher, Outcome

AWAY = timedelta(hours=6, minutes=1)  # how long the process was away for some patients: ice packs are over by then
QUESTIONS = (
    "/help",
    "/privacy",
    "Can I wear makeup?",
    "My face is red",
    "When can I exercise?",
    "Can I go in the sun?",
    "Can I drink alcohol?",
    "Is it normal that my skin peels?",
)


@dataclass(kw_only=True)
class Writer:
    """Somebody who never enrols and asks each question once, in an order of their own."""

    person: object
    questions: tuple[str, ...]
    asked: list[str] = field(default_factory=list)

    def writes(self):
        """Ask the next question."""
        question = self.questions[len(self.asked)]
        self.asked.append(question)
        self.person.send_text(question)

    @property
    def is_done(self):
        return len(self.asked) == len(self.questions)


class Load:
    """Everybody who wants something of one bot, and what was asked so far; `random` decides who writes when."""

    def __init__(self, world, library, random):
        self.world, self.library, self.random = world, library, random
        self.writers = []
        self.patients = []

    def add_writers(self, count):
        for _ in range(count):
            person = self.world.add_person(f"Writer {len(self.writers)}")
            questions = tuple(self.random.sample(QUESTIONS, len(QUESTIONS)))
            self.writers.append(Writer(person=person, questions=questions))

    def write(self, count):
        """Let some of those who have questions left write."""
        for _ in range(count):
            left = [writer for writer in self.writers if not writer.is_done]
            if left:
                self.random.choice(left).writes()

    async def keep_writing(self, count):
        """Let somebody write whenever something has happened."""
        for _ in range(count):
            await self.world.bell.wait()
            self.write(1)

    def is_quiet(self, answers):
        """Return whether everybody has got what they are owed, at least once."""
        return all(person.texts_from_bot() for person in self.patients) and all(
            {answers[question] for question in writer.asked} <= set(writer.person.texts_from_bot())
            for writer in self.writers
        )

    async def enrol(self, database, count, now):
        """Enrol patients with something due now: half are just treated, half were last told something six hours ago."""
        people = [self.world.add_person(f"Patient {len(self.patients) + number}") for number in range(count)]
        self.patients += people
        for person in people:
            self.world.chats[person.id].started = True
        half = count // 2
        await self._register(database, people[:half], now - AWAY, hour=14)
        if half:
            await _say_nothing(database, self.library, now - AWAY)
        await self._register(database, people[half:], now, hour=12)

    async def _register(self, database, people, treated_at, *, hour):
        zone = zone_where_it_is(hour, treated_at)
        async with database.session() as session:
            for person in people:
                patient = await patients.meet(session, person.id, "en", treated_at)
                patient.zone = zone
                await patients.give_consent(session, patient, "1", treated_at)
                await treatments.register(session, patient, treated_at, self.library.courses, treated_at)


def zone_where_it_is(hour, instant):
    """Return a zone in which it is some minutes past this hour, whenever the test runs."""
    ahead = (hour - instant.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


async def _say_nothing(database, library, now):
    """Take what was due then as said: nobody reads it."""

    async def send(_ready):
        return Delivery(outcome=Outcome.DELIVERED)

    dispatcher = Dispatcher(database=database, library=library, clock=lambda: now, send=send, owner="the first process")
    while await dispatcher.dispatch_due():
        pass
