"""House: what the whole bot stands on, built once and passed on."""

from dataclasses import dataclass
from functools import cached_property

from bot.settings import Settings
from messages.clinic import Clinic
from messages.library import Library
from messages.opening_hours import read_opening_hours
from messages.texts import FALLBACK
from scheduler.clock import Clock
from scheduler.database import Database
from scheduler.staff import Desk


@dataclass(frozen=True, kw_only=True)
class House:
    """The settings, the content, the database and the clock."""

    settings: Settings
    library: Library
    database: Database
    clock: Clock

    @cached_property
    def desk(self) -> Desk:
        """The clinic and its team, by the settings."""
        settings = self.settings
        language = settings.clinic_language
        return Desk(
            clinic=Clinic(
                name=settings.clinic_name,
                phone=settings.clinic_phone,
                zone=settings.zone,
                language=language if language in self.library.languages else FALLBACK,
                hours=read_opening_hours(settings.clinic_hours, settings.clinic_closed, settings.zone),
            ),
            chat_id=settings.staff_chat_id,
            second_chat_id=settings.second_contact_chat_id,
            digest_at=settings.digest_time,
        )
