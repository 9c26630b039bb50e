"""Checking: everything that would stop a start, found before one. The body of `afterglow check`."""

import asyncio
import errno
import socket

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings, WrongSetting, load_settings, missing_for_live
from messages.library import check_content, load
from scheduler.approvals import approval_of
from scheduler.database import Database, DatabaseTrouble
from scheduler.staff import NOBODY, staff_chat

ANSWER_WITHIN = 10.0  # seconds
METRICS_HOST = "127.0.0.1"


def check() -> tuple[list[str], list[str]]:
    """Return the faults and the notes: a fault stops a start, a note only wants to be known."""
    try:
        settings = load_settings()
    except WrongSetting as trouble:
        return [*str(trouble).splitlines(), *map(str, check_content())], []
    content = [str(problem) for problem in check_content(overlay=settings.content_dir)]
    faults, notes = asyncio.run(_check(settings, content_is_sound=not content))
    return [*content, *faults], [*missing_for_live(settings), *notes]


async def _check(settings: Settings, *, content_is_sound: bool) -> tuple[list[str], list[str]]:
    faults: list[str] = []
    notes: list[str] = []
    database = Database(settings.database_url)
    try:
        await database.look()
        if content_is_sound and settings.content_approval == "required":
            notes += await _approval_notes(settings, database)
        notes += await _team_notes(settings, database)
    except DatabaseTrouble as trouble:
        faults.append(str(trouble))
    finally:
        await database.close()
    if settings.bot_token:
        more_faults, more_notes = await _telegram(settings)
        faults += more_faults
        notes += more_notes
    if settings.webhook_url or not settings.bot_token:
        faults += _port_faults(settings)
    if settings.metrics_port and _trouble_at(METRICS_HOST, settings.metrics_port):
        notes.append(f"METRICS_PORT: {settings.metrics_port} is in use: there will be no health and no metrics")
    return faults, notes


async def _approval_notes(settings: Settings, database: Database) -> list[str]:
    content_hash = load(overlay=settings.content_dir).content_hash
    if await database.has_tables():
        async with database.reading() as session:
            if await approval_of(session, content_hash):
                return []
    return [
        f'nobody at the clinic has approved this content ({content_hash[:12]}): afterglow approve --by "NAME, ROLE"'
    ]


async def _team_notes(settings: Settings, database: Database) -> list[str]:
    """Without a group of the team nothing is passed on: patients are told whom to call, and that nothing was sent."""
    if settings.staff_chat_id is not None:
        return []
    if await database.has_tables():
        async with database.reading() as session:
            if await staff_chat(session, NOBODY) is not None:
                return []
    return [
        "there is no group of the team: nobody at the clinic hears of red flags and questions, and patients are told "
        "to call: `afterglow connect` pairs one"
    ]


async def _telegram(settings: Settings) -> tuple[list[str], list[str]]:
    """What a live start needs: a Telegram that answers and knows the bot. What it last failed to post is a note."""
    assert settings.bot_token
    request = HTTPXRequest(connect_timeout=ANSWER_WITHIN, read_timeout=ANSWER_WITHIN)
    bot = Bot(settings.bot_token.get_secret_value(), base_url=f"{settings.telegram_api_url}/bot", request=request)
    try:
        await bot.initialize()
        failed = (await bot.get_webhook_info()).last_error_message if settings.webhook_url else None
    except InvalidToken:
        return ["BOT_TOKEN: Telegram refuses it: copy it once more from BotFather, and check TELEGRAM_API_URL"], []
    except TelegramError:
        return [
            f"TELEGRAM_API_URL: {settings.telegram_api_url} cannot be reached: check the address and the network"
        ], []
    finally:
        await bot.shutdown()
    return [], [f"WEBHOOK_URL: the last time that Telegram could not post: {failed}"] if failed else []


def _port_faults(settings: Settings) -> list[str]:
    """What a webhook and a preview need: a port that is free."""
    trouble = _trouble_at(settings.host, settings.port)
    if trouble is None:
        return []
    if trouble.errno == errno.EADDRINUSE:
        return [f"PORT: {settings.port} is in use: end the program that has it, or choose another PORT"]
    return [f"HOST: nothing can listen on {settings.host} ({trouble.strerror}): the usual is 127.0.0.1"]


def _trouble_at(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None
