"""Alerts: a warning sign reaches the team, its patient sees the true state, and nobody's silence ends it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from bot.conversation.registration import CONSENT_VERSION
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import bad_request, forbidden, server_trouble
from scheduler.models import Alert, AlertState, Consent, Outgoing, Patient
from scheduler.patients import give_consent
from tests.bot.conversation.stories import enrols, enrols_in_chat
from tests.bot.conversation.team import EMERGENCY, RED_FLAG, Team, a_team, taps, writes

NOT_SEEN = "Sent to the team of Clínica del Prado: today, 3 pm. Not yet seen."
FIRST = "What I wrote above comes first. Do not wait for an answer here."
CLINIC_LEVEL = "I have a bruise on my cheek that is still there, it is day 12"


async def alerts(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Alert).order_by(Alert.id))).all())


@pytest.fixture
async def scene(talk):
    """A team, and Ana who has enrolled and got her first reminder."""
    return await set_up(talk)


@pytest.fixture
async def either_scene(either_talk):
    """The same on both databases."""
    return await set_up(either_talk)


async def set_up(talk, first_name="Ana", **of_person):
    team = await a_team(talk)
    ana = talk.person(first_name, **of_person)
    await enrols(ana)
    await talk.dispatch()
    return talk, team, ana


async def test_the_team_reads_who_when_what_and_the_words(either_scene):
    """It posts first name, day, topic, urgency and words, and says that nobody has assessed them."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)

    assert team.reads[-1].split("\n") == [
        "Alert 1: for today",
        "Ana · day of treatment",
        "Words about: Infection",
        RED_FLAG,
        "Open since today, 3 pm. Nobody has taken it yet.",
        "A program found these words, nobody has assessed them. The patient has the advice already. "
        "To write to them, reply to this message.",
    ]
    assert team.buttons_of(team.messages[-1]) == ["I take it", "Close", "Block"]


async def test_the_advice_comes_first_and_then_the_true_state(scene):
    """It never lets the alert delay the advice, and calls sent what Telegram has taken."""
    talk, _team, ana = scene
    before = len(ana.reads)
    await ana.says(RED_FLAG)
    advised = ana.reads[before:]
    await talk.dispatch()

    assert advised[0].startswith("Call Clínica del Prado today")
    assert len(advised) == 1
    assert ana.reads[-1] == f"{NOT_SEEN}\n{FIRST}"


async def test_the_state_is_one_message_that_changes(either_scene):
    """It goes from not seen to closed in place, with names and times."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    count, states = len(ana.reads), []
    for label, by in (("I take it", team.carla), ("Contacted", team.david), ("Close", team.carla)):
        talk.time.pass_to(talk.now + timedelta(minutes=2))
        await team.presses(label, by=by)
        states.append(ana.reads[-1])

    assert len(ana.reads) == count
    assert states == [
        "Sent to the team of Clínica del Prado: today, 3 pm.\nSeen by Carla: today, 3:02 pm.",
        "Sent to the team of Clínica del Prado: today, 3 pm.\nSeen by Carla: today, 3:02 pm.\n"
        "David noted that they contacted you: today, 3:04 pm.",
        "Sent to the team of Clínica del Prado: today, 3 pm.\nSeen by Carla: today, 3:02 pm.\n"
        "David noted that they contacted you: today, 3:04 pm.\nClosed by Carla: today, 3:06 pm.",
    ]
    [alert] = await alerts(talk)
    assert (alert.acknowledged_by, alert.contacted_by, alert.closed_by) == ("Carla", "David", "Carla")
    assert alert.state is AlertState.CLOSED


async def test_the_post_shows_what_was_done_and_what_can_be_done_next(scene):
    """It keeps the buttons that still mean something."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    seen = []
    for label in ("I take it", "Contacted", "Close"):
        await team.presses(label)
        post = team.find("Alert 1")
        seen.append((post.content["text"].split("\n")[4], team.buttons_of(post)))

    assert seen == [
        ("Taken by Carla: today, 3 pm", ["Contacted", "Close", "Block"]),
        ("Taken by Carla: today, 3 pm", ["Close", "Block"]),
        ("Taken by Carla: today, 3 pm", []),
    ]
    assert "Closed by Carla: today, 3 pm" in team.find("Alert 1").content["text"]


