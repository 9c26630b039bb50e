"""The `afterglow` command: what an operator does at a terminal. One line for each trouble; exit codes for scripts."""

import typer

from bot.settings import WrongSetting, load_settings, missing_for_live
from messages.library import check_content

app = typer.Typer(
    help="Afterglow: a Telegram companion for the hours, days and weeks after a micro-needling treatment.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _afterglow() -> None:
    """Keep `check` a command of its own while it is the only one."""


@app.command()
def check() -> None:
    """Look for mistakes in settings and content; exit 1 for faults, 0 when there are none (notes are no faults)."""
    faults: list[str] = []
    overlay = None
    try:
        settings = load_settings()
    except WrongSetting as trouble:
        faults += str(trouble).splitlines()
    else:
        overlay = settings.content_dir
        for note in missing_for_live(settings):
            typer.echo(f"note: {note}")
    faults += [str(problem) for problem in check_content(overlay=overlay)]
    for fault in faults:
        typer.echo(f"fault: {fault}", err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo("no faults")


def main() -> None:
    """Run the command; the exit code is for scripts."""
    app(prog_name="afterglow")
