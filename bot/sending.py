"""Sending: messages out, and every Telegram error as one Delivery.

Nothing here raises for what Telegram or the network does: the caller gets an outcome and decides.
"""

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import structlog
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    MessageId,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.announcements import announcement
from bot.attachments import (
    CALENDAR_NAME,
    PICTURE_NAME,
    code_of,
    file_of,
    fits_under,
    overview_of,
    picture_of,
    record_of,
)
from bot.buttons import Action, pack
from bot.metrics import Metrics
from bot.pacing import Pacing
from bot.speech import (
    Acknowledge,
    Attach,
    Button,
    Copy,
    Document,
    Edit,
    HandRecord,
    Keyboard,
    Leave,
    Photo,
    Say,
    Show,
    ShowCode,
    ShowDigest,
    Speech,
)
from messages.library import Library
from scheduler.models import Kind
from scheduler.outgoing import Delivery, Outcome, Ready

# the library's RetryAfter warns of its numbers of seconds, even when nobody reads them
os.environ.setdefault("PTB_TIMEDELTA", "true")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
AS_GOOD_AS_DONE = ("message is not modified", "query is too old", "query id is invalid")
NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid", "caption is too long")
UNDER_A_PICTURE = ("there is no text in the message to edit",)
SHUT_OUT = (  # Telegram's own words for "never again"; a proxy's 403 has others
    "blocked by the user",
    "user is deactivated",
    "can't initiate conversation",
    "was kicked",
    "not a member",
)
NOBODY_THERE = ("chat not found", "peer_id_invalid", "user not found")

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
                return await self._delivery(lambda: self._call(speech))
            case _:
                return await self._delivery(lambda: self._call(speech), speech.chat_id)

    async def _call(self, speech: Say | Document | Copy | Leave | Acknowledge) -> Message | MessageId | bool:
        """What is one call, whatever becomes of it."""
        match speech:
            case Say():
                return await self._say(speech)
            case Document():
                return await self._document(speech)
            case Copy():
                return await self._copy(speech)
            case Leave():
                return await self._bot.leave_chat(speech.chat_id)
            case Acknowledge():
                return await self._bot.answer_callback_query(speech.query_id, text=speech.text or None)

    async def _say(self, say: Say) -> Message:
        return await self._bot.send_message(
            say.chat_id,
            say.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=_markup(say),
            reply_parameters=_answering(say.reply_to),
        )

    async def _copy(self, copy: Copy) -> MessageId:
        chat_id, message_id = copy.origin
        return await self._bot.copy_message(
            copy.chat_id,
            chat_id,
            message_id,
            caption=copy.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(copy.keyboard) if copy.keyboard else None,
            reply_parameters=_answering(copy.reply_to),
        )

    async def _show_code(self, show: ShowCode) -> Delivery:
        picture = await code_of(show)
        if picture is None:
            return await self._try(Say(chat_id=show.chat_id, html=show.html))
        send = self._bot.send_photo
        return await self._delivery(
            lambda: send(show.chat_id, picture, filename=PICTURE_NAME, caption=show.html, parse_mode=ParseMode.HTML),
            show.chat_id,
        )

    async def _show(self, show: Show) -> Delivery:
        """The picture with the words under it where they fit, else before them; without it the words go out alone."""
        words = Say(chat_id=show.chat_id, html=show.html, keyboard=show.keyboard)
        picture = await picture_of(self._library, show)
        if picture is None:
            return await self._try(words)
        together = fits_under(show.html)
        delivery = await self._delivery(lambda: self._picture(picture, words if together else None, show), show.chat_id)
        nobody = delivery.outcome in {Outcome.GONE, Outcome.MOVED} or delivery.retry_after is not None
        if nobody or (together and delivery.outcome is Outcome.DELIVERED):
            return delivery
        return await self._try(words)

    async def _show_digest(self, show: ShowDigest) -> Delivery:
        """The words below the picture where they fit, else before it: they count, and are never said twice for it."""
        picture, words = await overview_of(self._library, show), Say(chat_id=show.chat_id, html=show.html)
        if picture is not None and fits_under(show.html):
            delivery = await self._delivery(lambda: self._captioned(picture, show.html, show.chat_id), show.chat_id)
            return delivery if delivery.outcome is not Outcome.REFUSED else await self._try(words)
        delivery = await self._try(words)
        if picture is not None and delivery.outcome is Outcome.DELIVERED:
            await self._delivery(lambda: self._captioned(picture, show.caption, show.chat_id), show.chat_id)
        return delivery

    async def _captioned(self, picture: bytes, caption: str, chat_id: int) -> Message:
        return await self._bot.send_photo(
            chat_id, picture, filename=PICTURE_NAME, caption=caption, parse_mode=ParseMode.HTML
        )

    async def _picture(self, picture: bytes, words: Say | None, show: Show) -> Message:
        return await self._bot.send_photo(
            show.chat_id,
            picture,
            filename=PICTURE_NAME,
            caption=words.html if words else None,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(words) if words else None,
        )

    async def _attach(self, attach: Attach) -> Delivery:
        contents = await file_of(self._library, attach)
        if contents is None:
            return Delivery(outcome=Outcome.REFUSED, detail="our own failure")
        send = self._bot.send_document
        return await self._delivery(
            lambda: send(
                attach.chat_id, contents, filename=CALENDAR_NAME, caption=attach.html, parse_mode=ParseMode.HTML
            ),
            attach.chat_id,
        )

    async def _hand_record(self, hand: HandRecord) -> Delivery:
        contents = await record_of(self._library, hand)
        if contents is None:
            return Delivery(outcome=Outcome.REFUSED, detail="our own failure")
        name = f"{self._library.label(hand.language, 'care_file')}-{hand.record.person.number}.pdf"
        send = self._bot.send_document
        return await self._delivery(
            lambda: send(hand.chat_id, contents, filename=name, caption=hand.html, parse_mode=ParseMode.HTML),
            hand.chat_id,
        )

    async def _own_photo(self, photo: Photo) -> Delivery:
        """Protected: it is meant for this chat alone."""
        send = self._bot.send_photo
        delivery = await self._delivery(
            lambda: send(
                photo.chat_id,
                photo.file_id,
                caption=photo.html,
                parse_mode=ParseMode.HTML,
                reply_markup=_inline(photo.keyboard) if photo.keyboard else None,
                protect_content=True,
            ),
            photo.chat_id,
        )
        if delivery.outcome is not Outcome.REFUSED:
            return delivery
        return await self._try(Say(chat_id=photo.chat_id, html=photo.instead, keyboard=photo.keyboard))

    async def _document(self, document: Document) -> Message:
        return await self._bot.send_document(
            document.chat_id,
            document.contents.encode(),
            filename=document.name,
            caption=document.html,
            parse_mode=ParseMode.HTML,
        )

    async def _edit(self, edit: Edit) -> Delivery:
        delivery = await self._delivery(lambda: self._change(edit), edit.chat_id)
        if delivery.outcome is Outcome.REFUSED and _is_one_of(UNDER_A_PICTURE, delivery.detail):
            delivery = await self._delivery(lambda: self._change_caption(edit), edit.chat_id)
        if delivery.outcome is Outcome.REFUSED and _is_one_of(NOTHING_TO_EDIT, delivery.detail):
            if edit.html is None:
                return Delivery(outcome=Outcome.DELIVERED)
            return await self._try(Say(chat_id=edit.chat_id, html=edit.html, keyboard=edit.keyboard))
        return delivery

    async def _change(self, edit: Edit) -> Message | bool:
        markup = _inline(edit.keyboard) if edit.keyboard else None
        if edit.html is None:
            return await self._bot.edit_message_reply_markup(edit.chat_id, edit.message_id, reply_markup=markup)
        return await self._bot.edit_message_text(
            edit.html,
            edit.chat_id,
            edit.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=markup,
        )

    async def _change_caption(self, edit: Edit) -> Message | bool:
        return await self._bot.edit_message_caption(
            edit.chat_id,
            edit.message_id,
            caption=edit.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(edit.keyboard) if edit.keyboard else None,
        )

    async def _delivery(
        self, call: Callable[[], Awaitable[Message | MessageId | bool]], chat_id: int | None = None
    ) -> Delivery:
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
            self._pacing.refused(chat_id, _as_timedelta(error.retry_after).total_seconds())
        if isinstance(error, InvalidToken | EndPointNotFound):
            log.error("Telegram refuses the token or the method", action="token_refused", chat_id=chat_id)


