"""The record of the webhook: what Telegram was last told, as a fingerprint, for it never says which secret it has."""

from scheduler.database import AsyncSession
from scheduler.models import WebhookRecord


async def is_told(session: AsyncSession, bot_id: int, fingerprint: str) -> bool:
    """Return whether this is what Telegram was last told."""
    known = await session.get(WebhookRecord, bot_id)
    return known is not None and known.fingerprint == fingerprint


async def note_told(session: AsyncSession, bot_id: int, fingerprint: str) -> None:
    """Write down what Telegram was told."""
    await session.merge(WebhookRecord(bot_id=bot_id, fingerprint=fingerprint))
    await session.flush()
