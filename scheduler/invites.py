"""Invites: a link for one patient, once, with the treatment's date inside. The token is kept as a hash."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Invite, Patient
from scheduler.staff import hash_of

LIFE = timedelta(days=30)
IN_THE_MAKING = timedelta(days=1)
LONGEST_LABEL = 60


async def begin_invite(session: AsyncSession, course_id: str, label: str, now: datetime) -> Invite:
    """Return an invite whose date is still to be told; it opens nothing."""
    invite = Invite(
        course_id=course_id, label=label[:LONGEST_LABEL] or None, created_at=now, expires_at=now + IN_THE_MAKING
    )
    session.add(invite)
    await session.flush()
    return invite


async def complete_invite(session: AsyncSession, invite: Invite, treated_at: datetime, now: datetime) -> str:
    """Put the date into an invite and return its token, which is not kept."""
    token = secrets.token_urlsafe(18)
    invite.token_hash, invite.treated_at, invite.expires_at = hash_of(token), treated_at, now + LIFE
    await session.flush()
    return token


async def unfinished_invite(session: AsyncSession, invite_id: int | None, now: datetime) -> Invite | None:
    """Return an invite that is still being made, locked."""
    invite = await session.get(Invite, invite_id, with_for_update=True) if invite_id else None
    return invite if invite and invite.token_hash is None and invite.expires_at > now else None


async def find_invite(session: AsyncSession, token: str, now: datetime) -> Invite | None:
    """Return the invite of a token that can still be used."""
    query = select(Invite).where(
        Invite.token_hash == hash_of(token), col(Invite.used_at).is_(None), Invite.expires_at > now
    )
    return (await session.exec(query)).first()


async def use_invite(session: AsyncSession, invite_id: int, patient: Patient, now: datetime) -> Invite | None:
    """Use an invite up, or return the patient's own; None when somebody else was first, or it has run out."""
    invite = await session.get(Invite, invite_id, with_for_update=True)
    if invite and invite.used_at and invite.patient_id == patient.id:
        return invite
    if invite is None or invite.used_at or invite.expires_at <= now:
        return None
    invite.used_at, invite.patient_id = now, patient.id
    return invite


async def forget_invites(session: AsyncSession, now: datetime) -> int:
    """Delete the invites that nobody used in time; return how many. The others go with their patient."""
    query = delete(Invite).where(col(Invite.used_at).is_(None), col(Invite.expires_at) <= now)
    return (await session.exec(query)).rowcount
