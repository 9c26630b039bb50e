"""Late is decided step by step: a process that was down for six hours on the first day says what still counts, once."""

from datetime import timedelta

from sqlmodel import select

from scheduler.models import Outgoing, ReminderStep, State
from tests.bot.conversation.stories import enrols_in_chat


async def test_down_for_six_hours_on_the_first_day(talk):
    """It sends no stale ice packs and the cleanser once, lists what still counts in one message, and notes the rest."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "today 15:00")
    await talk.dispatch()
    at_the_start = ana.reads[-1]
    read = len(ana.reads)

    await talk.close()
    talk.time.pass_to(talk.now + timedelta(hours=6))
    await talk.start()
    await talk.dispatch()
    await talk.pass_time(minutes=5)

    [caught_up] = ana.reads[read:]
    assert "Ice pack" in at_the_start
    assert "Ice pack" not in caught_up
    assert caught_up.count("cleanser") == 1
    assert caught_up.startswith("Some reminders are late. This still counts:")
    for still in ("Make-up, until", "Hard exercise, until", "Pools, saunas and hot baths, until"):
        assert still in caught_up
    async with talk.database.reading() as session:
        record = {(row.step_id, row.occurrence): row.state for row in (await session.exec(select(ReminderStep))).all()}
        rows = (await session.exec(select(Outgoing.state).where(Outgoing.due_at <= talk.now))).all()
    assert [record["ice_packs", hour] for hour in (1, 2, 3)] == [State.EXPIRED] * 3
    assert [record["cleanser", number] for number in (0, 2)] == [State.SENT] * 2
    assert record["no_makeup", 1] is State.SENT
    assert rows == [State.SENT, State.SENT]
