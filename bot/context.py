"""Context: what a handler is given. It reads, calls one function of a room below, and says one thing.

Nothing here touches the network, and no handler commits: intake does, once the handler has returned.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.house import House
from bot.speech import (
    Acknowledge,
    Attach,
    Document,
    Edit,
    HandRecord,
    Keyboard,
    Leave,
    Photo,
    Say,
    Show,
    ShowCode,
    Speech,
)
from messages.calendar_file import CalendarFile
from messages.care import CareRecord
from messages.library import Library
from messages.recovery import Recovery
from scheduler.database import AsyncSession
from scheduler.models import Patient


@dataclass(kw_only=True)
class Exchange:
    """One update being handled.

    `patient` is None for somebody who never sent /start; `advised` is the advice in an emergency that intake has sent
    already; `speeches` are sent after the commit; `answered` are the answers among them, by kind and urgency, for those
    who count; `failure` is what a handler raised.
    """

    house: House
    session: AsyncSession
    now: datetime
    chat_id: int
    language: str
    patient: Patient | None = None
    advised: str | None = None
    speeches: list[Speech] = field(default_factory=list)
    answered: list[tuple[str, str]] = field(default_factory=list)
    failure: Exception | None = None


def advice_of(emergency_number: str) -> str:
    """Return what is kept of an emergency's card that went out: the number that it named."""
    return f"call {emergency_number}"[:60]


current_exchange: ContextVar[Exchange] = ContextVar("current_exchange")


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context, with the exchange that intake has opened for this update."""

    exchange: Exchange
    arrived: Update | None

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        context = super().from_update(update, application)
        context.exchange = current_exchange.get()
        context.arrived = update if isinstance(update, Update) else None
        return context

    @property
    def house(self) -> House:
        return self.exchange.house

    @property
    def library(self) -> Library:
        return self.exchange.house.library

    @property
    def session(self) -> AsyncSession:
        return self.exchange.session

    @property
    def now(self) -> datetime:
        return self.exchange.now

    @property
    def patient(self) -> Patient | None:
        return self.exchange.patient

    @property
    def language(self) -> str:
        """The patient's language; before there is a patient, that of Telegram."""
        return self.exchange.patient.language if self.exchange.patient else self.exchange.language

    def text(self, key: str, **args: Any) -> str:
        """Return a short text in the patient's language, as HTML with its arguments escaped."""
        return self.library.text(self.language, key, **args)

    def label(self, key: str, **args: Any) -> str:
        """Return a short text in the patient's language, for a button."""
        return self.library.label(self.language, key, **args)

    def say(
        self,
        html: str,
        keyboard: Keyboard = (),
        *,
        ask_location: str | None = None,
        ask_contact: str | None = None,
        reply_to: int | None = None,
        remove_keyboard: bool = False,
    ) -> None:
        """Say something in this chat, after the commit; `reply_to` is the message that it answers."""
        say = Say(
            chat_id=self.exchange.chat_id,
            html=html,
            keyboard=keyboard,
            ask_location=ask_location,
            ask_contact=ask_contact,
            reply_to=reply_to,
            remove_keyboard=remove_keyboard,
        )
        self.exchange.speeches.append(say)

    def show(self, html: str, recovery: Recovery) -> None:
        """Show where the patient stands, as a picture with words that say the same."""
        show = Show(chat_id=self.exchange.chat_id, html=html, language=self.language, recovery=recovery)
        self.exchange.speeches.append(show)

    def show_code(self, html: str, link: str) -> None:
        """Show a link as a QR code, with words under it."""
        self.exchange.speeches.append(ShowCode(chat_id=self.exchange.chat_id, html=html, link=link))

    def leave(self) -> None:
        """Go out of this group."""
        self.exchange.speeches.append(Leave(chat_id=self.exchange.chat_id))

    def attach(self, html: str, calendar: CalendarFile) -> None:
        """Send a calendar file, with words under it."""
        attach = Attach(chat_id=self.exchange.chat_id, html=html, language=self.language, calendar=calendar)
        self.exchange.speeches.append(attach)

    def show_photo(self, file_id: str, html: str, keyboard: Keyboard, *, instead: str) -> None:
        """Show a photo of the patient's own; `instead` is said when Telegram no longer has it."""
        chat_id = self.exchange.chat_id
        photo = Photo(chat_id=chat_id, file_id=file_id, html=html, keyboard=keyboard, instead=instead)
        self.exchange.speeches.append(photo)

    def hand_over(self, html: str, name: str, contents: str) -> None:
        """Send a file of text, with words under it."""
        document = Document(chat_id=self.exchange.chat_id, html=html, name=name, contents=contents)
        self.exchange.speeches.append(document)

    def hand_record(self, html: str, language: str, record: CareRecord) -> None:
        """Send a record of care as PDF, with words under it."""
        speech = HandRecord(chat_id=self.exchange.chat_id, html=html, language=language, record=record)
        self.exchange.speeches.append(speech)

    def edit(self, html: str | None, keyboard: Keyboard = (), *, message_id: int | None = None) -> None:
        """Change the message whose button was pressed, or `message_id` if none was; None leaves its words."""
        query = self.arrived.callback_query if self.arrived else None
        if query:
            message_id = query.message.message_id if query.message else None
        if message_id is None:
            return  # Telegram no longer knows the message: what is said besides has to do
        change = Edit(chat_id=self.exchange.chat_id, message_id=message_id, html=html, keyboard=keyboard)
        self.exchange.speeches.append(change)

    def acknowledge(self, text: str = "") -> None:
        """Answer the pressed button; `text` is a passing note of at most 200 characters."""
        if self.arrived and self.arrived.callback_query:
            note = Acknowledge(query_id=self.arrived.callback_query.id, text=text[:200])
            self.exchange.speeches.insert(0, note)
