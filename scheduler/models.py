"""The tables. Instants are aware and in UTC; Telegram's ids need 64 bits; enums are stored as words."""

from datetime import datetime, time
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy import Enum as EnumType
from sqlalchemy import text as sql
from sqlmodel import Field, MetaData, SQLModel

from scheduler.timetable import Level

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Awaiting(StrEnum):
    """What the bot waits for in a chat: the next typed message answers it, unless it is a question."""

    CONSENT = "consent"
    ADULT = "adult"
    PROCEDURE = "procedure"
    DAY = "day"
    TIME = "time"
    ZONE = "zone"  # "is it 18:42 where you are?"
    CITY = "city"
    NEW_CITY = "new_city"  # where an enrolled patient is now
    INVITED = "invited"  # "is this your treatment?"
    MESSAGE = "message"  # the words for the clinic's team


class Procedure(StrEnum):
    PLAIN = "plain"  # pen, stamp or roller at the clinic: the course is for it
    MORE = "more"  # something else: no schedule, the clinic's sheet leads


class Kind(StrEnum):
    """What an outgoing message is."""

    REMINDER = "reminder"  # the one pending moment of a patient
    SNOOZED = "snoozed"  # a reminder again, when the patient wanted it
    NOTICE = "notice"  # said once, with words fixed when it is planned
    ALERT = "alert"  # an alert in a chat of the team, worded when it is sent or changed
    ESCALATION = "escalation"  # the team once more, while nobody takes an alert
    STATUS = "status"  # the state of an alert as its patient sees it, worded when it is sent or changed
    RELAY = "relay"  # one message of a conversation between a patient and the team
    LINE = "line"  # to the team, or in a conversation
    IDLE = "idle"  # ends a conversation in which nothing was said for a day
    OVERDUE = "overdue"  # to the team: something has waited for too long
    NOT_OVERDUE = "not_overdue"  # to the team: nothing does any more
    DIGEST = "digest"  # the team's morning, worded when it is sent; the pending one is the alarm clock of the next


class State(StrEnum):
    """Where an outgoing message stands; the last four are final."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNDELIVERABLE = "undeliverable"


class Response(StrEnum):
    """What a patient did with a step. Sent is not done."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
    BETTER = "better"  # of a check-in
    SAME = "same"
    WORSE = "worse"
    WORRIED = "worried"  # "something worries me"
    AGAIN = "again"  # "ask me again", of check-ins that had ended


class AlertState(StrEnum):
    """Where an alert stands; the last is final."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CONTACTED = "contacted"
    CLOSED = "closed"


class Handling(StrEnum):
    """Where a stored update stands."""

    STORED = "stored"
    HANDLING = "handling"
    REPLYING = "replying"  # its effects and its replies are committed, the replies go out
    HANDLED = "handled"
    ASIDE = "aside"  # failed too often, or could not be read


class Priority(IntEnum):
    """Lower goes first."""

    REPLY = 0
    ALERT = 10
    TALK = 20
    REMINDER = 50


def _words(kind: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    values = EnumType(
        kind, native_enum=False, length=20, values_callable=lambda members: [one.value for one in members]
    )
    return Column(values, nullable=nullable)


def _key() -> Column[Any]:
    """A primary key of 64 bits (SQLite's own are so already): no number that a button can carry is too large for it."""
    return Column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)