async def test_two_who_take_it_at_once_are_one(scene):
    """It tells the second that somebody has it."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    post = team.find("Alert 1")
    data = pack(Action.ALERT, 1, "take")
    await team.presses("I take it")
    team.david.person.press_data(post.id, data, chat_id=team.chat_id)
    await talk.settle()

    assert team.notes == ["You have it. The patient sees that.", "Somebody has done that already."]
    assert (await alerts(talk))[0].acknowledged_by == "Carla"


async def test_an_emergency_says_nothing_but_that_the_card_comes_first(scene):
    """It adds no call to the clinic to the one action."""
    talk, team, ana = scene
    await writes(talk, ana, EMERGENCY)

    assert team.reads[-1].startswith("Alert 1: emergency words")
    assert ana.reads[-3] == "Call 112 now."
    assert ana.reads[-1] == f"{NOT_SEEN}\n{FIRST}"


async def test_an_edited_message_with_a_red_flag_raises_one_too(scene):
    """It looks at what stands there now."""
    talk, team, ana = scene
    await ana.says("thank you")
    await ana.edits(RED_FLAG)
    await talk.dispatch()

    assert team.reads[-1].startswith("Alert 1: for today")


async def test_who_has_not_agreed_gets_the_advice_and_no_alert(talk):
    """It passes on nothing of a stranger."""
    team = await a_team(talk)
    said = len(team.reads)
    bea = talk.person("Bea")
    await writes(talk, bea, RED_FLAG)
    await bea.says("/start")
    await writes(talk, bea, EMERGENCY)

    assert "Call Clínica del Prado today" in bea.reads[0]
    assert len(team.reads) == said
    assert await alerts(talk) == []


async def test_words_stay_here_where_an_earlier_consent_did_not_speak_of_them(scene):
    """It tells the team of a sign, and not in which words."""
    talk, team, ana = scene
    async with talk.database.session() as session:
        [patient] = (await session.exec(select(Patient))).all()
        await give_consent(session, patient, "2026-11", talk.now)
    await writes(talk, ana, RED_FLAG)

    assert "The words are not passed on: this patient has not agreed to it." in team.reads[-1]
    assert "pus" not in team.reads[-1]


async def test_the_consent_speaks_of_the_team(talk):
    """It is on record in the version that does, so that the words may be passed on."""
    await a_team(talk)
    ana = talk.person("Ana")
    await enrols_in_chat(ana)
    async with talk.database.reading() as session:
        [consent] = (await session.exec(select(Consent))).all()

    assert consent.version == CONSENT_VERSION
    assert any("I may also tell the team of Clínica del Prado: your first name" in text for text in ana.reads)


async def test_several_signs_are_one_alert(either_scene):
    """It joins them, shows the newest words and the worst urgency, and speaks up in the group."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    await writes(talk, ana, EMERGENCY)

    [alert] = await alerts(talk)
    post = team.find("Alert 1: emergency words").content["text"]
    assert (alert.signs, alert.urgency, alert.words) == (2, "emergency", [RED_FLAG, EMERGENCY])
    assert RED_FLAG in post
    assert EMERGENCY in post
    assert team.reads[-1] == "Alert 1: Ana wrote about a warning sign again. It is added above."
    assert ana.reads[-1] == f"{NOT_SEEN}\n{FIRST}"


async def test_a_worse_sign_opens_what_was_in_hand(scene):
    """It begins to escalate anew, for whoever took it may not look again."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    await writes(talk, ana, EMERGENCY)

    assert (await alerts(talk))[0].state is AlertState.OPEN
    assert "Nobody has taken it yet." in team.find("Alert 1: emergency words").content["text"]
    await talk.pass_time(minutes=5)
    assert team.reads[-1].startswith("Alert 1 (emergency words) is still open")


async def test_a_second_sign_has_its_own_time_and_the_history_stays(either_scene):
    """It shows the patient when the newest sign was sent, and the team who had the alert in hand before."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    talk.time.pass_to(talk.now + timedelta(minutes=1))
    await team.presses("Contacted", by=team.david)
    talk.time.pass_to(talk.now + timedelta(minutes=1))
    await writes(talk, ana, RED_FLAG)

    assert team.find("Alert 1: for today").content["text"].split("\n")[-4:-1] == [
        "Taken by Carla: today, 3 pm",
        "Contacted by David: today, 3:01 pm",
        "Another sign: open again since today, 3:02 pm. Nobody has taken it yet.",
    ]
    assert ana.reads[-1] == f"{NOT_SEEN.replace('3 pm', '3:02 pm')}\n{FIRST}"


