"""Introduction: what the bot says of itself in Telegram before anybody writes: its commands, and what it is for."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

from telegram import BotCommand, BotCommandScopeAllGroupChats
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.delivering import delivery_of
from bot.house import House
from bot.pacing import Sleep
from messages.texts import FALLBACK

AGAIN = 60.0  # seconds

Call = Callable[[], Awaitable[object]]


async def introduce(
    house: House, bot: ExtBot[None], names: Sequence[str], sleep: Sleep = asyncio.sleep, *, of_team: Sequence[str] = ()
) -> None:
    """Show a description and commands in each language, others in groups; try until Telegram takes each."""
    for language in (None, *house.library.languages):
        for call in _calls(house, bot, names, of_team, language):
            while (pause := await _pause_after(call)) is not None:
                await sleep(pause)


def _calls(
    house: House, bot: ExtBot[None], names: Sequence[str], of_team: Sequence[str], language: str | None
) -> Iterator[Call]:
    """The calls for a language; None stands for everybody who speaks none of ours."""
    label, spoken = house.library.label, language or FALLBACK
    description = label(spoken, "bot_description", clinic=house.settings.clinic_name)
    yield partial(bot.set_my_description, description, language_code=language)
    if names:
        menu = [BotCommand(name, label(spoken, f"command_{name}")) for name in names]
        yield partial(bot.set_my_commands, menu, language_code=language)
    if of_team:
        menu = [BotCommand(name, label(spoken, f"command_team_{name}")) for name in of_team]
        yield partial(bot.set_my_commands, menu, scope=BotCommandScopeAllGroupChats(), language_code=language)


async def _pause_after(call: Call) -> float | None:
    """Return the seconds to wait before another attempt, None when it is done."""
    try:
        await call()
    except TelegramError as error:
        asked = delivery_of(error).retry_after
        return asked.total_seconds() if asked else AGAIN
    return None
