"""`python -m benchmarks.day`: a day in the life of a million patients, in virtual time.

The real timetable plans a sample of them; what is due is weighted up to the whole and queues for the permitted rate, in
the order in which the dispatcher claims. Prints how late each step goes out, and how many come too late to be sent.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from messages.course import Course, Day
from messages.library import load
from scheduler.moments import Moment
from scheduler.timetable import Treated, Wishes, timetable
from scheduler.treatments import COURSE

DAY = datetime(2026, 11, 20, tzinfo=UTC)
PATIENTS = 1_000_000
SAMPLE = 10_000
ZONES: Mapping[str, float] = {  # share of the patients; a clinic has one, a chain or a host of clinics has several
    "America/Mexico_City": 0.25,
    "America/Bogota": 0.15,
    "America/Argentina/Buenos_Aires": 0.1,
    "America/New_York": 0.15,
    "Europe/Madrid": 0.25,
    "Europe/London": 0.1,
}
WAKES = (time(6, 30), time(7), time(7, 30), time(8), time(8), time(8), time(8), time(9))  # most keep what is set


@dataclass(frozen=True, kw_only=True)
class Due:
    """A message of the sample, with its steps and when it stops being useful."""

    due_at: datetime
    expires_at: datetime
    step_ids: tuple[str, ...]


@dataclass
class Lateness:
    """How late a step went out, in seconds, for each message of the sample; how many came too late."""

    late: list[float] = field(default_factory=list)
    expired: int = 0

    def quantile(self, share: float) -> timedelta:
        ordered = sorted(self.late)
        return timedelta(seconds=round(ordered[min(int(len(ordered) * share), len(ordered) - 1)]) if ordered else 0)


def a_day(course: Course, sample: int, zones: Mapping[str, float] = ZONES) -> list[Due]:
    """Return what is due on the day for a sample of patients, treated on any day of the six weeks before."""
    random = Random(0)
    names, shares = list(zones), list(zones.values())
    dues: list[Due] = []
    for number in range(sample):
        zone = ZoneInfo(random.choices(names, shares)[0])
        local = DAY - timedelta(days=random.randrange(42)) + timedelta(hours=9, minutes=random.randrange(9 * 60))
        treated_at = local.replace(tzinfo=zone).astimezone(UTC)
        treated = Treated(treatment_id=number, treated_at=treated_at, registered_at=treated_at, course=course)
        wishes = Wishes(day=Day(zone=zone, wake=random.choice(WAKES)))
        dues += [_due(moment) for moment in timetable([treated], wishes) if _is_today(moment)]
    return sorted(dues, key=lambda due: due.due_at)


def queued(dues: Sequence[Due], *, weight: float, rate: float) -> dict[str, Lateness]:
    """Let everything queue, the oldest first; each message of the sample stands for `weight` of them."""
    steps: dict[str, Lateness] = defaultdict(Lateness)
    free_at = DAY
    for due in dues:
        begins_at = max(free_at, due.due_at)
        expired = begins_at > due.expires_at
        for step_id in due.step_ids:
            if expired:
                steps[step_id].expired += 1
            else:
                steps[step_id].late.append((begins_at - due.due_at).total_seconds())
        if not expired:  # what is too late costs no turn
            free_at = begins_at + timedelta(seconds=weight / rate)
    return steps


def main(patients: int, rate: float, sample: int) -> None:
    """Simulate and print."""
    console = Console(width=110)
    dues = a_day(load().courses[COURSE], min(sample, patients))
    weight = patients / min(sample, patients)
    busiest = max(_by_quarter(dues).values()) * weight / 900
    console.print(
        f"{patients:,} patients in six weeks of care, {len(dues):,} messages sampled of "
        f"{len(dues) * weight:,.0f} on the day; {len(dues) / min(sample, patients):.2f} a patient.\n"
        f"On average {len(dues) * weight / 86400:,.0f} a second, {busiest:,.0f} in the busiest quarter of an hour; "
        f"sent at {rate:,.0f} a second."
    )
    table = Table("Step", "Messages", "Late p50", "Late p95", "Latest", "Too late to be sent")
    for step_id, lateness in sorted(queued(dues, weight=weight, rate=rate).items()):
        total = len(lateness.late) + lateness.expired
        table.add_row(
            step_id,
            f"{total * weight:,.0f}",
            str(lateness.quantile(0.5)),
            str(lateness.quantile(0.95)),
            str(lateness.quantile(1)),
            f"{lateness.expired / total:.1%}",
        )
    console.print(table)


def _due(moment: Moment) -> Due:
    return Due(
        due_at=moment.due_at,
        expires_at=moment.expires_at,
        step_ids=tuple(dict.fromkeys(step.step_id for step in moment.steps)),
    )


def _is_today(moment: Moment) -> bool:
    return DAY <= moment.due_at < DAY + timedelta(days=1)


def _by_quarter(dues: Sequence[Due]) -> dict[int, int]:
    quarters: dict[int, int] = defaultdict(int)
    for due in dues:
        quarters[int((due.due_at - DAY).total_seconds()) // 900] += 1
    return quarters


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    default = (PATIENTS, int(Settings.model_fields["dispatch_rate"].default), SAMPLE)
    main(*(asked + list(default[len(asked) :])))
