"""Recovery: where a patient stands between the treatment and the end of the plan, as facts and in words. Pure.

It tells what opens when and what was tapped. It never judges: no score, no trend, no word on how the skin should be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from messages.dates import date_label, dated_label, days_between
from messages.library import Library

BEHIND, HERE, AHEAD = "✓", "➤", "○"


@dataclass(frozen=True, kw_only=True)
class Opens:
    """Steps that are allowed again from the same instant."""

    at: datetime
    step_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answered check-in: the day after the treatment on the patient's calendar; better, same or worse."""

    day: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What a treatment has behind and ahead of it at `now`. Instants are aware; `zone` is an IANA name.

    `asked` counts the care steps that were sent and ask for Done, `done` and `skipped` what was tapped under them;
    `check_ins` counts those that were sent. The plan of a treatment ends with the one that follows.
    """

    now: datetime
    zone: str
    treated_at: datetime
    earlier_at: datetime | None = None
    following_at: datetime | None = None
    opens: tuple[Opens, ...] = ()
    protected_until: datetime | None = None
    ends_at: datetime
    asked: int = 0
    done: int = 0
    skipped: int = 0
    check_ins: int = 0
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One part of the way, in words."""

    at: datetime
    title: str
    when: str
    is_behind: bool


def recovery_html(library: Library, language: str, recovery: Recovery, *, only_ahead: bool = False) -> str:
    """Return the facts of the picture in words, as Telegram HTML, for whoever cannot see it.

    `only_ahead` leaves out what lies behind: beside a reminder there is little room under a picture.
    """
    way = stages(library, language, recovery)
    ahead = [f"{AHEAD} {stage.title}: {stage.when}" for stage in way if not stage.is_behind]
    behind = [f"{BEHIND} {stage.title}: {stage.when}" for stage in way if stage.is_behind]
    behind.append(f"{HERE} {library.label(language, 'progress_here')}: {here(library, language, recovery)}")
    lines = ahead if only_ahead else [*earlier_lines(library, language, recovery), *behind, *ahead]
    tapped = [
        f"{library.label(language, 'progress_care')}: {'. '.join(care_lines(library, language, recovery))}.",
        f"{library.label(language, 'progress_check_ins')}: {'. '.join(check_in_lines(library, language, recovery))}.",
    ]
    note = "progress_note" if lines else "clinic_first"  # "again" is a word of the lines
    blocks = [lines, tapped, [library.label(language, note)]]
    said = "\n\n".join("\n".join(block) for block in blocks if block)
    return f"<b>{escape(day_title(library, language, recovery), quote=False)}</b>\n{escape(said, quote=False)}"


def day_title(library: Library, language: str, recovery: Recovery) -> str:
    """Return "Day 3 after your treatment", counted on the patient's calendar."""
    if recovery.now < recovery.treated_at:
        return library.label(language, "progress_before")
    day = days_between(recovery.treated_at, recovery.now, ZoneInfo(recovery.zone))
    return library.label(language, "progress_day", day=day)


def earlier_lines(library: Library, language: str, recovery: Recovery) -> list[str]:
    """Return when the treatment before this one was, if there was one."""
    if recovery.earlier_at is None:
        return []
    when = dated_label(library, language, recovery.earlier_at, zone=ZoneInfo(recovery.zone))
    return [library.label(language, "progress_earlier", when=when)]


def here(library: Library, language: str, recovery: Recovery) -> str:
    """Return the time that the picture was taken, as it were."""
    return dated_label(library, language, recovery.now, zone=ZoneInfo(recovery.zone))


def stages(library: Library, language: str, recovery: Recovery) -> list[Stage]:
    """Return the way from the treatment to the end of the plan, or to the next treatment, in order of time."""
    found = [
        _at(library, language, recovery, "progress_treatment", recovery.treated_at),
        *(_opening(library, language, recovery, opens) for opens in recovery.opens),
        *_protection(library, language, recovery),
        _at(library, language, recovery, "progress_end", recovery.ends_at),
    ]
    if following := recovery.following_at:
        found = [stage for stage in found if stage.at < following]
        found.append(_at(library, language, recovery, "progress_following", following))
    return sorted(found, key=lambda stage: stage.at)


def care_lines(library: Library, language: str, recovery: Recovery) -> list[str]:
    """Return what was tapped under the care steps. Nothing asked is said as such: it is not nothing done."""
    if recovery.asked == 0:
        return [library.label(language, "progress_not_asked")]
    lines = [library.label(language, "progress_done", done=recovery.done, asked=recovery.asked)]
    if recovery.skipped:
        lines.append(library.label(language, "progress_skipped", count=recovery.skipped))
    if untapped := recovery.asked - recovery.done - recovery.skipped:
        lines.append(library.label(language, "progress_untapped", count=untapped))
    return lines


def check_in_lines(library: Library, language: str, recovery: Recovery) -> list[str]:
    """Return the answers to the check-ins, as the patient gave them."""
    if not recovery.answers:
        return [library.label(language, "progress_unanswered" if recovery.check_ins else "progress_not_asked")]
    return [_answer(library, language, answered) for answered in recovery.answers]


def _at(library: Library, language: str, recovery: Recovery, key: str, at: datetime) -> Stage:
    when = dated_label(library, language, at, zone=ZoneInfo(recovery.zone))
    return _stage(recovery, at, library.label(language, key), when)


def _opening(library: Library, language: str, recovery: Recovery, opens: Opens) -> Stage:
    title = _capital(_names(library, language, opens.step_ids))
    when = dated_label(library, language, opens.at, zone=ZoneInfo(recovery.zone))
    key = "progress_since" if opens.at <= recovery.now else "progress_from"
    return _stage(recovery, opens.at, title, library.label(language, key, when=when))


def _protection(library: Library, language: str, recovery: Recovery) -> list[Stage]:
    if recovery.protected_until is None:
        return []
    day = date_label(library, language, recovery.protected_until.astimezone(ZoneInfo(recovery.zone)).date())
    when = library.label(language, "progress_until", day=day)
    return [_stage(recovery, recovery.protected_until, library.label(language, "progress_sun"), when)]


def _stage(recovery: Recovery, at: datetime, title: str, when: str) -> Stage:
    return Stage(at=at, title=title, when=when, is_behind=at <= recovery.now)


def _names(library: Library, language: str, step_ids: Sequence[str]) -> str:
    return ", ".join(library.label(language, f"step_{step_id}_short") for step_id in step_ids)


def _answer(library: Library, language: str, answered: Answered) -> str:
    answer = library.label(language, f"check_in_{answered.answer}")
    return library.label(language, "progress_answer", day=answered.day, answer=answer)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
