"""Moments: what falls due close together goes out as one message, and a day has at most four. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from messages.course import Day

TOGETHER = timedelta(minutes=90)  # what falls this close together goes out as one message
MOST_A_DAY = 4  # moments, after day 0


@dataclass(frozen=True, kw_only=True)
class StepDue:
    """One occurrence of a step of one treatment; the triple of ids is its identity in the record.

    `due_at` is when its moment is planned for, also where the message goes out later.
    """

    treatment_id: int
    step_id: str
    occurrence: int
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One message: due, worthless after `expires_at` (the last expiry of its steps)."""

    due_at: datetime
    expires_at: datetime
    steps: tuple[StepDue, ...]


@dataclass(frozen=True, kw_only=True)
class Bundling:
    """What decides whether messages may be joined: those of `exact_instants` or with `exact_steps` wait for nobody."""

    day: Day
    treatment_days: frozenset[date]
    exact_steps: frozenset[str]
    exact_instants: frozenset[datetime]


def moments_of(starts: Iterable[Moment], dues: Iterable[StepDue], bundling: Bundling) -> tuple[Moment, ...]:
    """Return starts and what falls due as moments, in order of time."""
    return tuple(moment_of(bundle) for bundle in _at_most_a_day(_bundled(starts, dues, bundling), bundling))


def moment_of(steps: Sequence[StepDue]) -> Moment:
    """Return a planned moment: all its steps, in order of time, are due with the last of them."""
    at = _due_at(steps)
    return moment_at(at, [due if due.due_at == at else replace(due, due_at=at) for due in steps])


def moment_at(at: datetime, steps: Collection[StepDue]) -> Moment:
    """Return steps as one message at an instant, whenever they were due."""
    return Moment(due_at=at, expires_at=max(due.expires_at for due in steps), steps=tuple(steps))


def waking_day(at: datetime, day: Day) -> date:
    """Return the date of getting up: for who sleeps at 2, an hour past midnight is still the evening before."""
    local = at.astimezone(day.zone)
    return local.date() if local.time() >= day.wake else local.date() - timedelta(days=1)


def _bundled(starts: Iterable[Moment], dues: Iterable[StepDue], bundling: Bundling) -> list[list[StepDue]]:
    """Join what falls close together; a message waits for its last step, unless it is exact."""
    groups = [list(start.steps) for start in starts] + [[due] for due in dues]
    bundles: list[list[StepDue]] = []
    for group in sorted(groups, key=_due_at):
        near = bundles and _due_at(group) - bundles[-1][0].due_at <= TOGETHER
        if near and _may_join(bundles[-1], group, bundling):
            known = {due.step_id for due in bundles[-1]}  # two treatments may ask for the same at the same time
            bundles[-1] += [due for due in group if due.step_id not in known]
        else:
            bundles.append(group)
    return bundles


def _at_most_a_day(bundles: Iterable[list[StepDue]], bundling: Bundling) -> Iterator[list[StepDue]]:
    """Join the closest messages of a full day, until there are four; the day of a treatment may have more."""
    for on, together in groupby(bundles, key=lambda bundle: waking_day(_due_at(bundle), bundling.day)):
        of_day = list(together)
        yield from of_day if on in bundling.treatment_days else _joined(of_day, bundling)


def _may_join(bundle: Sequence[StepDue], later: Sequence[StepDue], bundling: Bundling) -> bool:
    at = _due_at(later)
    if _due_at(bundle) == at:
        return True
    known = {due.step_id for due in bundle}
    return (
        _due_at(bundle) not in bundling.exact_instants
        and not known & bundling.exact_steps
        and not known & {due.step_id for due in later}
        and all(due.expires_at > at for due in bundle)
    )


def _due_at(bundle: Sequence[StepDue]) -> datetime:
    return bundle[-1].due_at  # in order of time


def _joined(bundles: list[list[StepDue]], bundling: Bundling) -> list[list[StepDue]]:
    while len(bundles) > MOST_A_DAY:
        gaps = sorted(range(len(bundles) - 1), key=lambda at: _due_at(bundles[at + 1]) - _due_at(bundles[at]))
        at = next((at for at in gaps if _may_join(bundles[at], bundles[at + 1], bundling)), None)
        if at is None:
            return bundles
        bundles = [*bundles[:at], bundles[at] + bundles[at + 1], *bundles[at + 2 :]]
    return bundles
