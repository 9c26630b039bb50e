"""Pacing, by a timer that stands still until somebody sleeps."""

import asyncio

import pytest

from bot.pacing import Pacing
from scheduler.rate import Turns


class Timer:
    """Seconds that pass only for those who sleep."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    def monotonic(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def timer():
    return Timer()


def paced(timer, rate=25, **options):
    return Pacing(rate, monotonic=timer.monotonic, sleep=timer.sleep, **options)


async def times(pacing, timer, chats):
    """Send to each chat in turn; return when."""
    sent = []
    for chat_id in chats:
        async with pacing.reminder(chat_id):
            sent.append(round(timer.now, 3))
    return sent


async def test_five_go_at_once_then_twenty_five_a_second(timer):
    """It lets a small burst go after a quiet time, then keeps the rate."""
    sent = await times(paced(timer), timer, range(30))

    assert sent[:5] == [0.0] * 5
    assert sent[5:8] == [0.04, 0.08, 0.12]
    assert sent[29] == 1.0


async def test_one_chat_gets_one_a_second(timer):
    """It spaces what goes to the same chat."""
    assert await times(paced(timer), timer, [1, 1, 1]) == [0.0, 1.0, 2.0]


async def test_without_a_rate_nothing_waits(timer):
    """It can be switched off."""
    assert await times(paced(timer, 0, each_chat=0), timer, [1] * 100) == [0.0] * 100


async def test_a_reply_goes_ahead_of_waiting_reminders(timer):
    """It never lets a patient's answer queue behind reminders: their places are fewer."""
    pacing, release, order = paced(timer, 0), asyncio.Event(), []

    async def reminder(chat_id):
        async with pacing.reminder(chat_id):
            await release.wait()
            order.append("reminder")

    waiting = [asyncio.create_task(reminder(chat_id)) for chat_id in range(20)]
    await asyncio.sleep(0)
    async with pacing.reply():
        order.append("reply")
    release.set()
    await asyncio.gather(*waiting)

    assert order[0] == "reply"
    assert timer.slept == []


async def test_never_more_than_eight_are_in_flight(timer):
    """It bounds what the HTTP client has in hand, replies included."""
    pacing, going, most = paced(timer, 0, each_chat=0), 0, 0

    async def send(place):
        nonlocal going, most
        async with place:
            going += 1
            most = max(most, going)
            await asyncio.sleep(0)
            going -= 1

    await asyncio.gather(*(send(pacing.reminder(one)) for one in range(20)), *(send(pacing.reply()) for _ in range(20)))

    assert most == 8


def test_one_refused_chat_waits_alone(timer):
    """It leaves the others alone when Telegram refuses one chat."""
    pacing = paced(timer)

    pacing.refused(1, 30)

    assert pacing.pause_of(1) == 30
    assert pacing.pause_of(2) == 0


def test_several_refused_chats_make_all_wait(timer):
    """It takes refusals of several chats for a limit on the bot."""
    pacing = paced(timer)

    pacing.refused(1, 30)
    pacing.refused(2, 20)

    assert pacing.pause_of(3) == 20


def test_refusals_far_apart_do_not_add_up(timer):
    """It forgets a refusal after some seconds."""
    pacing = paced(timer)
    pacing.refused(1, 30)
    timer.now = 11

    pacing.refused(2, 20)

    assert pacing.pause_of(3) == 0


def test_a_pause_ends(timer):
    """It sends again when the time is over."""
    pacing = paced(timer)
    pacing.refused(1, 30)

    timer.now = 30

    assert pacing.pause_of(1) == 0


class Everybody:
    """The shared turns of all processes, as they would come from the database."""

    def __init__(self):
        self.asked, self.turns, self.pauses = [], [], []

    async def reserve(self, count):
        self.asked.append(count)
        await asyncio.sleep(0)
        turns = self.turns.pop(0) if self.turns else Turns(begin_in=[0.0] * count)
        if isinstance(turns, Exception):
            raise turns
        return turns

    async def pause(self, seconds):
        self.pauses.append(seconds)


async def send(pacing, timer, chat_id):
    """Send a reminder; return when, or that it had to wait instead."""
    async with pacing.reminder(chat_id) as pause:
        return ("wait", round(pause, 3)) if pause else ("sent", round(timer.now, 3))


async def test_shared_turns_are_taken_for_all_who_ask(timer):
    """It asks once for everybody who waits, and goes when each turn begins."""
    everybody = Everybody()
    everybody.turns = [Turns(begin_in=[0.0]), Turns(begin_in=[0.5] * 5)]
    pacing = paced(timer, shared=everybody)

    sent = await asyncio.gather(*(send(pacing, timer, chat) for chat in range(6)))

    assert everybody.asked == [1, 5]
    assert sent[0] == ("sent", 0.0)
    assert {word for word, _ in sent} == {"sent"}
    assert timer.slept[0] == 0.5


async def test_turns_are_only_taken_where_there_is_a_place_to_send(timer):
    """It does not gather turns while Telegram hangs, to use them all at once afterwards."""
    everybody, release = Everybody(), asyncio.Event()
    pacing = paced(timer, shared=everybody, each_chat=0)

    async def hang(chat_id):
        async with pacing.reminder(chat_id):
            await release.wait()

    hanging = [asyncio.create_task(hang(chat)) for chat in range(50)]
    for _ in range(20):
        await asyncio.sleep(0)
    taken = sum(everybody.asked)
    release.set()
    await asyncio.gather(*hanging)

    assert taken == 6
    assert sum(everybody.asked) == 50


async def test_a_pause_of_all_comes_with_the_turn(timer):
    """It lets reminders wait when another process was told to."""
    everybody = Everybody()
    everybody.turns = [Turns(begin_in=[0.0], pause=30)]
    pacing = paced(timer, shared=everybody)

    assert await send(pacing, timer, 1) == ("wait", 30)
    assert await send(pacing, timer, 2) == ("wait", 30)
    assert everybody.asked == [1]


async def test_a_refusal_of_several_is_told_to_all(timer):
    """It passes a limit on the bot on, and not a limit on one chat."""
    everybody = Everybody()
    pacing = paced(timer, shared=everybody)
    pacing.refused(1, 30)
    pacing.refused(2, 20)
    pacing.refused(2, 20)
    await asyncio.gather(*pacing._telling)

    assert everybody.pauses == [20]


async def test_without_a_turn_nothing_goes(timer):
    """It waits while the database cannot give one: what is sent could not be written down."""
    everybody = Everybody()
    everybody.turns = [OSError()]
    pacing = paced(timer, shared=everybody)

    assert await send(pacing, timer, 1) == ("wait", 5)
    timer.now = 5
    assert await send(pacing, timer, 1) == ("sent", 5)


async def test_a_reply_takes_no_shared_turn(timer):
    """It never waits for the database."""
    everybody = Everybody()
    async with paced(timer, shared=everybody).reply():
        pass

    assert everybody.asked == []


async def test_at_the_end_waiting_reminders_are_let_go_at_once(timer):
    """It does not hold up a stop; replies still go."""
    pacing, asleep = Pacing(1, monotonic=timer.monotonic, sleep=lambda _: asleep.wait()), asyncio.Event()
    waiting = [asyncio.create_task(send(pacing, timer, chat)) for chat in range(20)]
    for _ in range(10):
        await asyncio.sleep(0)

    pacing.close()
    async with asyncio.timeout(10):
        ended = await asyncio.gather(*waiting)
    async with pacing.reply():
        in_flight = pacing.in_flight

    assert ended == [("sent", 0.0)] * 5 + [("wait", 1)] * 15
    assert in_flight == 1
