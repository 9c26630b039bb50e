"""Settings: by taps, planned anew at once, and what comes next is shown."""

from datetime import time, timedelta

import pytest

from bot.buttons import Action, pack
from scheduler.timetable import Level
from tests.bot.conversation.stories import agrees, enrols, patients


@pytest.fixture
async def ana(talk):
    """Ana, whose reminders are set up, in her settings."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.says("/settings")
    return ana


async def test_the_menu_shows_what_is_set_and_what_is_next(ana):
    """It lists every setting in words, and ends with the next reminder."""
    assert ana.reads[-1].splitlines() == [
        "Your settings",
        "Language: English",
        "Time zone: Madrid",
        "Awake: from 8 am to 10 pm",
        "Reminders: all of them",
        "",
        "Next: today, 4 pm",
    ]
    assert ana.buttons == ["Language", "Time zone", "Waking hours", "How many", "Mute a step", "Phone number"]


@pytest.mark.parametrize("stage", ["stranger", "agreed"])
async def test_without_a_plan_there_is_only_the_language(talk, stage):
    """It offers the languages and the way into enrolment."""
    ana = talk.person("Ana")
    if stage == "agreed":
        await agrees(ana)
    await ana.says("/settings")

    assert ana.buttons == ["Español", "Set up my reminders"]


async def test_waking_hours_are_two_taps_and_move_the_reminders(talk, ana):
    """It keeps both hours together, and the next morning's reminder moves with them."""
    await ana.presses("Waking hours")
    await ana.presses("9:30 am")
    await ana.presses("11:30 pm")

    assert ana.reads[-1].startswith("Done. Your reminders follow this from now on.")
    assert "Awake: from 9:30 am to 11:30 pm" in ana.reads[-1]
    [patient] = await patients(talk)
    assert (patient.wake, patient.sleep) == (time(9, 30), time(23, 30))

    await talk.pass_time(hours=10)
    await ana.says("/today")

    assert "Next: today, 9:30 am" in ana.reads[-1]


async def test_nothing_is_kept_before_both_hours_are_chosen(talk, ana):
    """It leaves the old hours when she stops half-way."""
    await ana.presses("Waking hours")
    await ana.presses("9:30 am")
    await ana.presses("Back")

    assert "Awake: from 8 am to 10 pm" in ana.reads[-1]


async def test_who_works_at_night_finds_their_hours(talk, ana):
    """It turns the pages to every half hour of the day."""
    await ana.presses("Waking hours")
    await ana.presses("Other times")
    await ana.presses("4:30 pm")
    await ana.presses("8 am")

    [patient] = await patients(talk)
    assert (patient.wake, patient.sleep) == (time(16, 30), time(8, 0))


async def test_a_short_day_is_on_the_second_page(talk, ana):
    """It offers the earlier hours of going to sleep too."""
    await ana.presses("Waking hours")
    await ana.presses("9 am")
    await ana.presses("Other times")
    await ana.presses("8:30 pm")

    [patient] = await patients(talk)
    assert patient.sleep == time(20, 30)


@pytest.mark.parametrize("choice", ["", "08:00-08:00", "08:00-12:00", "08:00-07:00", "08:15-22:00", "25:00-22:00"])
async def test_no_hours_can_be_made_up(talk, ana, choice):
    """It keeps no day without a night, and no night without a day."""
    await ana.forges(pack(Action.SLEEP, None, choice))

    [patient] = await patients(talk)
    assert (patient.wake, patient.sleep) == (time(8, 0), time(22, 0))


async def test_fewer_reminders_change_what_is_next(talk, ana):
    """It plans anew at once, and offers the other levels the next time."""
    await ana.presses("How many")
    assert ana.buttons == ["only the important ones", "only “you can again” and check-ins", "Back"]
    await ana.presses("only “you can again” and check-ins")

    assert "Reminders: only “you can again” and check-ins" in ana.reads[-1]
    assert ana.reads[-1].endswith("Next: tomorrow, 2 pm")
    assert [one.level for one in await patients(talk)] == [Level.FEW]


async def test_a_muted_step_is_not_sent_and_can_come_back(talk, ana):
    """It leaves the step out, names it in the menu, and has it back by the same tap."""
    await ana.presses("Mute a step")
    await ana.presses("sunscreen (SPF 30 or more)")
    assert "sunscreen (SPF 30 or more) (muted)" in ana.buttons
    await ana.presses("Back")
    assert "Muted: sunscreen (SPF 30 or more)" in ana.reads[-1]

    await talk.pass_time(days=3)
    assert not any("Put on sunscreen" in read for read in ana.reads)

    await ana.says("/settings")
    await ana.presses("Mute a step")
    await ana.presses("sunscreen (SPF 30 or more) (muted)")
    await talk.pass_time(days=2)

    assert any("Put on sunscreen" in read for read in ana.reads)


async def test_check_ins_are_muted_as_one(talk, ana):
    """It has one button for all of them, and asks none then."""
    await ana.presses("Mute a step")
    assert ana.buttons.count("how is your skin?") == 1
    await ana.presses("how is your skin?")
    await talk.pass_time(days=8)

    assert not any("How is your skin today?" in read for read in ana.reads)


@pytest.mark.parametrize("choice", ["", "no_such_step", "coldsore_meds"])
async def test_only_what_is_offered_can_be_muted(talk, ana, choice):
    """It mutes nothing that is not in the list."""
    await ana.forges(pack(Action.MUTE, None, choice))

    assert [one.muted for one in await patients(talk)] == [[]]


