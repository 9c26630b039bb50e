"""Foresight: what another state of the content would change for each patient, from now on. Only reads."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course
from messages.library import Library
from messages.wording import moment_html
from scheduler.models import Patient
from scheduler.preparing import bundle_of, spoken_of
from scheduler.roster import Listed, roster
from scheduler.standing import Standing, standings_of
from scheduler.timetable import Moment, StepDue, identity, timetable

AT_A_TIME = 200  # patients looked up together


class What(StrEnum):
    """What becomes of one or more messages."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    REWORDED = "reworded"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What changes for one step of a patient, or for the words of whole messages.

    `first_at` is when the first of them would come, `was_at` when it comes as things are; `times` is how many.
    """

    what: What
    step_ids: tuple[str, ...]
    first_at: datetime
    was_at: datetime | None = None
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """One patient with what changes for them, if anything."""

    patient: Listed
    zone: ZoneInfo
    changes: tuple[Change, ...]


async def foresee(session: AsyncSession, old: Library, new: Library, now: datetime) -> AsyncIterator[Foreseen | None]:
    """Give every patient in turn; None for one to whom nothing will be sent anyway."""
    listed = [one async for one in roster(session, new.courses, now)]
    for first in range(0, len(listed), AT_A_TIME):
        some = {one.patient_id: one for one in listed[first : first + AT_A_TIME]}
        patients = (
            await session.exec(select(Patient).where(col(Patient.id).in_(some)).order_by(col(Patient.id)))
        ).all()
        before, after = [await standings_of(session, patients, library.courses, now) for library in (old, new)]
        for patient in patients:
            patient_id = patient.id or 0
            standing = after.get(patient_id) or before.get(patient_id)
            if standing is None:
                yield None
                continue
            changes = tuple(changes_of(standing, old, new, patient.language, now))
            yield Foreseen(patient=some[patient_id], zone=standing.wishes.day.zone, changes=changes)


def changes_of(standing: Standing, old: Library, new: Library, language: str, now: datetime) -> list[Change]:
    """Return what changes after `now`, in order of time. Pure."""
    before, after = (_ahead(standing, library.courses, now) for library in (old, new))
    found = [*_moved(before, after), *_reworded(standing, before, after, old, new, language)]
    return sorted(found, key=lambda change: (change.first_at, change.what))


def _ahead(standing: Standing, courses: Mapping[str, Course], now: datetime) -> list[Moment]:
    """The moments to come under other courses, without what is on record already."""
    treatments = [
        replace(treated, course=courses[treated.course.id])
        for treated in standing.treatments
        if treated.course.id in courses
    ]
    moments = timetable(treatments, standing.wishes, standing.responses) if treatments else []
    return [
        moment
        for moment in moments
        if moment.due_at > now and any(identity(due) not in standing.settled for due in moment.steps)
    ]


def _moved(before: Sequence[Moment], after: Sequence[Moment]) -> Iterator[Change]:
    """One change for each step and what becomes of it."""
    was, now = ({identity(due): due for moment in moments for due in moment.steps} for moments in (before, after))
    yield from _by_step(What.GONE, [due for key, due in was.items() if key not in now])
    yield from _by_step(What.NEW, [due for key, due in now.items() if key not in was])
    moved = [due for key, due in now.items() if key in was and was[key].due_at != due.due_at]
    yield from _by_step(What.MOVED, moved, lambda due: was[identity(due)].due_at)


def _by_step(
    what: What, dues: Sequence[StepDue], was_at: Callable[[StepDue], datetime] | None = None
) -> Iterator[Change]:
    for step_id in dict.fromkeys(due.step_id for due in dues):
        of_step = sorted((due for due in dues if due.step_id == step_id), key=lambda due: due.due_at)
        yield Change(
            what=what,
            step_ids=(step_id,),
            first_at=of_step[0].due_at,
            was_at=was_at(of_step[0]) if was_at else None,
            times=len(of_step),
        )


def _reworded(
    standing: Standing, before: Sequence[Moment], after: Sequence[Moment], old: Library, new: Library, language: str
) -> Iterator[Change]:
    """The messages that stay, with the same steps, in other words: one change for all that hold the same steps."""
    same = {_shape(moment): moment for moment in before}
    differing: dict[tuple[str, ...], list[Moment]] = {}
    for moment in after:
        known = same.get(_shape(moment))
        if known and _said(standing, old, language, known) != _said(standing, new, language, moment):
            differing.setdefault(tuple(due.step_id for due in moment.steps), []).append(moment)
    for step_ids, moments in differing.items():
        yield Change(what=What.REWORDED, step_ids=step_ids, first_at=moments[0].due_at, times=len(moments))


def _shape(moment: Moment) -> tuple[datetime, frozenset[tuple[int, str, int]]]:
    return moment.due_at, frozenset(map(identity, moment.steps))


def _said(standing: Standing, library: Library, language: str, moment: Moment) -> str:
    """The words of a moment in its own time."""
    treated = spoken_of(moment.steps, standing, moment.due_at)
    treated = replace(treated, course=library.courses[treated.course.id])
    bundle = bundle_of(moment.steps, treated, standing.wishes.day, moment.due_at)
    return moment_html(library, language if language in library.languages else "en", bundle)