async def test_a_second_sign_in_hand_is_not_called_seen(scene):
    """It says who took the earlier one, and never that this one was looked at."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    talk.time.pass_to(talk.now + timedelta(minutes=2))
    await writes(talk, ana, RED_FLAG)

    assert ana.reads[-1] == (
        "Sent to the team of Clínica del Prado: today, 3:02 pm.\n"
        f"Carla has had what you wrote before since today, 3 pm.\n{FIRST}"
    )


async def test_a_second_sign_that_does_not_go_through_is_not_called_sent(scene):
    """It says whom to call instead."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    talk.time.pass_to(talk.now + timedelta(minutes=2))
    talk.world.faults.append(Fault(what=bad_request("no"), method="sendMessage", chat_id=team.chat_id))
    await writes(talk, ana, RED_FLAG)

    assert ana.reads[-1] == (
        "I could not reach the team of Clínica del Prado.\n"
        "Carla has had what you wrote before since today, 3 pm.\n"
        f"Please call Clínica del Prado: +34 910 000 000\n{FIRST}"
    )


async def test_old_words_are_dated(scene):
    """It says when they were written, where "Tell the clinic" is tapped days later."""
    talk, team, ana = scene
    await writes(talk, ana, CLINIC_LEVEL)
    await talk.pass_time(days=2)
    row = next(one for one in ana.person.messages() if "Tell the clinic" in str(one.markup))
    ana.person.press("Tell the clinic", message_id=row.id)
    await talk.settle()
    await talk.dispatch()

    post = team.find("Alert 1: within a day").content["text"]
    assert f"Written Friday 20 November, 3 pm: {CLINIC_LEVEL}" in post


async def test_another_sign_after_contact_opens_it_again(scene):
    """It does not take the first call for the answer to the second sign."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    await team.presses("Contacted")
    await writes(talk, ana, RED_FLAG)

    assert (await alerts(talk))[0].state is AlertState.OPEN


async def test_after_closing_the_next_sign_is_a_new_alert(scene):
    """It counts them apart."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("Close")
    await writes(talk, ana, RED_FLAG)

    assert [alert.state for alert in await alerts(talk)] == [AlertState.CLOSED, AlertState.OPEN]
    assert team.reads[-1].startswith("Alert 2: for today")


async def test_nobody_takes_it_it_is_said_again_and_the_patient_is_told_whom_to_call(either_scene):
    """It repeats after 5 and 15 minutes, then lets the patient know."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    said = len(team.reads)
    await talk.pass_time(minutes=4, seconds=59)
    before = len(team.reads)
    await talk.pass_time(seconds=1)
    first = team.reads[-1]
    await talk.pass_time(minutes=10)

    assert before == said
    assert first == "Alert 1 (for today) is still open, since today, 3 pm. Nobody has taken it.\nAna · day of treatment"
    assert len(team.reads) == said + 2
    assert ana.reads[-1] == f"{NOT_SEEN}\nPlease call Clínica del Prado: +34 910 000 000\n{FIRST}"
    assert "The patient was told not to wait for an answer." in team.find("Alert 1: for today").content["text"]


async def test_the_second_contact_gets_it_after_a_quarter_of_an_hour(open_talk):
    """It posts the alert there, where it can be taken as well; the group sees by whom."""
    talk = await open_talk(second_contact_chat_id=5_400_000_017)
    elena = talk.person("Elena")
    await elena.says("/help")
    talk, team, ana = await set_up(talk)
    await writes(talk, ana, RED_FLAG)
    await talk.pass_time(minutes=14)
    assert "Alert" not in elena.reads[-1]
    await talk.pass_time(minutes=1)
    posted = elena.reads[-1]
    await taps(talk, elena, "I take it")

    assert posted.startswith("Alert 1: for today\nAna · day of treatment")
    assert "Taken by Elena: today, 3:15 pm" in elena.reads[-1]
    assert "Taken by Elena: today, 3:15 pm" in team.find("Alert 1: for today").content["text"]
    assert "Seen by Elena: today, 3:15 pm." in ana.reads[-1]


async def test_what_the_group_takes_later_is_seen_by_the_second_contact(open_talk):
    """It changes both posts."""
    talk = await open_talk(second_contact_chat_id=5_400_000_017)
    elena = talk.person("Elena")
    await elena.says("/help")
    talk, team, ana = await set_up(talk)
    await writes(talk, ana, RED_FLAG)
    await talk.pass_time(minutes=15)
    await team.presses("I take it", on="Alert 1: for today")

    assert "Taken by Carla" in elena.reads[-1]


async def test_taken_in_time_nothing_is_repeated(either_scene):
    """It leaves the group and the second contact in peace."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    said = len(team.reads)
    await talk.pass_time(minutes=40)

    assert len(team.reads) == said
    assert "Please call" not in ana.reads[-1]


