"""Sending: messages out, each in its turn, with what is done instead where Telegram will not take it.

Nothing here raises for what Telegram or the network does: the caller gets an outcome and decides.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.announcements import announcement
from bot.attachments import CALENDAR_NAME, code_of, file_of, fits_under, overview_of, picture_of, record_of
from bot.delivering import as_timedelta, delivery_of, is_one_of
from bot.metrics import Metrics
from bot.pacing import Pacing
from bot.reminder_buttons import reminder_keyboard
from bot.speech import Acknowledge, Attach, Edit, HandRecord, Keyboard, Photo, Say, Show, ShowCode, ShowDigest, Speech
from bot.telegram_calls import Sent, change, change_caption, make_call, send_file, send_own_photo, send_picture
from messages.library import Library
from scheduler.models import Kind
from scheduler.outgoing import Delivery, Outcome, Ready

NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid", "caption is too long")
UNDER_A_PICTURE = ("there is no text in the message to edit",)

log = structlog.get_logger()


class Sender:
    """Says what is to be said, in its turn. `urgent` waits for no turn. Every call is counted in `metrics`."""

    def __init__(self, bot: ExtBot[None], library: Library, pacing: Pacing, metrics: Metrics | None = None) -> None:
        self._bot = bot
        self._library = library
        self._pacing = pacing
        self._metrics = metrics or Metrics()

    async def perform(self, speech: Speech, *, urgent: bool = False) -> Delivery:
        """Say, change or acknowledge something; what can no longer be changed is said anew."""
        if urgent:
            return await self._try(speech)
        if pause := 0 if isinstance(speech, Acknowledge) else self._pacing.pause_of(speech.chat_id):
            return Delivery(outcome=Outcome.LATER, retry_after=timedelta(seconds=pause))
        async with self._pacing.reply():
            return await self._try(speech)

    async def send(self, ready: Ready) -> Delivery:
        """Send what fell due, with the buttons that belong to it. Only reminders take turns."""
        if ready.kind not in {Kind.REMINDER, Kind.SNOOZED, Kind.NOTICE}:
            return await self.perform(announcement(self._library, ready))
        keyboard = reminder_keyboard(
            self._library,
            ready.language,
            ready.outgoing_id,
            asks_done=ready.asks_done,
            check_in=ready.check_in,
            explains=bool(ready.topics),
            asks_again=ready.asks_again,
        )
        words = Say(chat_id=ready.chat_id, html=ready.html, keyboard=keyboard)
        async with self._pacing.reminder(ready.chat_id) as pause:
            if pause:
                return Delivery(outcome=Outcome.LATER, retry_after=timedelta(seconds=pause))
            return await self._try(_shown(words, ready) or words)

    async def _try(self, speech: Speech) -> Delivery:
        match speech:
            case Show():
                return await self._show(speech)
            case ShowDigest():
                return await self._show_digest(speech)
            case ShowCode():
                return await self._show_code(speech)
            case Attach():
                return await self._attach(speech)
            case HandRecord():
                return await self._hand_record(speech)
            case Photo():
                return await self._own_photo(speech)
            case Edit():
                return await self._edit(speech)
            case Acknowledge():
                return await self._delivery(lambda: make_call(self._bot, speech))
            case _:
                return await self._delivery(lambda: make_call(self._bot, speech), speech.chat_id)

    async def _show_code(self, show: ShowCode) -> Delivery:
        picture = await code_of(show)
        if picture is None:
            return await self._try(Say(chat_id=show.chat_id, html=show.html))
        return await self._send_picture(show.chat_id, picture, show.html)

    async def _show(self, show: Show) -> Delivery:
        """The picture with the words under it where they fit, else before them; without it the words go out alone."""
        words = Say(chat_id=show.chat_id, html=show.html, keyboard=show.keyboard)
        picture = await picture_of(self._library, show)
        if picture is None:
            return await self._try(words)
        together = fits_under(show.html)
        html, keyboard = (show.html, show.keyboard) if together else (None, ())
        delivery = await self._send_picture(show.chat_id, picture, html, keyboard)
        nobody = delivery.outcome in {Outcome.GONE, Outcome.MOVED} or delivery.retry_after is not None
        if nobody or (together and delivery.outcome is Outcome.DELIVERED):
            return delivery
        return await self._try(words)

    async def _show_digest(self, show: ShowDigest) -> Delivery:
        """The words below the picture where they fit, else before it: they count, and are never said twice for it."""
        picture, words = await overview_of(self._library, show), Say(chat_id=show.chat_id, html=show.html)
        if picture is not None and fits_under(show.html):
            delivery = await self._send_picture(show.chat_id, picture, show.html)
            return delivery if delivery.outcome is not Outcome.REFUSED else await self._try(words)
        delivery = await self._try(words)
        if picture is not None and delivery.outcome is Outcome.DELIVERED:
            await self._send_picture(show.chat_id, picture, show.caption)
        return delivery

    async def _attach(self, attach: Attach) -> Delivery:
        contents = await file_of(self._library, attach)
        if contents is None:
            return Delivery(outcome=Outcome.REFUSED, detail="our own failure")
        return await self._send_file(attach.chat_id, contents, CALENDAR_NAME, attach.html)

    async def _hand_record(self, hand: HandRecord) -> Delivery:
        contents = await record_of(self._library, hand)
        if contents is None:
            return Delivery(outcome=Outcome.REFUSED, detail="our own failure")
        name = f"{self._library.label(hand.language, 'care_file')}-{hand.record.person.number}.pdf"
        return await self._send_file(hand.chat_id, contents, name, hand.html)

    async def _own_photo(self, photo: Photo) -> Delivery:
        delivery = await self._delivery(lambda: send_own_photo(self._bot, photo), photo.chat_id)
        if delivery.outcome is not Outcome.REFUSED:
            return delivery
        return await self._try(Say(chat_id=photo.chat_id, html=photo.instead, keyboard=photo.keyboard))

    async def _edit(self, edit: Edit) -> Delivery:
        delivery = await self._delivery(lambda: change(self._bot, edit), edit.chat_id)
        if delivery.outcome is Outcome.REFUSED and is_one_of(UNDER_A_PICTURE, delivery.detail):
            delivery = await self._delivery(lambda: change_caption(self._bot, edit), edit.chat_id)
        if delivery.outcome is Outcome.REFUSED and is_one_of(NOTHING_TO_EDIT, delivery.detail):
            if edit.html is None:
                return Delivery(outcome=Outcome.DELIVERED)
            return await self._try(Say(chat_id=edit.chat_id, html=edit.html, keyboard=edit.keyboard))
        return delivery

    async def _send_picture(self, chat_id: int, picture: bytes, html: str | None, keyboard: Keyboard = ()) -> Delivery:
        return await self._delivery(lambda: send_picture(self._bot, chat_id, picture, html, keyboard), chat_id)

    async def _send_file(self, chat_id: int, contents: bytes, name: str, html: str) -> Delivery:
        return await self._delivery(lambda: send_file(self._bot, chat_id, contents, name, html), chat_id)

    async def _delivery(self, call: Callable[[], Awaitable[Sent]], chat_id: int | None = None) -> Delivery:
        try:
            sent = await call()
        except TelegramError as error:
            self._note(error, chat_id)
            delivery = delivery_of(error)
        else:
            message_id = None if isinstance(sent, bool) else sent.message_id
            delivery = Delivery(outcome=Outcome.DELIVERED, message_id=message_id)
        self._metrics.sent(delivery.outcome)
        return delivery

    def _note(self, error: TelegramError, chat_id: int | None) -> None:
        if isinstance(error, RetryAfter) and chat_id is not None:
            self._pacing.refused(chat_id, as_timedelta(error.retry_after).total_seconds())
        if isinstance(error, InvalidToken | EndPointNotFound):
            log.error("Telegram refuses the token or the method", action="token_refused", chat_id=chat_id)


def _shown(words: Say, ready: Ready) -> Show | None:
    """The same words with a picture, for a message that has one."""
    if ready.recovery is None:
        return None
    return Show(
        chat_id=words.chat_id,
        html=words.html,
        keyboard=words.keyboard,
        language=ready.language,
        recovery=ready.recovery,
    )
