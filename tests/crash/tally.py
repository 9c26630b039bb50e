"""Tally: what became of every message and of every reminder, counted in the chats and in the database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from sqlmodel import select

from messages.course import Late
from scheduler.models import Handling, Incoming, Kind, Outgoing, Patient, ReminderStep, State
from tests.scheduler.world import whole_timetable

SETTLED_WITHIN = timedelta(minutes=1)  # sent while it was still useful, settled a little later


@dataclass(kw_only=True)
class Tally:
    """What was counted; `lost`, `disordered` and `wrong` name the chats, so that a failing seed can be looked into."""

    messages: int = 0
    reminders: int = 0
    expired: int = 0
    repeated: int = 0
    lost: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self):
        return (
            f"{self.messages} messages, {self.reminders} reminders, {self.expired} steps expired: "
            f"{len(self.lost)} lost, {self.repeated} repeated"
        )


def count_answers(tally, writers, answers):
    """Count the answers that each question got; they come in order, a repeated one right after itself."""
    for writer in writers:
        got = writer.person.texts_from_bot()
        owed = [answers[question] for question in writer.asked]
        tally.messages += len(owed)
        tally.lost += [f"{writer.person.id}: {text[:40]!r}" for text in owed if text not in got]
        tally.wrong += [f"{writer.person.id}: {text[:40]!r}" for text in got if text not in owed]
        tally.repeated += sum(count - 1 for count in Counter(got).values())
        if [text for text, _ in groupby(got)] != owed:
            tally.disordered.append(str(writer.person.id))


async def count_reminders(tally, session, world, library, began_at, now):
    """Count what was due in each patient's timetable against the record, and the record against the chat."""
    for patient in (await session.exec(select(Patient).where(Patient.zone != None))).all():  # noqa: E711
        rows = (await session.exec(select(Outgoing).where(Outgoing.patient_id == patient.id))).all()
        record = (await session.exec(select(ReminderStep).where(ReminderStep.patient_id == patient.id))).all()
        _count_rows(tally, patient, rows, world, began_at, now)
        due = [one for moment in await whole_timetable(session, patient, library.courses) for one in moment.steps]
        _count_steps(tally, patient, [one for one in due if one.due_at <= began_at], record, library)


async def count_stored(tally, session):
    """Count stored updates that did not end as handled."""
    states = (await session.exec(select(Incoming.update_id, Incoming.state))).all()
    tally.wrong += [f"update {update_id}: {state}" for update_id, state in states if state is not Handling.HANDLED]


def _count_rows(tally, patient, rows, world, began_at, now):
    """What was sent stands in the chat; whatever else stands there is a repeat. One reminder is planned, ahead."""
    chat = world.chats[patient.chat_id]
    shown = [message.id for message in chat.messages.values() if message.sender.is_bot]
    sent = [row for row in rows if row.state is State.SENT and row.settled_at >= began_at]
    tally.reminders += len(sent)
    tally.lost += [f"{patient.chat_id}: reminder {row.id}" for row in sent if row.message_id not in shown]
    tally.repeated += len(shown) - len(sent)
    open_rows = [row for row in rows if row.state in {State.PLANNED, State.SENDING}]
    if [(row.kind, row.state, row.due_at > now) for row in open_rows] != [(Kind.REMINDER, State.PLANNED, True)]:
        tally.wrong.append(f"{patient.chat_id}: {[(row.id, row.state) for row in open_rows]}")


def _count_steps(tally, patient, due, record, library):
    """Each step that fell due has its one record; it was sent while it was useful, or expired by its own rule."""
    states = Counter((one.treatment_id, one.step_id, one.occurrence) for one in record)
    for one in due:
        if states[one.treatment_id, one.step_id, one.occurrence] != 1:
            tally.lost.append(f"{patient.chat_id}: {one.step_id}/{one.occurrence}")
    steps = {step.id: step for course in library.courses.values() for step in course.steps.values()}
    for one in record:
        is_over = one.expires_at <= one.settled_at
        by_its_rule = is_over or steps[one.step_id].late is Late.SKIP
        tally.expired += one.state is State.EXPIRED
        if one.state is State.EXPIRED and by_its_rule:
            continue
        if one.state is not State.SENT or one.settled_at > one.expires_at + SETTLED_WITHIN:
            tally.wrong.append(f"{patient.chat_id}: {one.step_id}/{one.occurrence} {one.state}")
