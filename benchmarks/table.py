"""Table: what was measured, its budget, and whether it is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line. `ratio` compares with something measured in the same run; without a budget nothing can be missed."""

    what: str
    value: str
    ratio: str = ""
    budget: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "met", False: "MISSED", None: ""}[self.met]


HEADS = ("What", "Measured", "Ratio", "Budget", "")


def shown(figures: Sequence[Figure]) -> Table:
    """Return the table for a terminal."""
    table = Table(*HEADS)
    for one in figures:
        table.add_row(one.what, one.value, one.ratio, one.budget, one.verdict)
    return table


def markdown(figures: Sequence[Figure]) -> str:
    """Return the table for a page."""
    rows = [
        HEADS,
        ("---",) * len(HEADS),
        *((one.what, one.value, one.ratio, one.budget, one.verdict) for one in figures),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
