"""The `afterglow` command: what an operator does at a terminal. One line for each trouble; exit codes for scripts."""

from pathlib import Path
from typing import Annotated

import typer

JSON = "JSON, and nothing else, on standard output."
EXIT_CODES = "Exit codes: 0 done, 1 a fault (one line says which), 2 wrong usage."

app = typer.Typer(
    help="Afterglow: a Telegram companion for the hours, days and weeks after a micro-needling treatment.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Serve patients on Telegram until stopped; needs BOT_TOKEN and the clinic's name, phone and zone."""
    from bot import operating  # the parts of the bot take a while to import, and other commands need none of them

    operating.run_live()


@app.command()
def preview(
    host: Annotated[str | None, typer.Option(help="Where to listen, on this machine. [default: HOST]")] = None,
    port: Annotated[int | None, typer.Option(help="The port; 0 takes a free one. [default: PORT]")] = None,
) -> None:
    """Try everything in a browser, without Telegram: the real bot, a throw-away database, a clock to put forward."""
    from bot import operating

    operating.run_demo(host, port)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What a patient would write, in quotes.")] = None,
    lang: Annotated[str, typer.Option(help="The language to answer in.")] = "en",
    hours: Annotated[float | None, typer.Option(help="Hours since the treatment. [default: not known]")] = None,
    explain: Annotated[bool, typer.Option(help="Also say why: red flags, window, ranking.")] = False,
    jsonl: Annotated[bool, typer.Option(help='Read {"text", "lang", "hours"} a line and answer each at once.')] = False,
) -> None:
    """Show what a patient would be answered; needs neither settings nor database."""
    from bot import asking

    asking.ask(question, lang=lang, hours=hours, explain=explain, jsonl=jsonl)