def _parent(table: str, *, nullable: bool = False, index: bool = True) -> Column[Any]:
    """A foreign key whose rows go with the parent: an erased patient leaves nothing behind."""
    return Column(ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=nullable, index=index)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the few rows that are asked for: most of a table is done with, or of another kind."""
    return Index(name, *columns, unique=unique, sqlite_where=sql(where), postgresql_where=sql(where))


class Patient(SQLModel, table=True):
    """A person in a private chat, from the first /start. Before consent there is only the language and `awaiting`."""

    id: int | None = Field(default=None, sa_column=_key())
    chat_id: int = Field(sa_type=BigInteger, unique=True)
    language: str = Field(max_length=12)
    created_at: datetime
    awaiting: Awaiting | None = Field(default=None, sa_column=_words(Awaiting, nullable=True))
    draft: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # answers so far
    adult: bool | None = None
    procedure: Procedure | None = Field(default=None, sa_column=_words(Procedure, nullable=True))
    zone: str | None = Field(default=None, max_length=64)  # an IANA name, None until the patient said yes to it
    country: str | None = Field(default=None, max_length=2)  # of a named city: a zone may have several countries
    wake: time = time(8, 0)
    sleep: time = time(22, 0)
    level: Level = Field(default=Level.ALL, sa_column=_words(Level))
    muted: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # step ids
    paused_at: datetime | None = None
    unreachable_at: datetime | None = None
    sessions_held_until: datetime | None = None
    last_topic: str | None = Field(default=None, max_length=60)
    phone: str | None = Field(default=None, max_length=32)  # for the clinic, shared by the patient
    erasure_announced_at: datetime | None = None  # when the patient was told that everything will be erased

    blocked_at: datetime | None = None  # the team wants nothing passed on from this chat


class Consent(SQLModel, table=True):
    """What was agreed to, and when. Withdrawn, it stays until the patient is erased."""

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient"))
    version: str = Field(max_length=40)
    language: str = Field(max_length=12)
    given_at: datetime
    withdrawn_at: datetime | None = None


class Treatment(SQLModel, table=True):
    """One session of needling. A corrected date is a new row that names the old one, which has ended."""

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient"))
    course_id: str = Field(max_length=60)
    treated_at: datetime  # the end of the session
    registered_at: datetime
    corrects_id: int | None = Field(default=None, sa_column=_parent("treatment", nullable=True))
    ended_at: datetime | None = None
    label: str | None = Field(default=None, max_length=60)  # the clinic's own word for it, from the invite


class Outgoing(SQLModel, table=True):
    """A message that the bot sends of its own accord. What was sent stays as the record of care."""

    __table_args__ = (
        _partial("ix_outgoing_due", "due_at", where="state = 'planned'"),
        _partial("ix_outgoing_turn", "priority", "due_at", where="state = 'planned'"),
        Index("ix_outgoing_settled", "patient_id", "settled_at"),
        _partial("ix_outgoing_leased", "lease_until", where="state = 'sending'"),
        _partial(
            "ix_outgoing_unsent", "unsent_since", where="unsent_since IS NOT NULL AND state IN ('planned', 'sending')"
        ),
        _partial(
            "uq_outgoing_pending_reminder",
            "patient_id",
            where="kind = 'reminder' AND state IN ('planned', 'sending')",
            unique=True,
        ),
        _partial("ix_outgoing_alert_id", "alert_id", where="alert_id IS NOT NULL"),
        _partial("ix_outgoing_thread_id", "thread_id", where="thread_id IS NOT NULL"),
        _partial("ix_outgoing_talk", "chat_id", "message_id", where="alert_id IS NOT NULL OR thread_id IS NOT NULL"),
        _partial("ix_outgoing_open_relay", "chat_id", "id", where="kind = 'relay' AND state IN ('planned', 'sending')"),
        _partial("ix_outgoing_digest", "id", where="kind = 'digest'"),
        _partial(
            "uq_outgoing_pending_digest",
            "kind",
            where="kind = 'digest' AND state IN ('planned', 'sending')",
            unique=True,
        ),
    )

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int | None = Field(  # None: only for the team
        default=None, sa_column=_parent("patient", nullable=True, index=False)
    )
    chat_id: int = Field(sa_type=BigInteger)
    kind: Kind = Field(sa_column=_words(Kind))
    priority: int = Priority.REMINDER
    due_at: datetime
    unsent_since: datetime | None = None  # when it was first due, once an attempt has failed
    expires_at: datetime
    state: State = Field(default=State.PLANNED, sa_column=_words(State))
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    course_hash: str = Field(default="", max_length=64)  # of the courses it was planned by
    owner: str | None = Field(default=None, max_length=40)
    lease_until: datetime | None = None
    attempts: int = 0
    outcome: str | None = Field(default=None, max_length=40)
    unanswered: bool = False  # an attempt got no answer: it may have arrived, so there is one more and no third
    language: str | None = Field(default=None, max_length=12)
    text: str | None = Field(default=None, sa_type=Text)  # as the patient got it
    content_hash: str | None = Field(default=None, max_length=64)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    alert_id: int | None = Field(default=None, sa_column=_parent("alert", nullable=True, index=False))
    thread_id: int | None = Field(default=None, sa_column=_parent("thread", nullable=True, index=False))
    edits: int | None = Field(default=None, sa_type=BigInteger)  # the message of this chat that it changes
    reply_to: int | None = Field(default=None, sa_type=BigInteger)  # the message of this chat that it replies to
    origin_chat_id: int | None = Field(default=None, sa_type=BigInteger)  # where relayed words were written
    origin_message_id: int | None = Field(default=None, sa_type=BigInteger)
    copies: bool = False  # the origin is copied, with `text` as its caption
    created_at: datetime
    settled_at: datetime | None = None


class ReminderStep(SQLModel, table=True):
    """The record of one occurrence of a step: how it ended, and what the patient did. At most one for each."""

    __tablename__ = "reminder_step"
    __table_args__ = (UniqueConstraint("treatment_id", "step_id", "occurrence"),)

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient"))
    treatment_id: int = Field(sa_column=_parent("treatment", index=False))
    outgoing_id: int | None = Field(default=None, sa_column=_parent("outgoing", nullable=True))
    step_id: str = Field(max_length=60)
    occurrence: int
    due_at: datetime
    expires_at: datetime
    state: State = Field(sa_column=_words(State))
    settled_at: datetime = Field(index=True)
    response: Response | None = Field(default=None, sa_column=_words(Response, nullable=True))
    responded_at: datetime | None = None


class Question(SQLModel, table=True):
    """What was asked, as topic and urgency; never the words. Without a patient for those who did not enrol."""

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int | None = Field(default=None, sa_column=_parent("patient", nullable=True))
    asked_at: datetime = Field(index=True)
    language: str = Field(max_length=12)
    topic: str | None = Field(default=None, max_length=60)
    urgency: str = Field(max_length=12)
    kind: str = Field(max_length=20)


class Feedback(SQLModel, table=True):
    """Whether an answer helped, by its patient: once for each message."""

    __table_args__ = (UniqueConstraint("patient_id", "message_id"),)

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient", index=False))
    message_id: int = Field(sa_type=BigInteger)  # of the answer, in the patient's chat
    topic: str = Field(max_length=60)
    language: str = Field(max_length=12)
    helped: bool
    given_at: datetime


class DraftTopic(SQLModel, table=True):
    """A reply of the team that may become a topic, without names and numbers. What was asked are its kept questions."""

    __tablename__ = "draft_topic"

    id: int | None = Field(default=None, sa_column=_key())
    topic: str | None = Field(default=None, max_length=60)  # the nearest there is
    language: str = Field(max_length=12)
    reply: str = Field(sa_type=Text)
    kept_by: str = Field(max_length=60)  # the first name in Telegram
    kept_at: datetime


class KeptQuestion(SQLModel, table=True):
    """What a patient sent on to the team, in their words, and what the team replied. Never what was only asked here."""

    __tablename__ = "kept_question"
    __table_args__ = (UniqueConstraint("patient_id", "message_id"),)

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient", index=False))
    thread_id: int | None = Field(default=None, sa_column=_parent("thread", nullable=True))
    draft_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("draft_topic.id", ondelete="SET NULL"), nullable=True, index=True)
    )
    message_id: int = Field(sa_type=BigInteger)  # the patient's own, in their chat
    sent_at: datetime
    language: str = Field(max_length=12)
    topic: str | None = Field(default=None, max_length=60)  # what it was taken for
    words: str = Field(sa_type=Text)
    reply: str | None = Field(default=None, sa_type=Text)
    replied_at: datetime | None = None


class DiaryPhoto(SQLModel, table=True):
    """A photo that a patient keeps for themselves: Telegram's name for it. It is never downloaded, nor looked at."""

    __tablename__ = "diary_photo"
    __table_args__ = (UniqueConstraint("patient_id", "file_unique_id"),)

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient", index=False))
    file_id: str = Field(max_length=255)
    file_unique_id: str = Field(max_length=64)
    sent_at: datetime


