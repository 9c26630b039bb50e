"""Foresight: whom an edit of the content concerns, and when."""

from dataclasses import replace
from datetime import timedelta

from messages.course import Once
from scheduler.foresight import What, foresee
from scheduler.patients import pause


def with_step(library, step_id, **changes):
    """Return the library with another step; no changes: without it."""
    course = library.courses["microneedling"]
    steps = {name: step for name, step in course.steps.items() if name != step_id or changes}
    if changes:
        steps[step_id] = replace(steps[step_id], **changes)
    return replace(library, courses={"microneedling": replace(course, steps=steps, content_hash="edited")})


async def foreseen(world, new):
    async with world.database.reading() as session:
        return [one async for one in foresee(session, world.library, new, world.now)]


async def test_a_step_that_moves_is_told_with_both_times(world):
    """It gives each patient the instant that is theirs, as it is and as it would be."""
    await world.register(await world.patient(), world.now)
    later = with_step(world.library, "makeup_ok", when=Once(offset=timedelta(hours=50)))

    [one] = await foreseen(world, later)

    [change] = one.changes
    assert (change.what, change.step_ids, change.times) == (What.MOVED, ("makeup_ok",), 1)
    assert change.was_at == world.now + timedelta(hours=48)
    assert change.first_at == world.now + timedelta(hours=50)
    assert str(one.zone) == "Europe/Madrid"


async def test_what_lies_behind_is_not_concerned(world):
    """It looks ahead only: who has had a step already is told nothing."""
    ana, bea = await world.patient(), await world.patient(7_000_000_002)
    await world.register(ana, world.now - timedelta(days=9))
    await world.register(bea, world.now)
    await world.dispatch()

    gone = await foreseen(world, with_step(world.library, "makeup_ok"))

    assert [(one.patient.patient_id, len(one.changes)) for one in gone] == [(ana.id, 0), (bea.id, 1)]
    assert gone[1].changes[0].what is What.GONE


async def test_who_gets_nothing_is_left_out(world):
    """It passes over a patient who has paused."""
    ana = await world.patient()
    await world.register(ana, world.now)
    await world.change(ana, pause)

    assert await foreseen(world, with_step(world.library, "makeup_ok")) == [None]


async def test_other_words_are_a_change_of_their_own(world):
    """It tells which messages stay and would read otherwise, and how many."""
    await world.register(await world.patient(), world.now)
    texts = Reworded(world.library.texts, "step_sunscreen")

    [one] = await foreseen(world, replace(world.library, texts=texts))

    assert one.changes
    assert {change.what for change in one.changes} == {What.REWORDED}
    assert all("sunscreen" in change.step_ids for change in one.changes)
    assert sum(change.times for change in one.changes) > 3


class Reworded:
    """The texts, one of which says something else."""

    def __init__(self, texts, key):
        self._texts, self._key = texts, key

    def format(self, language, key, args, *, escape):
        said = self._texts.format(language, key, args, escape=escape)
        return f"{said} Really." if key == self._key else said

    def __getattr__(self, name):
        return getattr(self._texts, name)
