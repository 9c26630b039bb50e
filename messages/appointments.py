"""Appointments: who wants to make, move or cancel one. It is told by its verb and its object, not by whole sentences.

Pure. The words are the lists `phrases_appointment_...` of texts.ftl.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from messages.library import Library
from messages.words import Message, fold, read_message

Words = tuple[str, ...]
Span = range  # of places in a message

LISTS = ("nouns", "sessions", "verbs", "alone", "between", "passive", "times", "over")
BEGINS = "*"  # at the end of a word that stands alone: it may go on
NEAR = 3  # words between a time and the appointment that it is told by: "since my last appointment"


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """A list of phrases by their first word, and the beginnings of single words."""

    by_first: Mapping[str, Sequence[Words]]
    beginnings: tuple[str, ...]


def asks_about_appointment(library: Library, text: str) -> bool:
    """Return whether a message is about an appointment itself, and about no topic besides.

    1. "reschedule" says it alone.
    2. An appointment and something to do with it may stand anywhere, but for one that only tells a time: "after my
       appointment", "my appointment was yesterday".
    3. A treatment or a session must be what is to be moved: "move my session", not "the treatment changed my skin".
    """
    message = read_message(text)
    spoken_of = [span for language in library.languages for span in _spoken_of(library, language, message)]
    return bool(spoken_of) and not _names_topic(library, message.words, spoken_of)


def _spoken_of(library: Library, language: str, message: Message) -> list[Span]:
    """Where a message speaks of an appointment in one language: words of two may be something else together."""
    words, lists = message.words, {name: _list(library, language, name) for name in LISTS}
    verbs = list(_spans(words, lists["verbs"]))
    nouns = [
        noun
        for noun in _spans(words, lists["nouns"])
        if not _tells_time(words, noun, lists["times"]) and not _is_over(words, noun, verbs, lists["over"])
    ]
    moved = [
        (verb, noun)
        for noun in _spans(words, lists["sessions"])
        for verb in verbs
        if _is_object(message, verb, noun, between=lists["between"], passive=lists["passive"])
    ]
    found = [*_spans(words, lists["alone"]), *(span for pair in moved for span in pair)]
    return [*found, *verbs, *nouns] if verbs and nouns else found


def _tells_time(words: Words, noun: Span, times: Phrases) -> bool:
    return any(noun.start - time.stop < NEAR for time in _spans(words[: noun.start], times))


def _is_over(words: Words, noun: Span, verbs: Sequence[Span], over: Phrases) -> bool:
    """ "my appointment was yesterday", yet not "my appointment was cancelled"."""
    ends = (said.stop for said in _spans(words, over) if said.start == noun.stop)
    return any(end not in {verb.start for verb in verbs} for end in ends)


def _is_object(message: Message, verb: Span, noun: Span, *, between: Phrases, passive: Phrases) -> bool:
    """ "move my next session", "can my session be moved"."""
    first, last = sorted((verb, noun), key=lambda span: span.start)
    words = message.words[first.stop : last.start]
    same_clause = len({token.clause for token in message.tokens[first.start : last.stop]}) == 1
    if first is verb:
        return same_clause and _made_of(words, between)
    asked = message.words[first.stop : last.stop]
    return same_clause and len(words) <= NEAR and any((word,) in passive.by_first.get(word, ()) for word in asked)


def _made_of(words: Words, single: Phrases) -> bool:
    return all((word,) in single.by_first.get(word, ()) for word in words)


def _names_topic(library: Library, words: Words, spoken_of: Iterable[Span]) -> bool:
    """Whether a keyword of a topic stands in the rest of the message."""
    taken = {place for span in spoken_of for place in span}
    return any(taken.isdisjoint(span) for span in _spans(words, _keywords(library)))


def _spans(words: Words, phrases: Phrases) -> Iterator[Span]:
    for start, word in enumerate(words):
        if word.startswith(phrases.beginnings):
            yield range(start, start + 1)
        for phrase in phrases.by_first.get(word, ()):
            if words[start : start + len(phrase)] == phrase:
                yield range(start, start + len(phrase))


def _list(library: Library, language: str, name: str) -> Phrases:
    return _phrases((library.label(language, f"phrases_appointment_{name}"),))


def _keywords(library: Library) -> Phrases:
    return _phrases(
        tuple(",".join(keywords) for topic in library.topics.values() for keywords in topic.keywords.values())
    )


@cache
def _phrases(lists: tuple[str, ...]) -> Phrases:
    written = {tuple(fold(one).split()) for phrases in lists for one in phrases.split(",")} - {()}
    beginnings = {phrase for phrase in written if phrase[-1].endswith(BEGINS)}
    by_first: dict[str, list[Words]] = {}
    for phrase in written - beginnings:
        by_first.setdefault(phrase[0], []).append(phrase)
    return Phrases(by_first=by_first, beginnings=tuple(phrase[0].removesuffix(BEGINS) for phrase in beginnings))
