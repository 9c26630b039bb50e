"""Staff: the team's chats, how a group becomes theirs, and lines to them.

A pairing code is kept as a hash, and only until it is used.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.clinic import Clinic
from scheduler.models import Alert, AlertState, Kind, Outgoing, PairingCode, Priority, StaffGroup, State

THE_GROUP = 1  # the id of its row
CODE_LIFE = timedelta(hours=1)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
CODE_LENGTH = 8
LIFE = timedelta(hours=24)  # of what is said to the team and of conversations

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The clinic, and the chats of its team by its settings: `chat_id` wins over a paired group.

    `digest_at` is when the team gets its digest, in the clinic's zone; None for never.
    """

    clinic: Clinic
    chat_id: int | None = None
    second_chat_id: int | None = None
    digest_at: time | None = None


NOBODY = Desk(clinic=Clinic(name="", phone="", zone=ZoneInfo("UTC"), language="en"))  # without settings


class Paired(StrEnum):
    """What became of an attempt to pair a group."""

    PAIRED = "paired"
    ALREADY = "already"
    WRONG_CODE = "wrong_code"
    OTHER_GROUP = "other_group"  # the settings name another


async def staff_chat(session: AsyncSession, desk: Desk) -> int | None:
    """Return the chat of the team's group; None when there is none, or the bot was thrown out of it."""
    group = await session.get(StaffGroup, THE_GROUP)
    if desk.chat_id is not None and (group is None or desk.chat_id not in {group.chat_id, group.moved_from}):
        return desk.chat_id
    return group.chat_id if group and group.lost_at is None else None


async def is_of_the_team(session: AsyncSession, desk: Desk, chat_id: int) -> bool:
    """Return whether a chat is the team's group or its second contact."""
    return chat_id in {await staff_chat(session, desk), desk.second_chat_id}


async def new_code(session: AsyncSession, now: datetime) -> str:
    """Return a code that pairs one group within an hour; an earlier one no longer does."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    await session.exec(delete(PairingCode))
    session.add(PairingCode(code_hash=hash_of(letters), expires_at=now + CODE_LIFE))
    await session.flush()
    return f"{letters[:4]}-{letters[4:]}"


async def is_pairing(session: AsyncSession, now: datetime) -> bool:
    """Return whether a code waits to be used."""
    query = select(PairingCode.id).where(PairingCode.expires_at > now)
    return (await session.exec(query)).first() is not None


async def pair(session: AsyncSession, desk: Desk, chat_id: int, code: str, now: datetime) -> Paired:
    """Make a group the team's by its code, in place of one that was before."""
    if chat_id == await staff_chat(session, desk):
        return Paired.ALREADY
    if desk.chat_id is not None:
        return Paired.OTHER_GROUP
    letters = "".join(char for char in code.upper() if char.isalnum())
    query = select(PairingCode).where(PairingCode.code_hash == hash_of(letters), PairingCode.expires_at > now)
    known = (await session.exec(query.with_for_update())).first()
    if known is None:
        return Paired.WRONG_CODE
    await session.delete(known)
    await session.merge(StaffGroup(id=THE_GROUP, chat_id=chat_id, moved_from=None, paired_at=now, lost_at=None))
    return Paired.PAIRED


async def follow_move(session: AsyncSession, desk: Desk, old: int, new: int, now: datetime) -> None:
    """Go on in the chat that the team's group has become.

    Messages of the new chat have numbers of their own: what is open is posted anew, and nothing refers to old ones.
    """
    if old == desk.second_chat_id:
        log.warning(
            "The second contact's group has a new id: change SECOND_CONTACT_CHAT_ID", action="moved", chat_id=new
        )
    elif old == await staff_chat(session, desk):
        group = StaffGroup(id=THE_GROUP, chat_id=new, moved_from=desk.chat_id, paired_at=now, lost_at=None)
        await session.merge(group)
        log.info("The team's group has a new id", action="moved", chat_id=new)
    else:
        return
    moving = update(Outgoing).where(col(Outgoing.chat_id) == old)
    unsettled = moving.where(col(Outgoing.state).in_((State.PLANNED, State.SENDING)))
    await session.exec(unsettled.where(col(Outgoing.edits).is_(None)).values(chat_id=new, reply_to=None))
    edits = moving.where(col(Outgoing.state) == State.PLANNED, col(Outgoing.edits).is_not(None))
    await session.exec(edits.values(state=State.CANCELLED, outcome="moved", settled_at=now))
    await _post_again(session, old, new, now)


async def lose(session: AsyncSession, desk: Desk, chat_id: int, now: datetime) -> None:
    """Note that the bot is no longer in the team's group: from now on patients are told whom to call."""
    if chat_id != await staff_chat(session, desk):
        return
    await session.merge(StaffGroup(id=THE_GROUP, chat_id=chat_id, moved_from=desk.chat_id, paired_at=now, lost_at=now))
    log.error("The team's group cannot be reached: bring the bot back into it", action="staff_lost", chat_id=chat_id)


async def find_again(session: AsyncSession, desk: Desk, chat_id: int) -> bool:
    """Note that the bot is back in the team's group; return whether it is that group."""
    group = await session.get(StaffGroup, THE_GROUP)
    if group and group.chat_id == chat_id:
        group.lost_at = None
    return chat_id == await staff_chat(session, desk)


def add_line(
    session: AsyncSession,
    *,
    chat_id: int,
    html: str,
    language: str,
    now: datetime,
    patient_id: int | None = None,
    alert_id: int | None = None,
    thread_id: int | None = None,
    reply_to: int | None = None,
    kind: Kind = Kind.LINE,
    due_at: datetime | None = None,
) -> None:
    """Say a line of its own accord, to the team or in a conversation: now, or when it is due."""
    session.add(
        Outgoing(
            patient_id=patient_id,
            chat_id=chat_id,
            kind=kind,
            priority=Priority.TALK,
            due_at=due_at or now,
            expires_at=(due_at or now) + LIFE,
            language=language,
            text=html,
            alert_id=alert_id,
            thread_id=thread_id,
            reply_to=reply_to,
            created_at=now,
        )
    )


def hash_of(secret: str) -> str:
    """Return what is kept of a code or token: they are random and long, so a plain hash gives nothing away."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def _post_again(session: AsyncSession, old: int, new: int, now: datetime) -> None:
    """Post in the new chat what was posted in the old one and is not closed."""
    query = (
        select(Alert)
        .join(Outgoing, col(Outgoing.alert_id) == col(Alert.id))
        .where(Alert.state != AlertState.CLOSED, Outgoing.kind == Kind.ALERT)
        .where(Outgoing.chat_id == old, Outgoing.state == State.SENT)
        .distinct()
    )
    for alert in (await session.exec(query)).all():
        session.add(alert_post(alert, new, now))


def alert_post(alert: Alert, chat_id: int, now: datetime, *, edits: int | None = None) -> Outgoing:
    """Return the post of an alert in a chat of the team, or a change of it."""
    return Outgoing(
        patient_id=alert.patient_id,
        chat_id=chat_id,
        kind=Kind.ALERT,
        priority=Priority.ALERT,
        due_at=now,
        expires_at=now + LIFE,
        alert_id=alert.id,
        edits=edits,
        created_at=now,
    )
