"""Operating: the commands that need the database or Telegram. Every known trouble is one clear line and exit code 1."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import typer

from bot.logs import set_up_logging
from bot.polling import TokenRefused
from bot.preview.serving import NotLoopback, PortInUse
from bot.previewing import run_preview
from bot.running import NotApproved, run
from bot.settings import Settings, WrongSetting, load_settings
from messages.library import BrokenContent, load
from scheduler import approvals, clock
from scheduler.database import Database, DatabaseTrouble
from scheduler.lock import AlreadyPolling

TROUBLES = (
    AlreadyPolling,
    BrokenContent,
    DatabaseTrouble,
    NotApproved,
    NotLoopback,
    PortInUse,
    TokenRefused,
    WrongSetting,
)


def run_live() -> None:
    """Serve patients until stopped."""
    with _in_one_line():
        settings = _settings()
        asyncio.run(run(settings))


def run_demo(host: str | None, port: int | None) -> None:
    """Serve the preview until stopped."""
    with _in_one_line():
        settings = _settings()
        if settings.bot_token:
            typer.echo("note: the preview leaves BOT_TOKEN alone: it has a Telegram of its own")
        host, port = host or settings.host, settings.port if port is None else port
        asyncio.run(run_preview(settings, host=host, port=port, say=typer.echo))


def migrate() -> None:
    """Bring the database up to date."""
    with _in_one_line():
        _with_database(lambda database: database.migrate())
        typer.echo("the database is up to date")


def approve(by: str) -> None:
    """Record who approved the content as it is now."""
    with _in_one_line():
        if "," not in by.strip(" ,"):
            raise WrongSetting('--by: give name and role of who approves, such as --by "NAME, ROLE"')
        content_hash = load(overlay=load_settings().content_dir).content_hash

        async def record(database: Database) -> None:
            if database.is_sqlite:
                await database.migrate()
            async with database.session() as session:
                await approvals.approve(session, content_hash, by.strip(), clock.now())

        _with_database(record)
        typer.echo(f"approved by {by.strip()}: content {content_hash[:12]}; a change of the content asks again")


def _settings() -> Settings:
    settings = load_settings()
    set_up_logging(level=settings.log_level, form=settings.log_format)
    return settings


def _with_database(work: Callable[[Database], Awaitable[None]]) -> None:
    async def with_it() -> None:
        database = Database(load_settings().database_url)
        try:
            await work(database)
        finally:
            await database.close()

    asyncio.run(with_it())


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except TROUBLES as trouble:
        for line in str(trouble).splitlines():
            typer.echo(f"afterglow: {line}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
