"""Planning: the `plan` command. A treatment's whole plan, as a table or JSON; needs neither settings nor database."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from rich.console import Console
from rich.table import Table

from bot.asking import plain
from bot.usage import refuse
from messages.course import Day, local_instant, step_instant
from messages.library import Library, load
from messages.wording import Bundle, Opening, moment_html
from scheduler.timetable import Moment, Treated, Wishes, timetable

COURSE = "microneedling"
EARLIEST, LATEST = 1970, 2100  # years whose changes of clocks are known or foreseen
EXAMPLE = "2026-11-20T15:00"


class WrongOption(Exception):
    """An option cannot be used; the text names it and says what to write."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message of a plan, with the words as the patient gets them, without markup."""

    moment: Moment
    text: str


def plan(
    *,
    treated: str | None,
    timezone: str | None,
    registered: str | None,
    wake: str,
    sleep: str,
    lang: str,
    as_json: bool,
) -> None:
    """Print the plan of a treatment; exit 2, with one line on standard error, for an option that cannot be used."""
    try:
        zone = read_zone(timezone)
        day = Day(zone=zone, wake=read_clock("--wake", wake), sleep=read_clock("--sleep", sleep))
        treated_at = read_instant("--treated", treated, zone)
        registered_at = read_instant("--registered", registered, zone) if registered is not None else treated_at
        library = load()
        language = read_language(library, lang)
    except WrongOption as wrong:
        refuse("plan", str(wrong))
    messages = said(library, treated_at=treated_at, registered_at=registered_at, day=day, language=language)
    if as_json:
        sys.stdout.buffer.write(json.dumps(_rows(messages, zone), ensure_ascii=False, indent=2).encode() + b"\n")
        sys.stdout.buffer.flush()
    else:
        Console().print(_table(messages, zone))


def said(library: Library, *, treated_at: datetime, registered_at: datetime, day: Day, language: str) -> list[Said]:
    """Return every message of a plan, each worded as at its own time."""
    course = library.courses[COURSE]
    treated = Treated(treatment_id=1, treated_at=treated_at, registered_at=registered_at, course=course)
    moments = timetable([treated], Wishes(day=day))
    instants = {step.id: step_instant(step, treated_at, day) for step in course.steps.values()}
    following = [*(moment.due_at for moment in moments[1:]), None]
    return [
        Said(
            moment=moment,
            text=plain(
                moment_html(
                    library,
                    language,
                    Bundle(
                        opening=_opening(moment, treated_at),
                        step_ids=tuple(due.step_id for due in moment.steps),
                        instants=instants,
                        treated_at=treated_at,
                        now=moment.due_at,
                        zone=day.zone,
                        next_at=next_at,
                    ),
                )
            ),
        )
        for moment, next_at in zip(moments, following, strict=True)
    ]


def read_instant(option: str, text: str | None, zone: ZoneInfo) -> datetime:
    """Return a time as an instant in UTC; without an offset it is wall-clock time in `zone`. Raises WrongOption."""
    if text is None:
        raise WrongOption(f"{option} is missing: write a time such as {EXAMPLE}")
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise WrongOption(f"{option}: `{text}` is no time: write it like {EXAMPLE}") from None
    if len(text.strip()) <= len("2026-11-20"):
        raise WrongOption(f"{option}: `{text}` has no time of day: write it like {EXAMPLE}")
    if not EARLIEST <= read.year < LATEST:
        raise WrongOption(f"{option}: the year {read.year} is out of reach: write a time such as {EXAMPLE}")
    if read.tzinfo is None:
        return local_instant(read.date(), read.time(), zone)
    return read.astimezone(UTC)


def read_zone(text: str | None) -> ZoneInfo:
    """Return a time zone by its name. Raises WrongOption."""
    if text is None:
        raise WrongOption("--timezone is missing: write a name such as Europe/Madrid")
    if text not in available_timezones():
        raise WrongOption(f"--timezone: there is no zone `{text}`: write a name such as Europe/Madrid")
    return ZoneInfo(text)


def read_clock(option: str, text: str) -> time:
    """Return a time of day such as 08:00. Raises WrongOption."""
    try:
        clock = datetime.strptime(text.strip(), "%H:%M").replace(tzinfo=UTC)
    except ValueError:
        raise WrongOption(f"{option}: `{text}` is no time of day: write it like 08:00") from None
    return clock.time()


def read_language(library: Library, text: str) -> str:
    """Return a language that can be spoken. Raises WrongOption."""
    if text not in library.languages:
        raise WrongOption(f"--lang: there is no `{text}`: use one of {', '.join(library.languages)}")
    return text


def _opening(moment: Moment, treated_at: datetime) -> Opening:
    if all(due.occurrence > 0 for due in moment.steps):
        return Opening.PLAIN
    return Opening.START if moment.due_at >= treated_at else Opening.AHEAD


def _rows(messages: Sequence[Said], zone: ZoneInfo) -> list[dict[str, object]]:
    return [
        {
            "due_at": one.moment.due_at.astimezone(UTC).isoformat(),
            "local": one.moment.due_at.astimezone(zone).isoformat(),
            "expires_at": one.moment.expires_at.astimezone(UTC).isoformat(),
            "steps": [due.step_id for due in one.moment.steps],
            "text": one.text,
        }
        for one in messages
    ]


def _table(messages: Sequence[Said], zone: ZoneInfo) -> Table:
    table = Table("When", "Useful until", "Steps", "Message", show_lines=True)
    for one in messages:
        due, expires = (at.astimezone(zone) for at in (one.moment.due_at, one.moment.expires_at))
        steps = "\n".join(due.step_id for due in one.moment.steps)
        table.add_row(f"{due:%a %d %b %Y\n%H:%M}", f"{expires:%a %d %b\n%H:%M}", steps, one.text)
    return table
