"""Dispatching: 10 000 messages due at once, pacing off, against the bare client on the same transport."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from benchmarks.crowds import MORNING
from benchmarks.telegram_server import TOKEN, Address
from bot.application import over_http
from bot.pacing import IN_FLIGHT, Pacing
from bot.sending import Sender
from messages.library import Library
from scheduler.database import Database
from scheduler.dispatcher import Dispatcher

WORDS = "Good morning. <b>Time to care for your skin.</b>\n\n" + "Rinse with cool water and a mild cleanser. " * 8


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How fast messages went out: a second by the clock, and the processor time of this process for each."""

    a_second: float
    cpu_ms: float


def quiet() -> None:
    """Log warnings only: a line for each message is written, but not shown."""
    logging.basicConfig(level=logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def a_bot(address: Address, request: BaseRequest | None = None) -> ExtBot[None]:
    """Return the bot as the application builds it."""
    calls = request or over_http().calls
    return ExtBot(TOKEN, base_url=f"{address.url}/bot", request=calls, get_updates_request=over_http().polls)


async def bare(
    address: Address, messages: int, request: BaseRequest | None = None, *, at_once: int = IN_FLIGHT
) -> Speed:
    """Send messages by the bare client: words like ours, and two buttons, so many in flight."""
    bot = a_bot(address, request)
    buttons = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Done", callback_data="d:1")], [InlineKeyboardButton("Later", callback_data="l:1")]]
    )
    numbers = iter(range(messages))

    async def caller() -> None:
        for number in numbers:
            await bot.send_message(
                7_000_000_000 + number,
                WORDS,
                parse_mode="HTML",
                reply_markup=buttons,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

    async with bot:
        return await _timed(messages, lambda: asyncio.gather(*(caller() for _ in range(at_once))))


async def ours(address: Address, database: Database, library: Library, request: BaseRequest | None = None) -> Speed:
    """Send everything that is due by the real dispatcher and the real sender."""
    async with a_bot(address, request) as bot:
        sender = Sender(bot, library, Pacing(0))
        dispatcher = Dispatcher(
            database=database, library=library, clock=lambda: MORNING, send=sender.send, owner="bench"
        )
        address.forget()

        async def all_due() -> None:
            while await dispatcher.dispatch_due():
                pass

        speed = await _timed(1, all_due)
        sent = address.counts()["sent"]
        return Speed(a_second=sent * speed.a_second, cpu_ms=speed.cpu_ms / sent)


async def _timed(messages: int, work: Callable[[], object]) -> Speed:
    began, cpu = perf_counter(), process_time()
    await work()  # type: ignore[misc]
    seconds, cpu = perf_counter() - began, process_time() - cpu
    return Speed(a_second=messages / seconds, cpu_ms=cpu / messages * 1e3)
