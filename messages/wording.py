"""Wording: a moment, a plan or a glance at it -> the words a patient gets, as Telegram HTML. Pure.

Every sentence stands in texts.ftl: `step_<id>` says it in full, `step_<id>_short` names it in a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from messages.course import Course, Late, Once, Step, StepKind
from messages.dates import clock_label, day_label, when_label
from messages.library import Library
from messages.windows import find_step

LONGEST_PAGE = 900  # characters of the plan that fit on a phone's screen
IN_FULL = 6  # steps that fit on a phone's screen in full; in a longer message care is only named
SEVERAL = 3  # days with nothing but the same step, from which they become one entry of the plan
MORNING, AFTERNOON, EVENING = 5, 12, 19  # hours from which one greets so
FIRST_DAY = timedelta(hours=24)
SOON = timedelta(days=14)  # what comes later is not announced: the end of the plan is an end
TO_DO = (StepKind.BEFORE, StepKind.CARE, StepKind.SESSION)


class Opening(StrEnum):
    """How a message begins."""

    START = "start"  # just registered, the treatment is past or now
    AHEAD = "ahead"  # registered before the treatment
    PLAIN = "plain"
    CATCH_UP = "catch_up"  # some of it is late
    SNOOZED = "snoozed"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One message: its steps, and what their words need.

    `late_ids` are named in a line each; `instants` are this patient's first instant of each step of the course;
    `next_at` is when the next message comes, None when that is not known or there is none. `is_worse`: the patient
    told of a sign, so the clinic is to be asked before anything else is done. `standing` is where the patient stands,
    as HTML, beside a picture of it.
    """

    opening: Opening
    step_ids: tuple[str, ...]
    late_ids: frozenset[str] = frozenset()
    instants: Mapping[str, datetime] = field(default_factory=dict)
    treated_at: datetime
    now: datetime
    zone: ZoneInfo
    next_at: datetime | None = None
    is_worse: bool = False
    standing: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanEntry:
    """One moment of a plan, as far as it is shown."""

    at: datetime
    step_ids: tuple[str, ...]


def moment_html(library: Library, language: str, bundle: Bundle) -> str:
    """Return the message of a moment.

    1. A line to open with, unless one step speaks for itself.
    2. What most people see by now, what to do, what to leave out and until when, what is allowed again; who told of
       a sign is sent to the clinic first.
    3. Where the patient stands. How is it today? And when the next message comes.
    """
    steps = _in_order(library, bundle.step_ids)
    of_kind = {kind: [step for step in steps if step.kind is kind] for kind in StepKind}
    is_held = bundle.is_worse and any(of_kind[kind] for kind in (StepKind.EXPECT, StepKind.ALLOWED))
    parts = [
        _opening(library, language, bundle),
        library.text(language, "worse_first") if is_held else "",
        *(_said(library, language, step, bundle) for step in of_kind[StepKind.EXPECT]),
        _lines(library, language, [step for kind in TO_DO for step in of_kind[kind]], bundle),
        _listed(library, language, of_kind[StepKind.AVOID], bundle, "list_avoid"),
        _listed(library, language, of_kind[StepKind.ALLOWED], bundle, "list_allowed_if" if is_held else "list_allowed"),
        _hints(library, language, bundle, steps),
        bundle.standing,
        *(_said(library, language, step, bundle) for step in of_kind[StepKind.CHECK_IN]),
    ]
    if bundle.next_at and bundle.next_at - bundle.now <= SOON:
        when = when_label(library, language, bundle.next_at, now=bundle.now, zone=bundle.zone)
        parts.append(library.text(language, "next_reminder", when=when))
    return "\n\n".join(part for part in parts if part)


