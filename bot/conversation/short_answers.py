"""Short answers: yes or no, an age, what was done, typed in a few words. Sure or none: a word left over makes it none.

Pure. The words are the lists `typed_...` of texts.ftl, those of all languages at once.
"""

from collections.abc import Iterable
from functools import cache

from messages.library import Library
from messages.words import read_message
from scheduler.models import Procedure

ADULT = 18  # years
OLDEST = 120
MOST_LEFT_OUT = 4  # words before a question, such as "ok thanks"

_LABELS = {
    "yes": ("answer_yes", "consent_yes", "zone_yes", "invite_yes"),
    "no": ("answer_no", "consent_no", "zone_no"),
    "plain": ("procedure_plain",),
    "more": ("procedure_more",),
    "set_up": ("button_set_up",),
}
_NUMBER = "number"

Phrase = tuple[str, ...]
Phrases = dict[Phrase, str]


def read_yes_or_no(library: Library, text: str) -> bool | None:
    """Return what a message says that is a yes or a no and nothing else; "ok" alone is neither."""
    found = set(_kinds(library, text, ("beside", "yes", "no")))
    return "yes" in found if ("yes" in found) is not ("no" in found) else None


def only_accompanies(library: Library, text: str) -> bool:
    """Return whether a message has only words that stand beside an answer, such as "ok"."""
    return set(_kinds(library, text, ("beside",))) == {"beside"}


def read_adult(library: Library, text: str) -> bool | None:
    """Return whether somebody is 18 or older: a yes, a no or an age."""
    kinds = _kinds(library, text, ("age", "beside", "yes", "no"))
    ages = [float(word) for word in read_message(text).words if word[0].isdigit()]
    if not ages:
        return read_yes_or_no(library, text)
    if kinds.count(_NUMBER) != 1 or not 0 < ages[0] <= OLDEST:
        return None
    adult = ages[0] >= ADULT
    return None if ("no" if adult else "yes") in kinds else adult


def read_procedure(library: Library, text: str) -> Procedure | None:
    """Return what was done, by the names of devices and treatments; anything beside needling is more than it."""
    found = set(_kinds(library, text, ("procedure", "beside", "yes", "plain", "more")))
    if "more" in found:
        return Procedure.MORE
    return Procedure.PLAIN if "plain" in found else None


def is_question(library: Library, text: str) -> bool:
    """Return whether a message asks something: by its mark, or by the words it begins with."""
    if "?" in text or "¿" in text:
        return True
    words = read_message(text).words
    beside, asking = _phrases(_lists(library, ("beside",))), _phrases(_lists(library, ("question",)))
    starts = [size for size in range(MOST_LEFT_OUT + 1) if size == 0 or _cover(words[:size], beside)]
    longest = max(map(len, asking), default=0)
    return any(words[at : at + size] in asking for at in starts for size in range(1, longest + 1))


def phrases_of(library: Library, name: str) -> tuple[str, ...]:
    """Return the words of a list `typed_...`, of all languages."""
    return tuple(phrase for _, phrase in _lists(library, (name,)))


def _kinds(library: Library, text: str, kinds: Iterable[str]) -> list[str]:
    """Return the kinds of the phrases that a message is made of; none when a word is left over."""
    return _cover(read_message(text).words, _phrases(_lists(library, tuple(kinds))))


def _lists(library: Library, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The kinds with their phrases, the weightier last, which win where a phrase is of two."""
    return tuple(
        (kind, phrase.strip())
        for kind in kinds
        for language in library.languages
        for phrase in (
            *library.label(language, f"typed_{kind}").split(","),
            *(library.label(language, key).replace(",", "") for key in _LABELS.get(kind, ())),
        )
    )


@cache
def _phrases(lists: tuple[tuple[str, str], ...]) -> Phrases:
    return {words: kind for kind, phrase in lists if (words := read_message(phrase).words)}


def _cover(words: Phrase, phrases: Phrases) -> list[str]:
    found: list[str] = []
    start, longest = 0, max(map(len, phrases), default=1)
    while start < len(words):
        sizes = range(min(longest, len(words) - start), 0, -1)
        size = next((size for size in sizes if words[start : start + size] in phrases), None)
        if size is None and not words[start][0].isdigit():
            return []
        found.append(phrases[words[start : start + size]] if size else _NUMBER)
        start += size or 1
    return found
