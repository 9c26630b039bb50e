"""Application: puts the parts together. Nothing here runs by itself: running.py, the preview and the tests start it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic as real_monotonic
from typing import Any
from uuid import uuid4

import structlog
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.context import Context
from bot.handling import BotApplication, Workers
from bot.health import Health
from bot.heartbeat import Heartbeat
from bot.house import House
from bot.intake import Intake
from bot.metrics import Metrics
from bot.pacing import BURST, Monotonic, Pacing, Sleep
from bot.polling import Poller
from bot.sending import Sender
from bot.webhook import Webhook
from scheduler.dispatcher import BATCH, Dispatcher
from scheduler.jobs import Jobs
from scheduler.pulse import Pulse
from scheduler.rate import SharedRate
from scheduler.tracing import where
from scheduler.watching import Watch

CONNECTIONS = 16  # more than are ever in flight, so that nothing waits for one
ANSWER_WITHIN = 15.0  # seconds; a missing answer leaves open whether the message was taken
CONNECT_WITHIN = 5.0
CLAIM_AHEAD = 2.0  # seconds

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The parts of a running bot, tied to each other. Updates come by the webhook if there is one, else by polling."""

    house: House
    application: BotApplication
    pacing: Pacing
    sender: Sender
    workers: Workers
    intake: Intake
    poller: Poller
    webhook: Webhook | None
    dispatcher: Dispatcher
    jobs: Jobs
    metrics: Metrics
    health: Health

    @property
    def receiver(self) -> Poller | Webhook:
        """What takes updates."""
        return self.webhook or self.poller


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
    settings, database = house.settings, house.database
    application = _application(house, handlers, requests or over_http())
    bot_id = bot_id_of(house)
    metrics, beats = Metrics(), Pulse(monotonic)
    pacing = pacing or _pacing(house, bot_id)
    metrics.follow_in_flight(lambda: pacing.in_flight)
    sender = Sender(application.bot, house.library, pacing, metrics)
    dispatcher = Dispatcher(
        database=database,
        library=house.library,
        clock=house.clock,
        send=sender.send,
        owner=uuid4().hex,
        batch=_batch(settings.dispatch_rate),
        desk=house.desk,
        beat=beats.beat,
        settled=metrics.moved,
        sleep=sleep,
    )
    intake = Intake(house, bot_id, sender, stored=lambda: workers.wake())
    poller = Poller(application.bot, intake.take, metrics=metrics, pulse=Pulse(monotonic), sleep=sleep)
    webhook = _webhook(house, application.bot, intake, metrics, sleep)
    health = Health(webhook or poller, database, beats)
    jobs = Jobs(
        dispatcher=dispatcher,
        database=database,
        clock=house.clock,
        courses=house.library.courses,
        retention=timedelta(days=settings.retention_days),
        backup_keep=settings.backup_keep,
        zone=settings.zone,
        watch=Watch(
            database,
            house.clock,
            library=house.library,
            desk=house.desk,
            troubles=health.troubles,
            beat=Heartbeat(settings.heartbeat_url) if settings.heartbeat_url else None,
        ),
    )
    workers = Workers(
        house,
        application,
        sender,
        bot_id=bot_id,
        committed=jobs.wake,
        metrics=metrics,
        monotonic=monotonic,
        sleep=sleep,
    )
    return Engine(
        house=house,
        application=application,
        pacing=pacing,
        sender=sender,
        workers=workers,
        intake=intake,
        poller=poller,
        webhook=webhook,
        dispatcher=dispatcher,
        jobs=jobs,
        metrics=metrics,
        health=health,
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


def _pacing(house: House, bot_id: int) -> Pacing:
    """On PostgreSQL other processes may send for the same bot."""
    rate = house.settings.dispatch_rate
    if house.database.is_sqlite or not rate:
        return Pacing(rate)
    return Pacing(rate, shared=SharedRate(house.database, bot_id, rate=rate, burst=BURST))


def _batch(rate: float) -> int:
    """How many reminders to claim at a time: no more than go out in a few seconds, others may be free sooner."""
    return max(1, min(BATCH, int(rate * CLAIM_AHEAD))) if rate else BATCH


def _webhook(house: House, bot: ExtBot[None], intake: Intake, metrics: Metrics, sleep: Sleep) -> Webhook | None:
    if not house.settings.webhook_url:
        return None
    return Webhook(house.settings, bot, house.database, intake.take, metrics=metrics, sleep=sleep)


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


async def _keep_failure(_update: object, context: Context) -> None:
    """Hand what a handler raised to whoever opened the exchange: its effects are rolled back."""
    if isinstance(context.error, Exception):
        context.exchange.failure = context.error
        log.debug("A handler failed", where=where(context.error))
