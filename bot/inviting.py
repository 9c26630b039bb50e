"""Inviting: the commands that bring the team's group and patients in. Each known trouble is one clear line."""

import asyncio
import contextlib
from datetime import datetime
from pathlib import Path

import typer
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.attachments import code_png
from bot.conversation.invites import invite_link
from bot.conversation.registration import out_of_reach
from bot.operating import in_one_line, with_database
from bot.planning import WrongOption, read_instant
from bot.private_files import write_private
from bot.settings import Settings, WrongSetting, load_settings
from bot.usage import refuse
from messages.library import load
from messages.quoting import plain_words
from scheduler import clock
from scheduler.database import Database
from scheduler.invites import LONGEST_LABEL, begin_invite, complete_invite
from scheduler.staff import new_code

ANSWER_WITHIN = 10.0  # seconds


def connect() -> None:
    """Print a code, with what to do with it."""
    with in_one_line():
        if load_settings().staff_chat_id is not None:
            raise WrongSetting("STAFF_CHAT_ID is set and names the team's group: empty it to pair one with a code")

        async def make(database: Database) -> str:
            await _migrate(database)
            with database.clear_words():
                async with database.session() as session:
                    return await new_code(session, clock.now())

        code = with_database(make)
        typer.echo(f"/connect {code}")
        typer.echo("Bring the bot into the team's group and send this line there, within an hour.", err=True)


def invite(*, treated: str, course: str, label: str, qr: Path | None) -> None:
    """Print the link of a new invite; with `qr` also write it as a picture."""
    with in_one_line():
        settings = load_settings()
        if not settings.clinic_timezone:
            raise WrongSetting("CLINIC_TIMEZONE is not set: put it in .env")
        treated_at = _read_treated(settings, treated, course)
        username = asyncio.run(username_of(settings))

        async def make(database: Database) -> str:
            await _migrate(database)
            with database.clear_words():
                async with database.session() as session:
                    begun = await begin_invite(session, course, plain_words(label, LONGEST_LABEL), clock.now())
                    return await complete_invite(session, begun, treated_at, clock.now())

        link = invite_link(username, with_database(make))
        typer.echo(link)
        if qr:
            _write(qr, code_png(link))


async def username_of(settings: Settings) -> str:
    """Ask Telegram for the bot's name, which every link to it begins with."""
    if not settings.bot_token:
        raise WrongSetting("BOT_TOKEN is not set: put it in .env")
    request = HTTPXRequest(connect_timeout=ANSWER_WITHIN, read_timeout=ANSWER_WITHIN)
    bot = Bot(settings.bot_token.get_secret_value(), base_url=f"{settings.telegram_api_url}/bot", request=request)
    try:
        await bot.initialize()
    except InvalidToken:
        raise WrongSetting(
            "BOT_TOKEN: Telegram refuses it: copy it once more from BotFather, and check TELEGRAM_API_URL"
        ) from None
    except TelegramError:
        raise WrongSetting(
            f"TELEGRAM_API_URL: {settings.telegram_api_url} cannot be reached: check the address and the network"
        ) from None
    else:
        return bot.username
    finally:
        with contextlib.suppress(TelegramError):
            await bot.shutdown()


def _read_treated(settings: Settings, treated: str, course: str) -> datetime:
    courses = load(overlay=settings.content_dir).courses
    if course not in courses:
        refuse("invite", f"--course: there is no `{course}`: use one of {', '.join(sorted(courses))}")
    try:
        treated_at = read_instant("--treated", treated, settings.zone)
    except WrongOption as wrong:
        refuse("invite", str(wrong))
    if out_of_reach(treated_at, clock.now()):
        refuse("invite", "--treated: give a time from 8 weeks ago to 90 days ahead")
    return treated_at


async def _migrate(database: Database) -> None:
    if database.is_sqlite:
        await database.migrate()


def _write(file: Path, picture: bytes) -> None:
    try:
        write_private(file, picture)  # who has the code has the invite
    except OSError as error:
        refuse("invite", f"--qr: {file}: {error.strerror}: choose another file; the link above works")
