"""Operating: the commands that need the database or Telegram. Every known trouble is one clear line and exit code 1."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import typer

from bot.contact import TokenRefused
from bot.listening import CannotListen, PortInUse
from bot.logs import set_up_logging
from bot.preview.serving import NotLoopback
from bot.previewing import run_preview
from bot.running import NotApproved, run
from bot.settings import Settings, WrongSetting, load_settings
from messages.library import BrokenContent, load
from scheduler import approvals, clock
from scheduler.backups import BackupTrouble, Contents, back_up
from scheduler.database import AsyncSession, Database, DatabaseTrouble
from scheduler.erasures import JournalTrouble
from scheduler.lock import AlreadyPolling, without_bots
from scheduler.patients import erase_all_listed
from scheduler.restoring import Restored, look_at_backup
from scheduler.restoring import restore as put_in_place

TROUBLES = (
    AlreadyPolling,
    BackupTrouble,
    BrokenContent,
    CannotListen,
    DatabaseTrouble,
    JournalTrouble,
    NotApproved,
    NotLoopback,
    PortInUse,
    TokenRefused,
    WrongSetting,
)

T = TypeVar("T")


def run_live() -> None:
    """Serve patients until stopped."""
    with in_one_line():
        settings = _settings()
        asyncio.run(run(settings))


def run_demo(host: str | None, port: int | None) -> None:
    """Serve the preview until stopped."""
    with in_one_line():
        settings = _settings()
        if settings.bot_token:
            typer.echo("note: the preview leaves BOT_TOKEN alone: it has a Telegram of its own")
        host, port = host or settings.host, settings.port if port is None else port
        asyncio.run(run_preview(settings, host=host, port=port, say=typer.echo))


def migrate() -> None:
    """Bring the database up to date, and erase again whom the journal of erasures lists."""
    with in_one_line():
        erased = with_database(_migrate)
        typer.echo("the database is up to date")
        if erased:
            typer.echo(f"erased again: {erased} patients who had come back with an old copy")


def backup(file: Path) -> None:
    """Copy the SQLite database to a file, while the bot runs or not."""
    with in_one_line():
        path = _sqlite_path(f'pg_dump --format=custom --file="{file}"')
        contents = back_up(path, file)
        typer.echo(f"{file}: {_shown(contents)}; checked")


def restore(file: Path, *, yes: bool) -> None:
    """Put a backup in the place of the SQLite database; asks first unless `yes`."""
    with in_one_line():
        path = _sqlite_path(f'pg_restore --clean --if-exists "{file}"', then="afterglow migrate")
        settings = load_settings()
        courses, retention = load(overlay=settings.content_dir).courses, timedelta(days=settings.retention_days)
        with without_bots(path):
            contents = look_at_backup(file, path)
            if not (yes or typer.confirm(f"{file}: {_shown(contents)}. Shall it take the place of {path}?")):
                raise typer.Exit(1)
            restored = asyncio.run(put_in_place(file, path, courses, retention, clock.now()))
        for line in _report(path, restored):
            typer.echo(line)


def approve(by: str) -> None:
    """Record who approved the content as it is now."""
    with in_one_line():
        if "," not in by.strip(" ,"):
            raise WrongSetting('--by: give name and role of who approves, such as --by "NAME, ROLE"')
        content_hash = load(overlay=load_settings().content_dir).content_hash

        async def record(database: Database) -> None:
            if database.is_sqlite:
                await database.migrate()
            async with database.session() as session:
                await approvals.approve(session, content_hash, by.strip(), clock.now())

        with_database(record)
        typer.echo(f"approved by {by.strip()}: content {content_hash[:12]}; a change of the content asks again")


def with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database of the settings, and close it."""

    async def with_it() -> T:
        database = Database(load_settings().database_url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(with_it())


def read_database(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Read from the database of the settings, which must be there with the tables of this version, and close it."""

    async def read(database: Database) -> T:
        await require_made(database)
        with database.clear_words():
            async with database.reading() as session:
                return await work(session)

    return with_database(read)


async def require_made(database: Database) -> None:
    """Raise DatabaseTrouble unless there is a database with the tables of this version; change nothing."""
    with database.clear_words():
        if not await database.has_tables():
            place = database.path or database.address
            raise DatabaseTrouble(f"there is no database at {place} yet: the first start of the bot makes it")
    await database.require_current()


@contextmanager
def in_one_line() -> Iterator[None]:
    """Turn every known trouble in the block into one clear line and exit code 1."""
    try:
        yield
    except TROUBLES as trouble:
        for line in str(trouble).splitlines():
            typer.echo(f"afterglow: {line}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _settings() -> Settings:
    settings = load_settings()
    set_up_logging(level=settings.log_level, form=settings.log_format)
    return settings


async def _migrate(database: Database) -> int:
    await database.migrate()
    with database.clear_words():
        async with database.session() as session:
            return await erase_all_listed(session)


def _sqlite_path(on_postgresql: str, *, then: str = "") -> Path:
    """Return the database's file; on PostgreSQL say which of its own tools to use, and exit with 2."""
    database = Database(load_settings().database_url)
    if database.path:
        return database.path
    then = f", then {then}" if then else ""
    typer.echo(
        f'afterglow: the database is on PostgreSQL: {on_postgresql} --dbname="{database.address}"{then}', err=True
    )
    raise typer.Exit(2)


def _shown(contents: Contents) -> str:
    return f"{contents.patients} patients, {contents.treatments} treatments"


def _report(path: Path, restored: Restored) -> Iterator[str]:
    yield f"{path}: restored, {_shown(restored.contents)}; checked"
    if restored.erased:
        yield f"erased again: {restored.erased} patients whose data had gone since the backup"
    if restored.dropped:
        yield f"left unanswered: {restored.dropped} messages that were too old, or of people who were erased since"
    if restored.kept:
        yield f"the former database is kept as {restored.kept}: delete it when all is well"