def delivery_of(error: TelegramError) -> Delivery:
    """Return what an error means for the message. The order matters: some classes are kinds of others."""
    detail = _detail(error)
    match error:
        case Forbidden() if _is_one_of(SHUT_OUT, error.message):
            return Delivery(outcome=Outcome.GONE, detail=detail)
        case Forbidden():  # a proxy's or a firewall's own 403 says nothing of the patient
            return Delivery(outcome=Outcome.LATER, detail=detail)
        case ChatMigrated():
            return Delivery(outcome=Outcome.MOVED, new_chat_id=error.new_chat_id, detail=detail)
        case RetryAfter():
            return Delivery(outcome=Outcome.LATER, retry_after=_as_timedelta(error.retry_after), detail=detail)
        case BadRequest():
            return Delivery(outcome=_of_bad_request(error.message), detail=detail)
        case NetworkError():
            return Delivery(outcome=Outcome.UNKNOWN if _may_have_been_sent(error) else Outcome.LATER, detail=detail)
        case PassportDecryptionError():
            return Delivery(outcome=Outcome.REFUSED, detail=detail)
        case _ if type(error) is TelegramError:
            return Delivery(outcome=Outcome.UNKNOWN, detail=detail)  # an answer that cannot be read
        case _:
            return Delivery(outcome=Outcome.LATER, detail=detail)  # the token, another poller, a proxy on the way


