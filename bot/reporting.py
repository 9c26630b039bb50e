"""Reporting: the `stats` and `patients` commands. They read the database, also while the bot runs; nothing changes."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.operating import in_one_line, read_database
from bot.settings import load_settings
from messages.course import Course
from messages.courses import load_courses
from messages.reading import SHIPPED, ContentFiles
from scheduler import clock
from scheduler.database import AsyncSession
from scheduler.models import State
from scheduler.roster import Listed, count_patients, roster
from scheduler.statistics import Alerts, Headcount, Queues, Statistics, Taps, statistics

MANY_TOPICS = 15  # in the table; --json has all


def stats(*, as_json: bool) -> None:
    """Print figures of everything that is kept."""
    with in_one_line():
        courses = clinic_courses()

        async def read(session: AsyncSession) -> tuple[Statistics, Headcount]:
            heads, now = Headcount(), clock.now()
            figures = await statistics(session, courses, now)
            with counting("patients", await count_patients(session)) as advance:
                async for one in roster(session, courses, now):
                    heads.add(one)
                    advance()
            return figures, heads

        figures, heads = read_database(read)
        if as_json:
            write_json(_figures(figures, heads))
        else:
            for table in _tables(figures, heads):
                Console().print(table)


def patients(*, as_json: bool) -> None:
    """Print a line for each patient."""
    with in_one_line():
        courses = clinic_courses()

        async def read(session: AsyncSession) -> list[Listed]:
            found = []
            with counting("patients", await count_patients(session)) as advance:
                async for one in roster(session, courses, clock.now()):
                    found.append(one)
                    advance()
            return found

        found = read_database(read)
        if as_json:
            write_json([_patient(one) for one in found])
        elif found:
            Console().print(_roster_table(found))
        else:
            typer.echo("there are no patients yet")


def clinic_courses() -> Mapping[str, Course]:
    """Return the courses alone: broken wording elsewhere must not hide the figures."""
    return load_courses(ContentFiles(SHIPPED, load_settings().content_dir))


@contextmanager
def counting(what: str, total: int) -> Iterator[Any]:
    """Show how far a long work is, on standard error and only to people; gives what to call for each one done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


def write_json(value: Any) -> None:
    """Write JSON, and nothing else, to standard output: instants in UTC, durations in seconds."""
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain).encode() + b"\n")
    sys.stdout.buffer.flush()


def span(length: timedelta | None) -> str:
    """Return a length of time for a table: 45 s, 12 min, 3 h 5 min, 2 d 4 h; "-" for none."""
    if length is None:
        return "-"
    seconds = int(length.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _figures(figures: Statistics, heads: Headcount) -> dict[str, Any]:
    return {
        "patients": {"by_state": heads.situations, "by_day": dict(sorted(heads.days.items()))},
        **{name: value for name, value in asdict(figures).items() if name not in {"care", "check_ins"}},
        "care": _taps(figures.care),
        "check_ins": _taps(figures.check_ins),
    }


def _taps(taps: Taps) -> dict[str, Any]:
    return {"asked": taps.asked, "answers": taps.answers, "no_answer": taps.none}


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _patient(one: Listed) -> dict[str, Any]:
    return {
        "id": one.patient_id,
        "label": one.label,
        "state": one.situation.value,
        "day": one.day,
        "treated_at": one.treated_at,
        "unreachable_since": one.unreachable_at,
    }


def _roster_table(found: list[Listed]) -> Table:
    zone = load_settings().zone
    table = _table("", "Id", "Label", "Day", "State", "Unreachable since")
    for one in found:
        since = f"{one.unreachable_at.astimezone(zone):%d %b %Y %H:%M}" if one.unreachable_at else ""
        day = "" if one.day is None else str(one.day)
        table.add_row(str(one.patient_id), one.label or "", day, one.situation.value, since)
    return table


def _tables(figures: Statistics, heads: Headcount) -> Iterator[Table]:
    yield _counted("Patients", heads.situations, "State")
    if heads.days:
        by_day = {str(day): count for day, count in sorted(heads.days.items())}
        yield _counted("On which day of recovery", by_day, "Day")
    yield _steps_table(figures)
    if figures.outgoing:
        yield _outgoing_table(figures.outgoing)
    yield _taps_table(figures)
    yield _counted("Answers", figures.answers, "Kind")
    yield _topics_table(figures.topics)
    yield _alerts_table(figures.alerts)
    yield _queues_table(figures.queues)


def _steps_table(figures: Statistics) -> Table:
    table = _table("Steps of the aftercare that fell due", "Sent in time", "Sent late", "Expired", "Undeliverable")
    steps = figures.steps
    table.add_row(str(steps.in_time), str(steps.late), str(steps.expired), str(steps.undeliverable))
    return table


def _outgoing_table(outgoing: Mapping[str, Mapping[str, int]]) -> Table:
    table = _table("Messages of the bot's own accord", "Kind", *(state.value.capitalize() for state in State))
    for kind, by_state in outgoing.items():
        table.add_row(kind, *(str(by_state[state.value]) for state in State))
    return table


def _taps_table(figures: Statistics) -> Table:
    table = _table("Taps", "Of", "Asked", "Answered with", "Not answered")
    for what, taps in (("care", figures.care), ("check-ins", figures.check_ins)):
        answers = ", ".join(f"{answer} {count}" for answer, count in taps.answers.items())
        table.add_row(what, str(taps.asked), answers or "-", str(taps.none))
    return table


def _topics_table(topics: Mapping[str, int]) -> Table:
    table = _counted("Topics", dict(list(topics.items())[:MANY_TOPICS]), "Topic")
    if len(topics) > MANY_TOPICS:
        table.add_row(f"and {len(topics) - MANY_TOPICS} more: --json has all", "")
    return table


def _alerts_table(alerts: Alerts) -> Table:
    table = _table("Alerts", "State or urgency", "Number")
    for name, count in [*alerts.by_state.items(), *alerts.by_urgency.items()]:
        table.add_row(name, str(count))
    table.add_section()
    table.add_row("time until taken, in the middle", span(alerts.median))
    table.add_row("time until taken, at the longest", span(alerts.slowest))
    table.add_row("open and not taken, for at most", span(alerts.open_for))
    return table


def _queues_table(queues: Queues) -> Table:
    table = _table("What waits now", "Queue", "Number", "Oldest")
    table.add_row("messages due and not sent", str(queues.due), span(queues.unsent_age))
    table.add_row("messages being sent", str(queues.sending), "")
    table.add_row("messages planned for later", str(queues.planned), "")
    table.add_row("updates not handled", str(queues.stored), span(queues.stored_age))
    table.add_row("updates put aside, of two days", str(queues.aside), "")
    table.add_row("open conversations", str(queues.conversations), "")
    return table


def _counted(title: str, counts: Mapping[str, int], what: str) -> Table:
    table = _table(title, what, "Number")
    for name, count in counts.items():
        table.add_row(str(name), str(count))
    if not counts:
        table.add_row("none yet", "")
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in columns:
        numeric = column not in {"State", "Label", "Kind", "Topic", "Of", "Answered with", "State or urgency", "Queue"}
        table.add_column(column, justify="right" if numeric else "left")
    return table
