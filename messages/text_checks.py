"""Checks of texts.ftl: the same texts in every language, well-formed, with words and dates that can be said."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from functools import cache

from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time

from messages.dates import CLOCK_PATTERNS, DATE_PATTERNS
from messages.library import Library
from messages.markup import markup_fault
from messages.reading import SHIPPED, ContentFiles
from messages.texts import Texts, load_texts

STEP_VARIABLES = frozenset({"until", "treatment_day"})  # beside the ids of steps
NEVER_SAID = "words_never_said"
READ_ONLY = ("when_", "phrases_", "typed_", NEVER_SAID)  # words that are read, not said
AGREED_TO = ("consent", "invite_consent")


def check_texts(files: ContentFiles, library: Library) -> None:
    """Add every problem of the short texts."""
    shipped = _shipped_texts()
    steps = [step_id for course in library.courses.values() for step_id in course.steps]
    step_keys = {f"step_{step_id}{ending}" for step_id in steps for ending in ("", "_short")}
    for language, entries in library.texts.entries.items():
        name = f"{language}/texts.ftl"
        wanted = step_keys | {key for key in shipped.entries["en"] if not key.startswith("step_")}
        for key in sorted(wanted - entries.keys()):
            files.fault(name, 1, f"the text `{key}` is missing: add it")
        for key, entry in entries.items():
            if key not in wanted and key not in shipped.entries["en"]:
                files.fault(name, entry.line, f"nothing says the text `{key}`: mend its spelling, or remove it")
                continue
            allowed, needed = _variables(shipped, key, steps)
            faults = [
                *(f"nothing is known to fill in for `${one}`" for one in sorted(entry.variables - allowed)),
                *(f"it does not say `${one}`: put {{ ${one} }} into it" for one in sorted(needed - entry.variables)),
            ]
            faults = faults or list(_faults_of_text(library, language, key, entry.variables))
            for fault in faults:
                files.fault(name, entry.line, f"text `{key}`: {fault}")
        _check_dates(files, library, language)
    for key in AGREED_TO:
        _check_agreed(files, library, shipped, key)


def never_said(library: Library, language: str) -> tuple[str, ...]:
    """Return the words that no patient should read."""
    if not library.has(language, NEVER_SAID):
        return ()
    return tuple(word.strip() for word in library.label(language, NEVER_SAID).split(",") if word.strip())


@cache
def _shipped_texts() -> Texts:
    """The texts as they were written with the code: they tell which variables each is given."""
    return load_texts(ContentFiles(SHIPPED))


def _variables(shipped: Texts, key: str, steps: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Which variables a text may have, and which it must."""
    if key.startswith("step_"):
        return (frozenset() if key.endswith("_short") else STEP_VARIABLES | frozenset(steps)), frozenset()
    named = shipped.entries["en"][key].variables
    return named, named


def _check_agreed(files: ContentFiles, library: Library, shipped: Texts, key: str) -> None:
    """What patients agree to is the same in every language: a clinic that changes its words translates the change."""
    entries = {language: texts[key] for language, texts in library.texts.entries.items() if key in texts}
    ours = {language: texts[key] for language, texts in shipped.entries.items()}
    changed = [one for one, entry in entries.items() if one in ours and entry.source != ours[one].source]
    for language in sorted(ours.keys() & entries.keys() - set(changed)) if changed else ():
        where = f"it was changed in {', '.join(sorted(changed))} and not here"
        fault = f"text `{key}`: {where}: everybody should agree to the same"
        files.fault(f"{language}/texts.ftl", entries[language].line, fault)


def _faults_of_text(library: Library, language: str, key: str, variables: Iterable[str]) -> Iterator[str]:
    try:
        said = {library.text(language, key, **dict.fromkeys(variables, number)) for number in (1, 2)}
    except KeyError as wrong:  # it speaks of another text or a function that is not there
        yield f"cannot be put together ({wrong.args[0]}): mend what stands in {{ }}"
        return
    yield from {fault for text in said if (fault := markup_fault(text))}
    if any(key.startswith(beginning) for beginning in READ_ONLY):
        return
    for words in never_said(library, language):
        if any(re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) for text in said):
            yield f"“{words}” is never said to a patient: choose other words"


def _check_dates(files: ContentFiles, library: Library, language: str) -> None:
    """Try every pattern: a wrong one would only fail when a date is said."""
    name, entries = f"{language}/texts.ftl", library.texts.entries[language]
    if "date_locale" not in entries:
        return  # which is on record as missing
    locale = library.label(language, "date_locale")
    for key in (*DATE_PATTERNS, *CLOCK_PATTERNS):
        try:
            if key in entries:
                _try_pattern(key, library.label(language, key), locale)
        except (UnknownLocaleError, ValueError) as wrong:
            if isinstance(wrong, UnknownLocaleError) or "locale" in str(wrong):
                line = entries["date_locale"].line
                files.fault(name, line, f"`{locale}` is no language and country: write one such as en_GB")
                return
            files.fault(name, entries[key].line, f"text `{key}`: no pattern of a date: use letters such as EEEE d MMMM")


def _try_pattern(key: str, pattern: str, locale: str) -> None:
    """Raise ValueError for what Babel cannot read."""
    try:
        if key in DATE_PATTERNS:
            format_date(date(2026, 11, 20), pattern, locale=locale)
        else:
            format_time(time(15, 30), pattern, locale=locale)
    except (KeyError, AttributeError) as wrong:
        raise ValueError(f"no such pattern: {pattern}") from wrong
