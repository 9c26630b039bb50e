"""Clinic: what is said of the clinic itself, in every text that names it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.library import Library
from messages.opening_hours import OpeningHours


@dataclass(frozen=True, kw_only=True)
class Clinic:
    """The clinic as its settings describe it. `language` is that of its team; without `hours` it counts as open."""

    name: str
    phone: str
    zone: ZoneInfo
    language: str
    hours: OpeningHours | None = None

    def is_open(self, at: datetime) -> bool:
        """Return whether somebody may be expected to read and answer."""
        return self.hours is None or self.hours.is_open(at)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return when it opens next; None when that is not known."""
        return self.hours.next_opening(at) if self.hours else None

    def named(self, library: Library, language: str) -> str:
        """Return its name, or words for it."""
        return self.name or library.label(language, "your_clinic")

    def call_html(self, library: Library, language: str) -> str:
        """Return whom to call, as HTML."""
        name = self.named(library, language)
        if not self.phone:
            return library.text(language, "clinic_no_phone", clinic=name)
        return library.text(language, "call_clinic", clinic=name, phone=self.phone)
