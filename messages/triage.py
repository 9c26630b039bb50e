"""Triage: red flags in a message, with the words that caused them.

Rules first; once what answering needs is loaded, a small model may raise the urgency. Without it the rules work alone.
"""

import logging
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from messages import matching
from messages.contexts import Context, Reading
from messages.durations import named_hours
from messages.library import Library
from messages.patterns import Hits, Span
from messages.red_flags import Rule, RuleBook
from messages.spelling import repair, spell_out
from messages.topics import Urgency
from messages.urgency_model import find_raised
from messages.words import Message, read_message

__all__ = [
    "Context",
    "Discounted",
    "Finding",
    "Urgency",
    "check",
    "discounted",
    "findings",
    "hours_named",
    "is_reported",
]

A_FEW = 3  # known words that tell a language
BY_MODEL = "_model"  # ends the id of what no rule but the model found

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A red flag in a message. `words` are the patient's own; `language` is that of the rule.

    What no rule but the model found has the id `E7_model`; its words are the sentence, its language is the message's.
    """

    urgency: Urgency
    rule_id: str
    topic: str
    words: tuple[str, ...]
    language: str

    @property
    def by_model(self) -> bool:
        """Whether no rule found it, only the model."""
        return self.rule_id.endswith(BY_MODEL)


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """A message as the rules of one language read it. `spelt` is as the patient wrote it, before repairs."""

    book: RuleBook
    hits: Hits
    reading: Reading
    hours: float | None
    spelt: Message


@dataclass(frozen=True)
class Discounted:
    """Words that a rule has, which are no red flag because of what is said around them."""

    rule_id: str
    words: str
    context: Context


def check(library: Library, text: str, hours: float | None = None) -> Finding | None:
    """Return the most urgent red flag of a message, or None. Every language's rules are tried.

    `hours` since the end of the treatment only matter to what lasts too long; a time named in the message wins over
    them. The model may raise what the rules found, if it is loaded (`messages.matching.warm_up`): nobody waits for it.
    """
    read = _heard(library, text, hours)
    found = max(_findings(library, read), key=lambda finding: finding.urgency, default=None)
    if found and found.urgency is Urgency.EMERGENCY:
        return found
    raised = _raised_by_the_model(library, read)
    return raised if raised and (found is None or raised.urgency > found.urgency) else found


def findings(library: Library, text: str, hours: float | None = None) -> list[Finding]:
    """Return every rule that a message meets, one finding each, in the order of the rules."""
    return _findings(library, _heard(library, text, hours))


def discounted(library: Library, text: str, hours: float | None = None) -> list[Discounted]:
    """Return the words that would raise a red flag if they were not denied, asked about, past and so on."""
    found: dict[tuple[str, Context], Discounted] = {}
    for heard in _heard(library, text, hours):
        for rule, span, context in _passed_over(heard):
            words = heard.hits.message.quote(*span)
            found.setdefault((words, context), Discounted(rule.id, words, context))
    return list(found.values())


def reading_of(library: Library, text: str) -> tuple[RuleBook, Reading]:
    """Return a message as the rules of its own language read it; LookupError where there are no rules at all."""
    heard = _in_its_language(library, _heard(library, text, None))
    return heard.book, heard.reading


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


def _heard(library: Library, text: str, hours: float | None) -> list[_Heard]:
    """Read a message with the rules of every language."""
    message = read_message(text)
    read = []
    for book in library.rule_books.values():
        own = _read(library, book, message)
        named = named_hours(own, book.time_words)
        read.append(
            _Heard(
                book=book,
                hits=book.index.hits(own),
                reading=Reading(own, book.contexts),
                hours=hours if named is None else named,
                spelt=message,
            )
        )
    return read


def _findings(library: Library, read: Sequence[_Heard]) -> list[Finding]:
    found = []
    for heard in (heard for heard in read if heard.hits.found):
        foreign = _foreign(library, heard.spelt, heard.book)
        found += [finding for rule in heard.book.rules for finding in _first(_meets(rule, heard, foreign))]
    return found


def _passed_over(heard: _Heard) -> Iterator[tuple[Rule, Span, Context]]:
    """Yield what rules have words for, and why it does not count."""
    for rule in heard.book.rules:
        timed = (each for each in rule.patterns if each.counts_after(heard.hours))
        for span in (span for each in timed for spans in heard.hits.matches(each.pattern) for span in spans):
            context = heard.reading.context(span, rule.urgency)
            if context is not None:
                yield rule, span, context


def _in_its_language(library: Library, read: Sequence[_Heard]) -> _Heard:
    """Return the reading in the language that knows most of the words; LookupError where there are no rules."""
    if not read:
        raise LookupError("no rules of any language")
    return max(read, key=lambda heard: sum(_knows(library, heard.book, word) for word in set(heard.spelt.words)))


def _raised_by_the_model(library: Library, read: Sequence[_Heard]) -> Finding | None:
    matcher = matching.find_warm(library)
    if matcher is None or matcher.encoder is None or not read:
        return None
    heard = _in_its_language(library, read)
    try:
        raised = find_raised(matcher.model, matcher.encoder, heard.reading, heard.hours)
    except Exception as error:  # what the rules found must not be lost to a fault in the model
        log.error("The urgency model failed: %s", type(error).__name__)  # noqa: TRY400 - a traceback may quote the patient
        return None
    topic = next((rule.topic for rule in heard.book.rules if raised and rule.id.startswith(f"{raised.flag}_")), None)
    if raised is None or topic is None:
        return None
    return Finding(
        urgency=raised.urgency,
        rule_id=f"{raised.flag}{BY_MODEL}",
        topic=topic,
        words=(raised.words,),
        language=heard.book.language,
    )


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


def _meets(rule: Rule, heard: _Heard, foreign: Container[int]) -> Iterator[Finding]:
    hits, reading = heard.hits, heard.reading
    for timed in rule.patterns:
        if not hits.may_match(timed.pattern) or not timed.counts_after(heard.hours):
            continue
        for spans in hits.matches(timed.pattern):
            if all(hits.message.tokens[span[0]].sentence in foreign for span in spans):
                continue
            if not _counts(rule, spans, reading):
                continue
            if not _excused(rule, hits, spans, reading.parts):
                yield Finding(
                    urgency=rule.urgency,
                    rule_id=rule.id,
                    topic=rule.topic,
                    words=tuple(hits.message.quote(*span) for span in spans),
                    language=heard.book.language,
                )


def _counts(rule: Rule, spans: Sequence[Span], reading: Reading) -> bool:
    """Return whether no side of what was found is denied, asked about, past and so on."""
    contexts = {reading.context(span, rule.urgency) for span in spans}
    if rule.lasting:
        return None in contexts and contexts <= {None, Context.PAST}
    return contexts == {None}


def _excused(rule: Rule, hits: Hits, spans: Sequence[Span], parts: Sequence[int]) -> bool:
    """Return whether an `unless` of the rule stands in the clauses of what was found, each of its sides."""
    said = {parts[at] for span in spans for at in range(*span)}
    excuses = (excuse for pattern in rule.unless for excuse in hits.matches(pattern))
    return any(all(not said.isdisjoint(parts[start:end]) for start, end in excuse) for excuse in excuses)
