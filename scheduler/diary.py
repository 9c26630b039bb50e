"""Diary: photos that a patient keeps for themselves, by Telegram's name for them. Nothing is downloaded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import DiaryPhoto, Patient

MOST = 60  # photos of a patient, so that all their days fit under one message
MOST_A_DAY = 10  # in 24 hours, so that a day can be shown at once
A_DAY = timedelta(hours=24)


class Kept(StrEnum):
    """What keeping a photo did."""

    KEPT = "kept"
    ALREADY = "already"
    FULL = "full"


async def keep_photo(
    session: AsyncSession, patient: Patient, file_id: str, file_unique_id: str, sent_at: datetime
) -> Kept:
    """Keep a photo with the instant it was sent; the same photo again is kept once."""
    photos = await photos_of(session, patient)
    if any(photo.file_unique_id == file_unique_id for photo in photos):
        return Kept.ALREADY
    near = [photo for photo in photos if abs(photo.sent_at - sent_at) < A_DAY]
    if len(photos) >= MOST or len(near) >= MOST_A_DAY:
        return Kept.FULL
    assert patient.id is not None
    photo = DiaryPhoto(patient_id=patient.id, file_id=file_id, file_unique_id=file_unique_id, sent_at=sent_at)
    session.add(photo)
    await session.flush()
    return Kept.KEPT


async def photos_of(session: AsyncSession, patient: Patient) -> Sequence[DiaryPhoto]:
    """Return a patient's photos, the oldest first."""
    query = select(DiaryPhoto).where(DiaryPhoto.patient_id == patient.id)
    return (await session.exec(query.order_by(col(DiaryPhoto.sent_at), col(DiaryPhoto.id)))).all()


async def drop_photo(session: AsyncSession, patient: Patient, photo_id: int) -> bool:
    """Delete one photo of this patient; return whether there was one."""
    of_patient = delete(DiaryPhoto).where(col(DiaryPhoto.id) == photo_id, col(DiaryPhoto.patient_id) == patient.id)
    return bool((await session.exec(of_patient)).rowcount)


async def drop_photos(session: AsyncSession, patient: Patient) -> int:
    """Delete all photos of this patient; return how many."""
    return (await session.exec(delete(DiaryPhoto).where(col(DiaryPhoto.patient_id) == patient.id))).rowcount
