"""Approvals: who at the clinic approved which content. Only the clinic may say so."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Approval


async def approve(session: AsyncSession, content_hash: str, by: str, now: datetime) -> Approval:
    """Record that somebody, by name and role, approved the content of this hash."""
    approval = Approval(content_hash=content_hash, approved_by=by, approved_at=now)
    session.add(approval)
    await session.flush()
    return approval


async def approval_of(session: AsyncSession, content_hash: str) -> Approval | None:
    """Return the latest approval of exactly this content."""
    query = select(Approval).where(Approval.content_hash == content_hash).order_by(col(Approval.approved_at).desc())
    return (await session.exec(query)).first()