async def test_the_button_below_a_repetition_works_too(scene):
    """It shows the taker in the post above, and the repetition has no button any more."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await talk.pass_time(minutes=5)
    await team.presses("I take it", on="is still open")

    assert "Taken by Carla" in team.find("Alert 1: for today").content["text"]
    assert team.buttons_of(team.find("is still open")) == []


async def test_a_process_that_was_away_says_it_once(scene):
    """It does not make up for both repetitions."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    said = len(team.reads)
    talk.time.pass_to(talk.now + timedelta(minutes=50))
    await talk.dispatch()

    assert len(team.reads) == said + 1
    assert "Please call Clínica del Prado" in ana.reads[-1]


async def test_outside_hours_the_patient_is_told_at_once(open_talk):
    """It says until when the clinic is closed and where to go instead."""
    talk = await open_talk(clinic_hours="Mon-Fri 09:00-14:00", clinic_closed="2026-11-23")
    talk, _team, ana = await set_up(talk)
    await writes(talk, ana, RED_FLAG)

    assert ana.reads[-1] == (
        f"{NOT_SEEN}\nClínica del Prado is closed. It opens Tuesday, 9 am.\n"
        f"Do not wait for it. Go to urgent care.\n{FIRST}"
    )


async def test_a_send_that_fails_is_not_called_sent_and_is_tried_again(either_scene):
    """It says at once that it has not gone through, with whom to call, and changes that when it has."""
    talk, team, ana = either_scene
    talk.world.faults.append(Fault(what=server_trouble(502), method="sendMessage", chat_id=team.chat_id, times=2))
    await writes(talk, ana, RED_FLAG)
    not_yet = ana.reads[-1]
    await talk.pass_time(minutes=3)

    assert not_yet == (
        "I am telling the team of Clínica del Prado, but it has not gone through yet. I keep trying.\n"
        f"Please call Clínica del Prado: +34 910 000 000\n{FIRST}"
    )
    assert team.reads[-1].startswith("Alert 1: for today")
    assert ana.reads[-1].startswith("Sent to the team of Clínica del Prado: today, 3:01 pm. Not yet seen.")


async def test_an_answer_that_never_came_is_no_proof(scene):
    """It posts once more rather than not at all: twice does no harm."""
    talk, team, ana = scene
    talk.world.faults.append(Fault(what=Cut(taken=False), method="sendMessage", chat_id=team.chat_id, times=3))
    await writes(talk, ana, RED_FLAG)
    assert "has not gone through yet" in ana.reads[-1]
    await talk.pass_time(minutes=10)

    assert team.find("Alert 1: for today")
    assert "Not yet seen" in ana.reads[-1]


async def test_a_group_that_is_gone_is_no_group(scene):
    """It says that the team was not reached; the next sign is told whom to call from the start."""
    talk, team, ana = scene
    gone = forbidden("bot was kicked from the group chat")
    talk.world.faults.append(Fault(what=gone, chat_id=team.chat_id, times=None))
    await writes(talk, ana, RED_FLAG)

    assert ana.reads[-1] == (
        f"I could not reach the team of Clínica del Prado.\nPlease call Clínica del Prado: +34 910 000 000\n{FIRST}"
    )
    count = len(ana.reads)
    await writes(talk, ana, RED_FLAG)
    assert len(ana.reads) == count + 1


async def test_the_process_may_die_between_alert_and_send(either_scene):
    """It sends after the restart, and says so."""
    talk, team, ana = either_scene
    await ana.says(RED_FLAG)
    await talk.restart()
    await talk.dispatch()

    assert team.reads[-1].startswith("Alert 1: for today")
    assert ana.reads[-1] == f"{NOT_SEEN}\n{FIRST}"


