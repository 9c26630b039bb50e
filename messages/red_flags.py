"""Red flags as data: one language's rules and the words around them, from content/red_flags/*.yaml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf
from typing import Any

from messages.contexts import ContextWords, read_contexts
from messages.durations import TimeWords
from messages.patterns import BadPattern, Pattern, PhraseIndex, compile_pattern, phrase_of
from messages.reading import ContentFiles, Lines, strings
from messages.topics import Urgency
from messages.words import fold, read_message


@dataclass(frozen=True, kw_only=True)
class TimedPattern:
    """A pattern of a rule that may count only so long after the treatment (named in the message, or known).

    `from_hours` and `until_hours` bound that time; without a known time a bounded pattern does not count.
    A pattern with `not_before_hours` counts without a known time, yet not when it is known to be earlier.
    """

    pattern: Pattern
    from_hours: float = 0
    until_hours: float = inf
    not_before_hours: float = 0

    def counts_after(self, hours: float | None) -> bool:
        if hours is None:
            return self.from_hours == 0 and self.until_hours == inf
        return max(self.from_hours, self.not_before_hours) <= hours <= self.until_hours


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One red flag of one language, with sentences that must and must not raise it."""

    id: str
    urgency: Urgency
    topic: str
    sources: tuple[str, ...]
    checked: date | None
    patterns: tuple[TimedPattern, ...]
    unless: tuple[Pattern, ...]
    must_match: tuple[str, ...]
    must_not_match: tuple[str, ...]
    lasting: bool = False  # one side of it may be past: a transplant of 2019 is still one
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """All red flags of one language, and how the language denies, asks, remembers and tells of others."""

    language: str
    rules: tuple[Rule, ...]
    index: PhraseIndex
    contexts: ContextWords
    time_words: TimeWords
    spelling: Mapping[str, str]
    lexicon: frozenset[str]  # words that a misspelt one may be meant for
    fillers: frozenset[str]
    vocabulary: frozenset[str]  # words of the language that the file itself is sure of: never misspelt


def load_rule_book(files: ContentFiles, name: str) -> RuleBook:
    """Read a file of red flags; a rule that cannot be used becomes a problem and is left out."""
    data = files.yaml(name) or Lines()
    lists = {key: strings(words) for key, words in (data.get("lists") or {}).items()}
    fillers = frozenset(fold(word) for word in strings(data.get("fillers")))
    time_words = _time_words(data.get("time") or {})
    rules = tuple(_rules(files, name, data.get("rules") or Lines(), lists))
    contexts = read_contexts({key: strings(words) for key, words in (data.get("contexts") or {}).items()})
    index = PhraseIndex(fillers, contexts.barriers)
    for pattern in _all_patterns(rules):
        index.add(pattern)
    return RuleBook(
        language=name.rsplit("/", 1)[1].removesuffix(".yaml"),
        rules=rules,
        index=index,
        contexts=contexts,
        time_words=time_words,
        spelling={fold(str(wrong)): fold(str(right)) for wrong, right in (data.get("spelling") or {}).items()},
        lexicon=_lexicon(rules, index),
        fillers=fillers,
        vocabulary=fillers | contexts.words | time_words.words,
    )


def _rules(files: ContentFiles, name: str, entries: Lines, lists: Mapping[str, Sequence[str]]) -> Iterator[Rule]:
    for rule_id, entry in entries.items():
        line = entries.line_of(rule_id)
        if not isinstance(entry, Lines) or not entry.get("patterns") or not entry.get("topic"):
            files.fault(name, line, f"rule {rule_id} needs at least `urgency`, `topic` and `patterns`")
            continue
        try:
            yield _rule(rule_id, entry, lists, line)
        except KeyError:
            where = entry.line_of("urgency")
            files.fault(name, where, f"rule {rule_id}: `urgency` should be clinic, urgent or emergency")
        except (BadPattern, ValueError) as wrong:
            files.fault(name, entry.line_of("patterns"), f"rule {rule_id}: {wrong}")


def _rule(rule_id: str, entry: Lines, lists: Mapping[str, Sequence[str]], line: int) -> Rule:
    checked = entry.get("checked")
    return Rule(
        id=rule_id,
        urgency=Urgency.of(str(entry["urgency"])),
        topic=str(entry["topic"]),
        sources=strings(entry.get("sources")),
        checked=checked if isinstance(checked, date) else None,
        patterns=tuple(_timed(written, lists) for written in entry["patterns"]),
        unless=tuple(compile_pattern(str(text), lists) for text in entry.get("unless") or ()),
        must_match=strings(entry.get("must_match")),
        must_not_match=strings(entry.get("must_not_match")),
        lasting=entry.get("lasting") is True,
        line=line,
    )


def _timed(written: Any, lists: Mapping[str, Sequence[str]]) -> TimedPattern:
    """Read `words` or `{after_hours: 96, pattern: words}`; also `before_hours` and `not_before_hours`."""
    if isinstance(written, dict):
        return TimedPattern(
            pattern=_compiled(str(written.get("pattern", "")), lists),
            from_hours=float(written.get("after_hours", 0)),
            until_hours=float(written.get("before_hours", inf)),
            not_before_hours=float(written.get("not_before_hours", 0)),
        )
    return TimedPattern(pattern=_compiled(str(written), lists))


def _compiled(text: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    try:
        return compile_pattern(text, lists)
    except BadPattern as wrong:
        raise BadPattern(f"pattern `{text}`: {wrong}") from None


def _all_patterns(rules: Sequence[Rule]) -> Iterator[Pattern]:
    for rule in rules:
        yield from (timed.pattern for timed in rule.patterns)
        yield from rule.unless


def _time_words(data: Mapping[str, Any]) -> TimeWords:
    def table(key: str) -> dict[str, float]:
        return {fold(str(word)): float(value) for word, value in (data.get(key) or {}).items()}

    def words(key: str) -> frozenset[str]:
        return frozenset(word for entry in strings(data.get(key)) for word in phrase_of(entry))

    return TimeWords(
        units=table("units"),
        numbers=table("numbers"),
        days=words("days"),
        spoken=table("spoken"),
        ahead=words("ahead"),
        behind=words("behind"),
        still=words("still"),
        between=words("between"),
    )


def _lexicon(rules: Sequence[Rule], index: PhraseIndex) -> frozenset[str]:
    """Words to repair towards: those of the patterns, and of the examples where a pattern asks for a beginning.

    Not those of `unless`: they are many, everyday and near to other everyday words.
    """
    patterns = (timed.pattern for rule in rules for timed in rule.patterns)
    items = (item for pattern in patterns for part in pattern.parts for item in part)
    written = {word for item in items for phrase in item.phrases for word in phrase}
    inflected = {
        token.word
        for rule in rules
        for example in rule.must_match
        for token in read_message(example).tokens
        if index.knows(token.word)
    }
    return frozenset(word for word in written | inflected if len(word) >= 5 and word.isalpha())
