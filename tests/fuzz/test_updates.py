"""Updates of every kind, valid or not, go through intake and workers: none ends the bot, none holds up a chat."""

import os
import sys
from collections import Counter
from datetime import timedelta
from random import Random, SystemRandom
from time import monotonic

import pytest
from sqlmodel import col, select

from scheduler.incoming import OPEN
from scheduler.models import Handling, Incoming
from tests.bot.conversation.stories import agrees, enrols
from tests.fuzz.updates import Updates

SHORT = {"sqlite": 600, "postgresql": 200}
LONG = {"sqlite": 8000, "postgresql": 2000}
BATCH = 50
VALID = 20  # of them
FIRST_ID = 800_000_000


async def a_crowd(talk):
    """Return the chat ids of some who never wrote, some who are asked something, and some who are enrolled."""
    people = [talk.person(f"Person {number}") for number in range(15)]
    for person in people:
        talk.world.chats[person.chat_id].started = True
    for person in people[5:10]:
        await agrees(person)
    for person in people[10:]:
        await enrols(person)
    await talk.dispatch()
    return people


async def handle_all(talk):
    """Handle what is stored, through all the pauses between attempts."""
    for _ in range(40):
        await talk.engine.workers.until_idle()
        async with talk.database.reading() as session:
            due = (await session.exec(select(Incoming.due_at).where(col(Incoming.state).in_(OPEN)))).all()
        if not due:
            return
        talk.time.pass_to(max(due) + timedelta(seconds=1))


@pytest.mark.parametrize("length", ["short", pytest.param("long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)])])
async def test_whatever_arrives_what_is_behind_it_is_answered(talk, length, capsys):
    """It handles each update or puts it aside, never one that is valid, and answers who writes next."""
    which = "sqlite" if talk.database.is_sqlite else "postgresql"
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    began, dice = monotonic(), Random(seed)
    people = await a_crowd(talk)
    helps = {reads[-1] for reads in [await helped(talk, "en"), await helped(talk, "es")]}
    updates = Updates(dice, [person.chat_id for person in people], first_id=FIRST_ID)
    valid, unanswered = set(), []
    for _ in range(0, (SHORT if length == "short" else LONG)[which], BATCH):
        good = [updates.valid() for _ in range(VALID)]
        batch = [*good, *(updates.mutated() for _ in range(BATCH - VALID))]
        dice.shuffle(batch)
        asking = dice.sample(people, 3)
        await talk.engine.intake.take([*batch, *(updates.says(person.chat_id, "/help") for person in asking)])
        await handle_all(talk)
        valid |= {update["update_id"] for update in good}
        unanswered += [(updates.next_id, person.chat_id) for person in asking if person.reads[-1] not in helps]
        talk.time.pass_to(talk.now + timedelta(minutes=2))
    async with talk.database.reading() as session:
        rows = (await session.exec(select(Incoming).where(Incoming.update_id >= FIRST_ID))).all()
    aside = Counter(row.error for row in rows if row.state is Handling.ASIDE)
    counted = f"{len(rows)} updates, {aside.total()} aside {dict(aside)}, {monotonic() - began:.0f} s"
    say(capsys, f"\n{which}, SEED={seed}: {counted}")

    assert {row.state for row in rows} == {Handling.HANDLED, Handling.ASIDE}
    assert [row.update_id for row in rows if row.state is Handling.ASIDE and row.update_id in valid] == []
    assert unanswered == []


async def helped(talk, language):
    """Return what somebody reads who asks for help."""
    person = talk.person(f"Somebody {language}", language_code=language)
    await person.says("/help")
    return person.reads


def say(capsys, words):
    """Show the seed, to fail with it again, and the counts, which are what one runs it for."""
    with capsys.disabled():
        sys.stdout.write(words)
        sys.stdout.flush()
