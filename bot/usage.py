"""Usage: what a command says to options that it cannot take, and how it ends then."""

from typing import NoReturn

import typer

WRONG = 2  # the exit code for wrong options
NOT_THERE = 1  # for what is asked for and is not there


def refuse(command: str, why: str, *, code: int = WRONG) -> NoReturn:
    """Say why in one line on standard error, and end."""
    typer.echo(f"{command}: {why}", err=True)
    raise typer.Exit(code)


def refuse_unknown(patient_id: int) -> NoReturn:
    """Say that nobody has this number, and where the numbers stand."""
    refuse("afterglow", f"there is no patient {patient_id}: `afterglow patients` lists them", code=NOT_THERE)
