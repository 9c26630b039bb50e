"""Situation: what an answer depends on beside the question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What an answer depends on beside the question.

    `hours` since the end of the treatment, None when unknown; `instants` are this patient's own times of the steps;
    `general`: the course is not for this patient's procedure, so the clinic's sheet leads;
    `minor`: nor for this patient, who is under 18; `ahead`: a treatment is near that is still to come;
    `warned`: the patient told of a red flag a while ago, and was told whom to call.
    """

    language: str
    hours: float | None = None
    instants: Mapping[str, datetime] = field(default_factory=dict)
    now: datetime | None = None
    zone: ZoneInfo | None = None
    clinic_phone: str = ""
    clinic_name: str = ""
    emergency_number: str = "112"
    general: bool = False
    minor: bool = False
    ahead: bool = False
    warned: bool = False
    last_topic: str | None = None