async def test_what_can_wait_a_day_goes_by_the_patients_button(scene):
    """It sends nothing by itself, and the words with the tap."""
    talk, team, ana = scene
    await talk.pass_time(days=12)
    said = len(team.reads)
    await writes(talk, ana, "my cheek is still red and it is day 12")
    assert len(team.reads) == said
    assert "Tell the clinic" in ana.buttons
    await taps(talk, ana, "Tell the clinic")

    assert team.reads[-1].startswith("Alert 1: within a day")
    assert "my cheek is still red and it is day 12" in team.reads[-1]
    assert "Not yet seen" in ana.reads[-1]


async def test_the_button_goes_when_it_has_done_its_work(scene):
    """It cannot be sent twice by a second tap."""
    talk, _team, ana = scene
    await talk.pass_time(days=12)
    await writes(talk, ana, "my cheek is still red and it is day 12")
    await taps(talk, ana, "Tell the clinic")

    assert "Tell the clinic" not in ana.buttons


async def test_without_a_group_the_button_says_whom_to_call(talk):
    """It claims nothing."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.pass_time(days=12)
    await writes(talk, ana, "my cheek is still red and it is day 12")
    await ana.presses("Ask the clinic")

    assert "so nothing has been sent" in ana.reads[-1]


async def test_there_is_a_limit_for_a_day(scene):
    """It stops passing on after five alerts, and says so with the number to call."""
    talk, team, ana = scene
    for _ in range(5):
        await writes(talk, ana, RED_FLAG)
        await team.presses("Close")
    said = len(team.reads)
    await writes(talk, ana, RED_FLAG)

    assert len(team.reads) == said
    assert ana.reads[-2].startswith("Call Clínica del Prado today")
    assert ana.reads[-1] == (
        "I have told the team several times today, so I do not send this one as well.\n"
        "Please call Clínica del Prado: +34 910 000 000"
    )
    await talk.pass_time(days=1, minutes=1)
    await writes(talk, ana, RED_FLAG)
    assert len(await alerts(talk)) == 6


async def test_the_team_can_block_after_a_second_thought(scene):
    """It passes nothing on from a blocked patient, who gets all advice; and can be undone."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("Block")
    asked = team.buttons_of(team.find("Alert 1"))
    await team.presses("Yes, block this patient")
    said, read = len(team.reads), len(ana.reads)
    await writes(talk, ana, RED_FLAG)

    assert asked == ["Yes, block this patient", "Back"]
    assert "Nothing more is passed on from this patient." in team.find("Alert 1").content["text"]
    assert len(team.reads) == said
    assert len(ana.reads) == read + 1
    assert ana.reads[-1].startswith("Call Clínica del Prado today")

    await team.presses("Unblock")
    await writes(talk, ana, RED_FLAG)
    assert team.reads[-1].startswith("Alert 2: for today")


async def test_back_blocks_nobody(scene):
    """It shows the buttons as they were."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("Block")
    await team.presses("Back")

    assert team.buttons_of(team.find("Alert 1")) == ["I take it", "Close", "Block"]
    assert (await alerts(talk))[0].state is AlertState.OPEN


@pytest.mark.parametrize("choice", ["take", "contacted", "close", "block", "really", "unblock", "back", "nonsense"])
async def test_nobody_outside_the_team_can_press(scene, choice):
    """It takes forged data from a patient's chat or another group for a button too old."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await ana.forges(pack(Action.ALERT, 1, choice))
    other = Team(talk)
    other.group.membership = team.group.membership
    message = talk.world.post(other.group, talk.world.bot, {"text": "x"})
    other.carla.person.press_data(message.id, pack(Action.ALERT, 1, choice), chat_id=other.chat_id)
    await talk.settle()

    assert (await alerts(talk))[0].state is AlertState.OPEN
    assert other.notes == ["This button is from before. Please use the latest message."]
    assert ana.notes[-1] == "This button is from before. Please use the latest message."