def plan_pages(
    library: Library, language: str, entries: Sequence[PlanEntry], *, now: datetime, zone: ZoneInfo
) -> list[str]:
    """Return the whole plan, by day, in pages of at most LONGEST_PAGE characters; a day is never divided.

    A step that is all there is on several days becomes one entry.
    """
    today = now.astimezone(zone).date()
    by_day = {on: list(of_day) for on, of_day in groupby(entries, key=lambda entry: entry.at.astimezone(zone).date())}
    repeated = _repeated(by_day)
    blocks = []
    for on, of_day in by_day.items():
        days = repeated.get(of_day[0].step_ids, [])
        if on not in days:
            blocks.append(_day_block(library, language, of_day, today=today, zone=zone))
        elif on == days[0]:
            blocks.append(_repeated_block(library, language, of_day[0].step_ids, days, today=today))
    return _in_pages(blocks)


def glance_html(
    library: Library,
    language: str,
    instants: Mapping[str, datetime],
    *,
    asks_at: Sequence[datetime],
    ends_at: datetime,
    now: datetime,
    zone: ZoneInfo,
) -> str:
    """Return the plan in a few lines: what is allowed from when, sun protection, check-ins and the end.

    `asks_at` is when the check-ins come, in order of time, and `ends_at` when the end of the plan is said.
    """
    course = next(one for one in library.courses.values() if set(instants) <= set(one.steps))
    lines = _allowed_lines(library, language, course, instants, now=now, zone=zone)

    def day_of(at: datetime) -> str:
        return day_label(library, language, at.astimezone(zone).date(), today=now.astimezone(zone).date())

    protected = [
        course.steps[step_id].counts_until for step_id in ("sun_shade", "sunscreen") if step_id in course.steps
    ]
    if protected:
        until = _treated_at(course, instants) + max(protected)
        lines.append(library.text(language, "glance_sun", day=day_of(until)))
    coming = [at for at in asks_at if at > now]
    if coming:
        first = when_label(library, language, coming[0], now=now, zone=zone)
        lines.append(library.text(language, "glance_check_ins", first=first, last=day_of(coming[-1])))
    lines.append(library.text(language, "glance_end", day=day_of(ends_at)))
    return _bullets(lines)


def _in_order(library: Library, step_ids: Iterable[str]) -> list[Step]:
    """The steps in the order of their course, whatever fell due first."""
    places = {step_id: place for course in library.courses.values() for place, step_id in enumerate(course.steps)}
    found = [find_step(library, step_id) for step_id in sorted(set(step_ids), key=lambda each: places.get(each, 0))]
    return [step for step in found if step]


def _opening(library: Library, language: str, bundle: Bundle) -> str:
    if bundle.opening is not Opening.PLAIN:
        return library.text(language, f"opening_{bundle.opening}")
    if len(bundle.step_ids) == 1:
        return ""
    hour = bundle.now.astimezone(bundle.zone).hour
    if MORNING <= hour < AFTERNOON:
        return library.text(language, "opening_morning")
    return library.text(language, "opening_afternoon" if AFTERNOON <= hour < EVENING else "opening_evening")


def _lines(library: Library, language: str, steps: Sequence[Step], bundle: Bundle) -> str:
    """What to do: in full, or named only where it is late or the message long."""
    long = len(bundle.step_ids) > IN_FULL
    said = [
        library.text(language, f"step_{step.id}_short")
        if step.kind is StepKind.CARE and (long or (step.id in bundle.late_ids and step.late is Late.DIGEST))
        else _said(library, language, step, bundle)
        for step in steps
    ]
    return said[0] if len(said) == len(bundle.step_ids) == 1 else _bullets(said)


def _listed(library: Library, language: str, steps: Sequence[Step], bundle: Bundle, heading: str) -> str:
    if not steps:
        return ""
    items = [_said(library, language, step, bundle) for step in steps]
    return "\n".join([library.text(language, heading), _bullets(items)])


def _said(library: Library, language: str, step: Step, bundle: Bundle) -> str:
    """A step in full. Its words may name when any step begins, until when this one counts, the treatment's day."""
    key = f"step_{step.id}"
    today = bundle.now.astimezone(bundle.zone).date()
    instants = {**bundle.instants, "until": bundle.treated_at + step.counts_until}
    args = {
        name: when_label(library, language, instants[name], now=bundle.now, zone=bundle.zone)
        for name in library.variables(language, key)
        if name in instants
    }
    on = bundle.treated_at.astimezone(bundle.zone).date()
    return library.text(language, key, **args, treatment_day=day_label(library, language, on, today=today))