class Alert(SQLModel, table=True):
    """A warning sign of one patient, from raised to closed, with the words that the patient agreed to pass on."""

    __table_args__ = (_partial("uq_alert_open", "patient_id", where="state != 'closed'", unique=True),)

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient"))
    state: AlertState = Field(default=AlertState.OPEN, sa_column=_words(AlertState))
    urgency: str = Field(max_length=12)
    topic: str | None = Field(default=None, max_length=60)
    name: str = Field(max_length=60)  # the first name in Telegram
    words: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    signs: int = 1  # how many messages it joins
    raised_at: datetime
    open_since: datetime  # when it was last without anybody
    sent_at: datetime | None = None  # when Telegram first took it
    failed_at: datetime | None = None  # when it was clear that it does not go through
    escalated_at: datetime | None = None
    status_message_id: int | None = Field(default=None, sa_type=BigInteger)  # in the patient's chat
    acknowledged_by: str | None = Field(default=None, max_length=60)
    acknowledged_at: datetime | None = None
    contacted_by: str | None = Field(default=None, max_length=60)
    contacted_at: datetime | None = None
    closed_by: str | None = Field(default=None, max_length=60)
    closed_at: datetime | None = None


class Thread(SQLModel, table=True):
    """A conversation between one patient and the team; a patient has at most one that is open."""

    __table_args__ = (_partial("uq_thread_open", "patient_id", where="closed_at IS NULL", unique=True),)

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient"))
    alert_id: int | None = Field(default=None, sa_column=_parent("alert", nullable=True))  # a reply to it began this
    name: str = Field(max_length=60)  # the first name in Telegram
    opened_at: datetime
    last_at: datetime  # when something was last said
    answered_at: datetime | None = None  # when the team first wrote
    closed_at: datetime | None = None


