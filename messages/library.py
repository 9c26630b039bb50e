"""Library: all content, loaded and checked once, found by id and language. Pure: no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from messages.countries import load_emergency_numbers
from messages.course import Course
from messages.courses import load_courses
from messages.problems import BrokenContent, Problem
from messages.reading import SHIPPED, ContentFiles
from messages.red_flag_lines import RedFlagLine, load_red_flag_lines
from messages.red_flags import RuleBook, load_rule_book
from messages.texts import FALLBACK, Texts, load_texts
from messages.topics import (
    Source,
    Topic,
    TopicText,
    load_phrasings,
    load_sources,
    load_topic_texts,
    load_topics,
)

__all__ = ["BrokenContent", "Library", "Problem", "check_content", "load"]


@dataclass(frozen=True, kw_only=True)
class Library:
    """What may be said. `topics` holds only what has an answer in English at least."""

    courses: Mapping[str, Course]
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    content_hash: str
    texts: Texts
    topic_texts: Mapping[str, Mapping[str, TopicText]]  # language, topic id
    phrasings: Mapping[str, Mapping[str, tuple[str, ...]]]  # language, topic id
    out_of_scope: Mapping[str, tuple[str, ...]]
    rule_books: Mapping[str, RuleBook]
    red_flag_lines: Mapping[str, tuple[RedFlagLine, ...]]
    emergency_numbers: Mapping[str, str]
    common_words: Mapping[str, frozenset[str]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that can be spoken: the folders with a texts.ftl."""
        return tuple(sorted(self.texts.entries))

    def text(self, language: str, key: str, **args: Any) -> str:
        """Return a short text as Telegram HTML, its arguments escaped; in English where the language lacks it."""
        return self.texts.format(language, key, args, escape=True)

    def label(self, language: str, key: str, **args: Any) -> str:
        """Return a short text as plain text, for buttons and names."""
        return self.texts.format(language, key, args, escape=False)

    def has(self, language: str, key: str) -> bool:
        return self.texts.has(language, key)

    def variables(self, language: str, key: str) -> frozenset[str]:
        """Return the variables of a short text."""
        return self.texts.variables(language, key)

    def topic_text(self, language: str, topic_id: str) -> TopicText:
        """Return the answer to a topic, in English where the language lacks it."""
        of_language = self.topic_texts.get(language, {})
        return of_language.get(topic_id) or self.topic_texts[FALLBACK][topic_id]

    def topic_title(self, language: str, topic_id: str) -> str:
        return self.topic_text(language, topic_id).title

    def emergency_number(self, country_code: str | None) -> str | None:
        """Return the number for an ambulance in a country (ISO 3166, two letters), or None when it is not known."""
        return self.emergency_numbers.get(country_code.upper()) if country_code else None


def load(content_dir: Path | None = None, overlay: Path | None = None) -> Library:
    """Read all content; raise BrokenContent when a file cannot be read or understood.

    Gaps that English can fill, and matters of wording, do not stop a start: `check_content` finds them.
    """
    files = ContentFiles(content_dir or SHIPPED, overlay)
    library = read(files)
    if files.problems:
        raise BrokenContent(files.problems)
    return library


def check_content(content_dir: Path | None = None, overlay: Path | None = None) -> list[Problem]:
    """Return every problem of the content, in order of file and line."""
    from messages.checks import find_problems  # the checks know the library, so not at the top

    return find_problems(ContentFiles(content_dir or SHIPPED, overlay))


def read(files: ContentFiles) -> Library:
    """Read all content; what is wrong stands in `files.problems`."""
    texts = load_texts(files)
    languages = sorted(texts.entries)
    topic_texts = {language: load_topic_texts(files, language) for language in languages}
    topics = load_topics(files)
    rule_books = _by_language(files, "red_flags", ".yaml", load_rule_book)
    return Library(
        courses={course.id: _with_names(course, texts) for course in load_courses(files).values()},
        topics={topic_id: topic for topic_id, topic in topics.items() if topic_id in topic_texts.get(FALLBACK, {})},
        sources=load_sources(files),
        content_hash=files.digest(),
        texts=texts,
        topic_texts=topic_texts,
        phrasings={language: _phrasings(files, language) for language in languages},
        out_of_scope=_by_language(files, "out_of_scope", ".txt", load_phrasings),
        rule_books=rule_books,
        red_flag_lines={language: load_red_flag_lines(files, language) for language in rule_books},
        emergency_numbers=load_emergency_numbers(files),
        common_words={
            language: frozenset(" ".join(lines).split())
            for language, lines in _by_language(files, "common_words", ".txt", load_phrasings).items()
        },
    )


def _with_names(course: Course, texts: Texts) -> Course:
    """The course with what the words of each step say a day or a time of, in any language."""
    steps = {
        step_id: replace(
            step, names=frozenset().union(*(texts.variables(one, f"step_{step_id}") for one in texts.entries))
        )
        for step_id, step in course.steps.items()
    }
    return replace(course, steps=steps)


def _phrasings(files: ContentFiles, language: str) -> dict[str, tuple[str, ...]]:
    return _by_language(files, f"{language}/phrasings", ".txt", load_phrasings)


def _by_language(files: ContentFiles, folder: str, suffix: str, load_one: Any) -> dict[str, Any]:
    """Read every file of a folder, by its name without the suffix."""
    names = files.names(folder, suffix)
    return {name.rsplit("/", 1)[1].removesuffix(suffix): load_one(files, name) for name in names}
