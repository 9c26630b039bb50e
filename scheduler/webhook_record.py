"""The record of the webhook: what Telegram was last told, as a fingerprint, for it never says which secret it has."""

from sqlalchemy.dialects import postgresql, sqlite

from scheduler.database import AsyncSession
from scheduler.models import WebhookRecord
from scheduler.outgoing import is_postgresql


async def is_told(session: AsyncSession, bot_id: int, fingerprint: str) -> bool:
    """Return whether this is what Telegram was last told."""
    known = await session.get(WebhookRecord, bot_id)
    return known is not None and known.fingerprint == fingerprint


async def note_told(session: AsyncSession, bot_id: int, fingerprint: str) -> None:
    """Write down what Telegram was told; several processes may do so at once."""
    insert = postgresql.insert if is_postgresql(session) else sqlite.insert
    query = insert(WebhookRecord).values(bot_id=bot_id, fingerprint=fingerprint)
    again = query.on_conflict_do_update(index_elements=["bot_id"], set_={"fingerprint": fingerprint})
    await session.exec(again)