class RecordReading(SQLModel, table=True):
    """That somebody of the clinic read a patient's record of care. Its patient can see it."""

    __tablename__ = "record_reading"

    id: int | None = Field(default=None, sa_column=_key())
    patient_id: int = Field(sa_column=_parent("patient"))
    read_at: datetime
    reader: str = Field(max_length=60)  # the first name in Telegram; "" at the command line, or for who hides it
    reader_id: int | None = Field(default=None, sa_type=BigInteger)  # in Telegram; None at the command line


class StaffGroup(SQLModel, table=True):
    """The team's group: one row. `moved_from` is its id before Telegram gave it another."""

    __tablename__ = "staff_group"

    id: int | None = Field(default=None, sa_column=_key())
    chat_id: int = Field(sa_type=BigInteger)
    moved_from: int | None = Field(default=None, sa_type=BigInteger)
    paired_at: datetime
    lost_at: datetime | None = None  # when the bot was thrown out of it


class PairingCode(SQLModel, table=True):
    """The code that makes a group the team's, as a hash: one row, until it is used."""

    __tablename__ = "pairing_code"

    id: int | None = Field(default=None, sa_column=_key())
    code_hash: str = Field(max_length=64)
    expires_at: datetime


class Invite(SQLModel, table=True):
    """A link for one patient with the treatment's date inside. Without `token_hash` it is still being made."""

    id: int | None = Field(default=None, sa_column=_key())
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    course_id: str = Field(max_length=60)
    treated_at: datetime | None = None
    label: str | None = Field(default=None, max_length=60)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    patient_id: int | None = Field(default=None, sa_column=_parent("patient", nullable=True))


class Incoming(SQLModel, table=True):
    """An update as Telegram sent it, until it is handled; then only its key stays, against redelivery."""

    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        _partial("ix_incoming_open", "chat_id", "update_id", where="state IN ('stored', 'handling', 'replying')"),
    )

    id: int | None = Field(default=None, sa_column=_key())
    bot_id: int = Field(sa_type=BigInteger)
    update_id: int = Field(sa_type=BigInteger)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)  # None: handled on its own, in no order
    received_at: datetime = Field(index=True)
    due_at: datetime  # not to be handled sooner: a failing update waits longer each time
    state: Handling = Field(default=Handling.STORED, sa_column=_words(Handling))
    payload: str | None = Field(default=None, sa_type=Text)
    replies: str | None = Field(default=None, sa_type=Text)
    advised: str | None = Field(default=None, max_length=60)  # the advice in an emergency that went out already
    owner: str | None = Field(default=None, max_length=40)
    lease_until: datetime | None = None
    attempts: int = 0
    error: str | None = Field(default=None, max_length=80)  # the class of the last failure
    handled_at: datetime | None = None


class Approval(SQLModel, table=True):
    """Who at the clinic approved which content."""

    id: int | None = Field(default=None, sa_column=_key())
    content_hash: str = Field(max_length=64, index=True)
    approved_by: str = Field(max_length=200)
    approved_at: datetime


class ArchivedCourse(SQLModel, table=True):
    """A course as it was, by its hash: what a message of the past was planned by."""

    __tablename__ = "archived_course"

    content_hash: str = Field(primary_key=True, max_length=64)
    course_id: str = Field(max_length=60)
    source: str = Field(sa_type=Text)
    archived_at: datetime


class LastErasure(SQLModel, table=True):
    """The last line of the journal of erasures as this database knows it: one row, and only on SQLite."""

    __tablename__ = "last_erasure"

    id: int | None = Field(default=None, sa_column=_key())
    line: str = Field(max_length=120)


class SharedPace(SQLModel, table=True):
    """The pace that all processes of a bot keep together, on PostgreSQL; instants by the database's clock."""

    __tablename__ = "shared_pace"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    next_at: datetime  # when the next reminder may go, if none goes ahead of its time
    paused_until: datetime | None = None


class WebhookRecord(SQLModel, table=True):
    """What Telegram was last told of a bot's webhook, as a fingerprint: it never says which secret it has."""

    __tablename__ = "webhook_record"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    fingerprint: str = Field(max_length=64)
