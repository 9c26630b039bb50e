"""Today and plan: where the patient stands."""

import pytest

from tests.bot.conversation.stories import enrols, enrols_in_chat, patients


async def test_today_says_the_day_what_is_open_and_what_is_next(talk):
    """It lists the open steps with a button, and the next moment with its steps."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.says("/today")

    assert ana.reads[-1] == (
        "It is the day of your treatment (today, 2 pm).\n\n"
        "Still open:\n• Ice pack (10 minutes at most), gentle cleanser, plain moisturizer\n\n"
        "Next: today, 4 pm\n• Ice pack (10 minutes at most)"
    )
    assert ana.buttons == ["Done: ice pack (10 minutes at most), ge…"]


async def test_done_in_the_list_takes_it_off_the_list(talk):
    """It shows the list anew, without what was done."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.says("/today")
    await ana.presses("Done: ice pack (10 minutes at most), ge…")

    assert ana.reads[-1].startswith("It is the day of your treatment (today, 2 pm).\n\nNext: today, 4 pm")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        pytest.param("yesterday 5pm", "It is day 1 after your treatment (yesterday, 5 pm).", id="the day after"),
        pytest.param("today 6pm", "Your treatment is today, 6 pm.", id="before it"),
    ],
)
async def test_the_day_is_counted_on_the_calendar(talk, when, said):
    """It counts days as people do, not by 24 hours."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, when)
    await ana.says("/today")

    assert ana.reads[-1].startswith(said)


async def test_the_plan_shows_what_is_still_to_come(talk):
    """It lists the whole course by day, in one message whose pages are turned."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/plan")

    assert ana.reads[-1].startswith("Today\n4 pm: ice pack")
    assert "make-up again" in ana.reads[-1]
    assert ana.buttons == ["Later ›"]

    said, pages = len(ana.reads), [ana.reads[-1]]
    while "Later ›" in ana.buttons:
        await ana.presses("Later ›")
        pages.append(ana.reads[-1])

    assert len(ana.reads) == said
    assert max(len(page) for page in pages) <= 900
    assert "end of the plan" in "".join(pages)
    assert len(set(pages)) == len(pages)

    await ana.presses("‹ Earlier")

    assert ana.reads[-1] == pages[-2]


async def test_a_page_of_the_plan_that_is_over_turns_to_the_last(talk):
    """It shows the plan as it is now, and takes no forged number amiss."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/plan")
    place = len(ana.reads) - 1
    await talk.pass_time(days=41)
    await ana.presses("Later ›")

    assert ana.reads[place].startswith("Tomorrow\n2 pm: end of the plan")

    await ana.forges("plan::-1")

    assert ana.notes[-1] == "This button is from before. Please use the latest message."


async def test_the_plan_leaves_out_what_a_silent_patient_is_spared(talk):
    """It shows no check-in that will not be asked."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/plan")
    before = ana.reads[-1]
    await talk.pass_time(days=9)
    await ana.says("/plan")

    assert "how is your skin?" in before
    assert "how is your skin?" not in ana.reads[-1]
    assert "next visit" in ana.reads[-1]


@pytest.mark.parametrize("command", ["/today", "/plan", "/pause", "/resume"])
async def test_who_has_no_plan_is_offered_one(talk, command):
    """It says so, with the way into enrolment."""
    ana = talk.person("Ana")
    await ana.says(command)

    assert ana.reads[-1] == "You have no plan yet. Shall I set up your reminders?"
    assert ana.buttons == ["Set up my reminders"]


async def test_who_was_told_that_there_is_no_plan_is_offered_none(talk):
    """It says why there is none, and does not ask again."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.presses("Yes, I agree")
    await ana.presses("No")
    for command in ("/today", "/plan", "/progress", "/calendar", "/pause", "/resume", "/settings"):
        await ana.says(command)

    said = ana.reads[-7:]
    assert [one for one in said if "Shall I set up" in one] == []
    assert [one.startswith("I have no plan for you") for one in said] == [*[True] * 6, False]
    assert "Set up my reminders" not in ana.buttons


async def test_a_pause_stops_the_reminders_and_is_shown(talk):
    """It sends nothing while paused, and goes on at /resume."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/pause")
    read = len(ana.reads)
    await talk.pass_time(hours=4)

    assert len(ana.reads) == read

    await ana.says("/today")

    assert ana.reads[-1].endswith("Your reminders are paused. /resume starts them again.")

    await ana.says("/resume")
    await talk.dispatch()

    assert "Your reminders go on." in ana.reads
    assert [one.paused_at for one in await patients(talk)] == [None]


async def test_going_on_says_what_comes_next(talk):
    """It names the next reminder at /resume."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.says("/pause")
    await ana.says("/resume")

    assert ana.reads[-1] == "Your reminders go on.\nNext: today, 4 pm"


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        pytest.param(["/pause", "/pause"], "Your reminders are paused already.", id="paused twice"),
        pytest.param(["/resume"], "Your reminders are on.", id="never paused"),
    ],
)
async def test_saying_it_twice_is_harmless(talk, commands, said):
    """It says how it is."""
    ana = talk.person("Ana")
    await enrols(ana)
    for command in commands:
        await ana.says(command)

    assert ana.reads[-1].startswith(said)
