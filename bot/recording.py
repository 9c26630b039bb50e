"""Recording: the `record` command. A patient's record of care, as text or as PDF; that it was read is kept."""

from pathlib import Path

import typer

from bot.care_page import record_pdf
from bot.house import House
from bot.operating import in_one_line, require_made, with_database
from bot.private_files import write_private
from bot.settings import load_settings
from bot.usage import NOT_THERE, refuse, refuse_unknown
from messages.care import CareRecord
from messages.care_wording import record_text
from messages.library import load
from messages.texts import FALLBACK
from scheduler import clock
from scheduler.care_record import COMMAND_LINE, read_record
from scheduler.database import Database
from scheduler.models import Patient


def record(patient_id: int, *, out: Path | None) -> None:
    """Print the record; with `out` write it as PDF instead."""
    with in_one_line():
        settings = load_settings()
        library = load(overlay=settings.content_dir)

        async def read(database: Database) -> CareRecord | None:
            await require_made(database)
            clinic = House(settings=settings, library=library, database=database, clock=clock.now).desk.clinic
            with database.clear_words():
                async with database.session() as session:
                    patient = await session.get(Patient, patient_id)
                    if patient is None:
                        return None
                    return await read_record(
                        session, patient, library.courses, clinic, reader=COMMAND_LINE, now=clock.now()
                    )

        found = with_database(read)
        if found is None:
            refuse_unknown(patient_id)
        language = settings.clinic_language if settings.clinic_language in library.languages else FALLBACK
        if out is None:
            typer.echo(record_text(library, language, found), nl=False)
            return
        _write(out, record_pdf(library, language, found))
        typer.echo(f"{out}: the record of care of patient {patient_id}")


def _write(file: Path, page: bytes) -> None:
    try:
        write_private(file, page)
    except OSError as error:
        refuse("afterglow", f"--out: {file}: {error.strerror}: choose another file", code=NOT_THERE)
