"""Comparing: `check --against`. What an edit of the content changes, and for whom, before it goes live."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.reporting import counting
from bot.settings import Settings, WrongSetting, load_settings
from messages.changes import Edit, edits
from messages.course import Day, local_instant
from messages.library import Library, read
from messages.problems import BrokenContent
from messages.reading import SHIPPED, ContentFiles
from scheduler import clock
from scheduler.database import Database, DatabaseTrouble
from scheduler.foresight import Change, Foreseen, What, changes_of, foresee
from scheduler.roster import Listed, Situation, count_patients
from scheduler.standing import Standing
from scheduler.timetable import Responses, Treated, Wishes

MOST_ROWS = 200  # of the table
COURSE = "microneedling"
TREATED = time(15)  # today, of the standard patient


def compare(against: Path) -> list[str]:
    """Print what differs between the content in that folder and the present one; return faults that prevent it."""
    try:
        settings = load_settings()
        old_files, new_files = _files(against), ContentFiles(SHIPPED, settings.content_dir)
        old, new = _library(old_files), _library(new_files)
    except WrongSetting:
        return []  # `check` has said so
    except BrokenContent as trouble:
        return [f"--against: {line}" for line in str(trouble).splitlines()]
    found = edits(old, new, old_files, new_files)
    for line in _listed(found):
        typer.echo(line)
    if found:
        _print_patients(asyncio.run(_foreseen(settings, old, new)))
    return []


def _files(folder: Path) -> ContentFiles:
    """A folder with a course in it is content as a whole; another holds the files that replace those of Afterglow."""
    return ContentFiles(folder) if (folder / "courses").is_dir() else ContentFiles(SHIPPED, folder)


def _library(files: ContentFiles) -> Library:
    library = read(files)
    if files.problems:
        raise BrokenContent(files.problems)
    return library


def _listed(found: Sequence[Edit]) -> Iterator[str]:
    yield f"{len(found)} changes of the content" if found else "the content is the same"
    for edit in found:
        yield f"{edit.what} {edit.name}"
        yield from (f"  - {line.strip()}" for line in edit.removed)
        yield from (f"  + {line.strip()}" for line in edit.added)


async def _foreseen(settings: Settings, old: Library, new: Library) -> list[Foreseen]:
    """Everybody to whom something will be sent; without any, a standard patient."""
    database = Database(settings.database_url)
    found: list[Foreseen] = []
    try:
        if await database.has_tables():
            await database.require_current()
            async with database.reading() as session:
                with counting("patients", await count_patients(session)) as advance:
                    async for one in foresee(session, old, new, clock.now()):
                        advance()
                        found += [one] if one else []
    except DatabaseTrouble as trouble:
        typer.echo(f"note: {trouble}; so this is for a standard patient")
    finally:
        await database.close()
    return found or [_standard(settings, old, new)]


def _standard(settings: Settings, old: Library, new: Library) -> Foreseen:
    zone = settings.zone
    now = local_instant(clock.now().astimezone(zone).date(), TREATED, zone)
    treated = Treated(treatment_id=1, treated_at=now, registered_at=now, course=new.courses[COURSE])
    standing = Standing(
        treatments=(treated,), wishes=Wishes(day=Day(zone=zone)), responses=Responses(), settled=frozenset()
    )
    nobody = Listed(patient_id=0, label=None, situation=Situation.IN_COURSE, day=0, treated_at=now, unreachable_at=None)
    changes = changes_of(standing, old, new, settings.clinic_language, now)
    return Foreseen(patient=nobody, zone=zone, changes=tuple(changes))


def _print_patients(found: Sequence[Foreseen]) -> None:
    concerned = [one for one in found if one.changes]
    standard = found[0].patient.patient_id == 0
    if standard:
        typer.echo("For a standard patient, treated today at 15:00:" if concerned else "no reminder changes")
    else:
        typer.echo(f"For {len(concerned)} of the {len(found)} patients to whom something will be sent:")
    if not concerned:
        return
    rows = [(one, change) for one in concerned for change in one.changes]
    table = Table("Patient", "Label", "Day", "First, in their time", "What", "Steps", "Times", box=box.SIMPLE_HEAD)
    for one, change in rows[:MOST_ROWS]:
        table.add_row(*_row(one, change))
    Console().print(table)
    if len(rows) > MOST_ROWS:
        typer.echo(f"and {len(rows) - MOST_ROWS} more")


def _row(one: Foreseen, change: Change) -> tuple[str, ...]:
    patient = one.patient
    when = _when(change, one.zone)
    return (
        str(patient.patient_id or "-"),
        patient.label or "",
        "" if patient.day is None else str(patient.day),
        when,
        change.what.value,
        ", ".join(change.step_ids),
        str(change.times),
    )


def _when(change: Change, zone: ZoneInfo) -> str:
    first = f"{change.first_at.astimezone(zone):%a %d %b %H:%M}"
    if change.what is not What.MOVED or change.was_at is None:
        return first
    was = change.was_at.astimezone(zone)
    same_day = was.date() == change.first_at.astimezone(zone).date()
    return f"{first} (was {was:%H:%M})" if same_day else f"{first} (was {was:%a %d %b %H:%M})"
