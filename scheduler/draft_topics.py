"""Draft topics: replies of the team that may become topics. Nothing here is ever said to a patient."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.drafting import Draft
from messages.quoting import plain_name
from scheduler.models import DraftTopic, KeptQuestion
from scheduler.unanswered import Asked


async def keep_draft_topic(session: AsyncSession, asked: Asked, by: str, now: datetime) -> DraftTopic | None:
    """Keep the team's last reply with every question of the entry, in the draft it has or a new one; None without one.

    The questions stay their patients': erased, they are no longer in the draft.
    """
    replied = asked.replied
    if replied is None or replied.reply is None:
        return None
    draft = await session.get(DraftTopic, asked.draft_id) if asked.draft_id else None
    if draft is None:
        draft = DraftTopic(language=replied.language, reply="", kept_by="", kept_at=now)
    draft.topic, draft.language, draft.reply = asked.questions[0].topic, replied.language, replied.reply
    draft.kept_by, draft.kept_at = plain_name(by), now
    session.add(draft)
    await session.flush()
    for question in asked.questions:
        question.draft_id = draft.id
    return draft


async def all_drafts(session: AsyncSession) -> Sequence[Draft]:
    """Return every draft with what was asked, the oldest first."""
    drafts = (await session.exec(select(DraftTopic).order_by(col(DraftTopic.id)))).all()
    query = select(KeptQuestion).where(col(KeptQuestion.draft_id).is_not(None)).order_by(col(KeptQuestion.id))
    questions = (await session.exec(query)).all()
    return [_draft(draft, [one for one in questions if one.draft_id == draft.id]) for draft in drafts]


def _draft(row: DraftTopic, questions: Sequence[KeptQuestion]) -> Draft:
    asked: dict[str, tuple[str, ...]] = {}
    for question in questions:
        line = " ".join(question.words.split())
        if line not in asked.get(question.language, ()):
            asked[question.language] = (*asked.get(question.language, ()), line)
    return Draft(
        number=row.id or 0,
        near=row.topic,
        language=row.language,
        reply=row.reply,
        asked=asked,
        kept_on=row.kept_at.date(),
    )
