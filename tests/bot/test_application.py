"""The parts put together: the real bot with all its handlers."""


async def test_a_registration_is_answered_before_its_first_reminder(talk):
    """It shows the plan, then says what counts right now, with buttons of that reminder."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("today 2pm")
    await ana.presses("Yes")
    before = list(ana.reads)

    await talk.dispatch()

    assert "Your plan at a glance" in before[-1]
    assert len(ana.reads) == len(before) + 1
    assert "Done" in ana.buttons


async def test_weeks_pass_without_a_reminder_lost(either_talk):
    """It sends reminder after reminder as the clock moves, on both databases."""
    talk = either_talk
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("today 2pm")
    await ana.presses("Yes")
    await talk.dispatch()
    first = len(ana.reads)

    await talk.pass_time(weeks=1)
    await talk.restart()
    await talk.pass_time(weeks=1)

    assert 12 <= len(ana.reads) - first <= 40