def _hints(library: Library, language: str, bundle: Bundle, steps: Sequence[Step]) -> str:
    """What a first message adds: the evening's list in a line, and whose word comes first."""
    keys = []
    first_day = bundle.treated_at <= bundle.now < bundle.treated_at + FIRST_DAY
    if bundle.opening is Opening.START and first_day and not any(step.kind is StepKind.AVOID for step in steps):
        keys.append("start_avoid")
    if bundle.opening in {Opening.START, Opening.AHEAD}:
        keys.append("clinic_first")
    return " ".join(library.text(language, key) for key in keys)


def _repeated(by_day: Mapping[date, Sequence[PlanEntry]]) -> dict[tuple[str, ...], list[date]]:
    """The days on which there is nothing but the same step, by that step, where they are several."""
    alone: dict[tuple[str, ...], list[date]] = {}
    for on, of_day in by_day.items():
        if len(of_day) == len(of_day[0].step_ids) == 1:
            alone.setdefault(of_day[0].step_ids, []).append(on)
    return {step_ids: days for step_ids, days in alone.items() if len(days) >= SEVERAL}


def _day_block(library: Library, language: str, of_day: Sequence[PlanEntry], *, today: date, zone: ZoneInfo) -> str:
    on = of_day[0].at.astimezone(zone).date()
    lines = [f"<b>{_capital(day_label(library, language, on, today=today))}</b>"]
    for entry in of_day:
        clock = clock_label(library, language, entry.at.astimezone(zone))
        lines.append(library.text(language, "plan_line", clock=clock, what=_names(library, language, entry.step_ids)))
    return "\n".join(lines)


def _repeated_block(
    library: Library, language: str, step_ids: Sequence[str], days: Sequence[date], *, today: date
) -> str:
    first, last = (day_label(library, language, on, today=today) for on in (days[0], days[-1]))
    what = _names(library, language, step_ids)
    return library.text(language, "plan_repeated", first=first, last=last, count=len(days), what=what)


def _names(library: Library, language: str, step_ids: Iterable[str]) -> str:
    steps = _in_order(library, step_ids)
    return ", ".join(library.label(language, f"step_{step.id}_short") for step in steps)


def _in_pages(blocks: Iterable[str]) -> list[str]:
    pages: list[str] = []
    for block in blocks:
        longer = f"{pages[-1]}\n\n{block}" if pages else block
        if pages and len(longer) <= LONGEST_PAGE:
            pages[-1] = longer
        else:
            pages.append(block)
    return pages


def _allowed_lines(
    library: Library, language: str, course: Course, instants: Mapping[str, datetime], *, now: datetime, zone: ZoneInfo
) -> list[str]:
    """What is allowed, by the instant from which it is; what is allowed already comes first."""
    allowed = [step for step in course.steps.values() if step.kind is StepKind.ALLOWED and step.id in instants]
    by_instant: dict[datetime, list[str]] = {}
    for step in allowed:
        by_instant.setdefault(max(instants[step.id], now), []).append(step.id)
    lines = []
    for at, step_ids in sorted(by_instant.items()):
        what = _names(library, language, step_ids)
        when = when_label(library, language, at, now=now, zone=zone)
        key = "glance_now" if at == now else "glance_from"
        lines.append(library.text(language, key, what=what, **({"when": when} if at > now else {})))
    return lines


def _treated_at(course: Course, instants: Mapping[str, datetime]) -> datetime:
    """The treatment itself, from a step that falls due a fixed time after it."""
    return next(
        at - step.when.offset
        for step, at in ((course.steps[step_id], at) for step_id, at in instants.items())
        if isinstance(step.when, Once)
    )


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"• {_capital(line)}" for line in lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