@pytest.mark.parametrize("data", ["alert:99:take", "alert::take", "alert:1:nonsense", "done:1:", "nonsense"])
async def test_made_up_data_in_the_group_does_nothing(scene, data):
    """It answers with a note and changes no alert."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.forges(data)

    assert (await alerts(talk))[0].state is AlertState.OPEN


async def test_an_anonymous_administrator_is_the_team(scene):
    """It names nobody where Telegram hides who it was."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    talk.world.users[1087968824] = team.carla.person.user.__class__(
        id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True
    )
    user = talk.world.users[1087968824]
    team.group.members.append(user)
    talk.world.press(user, team.group, team.find("Alert 1"), pack(Action.ALERT, 1, "take"))
    await talk.settle()
    await talk.dispatch()

    assert "Seen by the team: today, 3 pm." in ana.reads[-1]


@pytest.mark.parametrize(
    "first_name",
    [
        pytest.param("<b>Ana</b> & <script>", id="markup"),
        pytest.param("\u202eAna\u2066", id="marks that turn the direction"),
        pytest.param("A" * 64, id="as long as Telegram allows"),
        pytest.param("\u200f", id="nothing that shows"),
    ],
)
async def test_no_name_does_harm(talk, first_name):
    """It posts, edits and passes on whatever people call themselves."""
    talk, team, ana = await set_up(talk, first_name)
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    await team.says("We will call you", to="Alert 1")

    assert "Taken by Carla" in team.find("Alert 1").content["text"]
    assert "We will call you" in ana.reads[-1]
    assert "\u202e" not in "".join(team.reads)


async def test_a_long_message_with_a_sign_is_cut_for_the_team(scene):
    """It fits into a message whatever was written."""
    talk, team, ana = scene
    await writes(talk, ana, f"{RED_FLAG}. {'<&> ' * 1000}"[:4096])

    assert RED_FLAG in team.reads[-1]
    assert len(team.reads[-1]) < 2000


async def test_the_team_is_told_when_the_patient_erases(either_scene):
    """It takes the alert away, says so without a name, and its buttons are over."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    await ana.says("/delete")
    stays = ana.reads[-1]
    await ana.presses("Yes, erase it")
    await taps(talk, ana, "Erase it now")
    told = team.reads[-1]
    await team.presses("I take it")

    assert "What already went to your clinic's team stays in their own chat." in stays
    assert told == (
        "The patient of alert 1 has erased their data, so it is over. What stands above in this group stays."
    )
    assert team.notes[-1] == "This patient has erased their data."
    assert await alerts(talk) == []
    async with talk.database.reading() as session:
        rows = (await session.exec(select(Outgoing.text).where(Outgoing.patient_id.is_not(None)))).all()
    assert rows == []


async def test_a_copy_of_everything_holds_the_alert(scene):
    """It hands over what went to the team, too."""
    talk, _team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await ana.says("/export")

    files = [one.content["document"]["file_id"] for one in ana.person.messages() if "document" in one.content]
    assert any(RED_FLAG in talk.world.files.find(file).data.decode() for file in files)


async def test_it_speaks_to_each_in_their_language(open_talk):
    """It posts in the clinic's language and tells the patient in theirs."""
    talk = await open_talk(clinic_language="es")
    talk, team, ana = await set_up(talk)
    await writes(talk, ana, RED_FLAG)

    assert team.reads[-1].startswith("Alerta 1: para hoy\nAna · día del tratamiento")
    assert ana.reads[-1].startswith("Sent to the team")


async def test_logs_hold_no_words_and_no_names(scene, capsys, caplog):
    """It logs ids alone."""
    talk, team, ana = scene
    talk.world.faults.append(Fault(what=bad_request("no"), chat_id=team.chat_id))
    await writes(talk, ana, RED_FLAG)
    await team.says("please call", to="To make this")

    logged = "".join([*capsys.readouterr(), caplog.text])
    assert "not_delivered" in logged
    assert not any(word in logged for word in ("pus", "Ana", "Carla", "please call"))


@pytest.mark.parametrize(
    ("words", "topic", "title"),
    [
        ("Is the sauna ok, the pool, a steam room, a hot tub, swimming? There is pus", "infection", "Infection"),
        ("Is microneedling safe? I want to die", "side_effects_overview", "Side effects"),
    ],
)
async def test_the_topic_is_that_of_the_sign_not_of_the_question_beside_it(scene, words, topic, title):
    """It says what was found, where the patient asked about something else in the same message."""
    talk, team, ana = scene
    await writes(talk, ana, words)

    assert [one.topic for one in await alerts(talk)] == [topic]
    assert f"Words about: {title}" in team.reads[-1]
