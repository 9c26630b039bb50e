"""Drafting: a reply of the team as files of a topic in the content format, made so that no check lets them pass as is.

Pure: nothing is written here. What a topic still lacks (sources, a date, keywords, a good text) is for a person to add.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from messages.library import Library
from messages.topics import Section

TOPICS = "topics.yaml"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A reply that may become a topic, and how patients asked, by language."""

    number: int
    near: str | None
    language: str
    reply: str
    asked: Mapping[str, Sequence[str]]
    kept_on: date

    @property
    def id(self) -> str:
        """What it is called in the content, until a person finds a better name."""
        return f"draft_{self.number}"


def draft_files(library: Library, topics_yaml: str, drafts: Iterable[Draft]) -> dict[str, str]:
    """Return the text of every file by its name below the content folder: `topics_yaml` goes on with the drafts.

    A draft whose id is a topic already is left out; without any that is not, there are no files.
    """
    new = [draft for draft in drafts if draft.id not in library.topics]
    if not new:
        return {}
    files = {TOPICS: "\n\n".join([topics_yaml.rstrip(), *(_entry(library, draft) for draft in new)]) + "\n"}
    for draft in new:
        for language in library.languages:
            files[f"{language}/topics/{draft.id}.md"] = _answer(draft, language)
            files[f"{language}/phrasings/{draft.id}.txt"] = _phrasings(draft, language)
    return files


def _entry(library: Library, draft: Draft) -> str:
    near = library.topics.get(draft.near or "")
    lines = [
        f"# Not reviewed: a reply of the team, kept as a draft on {draft.kept_on}. Give it a better name everywhere.",
        f"{draft.id}:",
        f"  section: {near.section if near else Section.AFTERCARE}",
        f"  near: [{near.id if near else ''}]",
        "  keywords:",
        *(f"    {language}: []" for language in library.languages),
        "  sources: []  # names from sources.yaml",
        "  checked:  # the day they were checked, such as 2026-11-24",
    ]
    return "\n".join(lines)


def _answer(draft: Draft, language: str) -> str:
    if draft.language != language:
        return f"# Draft {draft.number}\n# Not written yet: this answer is there in `{draft.language}` only.\n"
    said = "\n".join(_prose(line) for line in draft.reply.splitlines())
    return f"# Draft {draft.number}\n# Not reviewed: the team's own words to one patient.\n\n{said}\n"


def _phrasings(draft: Draft, language: str) -> str:
    asked = [_prose(line) for line in draft.asked.get(language, ())]
    return "\n".join(["# Not reviewed: what patients sent on, without names and numbers.", *asked]) + "\n"


def _prose(line: str) -> str:
    """Words of others, without what would be a heading, a mark or a placeholder."""
    return line.strip().lstrip("#").strip().replace("**", "").replace("{", "(").replace("}", ")")