@app.command()
def plan(
    treated: Annotated[str | None, typer.Option(help="When the treatment ended, such as 2026-11-20T15:00.")] = None,
    timezone: Annotated[str | None, typer.Option(help="The patient's zone, such as Europe/Madrid.")] = None,
    registered: Annotated[str | None, typer.Option(help="When it was registered. [default: --treated]")] = None,
    wake: Annotated[str, typer.Option(help="When the patient wakes.")] = "08:00",
    sleep: Annotated[str, typer.Option(help="When the patient sleeps.")] = "22:00",
    lang: Annotated[str, typer.Option(help="The language of the messages.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="A JSON list, and nothing else, on standard output.")] = False,
) -> None:
    """Show every message of a treatment's plan; needs neither settings nor database."""
    from bot import planning

    planning.plan(
        treated=treated,
        timezone=timezone,
        registered=registered,
        wake=wake,
        sleep=sleep,
        lang=lang,
        as_json=as_json,
    )


@app.command(epilog=EXIT_CODES)
def check(
    against: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="A folder with the content as it was; show what changes."),
    ] = None,
) -> None:
    """Look for all that would stop a start: settings, content, database, port, Telegram.

    With --against also show what an edit of the content changes, and which patient would get what and when.

    Example: cp -r messages/content before; edit; afterglow check --against before
    """
    from bot import checking, comparing

    faults, notes = checking.check()
    for note in notes:
        typer.echo(f"note: {note}")
    if against and not faults:
        faults = comparing.compare(against)
    for fault in faults:
        typer.echo(f"fault: {fault}", err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo("no faults")


@app.command(epilog=EXIT_CODES)
def stats(as_json: Annotated[bool, typer.Option("--json", help=JSON)] = False) -> None:
    """Print figures: patients, reminders, taps, answers, alerts, queues. Nothing in them is about one patient.

    Needs only DATABASE_URL, and works while the bot runs.

    Example: afterglow stats --json > figures.json
    """
    from bot import reporting

    reporting.stats(as_json=as_json)


@app.command(epilog=EXIT_CODES)
def patients(as_json: Annotated[bool, typer.Option("--json", help=JSON)] = False) -> None:
    """List the patients: number, the clinic's label, day of recovery, state, unreachable since when.

    There are no names: none are kept. The number is what `afterglow erase` takes.

    Example: afterglow patients
    """
    from bot import reporting

    reporting.patients(as_json=as_json)


@app.command(epilog=EXIT_CODES)
def record(
    patient: Annotated[int, typer.Argument(help="The patient's number, from `afterglow patients`.")],
    out: Annotated[Path | None, typer.Option(help="Write a PDF to this file instead of printing.")] = None,
) -> None:
    """Print the record of care of one patient: what was due, sent, late and why, what was tapped and asked, alerts.

    That it was read here is kept, and the patient can see it.

    Example: afterglow record 12 --out patient-12.pdf
    """
    from bot import recording

    recording.record(patient, out=out)


@app.command(epilog=EXIT_CODES)
def erase(
    patient: Annotated[int, typer.Argument(help="The patient's number, from `afterglow patients`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase everything about one patient, for good, and print how many rows of each table went.

    It is the same as when they ask for it in the chat. Restoring a backup does not bring them back.

    Run it in the folder that the bot runs in; the bot may be running.

    Example: afterglow erase 12
    """
    from bot import erasing

    erasing.erase(patient, yes=yes)


@app.command(epilog=EXIT_CODES)
def drafts(
    out: Annotated[Path, typer.Option(help="A new folder for the files.")] = Path("drafts"),
) -> None:
    """Write the team's replies that were kept under /unanswered as topic files, for somebody to review.

    Nothing enters the content by itself: `afterglow check` refuses them until sources and date are filled in.

    Example: afterglow drafts --out drafts-november
    """
    from bot import writing_drafts

    writing_drafts.write_drafts(out)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot import operating

    operating.migrate()


@app.command()
def connect() -> None:
    """Print a code that makes one Telegram group the team's: for an hour, for one group."""
    from bot import inviting

    inviting.connect()


@app.command()
def invite(
    treated: Annotated[
        str, typer.Option(help="When the treatment ends, such as 2026-11-20T15:00, in the clinic's zone.")
    ],
    course: Annotated[str, typer.Option(help="The course of aftercare.")] = "microneedling",
    label: Annotated[str, typer.Option(help="The clinic's own word for it, such as a file number; no name.")] = "",
    qr: Annotated[Path | None, typer.Option(help="Also write the link as a QR code to this PNG file.")] = None,
) -> None:
    """Print a link for one patient with the treatment's date inside: it works once, within 30 days."""
    from bot import inviting

    inviting.invite(treated=treated, course=course, label=label, qr=qr)


@app.command(epilog=EXIT_CODES)
def leaflet(
    invite: Annotated[str | None, typer.Option(help="A link of `afterglow invite`, for one patient.")] = None,
    username: Annotated[str | None, typer.Option(help="The bot's name. [default: Telegram is asked]")] = None,
    lang: Annotated[str | None, typer.Option(help="The language: en or es. [default: CLINIC_LANGUAGE]")] = None,
    out: Annotated[Path, typer.Option(help="Where to write it.")] = Path("leaflet.pdf"),
) -> None:
    """Write an A5 page to print for patients: what the bot is, a QR code that opens it, whom to call.

    It takes the clinic's name, phone and hours from the settings.

    Example, for everybody: afterglow leaflet --username @ClinicAftercareBot --lang es

    Example, for one patient: afterglow leaflet --invite "$(afterglow invite --treated 2026-11-20T15:00)" --out ana.pdf
    """
    from bot import leaflet as printing

    printing.leaflet(invite=invite, username=username, lang=lang, out=out)


@app.command()
def approve(by: Annotated[str, typer.Option(help='Who approves, as "NAME, ROLE".')]) -> None:
    """Record that somebody at the clinic has read and approved the content as it is now."""
    from bot import operating

    operating.approve(by)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file, such as /media/usb/afterglow.db.")]) -> None:
    """Copy the whole database to a file, also while the bot runs (SQLite; PostgreSQL has pg_dump)."""
    from bot import operating

    operating.backup(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, such as data/backups/afterglow-20261120-0230.db.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the database; stop the bot first. The present database is kept beside it."""
    from bot import operating

    operating.restore(file, yes=yes)


def main() -> None:
    """Run the command; the exit code is for scripts."""
    app(prog_name="afterglow")