async def test_a_typed_city_moves_the_zone(talk, ana):
    """It goes by the time there, and says what is next by it."""
    await ana.presses("Time zone")
    await ana.says("Tokyo")

    assert ana.reads[-1] == "From now on I go by Tokyo time, and so do your reminders.\nNext: tomorrow, 8 am"
    assert [(one.zone, one.awaiting) for one in await patients(talk)] == [("Asia/Tokyo", None)]


async def test_a_shared_location_moves_the_zone(talk, ana):
    """It takes the zone of the place, and forgets the place."""
    await ana.presses("Time zone")
    await ana.presses("Share my location")
    assert ana.reply_keyboard == ["Share my location"]
    await ana.shares(-34.6, -58.4)

    assert "Buenos Aires" in ana.reads[-1]
    assert [one.awaiting for one in await patients(talk)] == [None]


async def test_the_zone_can_be_left_as_it_is(talk, ana):
    """It waits for no city any more."""
    await ana.presses("Time zone")
    await ana.presses("Leave it as it is")
    await ana.says("When can I wear make-up?")

    assert "Time zone: Madrid" in " ".join(ana.reads)
    assert [one.awaiting for one in await patients(talk)] == [None]
    assert "Where are you now?" not in ana.reads[-1]


async def test_opening_the_settings_anew_waits_for_no_city(talk, ana):
    """It takes a city for words again."""
    await ana.presses("Time zone")
    await ana.says("/settings")
    await ana.says("Tokyo")

    assert [(one.zone, one.awaiting) for one in await patients(talk)] == [("Europe/Madrid", None)]


@pytest.mark.parametrize("leaves", ["/today", "later", "hello"])
async def test_what_is_no_city_moves_nobody(talk, ana, leaves):
    """It takes no greeting for a town, and nothing for one that is typed after a command or the next day."""
    await ana.says("/settings")
    await ana.presses("Time zone")
    if leaves == "later":
        await talk.pass_time(hours=13)
    else:
        await ana.says(leaves)
    await ana.says("Hola")

    assert [one.zone for one in await patients(talk)] == ["Europe/Madrid"]
    assert not any("Nairobi" in read for read in ana.reads)


async def test_a_question_is_answered_while_the_city_is_awaited(talk, ana):
    """It answers, and then asks for the city again."""
    await ana.presses("Time zone")
    await ana.says("When can I wear make-up?")

    assert ana.reads[-2].startswith("Make-up")
    assert ana.reads[-1].startswith("Where are you now?")


async def test_her_own_number_is_kept_for_the_clinic_and_taken_back(talk, ana):
    """It keeps it, shows it, and forgets it when she says so."""
    await ana.presses("Phone number")
    assert ana.reply_keyboard == ["Share my number"]
    await ana.shares_contact()
    [patient] = await patients(talk)
    assert patient.phone
    assert patient.phone.startswith("+")
    assert ana.reply_keyboard == []

    await ana.says("/settings")
    assert f"Your number for the clinic: {patient.phone}" in ana.reads[-1]
    await ana.presses("Phone number")
    await ana.presses("Take my number back")

    assert [one.phone for one in await patients(talk)] == [None]


async def test_nobody_elses_number_is_kept(talk, ana):
    """It keeps only a contact that is the sender's own."""
    message = {"phone_number": "+34600000000", "first_name": "Bea", "user_id": ana.chat_id + 1}
    talk.world.post(talk.world.chats[ana.chat_id], ana.person.user, {"contact": message})
    await talk.settle()

    assert ana.reads[-1] == "I can only keep your own number, so I have not kept this one."
    assert [one.phone for one in await patients(talk)] == [None]


async def test_before_consent_no_number_is_kept(talk):
    """It says that it needs none."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.shares_contact()

    assert any(read.startswith("I do not need any contact details") for read in ana.reads)
    assert [one.phone for one in await patients(talk)] == [None]


async def test_what_is_set_holds_on_both_databases(either_talk):
    """It stores every setting, also where the columns are stricter."""
    ana = either_talk.person("Ana")
    await enrols(ana)
    await ana.says("/settings")
    await ana.presses("Waking hours")
    await ana.presses("7 am")
    await ana.presses("11 pm")
    await ana.presses("Mute a step")
    await ana.presses("make-up again")
    await ana.presses("Back")
    await ana.presses("How many")
    await ana.presses("only the important ones")

    [patient] = await patients(either_talk)
    assert (patient.wake, patient.muted, patient.level) == (time(7), ["makeup_ok"], Level.IMPORTANT)


async def test_a_pause_is_said_in_place_of_what_is_next(talk, ana):
    """It says that nothing comes while paused."""
    await ana.says("/pause")
    await ana.says("/settings")

    assert ana.reads[-1].endswith("Your reminders are paused. /resume starts them again.")


async def test_old_buttons_mean_nothing_after_erasing(talk, ana):
    """It says that there is no plan, and keeps nothing new."""
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")
    await ana.forges(pack(Action.LEVEL, None, "few"))

    assert ana.reads[-1] == "You have no plan yet. Shall I set up your reminders?"
    assert await patients(talk) == []


async def test_reminders_stay_out_of_a_night_worker_s_sleep(talk, ana):
    """It sends nothing between going to sleep and getting up."""
    await ana.presses("Waking hours")
    await ana.presses("Other times")
    await ana.presses("5 pm")
    await ana.presses("8 am")
    asleep_at = talk.now.replace(hour=7, minute=1) + timedelta(days=1)  # 8:01 in Madrid
    await talk.pass_to(asleep_at)
    said = len(ana.reads)
    await talk.pass_to(asleep_at.replace(hour=12, minute=59))  # 1:59 pm: make-up and the like come at their hour

    assert len(ana.reads) == said
