"""Pacing, by a timer that stands still until somebody sleeps."""

import asyncio

import pytest

from bot.pacing import Pacing


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
