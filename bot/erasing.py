"""Erasing: the `erase` command. Everything about one patient goes, as when they ask for it in the chat."""

from collections.abc import Mapping

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.house import House
from bot.operating import in_one_line, read_database, with_database
from bot.reporting import clinic_courses
from bot.settings import load_settings
from bot.usage import refuse_unknown
from messages.library import load
from scheduler import clock
from scheduler.alerts import tell_of_erasure
from scheduler.database import Database
from scheduler.models import Patient
from scheduler.patients import erase as erase_all_of
from scheduler.roster import Listed, find_listed


def erase(patient_id: int, *, yes: bool) -> None:
    """Erase a patient for good, also from what a restore brings back; ask first unless `yes`. Print what went."""
    with in_one_line():
        courses = clinic_courses()

        found = read_database(lambda session: find_listed(session, patient_id, courses, clock.now()))
        if found is None:
            refuse_unknown(patient_id)
        if not (yes or typer.confirm(f"{_shown(found)}: erase everything about them, for good?")):
            typer.echo("nothing was erased")
            raise typer.Exit(1)
        counts = with_database(lambda database: _erase(database, patient_id))
        if counts is None:  # they, or the end of their time, were quicker
            refuse_unknown(patient_id)
        Console().print(_table(counts))
        typer.echo(f"erased: {sum(counts.values())} rows; no backup brings them back")


async def _erase(database: Database, patient_id: int) -> Mapping[str, int] | None:
    settings, now = load_settings(), clock.now()
    library = load(overlay=settings.content_dir)  # for what the team's group is told
    house = House(settings=settings, library=library, database=database, clock=clock.now)
    with database.clear_words():
        async with database.session() as session:
            patient = await session.get(Patient, patient_id)
            if patient is None:
                return None
            await tell_of_erasure(session, patient, library, house.desk, now)
            return await erase_all_of(session, patient, now)


def _shown(found: Listed) -> str:
    facts = [f"label {found.label}" if found.label else "", "" if found.day is None else f"day {found.day}"]
    return f"patient {found.patient_id} ({', '.join([*filter(None, facts), found.situation.value])})"


def _table(counts: Mapping[str, int]) -> Table:
    table = Table("Table", "Rows", box=box.SIMPLE_HEAD)
    for name, count in counts.items():
        table.add_row(name, str(count))
    return table
