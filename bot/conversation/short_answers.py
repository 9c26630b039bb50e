"""Short answers: yes or no, an age, what was done, typed in a few words. Sure or none: a word left over makes it none.

Pure. The words are the lists `typed_...` of texts.ftl, those of all languages at once.
"""

from collections.abc import Iterable, Iterator

from messages.library import Library
from messages.phrases import Phrases, cover, read_phrases
from messages.words import read_message
from scheduler.models import Procedure, Response

ADULT = 18  # years
OLDEST = 120
MOST_LEFT_OUT = 4  # words before a question, such as "ok thanks"
LONGEST_CHECK_IN = 6  # words; who writes more tells more
CHECK_IN = {
    "check_in_better": Response.BETTER,
    "check_in_same": Response.SAME,
    "check_in_worse": Response.WORSE,
    "check_in_worried": Response.WORRIED,
}

_LABELS = {
    "yes": ("answer_yes", "consent_yes", "zone_yes", "invite_yes"),
    "no": ("answer_no", "consent_no", "zone_no"),
    "plain": ("procedure_plain",),
    "more": ("procedure_more",),
    "set_up": ("button_set_up",),
    **{kind: (kind,) for kind in CHECK_IN},
}
_NUMBER = "number"


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


def read_check_in(library: Library, text: str) -> Response | None:
    """Return which answer to a check-in a message is in a few words; none when it is two, or asks."""
    if "?" in text or len(read_message(text).words) > LONGEST_CHECK_IN:
        return None
    found = set(_kinds(library, text, ("check_in_beside", *CHECK_IN))) - {"check_in_beside"}
    return CHECK_IN.get(found.pop()) if len(found) == 1 else None


def asks_for(library: Library, text: str, name: str) -> bool:
    """Return whether a message is nothing but a phrase of the list `typed_...`, with words of politeness."""
    return name in _kinds(library, text, ("asked_beside", name))


def says_date_is_wrong(library: Library, text: str) -> bool:
    """Return whether a message says that the date of the treatment is wrong, or that it was on another day."""
    found = set(_kinds(library, text, ("asked_beside", "date_beside", "day", "it_was", "correct")))
    return "correct" in found or {"it_was", "day"} <= found


def is_question(library: Library, text: str) -> bool:
    """Return whether a message asks something: by its mark, or by the words it begins with."""
    if "?" in text or "¿" in text:
        return True
    words = read_message(text).words
    beside, asking = _phrases(library, ("beside",)), _phrases(library, ("question",))
    starts = [size for size in range(MOST_LEFT_OUT + 1) if size == 0 or cover(words[:size], beside, number=_NUMBER)]
    return any(asking.stand_at(words, at) for at in starts)


def phrases_of(library: Library, name: str) -> tuple[str, ...]:
    """Return the words of a list `typed_...`, of all languages."""
    return tuple(phrase.strip() for _, phrases in _lists(library, (name,)) for phrase in phrases.split(","))


def _kinds(library: Library, text: str, kinds: Iterable[str]) -> list[str]:
    """Return the kinds of the phrases that a message is made of; none when a word is left over."""
    return cover(read_message(text).words, _phrases(library, kinds), number=_NUMBER)


def _phrases(library: Library, kinds: Iterable[str]) -> Phrases:
    """The phrases of some kinds, the weightier last: where one is of two, it is of the last."""
    return read_phrases(tuple(_lists(library, kinds)))


def _lists(library: Library, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The kinds with what is typed, and what the buttons for it say."""
    for kind in kinds:
        for language in library.languages:
            yield kind, library.label(language, f"typed_{kind}")
            for key in _LABELS.get(kind, ()):
                yield kind, library.label(language, key).replace(",", "")
