"""Content checks: what loading cannot see, each with file, line and mend."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from messages.library import Library, read
from messages.problems import Problem
from messages.readability import reading_fault
from messages.reading import ContentFiles, Lines
from messages.red_flag_lines import urgency_of
from messages.text_checks import check_texts, never_said
from messages.texts import FALLBACK
from messages.topics import AHEAD, Topic, TopicText, load_topics

LONGEST_TITLE = 30  # characters: titles stand on buttons
FEWEST_WORDS, MOST_WORDS = 40, 120  # of an answer, with its longest `now:` part
MOST_ITEMS = 7  # of a list
FEWEST_RED_FLAG_LINES = 5
PLACEHOLDERS = frozenset({"clinic_phone", "emergency_number"})  # beside the ids of steps

_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def find_problems(files: ContentFiles) -> list[Problem]:
    """Return every problem, in order of file and line."""
    library = read(files)
    topics = load_topics(files)  # also those that no language answers
    unread = (files.yaml("topics.yaml") or Lines()).keys() - topics.keys()  # their faults stand in topics.yaml
    _check_topics(files, library, topics)
    _check_answers(files, library, topics, unread)
    _check_phrasings(files, library, topics, unread)
    _check_courses(files, library, topics)
    _check_red_flags(files, library, topics)
    _check_red_flag_lines(files, library)
    check_texts(files, library)
    return sorted(set(files.problems), key=lambda problem: (problem.file, problem.line, problem.message))


def count_words(text: str) -> int:
    """Return the number of words of an answer; a placeholder is one."""
    return len(_WORD.findall(plain_prose(text)))


def plain_prose(text: str) -> str:
    """Return a part of an answer without its marks, a placeholder as a number."""
    return _PLACEHOLDER.sub("112", re.sub(r"\*\*|^- ", "", text, flags=re.MULTILINE))


def _check_topics(files: ContentFiles, library: Library, topics: dict[str, Topic]) -> None:
    for topic in topics.values():
        for fault in _faults_of_topic(library, topic, topics):
            files.fault("topics.yaml", topic.line, f"topic `{topic.id}`: {fault}")


def _faults_of_topic(library: Library, topic: Topic, topics: Iterable[str]) -> Iterator[str]:
    if not topic.sources:
        yield "names no source: add `sources`"
    yield from _unknown_sources(library, topic.sources)
    steps = _step_ids(library)
    named = [topic.step, *(window.until_step for window in topic.windows)]
    yield from (f"no course has the step `{step}`: mend its spelling" for step in named if step and step not in steps)
    yield from (
        f"there is no topic `{near}` to be near: mend its spelling" for near in topic.near if near not in topics
    )
    yield from (
        f"has no keywords in {language}: add some, or []"
        for language in library.languages
        if language not in topic.keywords
    )
    yield from _faults_of_windows(topic)


def _faults_of_windows(topic: Topic) -> Iterator[str]:
    names = [window.name for window in topic.windows]
    yield from (f"has two windows `{name}`: rename one" for name in {name for name in names if names.count(name) > 1})
    for window in topic.windows[:-1]:
        if window.until_hours is None and window.until_step is None:
            yield f"the window `{window.name}` needs an end: `until_hours` or `until_step`"
    if topic.windows and (topic.windows[-1].until_hours is not None or topic.windows[-1].until_step is not None):
        yield f"the last window, `{topic.windows[-1].name}`, has no end: remove it, or add a window"
    hours = [window.until_hours for window in topic.windows if window.until_hours is not None]
    if hours != sorted(hours):
        yield "the windows should be in order of time"


def _check_answers(files: ContentFiles, library: Library, topics: dict[str, Topic], unread: Collection[str]) -> None:
    for language, texts in library.topic_texts.items():
        folder = f"{language}/topics"
        for topic_id in topics.keys() - texts.keys():
            files.text(f"{folder}/{topic_id}.md")  # notes that it is missing; what cannot be read is noted already
        for topic_id, text in texts.items():
            name = f"{folder}/{topic_id}.md"
            if topic_id in unread:
                continue
            if topic_id not in topics:
                files.fault(name, 1, f"topics.yaml has no topic `{topic_id}`: add it there, or rename the file")
                continue
            for line, fault in _faults_of_answer(library, language, topics[topic_id], text):
                files.fault(name, line, fault)


def _faults_of_answer(library: Library, language: str, topic: Topic, text: TopicText) -> Iterator[tuple[int, str]]:
    yield from _faults_of_parts(topic, text, library.topic_texts.get(FALLBACK, {}).get(topic.id, text))
    yield from ((1, fault) for fault in _faults_of_length(text))
    never = never_said(library, language)
    for part, prose in _parts(text):
        yield from ((text.lines[part], fault) for fault in _faults_of_prose(library, prose, never))
    hard = reading_fault(language, "\n".join(plain_prose(prose) for part, prose in _parts(text) if part != "title"))
    if hard:
        yield 1, hard


def _faults_of_parts(topic: Topic, text: TopicText, english: TopicText) -> Iterator[tuple[int, str]]:
    if not text.short:
        yield 2, "the short answer is missing: one or two sentences under the name"
    windows = {window.name for window in topic.windows}
    for window in windows - text.now.keys():
        yield 1, f"the window `{window}` has no part: add `## now: {window}`"
    for window in text.now.keys() - windows:
        yield text.lines[f"now: {window}"], f"topics.yaml gives this topic no window `{window}`: mend its spelling"
    for part in english.parts.keys() - text.parts.keys():
        yield 1, f"the English answer has a part `{part}` and this one has not: add `## {part}`"


def _faults_of_length(text: TopicText) -> Iterator[str]:
    if len(text.title) > LONGEST_TITLE:
        yield f"the name has {len(text.title)} characters: at most {LONGEST_TITLE}, it stands on buttons"
    fewest = sum(count_words(part) for part in (text.short, *text.parts.values()))
    beside = [count_words(part) for window, part in text.now.items() if window != AHEAD]  # which stands alone
    most = fewest + max(beside, default=0)
    if fewest < FEWEST_WORDS or most > MOST_WORDS:
        wanted = f"an answer has {FEWEST_WORDS} to {MOST_WORDS}, with its longest `now:` part"
        yield f"{fewest} to {most} words: {wanted}"


def _parts(text: TopicText) -> Iterator[tuple[str, str]]:
    yield "title", text.title
    yield "short", text.short
    yield from text.parts.items()
    yield from ((f"now: {window}", prose) for window, prose in text.now.items())


def _faults_of_prose(library: Library, prose: str, never: Iterable[str]) -> Iterator[str]:
    known = PLACEHOLDERS | _step_ids(library)
    for name in _PLACEHOLDER.findall(prose):
        if name not in known:
            yield f"`{{{name}}}` is nothing that can be filled in: use the id of a step, or {{clinic_phone}}"
    if re.search(r"[{}]", _PLACEHOLDER.sub("", prose)):
        yield "a { or } stands alone: write a placeholder as {makeup_ok}"
    if prose.count("**") % 2:
        yield "a ** stands alone: bold words have ** before and after"
    for is_item, lines in groupby(prose.splitlines(), key=lambda line: line.startswith("- ")):
        if is_item and (items := len(list(lines))) > MOST_ITEMS:
            yield f"a list of {items}: at most {MOST_ITEMS} can be kept in mind"
    for words in never:
        if re.search(rf"\b{re.escape(words)}\b", prose, re.IGNORECASE):
            yield f"“{words}” is never said to a patient: choose other words"


def _check_phrasings(files: ContentFiles, library: Library, topics: dict[str, Topic], unread: Collection[str]) -> None:
    for language, phrasings in library.phrasings.items():
        for topic_id in topics:
            if not phrasings.get(topic_id):
                name = f"{language}/phrasings/{topic_id}.txt"
                files.fault(name, 1, "there is no way of asking for this topic: write one a line")
        for topic_id in phrasings.keys() - topics.keys() - set(unread):
            name = f"{language}/phrasings/{topic_id}.txt"
            files.fault(name, 1, f"topics.yaml has no topic `{topic_id}`: add it there, or rename the file")


def _check_courses(files: ContentFiles, library: Library, topics: dict[str, Topic]) -> None:
    for name in files.names("courses", ".yaml"):
        data = files.yaml(name) or Lines()
        course = library.courses.get(str(data.get("id")))
        if course is None:
            continue
        for step in course.steps.values():
            line = data["steps"].line_of(step.id)
            if step.topic not in topics:
                files.fault(name, line, f"step `{step.id}`: there is no topic `{step.topic}`: mend its spelling")
            for fault in _unknown_sources(library, step.sources):
                files.fault(name, line, f"step `{step.id}`: {fault}")


def _check_red_flags(files: ContentFiles, library: Library, topics: dict[str, Topic]) -> None:
    for language, book in library.rule_books.items():
        name = f"red_flags/{language}.yaml"
        for rule in book.rules:
            faults = list(_unknown_sources(library, rule.sources))
            if not rule.sources:
                faults.append("names no source: add `sources`")
            if rule.checked is None:
                faults.append("`checked` should be the day its sources were checked, such as 2026-11-24")
            if rule.topic not in topics:
                faults.append(f"there is no topic `{rule.topic}`: mend its spelling")
            for fault in faults:
                files.fault(name, rule.line, f"rule {rule.id}: {fault}")


def _check_red_flag_lines(files: ContentFiles, library: Library) -> None:
    ruled = {language: {rule.id.split("_")[0] for rule in book.rules} for language, book in library.rule_books.items()}
    for language, flags in ruled.items():
        written = Counter(line.flag for line in library.red_flag_lines[language])
        for flag in set.intersection(*ruled.values()):
            if written[flag] < FEWEST_RED_FLAG_LINES:
                name = f"red_flags/{language}/{urgency_of(flag).label}.txt"
                wanted = f"write at least {FEWEST_RED_FLAG_LINES} under a heading `# {flag} ...`"
                files.fault(name, 1, f"{flag} has {written[flag]} lines: {wanted}")
        for unknown in {flag for flag in written if flag} - flags:
            name = f"red_flags/{language}/{urgency_of(unknown).label}.txt"
            files.fault(name, 1, f"red_flags/{language}.yaml has no rule for {unknown}: add one, or mend the heading")
        if not written[None]:
            files.fault(f"red_flags/{language}/none.txt", 1, "there are no messages that only sound like a red flag")


def _unknown_sources(library: Library, tags: Iterable[str]) -> Iterator[str]:
    return (f"sources.yaml has no source `{tag}`: add it there" for tag in tags if tag not in library.sources)


def _step_ids(library: Library) -> frozenset[str]:
    return frozenset(step_id for course in library.courses.values() for step_id in course.steps)
