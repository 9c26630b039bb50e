"""Triage: red flags in a message, with the words that caused them. Rules only; works without any model."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice

from messages.contexts import Reading
from messages.durations import named_hours
from messages.library import Library
from messages.patterns import Hits
from messages.red_flags import Rule, RuleBook
from messages.spelling import repair, spell_out
from messages.topics import Urgency
from messages.words import Message, read_message

__all__ = ["Finding", "Urgency", "check", "findings", "hours_named", "is_reported"]

A_FEW = 3  # known words that tell a language


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
            foreign = _foreign(library, message, book)
            found += [
                finding for rule in book.rules for finding in _first(_meets(rule, book, hits, reading, passed, foreign))
            ]
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


def _foreign(library: Library, message: Message, book: RuleBook) -> frozenset[int]:
    """Return the sentences that are plainly in another language than the rules of a book.

    Languages share words (pus, sepsis) but not their "no": "no signs of sepsis" means nothing to the Spanish rules.
    """
    foreign: set[int] = set()
    for other in library.rule_books.values():
        known, only_own, only_other = Counter[int](), Counter[int](), Counter[int]()
        for token in message.tokens if other is not book else ():
            ours, theirs = _knows(library, book, token.word), _knows(library, other, token.word)
            known[token.sentence] += theirs
            only_own[token.sentence] += ours and not theirs
            only_other[token.sentence] += theirs and not ours
        foreign |= {at for at in known if known[at] >= A_FEW and only_other[at] > 2 * only_own[at]}
    return frozenset(foreign)


def _knows(library: Library, book: RuleBook, word: str) -> bool:
    common = library.common_words.get(book.language, ())
    return word in common or word in book.vocabulary or word in book.lexicon or book.index.knows(word)


def _read(library: Library, book: RuleBook, message: Message) -> Message:
    others = library.rule_books.values()
    known = (
        *library.common_words.values(),
        *(other.lexicon for other in others),
        *(other.vocabulary for other in others),
    )
    return repair(spell_out(message, book.spelling), book.lexicon, known)


def _first(found: Iterator[Finding]) -> Iterator[Finding]:
    yield from islice(found, 1)


def _meets(
    rule: Rule, book: RuleBook, hits: Hits, reading: Reading, hours: float | None, foreign: Container[int]
) -> Iterator[Finding]:
    tokens = hits.message.tokens
    for timed in rule.patterns:
        if not timed.counts_after(hours):
            continue
        for spans in hits.matches(timed.pattern):
            sentences = {tokens[span[0]].sentence for span in spans}
            if all(sentence in foreign for sentence in sentences):
                continue
            if any(reading.context(span, rule.urgency) is not None for span in spans):
                continue
            if sentences.isdisjoint(_excused(rule, hits)):
                yield Finding(
                    urgency=rule.urgency,
                    rule_id=rule.id,
                    topic=rule.topic,
                    words=tuple(hits.message.quote(*span) for span in spans),
                    language=book.language,
                )


def _excused(rule: Rule, hits: Hits) -> set[int]:
    """Return the sentences in which an `unless` of the rule stands."""
    tokens = hits.message.tokens
    return {tokens[span[0]].sentence for pattern in rule.unless for spans in hits.matches(pattern) for span in spans}
