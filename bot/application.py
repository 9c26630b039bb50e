"""Application: puts the parts together. Nothing here runs by itself: running.py, the preview and the tests start it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic as real_monotonic
from typing import Any
from uuid import uuid4

import structlog
from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.context import Context
from bot.handling import BotApplication, Workers
from bot.house import House
from bot.intake import Intake
from bot.pacing import Monotonic, Pacing, Sleep
from bot.polling import Poller
from bot.sending import Sender, delivery_of
from messages.texts import FALLBACK
from scheduler.dispatcher import Dispatcher
from scheduler.jobs import Jobs
from scheduler.tracing import where

CONNECTIONS = 16  # more than are ever in flight, so that nothing waits for one
ANSWER_WITHIN = 15.0  # seconds; a missing answer leaves open whether the message was taken
CONNECT_WITHIN = 5.0
COMMANDS_AGAIN = 60.0  # seconds

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The parts of a running bot, tied to each other."""

    house: House
    application: BotApplication
    sender: Sender
    workers: Workers
    intake: Intake
    poller: Poller
    dispatcher: Dispatcher
    jobs: Jobs


@dataclass(frozen=True, kw_only=True)
class Requests:
    """How Telegram is reached: the long poll has a connection of its own."""

    calls: BaseRequest
    polls: BaseRequest


def assemble(
    house: House,
    handlers: Sequence[Any],
    *,
    requests: Requests | None = None,
    pacing: Pacing | None = None,
    monotonic: Monotonic = real_monotonic,
    sleep: Sleep = asyncio.sleep,
) -> Engine:
    """Return the parts of a bot with these handlers, not yet started. The token must be set."""
    application = _application(house, handlers, requests or over_http())
    bot_id = bot_id_of(house)
    pacing = pacing or Pacing(house.settings.dispatch_rate)
    sender = Sender(application.bot, house.library, pacing)
    dispatcher = Dispatcher(
        database=house.database,
        library=house.library,
        clock=house.clock,
        send=sender.send_reminder,
        owner=uuid4().hex,
    )
    jobs = Jobs(
        dispatcher=dispatcher,
        database=house.database,
        clock=house.clock,
        courses=house.library.courses,
        retention=timedelta(days=house.settings.retention_days),
        backup_keep=house.settings.backup_keep,
        zone=house.settings.zone,
    )
    workers = Workers(house, application, sender, bot_id=bot_id, committed=jobs.wake, monotonic=monotonic, sleep=sleep)
    intake = Intake(house, bot_id, sender, stored=workers.wake)
    return Engine(
        house=house,
        application=application,
        sender=sender,
        workers=workers,
        intake=intake,
        poller=Poller(application.bot, intake.take, sleep=sleep),
        dispatcher=dispatcher,
        jobs=jobs,
    )


def over_http(**httpx_options: Any) -> Requests:
    """Return the usual way to Telegram."""
    return Requests(
        calls=HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            connect_timeout=CONNECT_WITHIN,
            read_timeout=ANSWER_WITHIN,
            httpx_kwargs=httpx_options,
        ),
        polls=HTTPXRequest(connection_pool_size=2, connect_timeout=CONNECT_WITHIN, httpx_kwargs=httpx_options),
    )


def bot_id_of(house: House) -> int:
    """Return the bot's id, which is the first part of its token."""
    assert house.settings.bot_token
    return int(house.settings.bot_token.get_secret_value().partition(":")[0])


async def show_commands(engine: Engine, names: Sequence[str], sleep: Sleep = asyncio.sleep) -> None:
    """Put the commands into the menu of each language; try again until Telegram takes them."""
    for language in (None, *engine.house.library.languages):
        while (pause := await _show_commands(engine, names, language)) is not None:
            await sleep(pause)


def _application(house: House, handlers: Sequence[Any], requests: Requests) -> BotApplication:
    """Without the library's own updater, job queue and persistence: state is in the database."""
    assert house.settings.bot_token
    bot: ExtBot[None] = ExtBot(
        house.settings.bot_token.get_secret_value(),
        base_url=f"{house.settings.telegram_api_url}/bot",
        base_file_url=f"{house.settings.telegram_api_url}/file/bot",
        request=requests.calls,
        get_updates_request=requests.polls,
    )
    application = (
        Application.builder()
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.add_handlers(handlers)
    application.add_error_handler(_keep_failure)
    return application


async def _show_commands(engine: Engine, names: Sequence[str], language: str | None) -> float | None:
    """Return the seconds to wait before another attempt, None when it is done."""
    label = engine.house.library.label
    commands = [BotCommand(name, label(language or FALLBACK, f"command_{name}")) for name in names]
    try:
        await engine.application.bot.set_my_commands(commands, language_code=language)
    except TelegramError as error:
        asked = delivery_of(error).retry_after
        return asked.total_seconds() if asked else COMMANDS_AGAIN
    return None


async def _keep_failure(_update: object, context: Context) -> None:
    """Hand what a handler raised to whoever opened the exchange: its effects are rolled back."""
    if isinstance(context.error, Exception):
        context.exchange.failure = context.error
        log.debug("A handler failed", where=where(context.error))
