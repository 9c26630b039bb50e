"""Unanswered: what patients sent on, joined by meaning, and answers that did not help; the most often first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from messages.grouping import group
from messages.library import Library
from scheduler.feedback import Rating, badly_rated
from scheduler.kept_questions import newest_questions
from scheduler.models import KeptQuestion


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question in all the words it was sent on in: the most typical first. Never empty."""

    questions: Sequence[KeptQuestion]

    @property
    def count(self) -> int:
        """How often, leaving out what is in a draft already."""
        return sum(question.draft_id is None for question in self.questions)

    @property
    def draft_id(self) -> int | None:
        """The newest draft that answers it."""
        return max((question.draft_id for question in self.questions if question.draft_id), default=None)

    @property
    def replied(self) -> KeptQuestion | None:
        """The one with the team's last reply."""
        with_reply = [question for question in self.questions if question.reply and question.replied_at]
        return max(with_reply, key=lambda question: (question.replied_at, question.id), default=None)


Entry = Asked | Rating


async def unanswered(session: AsyncSession, library: Library) -> Sequence[Entry]:
    """Return every entry, the most often first; what is wholly in a draft comes last."""
    entries: list[Entry] = [*await _asked(session, library), *await badly_rated(session)]
    return sorted(entries, key=how_often, reverse=True)


async def find_asked(session: AsyncSession, library: Library, question_id: int | None) -> Asked | None:
    """Return the entry that a kept question belongs to now; None when it is erased."""
    entries = await _asked(session, library)
    return next((one for one in entries if question_id in {question.id for question in one.questions}), None)


def how_often(entry: Entry) -> int:
    return entry.not_really if isinstance(entry, Rating) else entry.count


async def _asked(session: AsyncSession, library: Library) -> list[Asked]:
    questions = await newest_questions(session)
    groups = group(library, [question.words for question in questions])
    return [Asked(questions=[questions[place] for place in places]) for places in groups]
