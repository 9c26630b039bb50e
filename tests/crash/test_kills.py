"""Killed at random instants under load, the real process loses no message and no reminder."""

import asyncio
import os
import sys
from random import Random, SystemRandom
from time import monotonic

import pytest

from scheduler.dispatcher import BATCH
from tests.crash.load import Load
from tests.crash.siege import Siege, hook

SHORT = {"sqlite polling": 2, "postgresql polling": 1, "sqlite webhook": 1, "postgresql webhook": 1}  # kills
LONG = 50
MOST_IN_FLIGHT = 8 + BATCH  # replies, and the reminders that are claimed together


async def soon(seconds):
    """Let the waits of Telegram between two posts be short."""
    await asyncio.sleep(min(seconds, 0.2))


def say(capsys, words):
    """Show the seed, to fail with it again, and the counts, which are what one runs it for."""
    with capsys.disabled():
        sys.stdout.write(words)
        sys.stdout.flush()


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("length", ["short", pytest.param("long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)])])
async def test_killed_at_random_instants_it_loses_nothing(place, library, answers, database_url, way, length, capsys):
    """It answers each message and sends each reminder, and repeats at most what was in flight."""
    which = f"{database_url.partition(':')[0]} {way}"
    kills = SHORT[which] if length == "short" else LONG
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    began, dice = monotonic(), Random(seed)
    place.world.wait = soon
    settings = {"DATABASE_URL": database_url, "METRICS_PORT": "", **(hook() if way == "webhook" else {})}
    siege = Siege(place=place, load=Load(place.world, library, dice), settings=settings, random=dice)
    say(capsys, f"\n{which}, SEED={seed}: ")
    for _ in range(kills):
        await siege.round()
    await siege.rest(answers)
    tally = await siege.count(answers)
    say(capsys, f"{kills} kills, {tally}, in flight {siege.in_flight}, {monotonic() - began:.0f} s")

    assert tally.lost == []
    assert tally.disordered == []
    assert tally.wrong == []
    assert tally.repeated <= sum(siege.in_flight)
    assert max(siege.in_flight) <= MOST_IN_FLIGHT
