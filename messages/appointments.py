"""Appointments: who wants to make, move or cancel one. It is told by its verb and its object, not by whole sentences.

Pure. The words are the lists `phrases_appointment_...` of texts.ftl.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from messages.library import Library
from messages.patterns import Phrase, Span, find_phrases, phrase_of
from messages.words import Message, read_message

Phrases = tuple[Phrase, ...]

LISTS = ("nouns", "sessions", "verbs", "alone", "between", "passive", "times", "over")
NEAR = 3  # words between a time and the appointment that it is told by: "since my last appointment"


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
    verbs = find_phrases(lists["verbs"], words)
    nouns = [
        noun
        for noun in find_phrases(lists["nouns"], words)
        if not _tells_time(words, noun, lists["times"]) and not _is_over(words, noun, verbs, lists["over"])
    ]
    moved = [
        (verb, noun)
        for noun in find_phrases(lists["sessions"], words)
        for verb in verbs
        if _is_object(message, verb, noun, between=lists["between"], passive=lists["passive"])
    ]
    found = [*find_phrases(lists["alone"], words), *(span for pair in moved for span in pair)]
    return [*found, *verbs, *nouns] if verbs and nouns else found


def _tells_time(words: Phrase, noun: Span, times: Phrases) -> bool:
    return any(noun[0] - end < NEAR for _, end in find_phrases(times, words[: noun[0]]))


def _is_over(words: Phrase, noun: Span, verbs: Sequence[Span], over: Phrases) -> bool:
    """ "my appointment was yesterday", yet not "my appointment was cancelled"."""
    ends = (end for start, end in find_phrases(over, words) if start == noun[1])
    return any(end not in {start for start, _ in verbs} for end in ends)


def _is_object(message: Message, verb: Span, noun: Span, *, between: Phrases, passive: Phrases) -> bool:
    """ "move my next session", "can my session be moved"."""
    first, last = sorted((verb, noun), key=lambda span: span[0])
    words = message.words[first[1] : last[0]]
    same_clause = len({token.clause for token in message.tokens[first[0] : last[1]]}) == 1
    if first is verb:
        return same_clause and all((word,) in between for word in words)
    asked = message.words[first[1] : last[1]]
    return same_clause and len(words) <= NEAR and any((word,) in passive for word in asked)


def _names_topic(library: Library, words: Phrase, spoken_of: Iterable[Span]) -> bool:
    """Whether a keyword of a topic stands in the rest of the message."""
    taken = {place for span in spoken_of for place in range(*span)}
    keywords = tuple(keyword for topic in library.topics.values() for of in topic.keywords.values() for keyword in of)
    return any(taken.isdisjoint(range(*span)) for span in find_phrases(_read(keywords), words))


def _list(library: Library, language: str, name: str) -> Phrases:
    return _listed(library.label(language, f"phrases_appointment_{name}"))


@cache
def _listed(phrases: str) -> Phrases:
    return tuple(phrase for one in phrases.split(",") if (phrase := phrase_of(one)))


@cache
def _read(keywords: tuple[str, ...]) -> Phrases:
    """Read keywords as messages are read: "make-up" is two words."""
    return tuple(phrase for one in keywords if (phrase := read_message(one).words))
