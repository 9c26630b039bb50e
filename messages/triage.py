"""Triage: red flags in a message, with the words that caused them. Rules only; works without any model."""

from collections.abc import Iterator
from dataclasses import dataclass

from messages.contexts import Reading
from messages.durations import named_hours
from messages.library import Library
from messages.patterns import Hits, Span
from messages.red_flags import Rule, RuleBook
from messages.spelling import repair, spell_out
from messages.topics import Urgency
from messages.words import Message, read_message

__all__ = ["Finding", "Urgency", "check", "findings", "hours_named", "is_reported"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A red flag in a message. `words` are the patient's own; `language` is that of the rule."""

    urgency: Urgency
    rule_id: str
    topic: str
    words: tuple[str, ...]
    language: str


def check(library: Library, text: str, hours: float | None = None) -> Finding | None:
    """Return the most urgent red flag of a message, or None. Every language's rules are tried.

    `hours` since the end of the treatment only matter to rules about something that lasts too long;
    a time named in the message wins over them.
    """
    return max(findings(library, text, hours), key=lambda finding: finding.urgency, default=None)


def findings(library: Library, text: str, hours: float | None = None) -> list[Finding]:
    """Return every rule that a message meets, one finding each, in the order of the rules."""
    message = read_message(text)
    found = []
    for book in library.rule_books.values():
        read = _read(library, book, message)
        named = named_hours(read, book.time_words)
        passed = hours if named is None else named
        hits = book.index.hits(read)
        if hits.found:
            reading = Reading(read, book.contexts)
            found += [finding for rule in book.rules for finding in _first(_meets(rule, book, hits, reading, passed))]
    return found


def hours_named(library: Library, text: str) -> float | None:
    """Return the time since the treatment that a message names itself, in hours."""
    message = read_message(text)
    named = [named_hours(spell_out(message, book.spelling), book.time_words) for book in library.rule_books.values()]
    return max((hours for hours in named if hours is not None), default=None)


def is_reported(library: Library, text: str, topic_id: str) -> bool:
    """Return whether a message speaks of having what the topic is about, rather than asking about it.

    It counts when a keyword of the topic stands in it undenied, not in a question about what might come.
    """
    topic = library.topics[topic_id]
    for language, book in library.rule_books.items():
        message = spell_out(read_message(text), book.spelling)
        reading = Reading(message, book.contexts)
        for keyword in topic.keywords.get(language, ()):
            for span in reading.find(keyword):
                if reading.context(span, Urgency.CLINIC) is None and reading.speaks_of_now(span):
                    return True
    return False


def read_for(library: Library, book: RuleBook, text: str) -> Message:
    """Return the message as the rules of a language read it: slang spelt out, symptom words repaired."""
    return _read(library, book, read_message(text))


def _read(library: Library, book: RuleBook, message: Message) -> Message:
    known = (*library.common_words.values(), *(other.lexicon for other in library.rule_books.values()))
    return repair(spell_out(message, book.spelling), book.lexicon, known)


def _first(found: Iterator[Finding]) -> Iterator[Finding]:
    for finding in found:
        yield finding
        return


def _meets(rule: Rule, book: RuleBook, hits: Hits, reading: Reading, hours: float | None) -> Iterator[Finding]:
    excused = [span for pattern in rule.unless for spans in hits.matches(pattern) for span in spans]
    for timed in rule.patterns:
        if not timed.counts_after(hours):
            continue
        for spans in hits.matches(timed.pattern):
            if any(_same_sentence(hits.message, span, other) for span in spans for other in excused):
                continue
            if all(reading.context(span, rule.urgency) is None for span in spans):
                yield Finding(
                    urgency=rule.urgency,
                    rule_id=rule.id,
                    topic=rule.topic,
                    words=tuple(hits.message.quote(*span) for span in spans),
                    language=book.language,
                )


def _same_sentence(message: Message, one: Span, other: Span) -> bool:
    return message.tokens[one[0]].sentence == message.tokens[other[0]].sentence
