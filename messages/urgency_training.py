"""Urgency training: what the urgency model learns from the content, and how well it hears lines it has not seen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from messages.contexts import Reading
from messages.embedding import Encoder
from messages.fitting import FOLDS, Example, Fit, fit_head, folds_of, spelling_rows
from messages.library import Library
from messages.matching import Model
from messages.red_flag_lines import urgency_of
from messages.topics import Urgency
from messages.triage import findings, reading_of
from messages.urgency_model import features, find_raised, pieces

# Kinds of messages that raise no red flag. Those that only sound like one are written for it; the others are in plenty.
SOUNDS_LIKE_ONE, QUESTION, OUT_OF_SCOPE = "sounds_like_one", "question", "out_of_scope"
RULES_SHARE = 0.7  # the examples of rules are shorter and plainer than messages
PLENTY_SHARE = 1.5  # of all questions together, beside all red-flag lines: however many are added
FIT = Fit(decay=3e-5, rounds=150)
SPELLING = Fit(decay=3e-5, rounds=120)


@dataclass(frozen=True)
class FlagExample:
    """A line as the model reads it, and what the rules say to it."""

    example: Example
    language: str
    reading: Reading
    by_rules: Urgency


def fit_urgency(lines: Sequence[FlagExample], encoder: Encoder, model: Model) -> Model:
    """Return the model with the red flags learnt from some lines."""
    flags = tuple(sorted({line.example.label for line in lines}))
    whole = [pieces(line.reading)[0] for line in lines]
    labels, weights = [flags.index(line.example.label) for line in lines], _weights(lines)
    spelling = spelling_rows([piece.text for piece in whole], model.rarity)
    return replace(
        model,
        flags=flags,
        urgency=fit_head(features(encoder, whole), labels, weights, len(flags), FIT),
        urgency_spelling=fit_head(spelling, labels, weights, len(flags), SPELLING),
    )


def flag_examples(library: Library) -> list[FlagExample]:
    """Return every line to learn from; none that has no words, and no question that the rules take for a red flag."""
    return [line for line in _read(library) if line.reading.message.tokens and not _doubtful(line)]


def measured_urgency(library: Library, encoder: Encoder, model: Model) -> str:
    """Return how well lines are heard by a model that has not seen them, and by the rules with it."""
    lines = flag_examples(library)
    place = folds_of(lines)
    heard: dict[int, Urgency] = {}
    for fold in range(FOLDS):
        held_out = fit_urgency([line for line, at in zip(lines, place, strict=True) if at != fold], encoder, model)
        for at in (at for at, of_fold in enumerate(place) if of_fold == fold):
            raised = find_raised(held_out, encoder, lines[at].reading, None)
            heard[at] = max(lines[at].by_rules, raised.urgency if raised else Urgency.NONE)
    return "\n".join(_report(lines, heard))


def _read(library: Library) -> Iterator[FlagExample]:
    for language, line in ((language, line) for language, lines in library.red_flag_lines.items() for line in lines):
        yield _flag_example(library, language, Example(line.text, line.flag or SOUNDS_LIKE_ONE, 1.0))
    for language, book in library.rule_books.items():
        for rule in book.rules:
            flag = rule.id.split("_")[0]
            yield from (_flag_example(library, language, Example(text, flag, RULES_SHARE)) for text in rule.must_match)
            yield from (
                _flag_example(library, language, Example(text, SOUNDS_LIKE_ONE, RULES_SHARE))
                for text in rule.must_not_match
            )
    for language, by_topic in library.phrasings.items():
        for texts in by_topic.values():
            yield from (_flag_example(library, language, Example(text, QUESTION, 1.0)) for text in texts)
    for language, texts in library.out_of_scope.items():
        yield from (_flag_example(library, language, Example(text, OUT_OF_SCOPE, 1.0)) for text in texts)


def _flag_example(library: Library, language: str, example: Example) -> FlagExample:
    _, reading = reading_of(library, example.text)
    by_rules = max((finding.urgency for finding in findings(library, example.text)), default=Urgency.NONE)
    return FlagExample(example, language, reading, by_rules)


def _doubtful(line: FlagExample) -> bool:
    """A line that is written to be none and yet meets a rule teaches nothing, unless it is written as a look-alike."""
    return line.by_rules > Urgency.NONE and line.example.label in {QUESTION, OUT_OF_SCOPE}


def _weights(lines: Sequence[FlagExample]) -> list[float]:
    written = sum(line.example.weight for line in lines if not _is_plenty(line))
    plenty = sum(line.example.weight for line in lines if _is_plenty(line))
    share = PLENTY_SHARE * written / plenty if plenty else 0.0
    return [line.example.weight * (share if _is_plenty(line) else 1.0) for line in lines]


def _is_plenty(line: FlagExample) -> bool:
    return line.example.label in {QUESTION, OUT_OF_SCOPE}


def _report(lines: Sequence[FlagExample], heard: Mapping[int, Urgency]) -> Iterator[str]:
    """Say for each language and each kind of messages how many were heard at their level, or raised a false alarm."""
    groups: dict[tuple[str, Urgency, str], list[int]] = {}
    for at, line in enumerate(lines):
        if line.example.weight == 1:
            urgency = urgency_of(line.example.label)
            kind = urgency.label if urgency else line.example.label
            groups.setdefault((line.language, urgency, kind), []).append(at)
    for (language, urgency, kind), places in sorted(groups.items()):
        wanted = urgency or Urgency.CLINIC
        by_rules = np.mean([lines[at].by_rules >= wanted for at in places])
        both = np.mean([heard[at] >= wanted for at in places])
        what = "heard" if urgency else "false alarms"
        yield f"{language}: {len(places)} lines of {kind}: {both:.1%} {what}, {by_rules:.1%} by rules alone"
