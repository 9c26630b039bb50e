"""Answering: a message, or a topic, and the patient's situation -> one reply. Pure: time and language are arguments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.library import Library
from messages.triage import Finding, Urgency

LONGEST = 3500  # characters of `html`; Telegram's limit is 4096


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What an answer depends on beside the question.

    `hours` since the end of the treatment, None when unknown; `instants` are this patient's own times of the steps;
    `general`: the course is not for this patient's procedure, so the clinic's sheet leads.
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
    last_topic: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is said. `kind` is answer, choices, refusal or a kind of small talk (reported as a refusal).

    `html` is shown at once; `follow_up_html` comes after it as a message of its own (emergencies only).
    """

    kind: str
    topic: str | None
    urgency: Urgency
    top3: tuple[str, ...]
    html: str
    follow_up_html: str | None = None
    finding: Finding | None = None
    sources: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    language: str


def answer(library: Library, text: str, situation: Situation) -> Reply:
    """Return the reply to a message."""
    return Reply(
        kind="refusal",
        topic=None,
        urgency=Urgency.NONE,
        top3=(),
        html=library.text(situation.language, "answer_refusal"),
        language=situation.language,
    )


def answer_topic(library: Library, topic_id: str, situation: Situation, urgency: Urgency = Urgency.NONE) -> Reply:
    """Return the answer to a topic that is known already: a button."""
    return Reply(
        kind="answer",
        topic=topic_id,
        urgency=urgency,
        top3=(topic_id,),
        html=library.topic_title(situation.language, topic_id),
        sources=library.topics[topic_id].sources,
        near=library.topics[topic_id].near,
        language=situation.language,
    )