def reminder_keyboard(
    library: Library,
    language: str,
    outgoing_id: int,
    *,
    asks_done: bool,
    check_in: bool,
    explains: bool,
    asks_again: bool = False,
) -> Keyboard:
    """Return the buttons under a reminder or a check-in; `explains` adds "Why?"."""

    def button(key: str, action: Action, choice: str = "") -> Button:
        return Button(label=library.label(language, key), data=pack(action, outgoing_id, choice))

    why = (button("button_why", Action.WHY),) if explains else ()
    rows: list[tuple[Button, ...]] = []
    if check_in:
        rows.append(
            tuple(button(f"check_in_{choice}", Action.CHECK_IN, choice) for choice in ("better", "same", "worse"))
        )
        rows.append((button("check_in_worried", Action.CHECK_IN, "worried"),))
    if asks_again:
        rows.append((button("button_ask_again", Action.ASK_AGAIN),))
    if asks_done:
        rows.append((button("button_done", Action.DONE),))
        why = (button("button_later", Action.LATER), button("button_skip", Action.SKIP), *why)
    return (*rows, why) if why else tuple(rows)


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


def _markup(say: Say) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if asked := say.ask_location or say.ask_contact:
        button = KeyboardButton(asked, request_location=bool(say.ask_location), request_contact=bool(say.ask_contact))
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    if say.keyboard:
        return _inline(say.keyboard)
    return ReplyKeyboardRemove() if say.remove_keyboard else None


def _answering(message_id: int | None) -> ReplyParameters | None:
    """A reply to a message; where that is gone, a message like any other."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None


def _inline(keyboard: Keyboard) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in keyboard]
    return InlineKeyboardMarkup(rows)


def _of_bad_request(message: str) -> Outcome:
    if _is_one_of(AS_GOOD_AS_DONE, message):
        return Outcome.DELIVERED
    return Outcome.GONE if _is_one_of(NOBODY_THERE, message) else Outcome.REFUSED


def _may_have_been_sent(error: NetworkError) -> bool:
    """A connection that broke after it was made leaves open whether Telegram took the message."""
    cause = error.__cause__  # None, or a TelegramError about an answer with a status of 5xx
    if isinstance(cause, NEVER_SENT):
        return False
    return isinstance(error, TimedOut) or not isinstance(cause, TelegramError | None)


def _is_one_of(known: tuple[str, ...], message: str) -> bool:
    return any(words in message.casefold() for words in known)


def _detail(error: TelegramError) -> str:
    """The class and Telegram's reason, without what follows a colon: it may quote the message."""
    return f"{type(error).__name__}: {error.message.partition(':')[0][:80]}"


def _as_timedelta(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
