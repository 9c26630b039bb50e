"""Invites: the team makes a link with the date inside; whoever taps it is done in two taps, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from bot.conversation.registration import CONSENT_VERSION
from scheduler.invites import begin_invite, complete_invite
from scheduler.models import Invite, Patient, Treatment
from tests.bot.conversation.stories import enrols, patients, treatments
from tests.bot.conversation.team import RED_FLAG, a_team, writes

TREATED = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)  # 2:30 pm in Madrid


async def invites(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Invite).order_by(Invite.id))).all())


async def token_for(talk, treated_at=TREATED, label=""):
    async with talk.database.session() as session:
        begun = await begin_invite(session, "microneedling", label, talk.now)
        return await complete_invite(session, begun, treated_at, talk.now)


async def makes_an_invite(team, command="/invite", day="Today", time="2:30 pm"):
    """Carla makes an invite by buttons; return the token in its link."""
    await team.says(command)
    await team.presses(day)
    await team.presses(time)
    link = next(line for line in team.reads[-1].split("\n") if line.startswith("https://"))
    return link.rpartition("start=")[2]


async def test_the_team_makes_a_link_by_three_taps(either_talk):
    """It posts the link with its code, for whom and until when."""
    team = await a_team(either_talk)
    token = await makes_an_invite(team)

    assert team.messages[-1].content["photo"]
    assert team.reads[-1].split("\n") == [
        "Invite for Friday 20 November, 2:30 pm",
        f"https://t.me/AfterglowPreviewBot?start={token}",
        "For one patient, once, until Sunday 20 December. Send the link, or let them scan the code.",
    ]
    [invite] = await invites(either_talk)
    assert invite.treated_at == TREATED
    assert token not in (invite.token_hash or "")
    assert len(token) >= 22


async def test_two_taps_and_the_patient_is_enrolled(either_talk):
    """It asks for consent with the age in it, shows the date, and registers it in the clinic's zone."""
    team = await a_team(either_talk)
    token = await makes_an_invite(team, "/invite 4711")
    ana = either_talk.person("Ana")
    await ana.says(f"/start {token}")
    asked = ana.reads[-2]
    await ana.presses("Yes, I agree")
    confirm = ana.reads[-1]
    await ana.presses("Yes, that is right")
    await either_talk.dispatch()

    [patient], [treatment] = await patients(either_talk), await treatments(either_talk)
    assert "By agreeing you also say that you are 18 or older." in asked
    assert confirm == "Your treatment: Friday 20 November, 2:30 pm (Madrid time).\nIs that right?"
    assert (patient.adult, patient.procedure, patient.zone) == (True, "plain", "Europe/Madrid")
    assert (treatment.treated_at, treatment.label) == (TREATED, "4711")
    assert any(text.startswith("Your treatment: today, 2:30 pm (Madrid time)") for text in ana.reads)
    assert "What counts right now" in ana.reads[-1]


async def test_the_label_stands_in_alerts(talk):
    """It tells the team which patient it is in the clinic's own words."""
    team = await a_team(talk)
    token = await makes_an_invite(team, "/invite Room <2>")
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Yes, that is right")
    await writes(talk, ana, RED_FLAG)

    assert "Ana · Room <2> · day of treatment" in team.reads[-1]


async def test_a_link_works_once(either_talk):
    """It gives whoever comes second a kind line and the usual way in."""
    token = await token_for(either_talk)
    ana, bea = either_talk.person("Ana"), either_talk.person("Bea")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Yes, that is right")
    await bea.says(f"/start {token}")

    assert bea.reads[0] == "This link has been used already, or it has run out. Your clinic can give you a new one."
    assert bea.reads[1] == "You can also go on without it."
    assert bea.reads[-1].startswith("Before we begin:")


@pytest.mark.parametrize(
    "confirms",
    [
        pytest.param(lambda person: person.presses("Yes, that is right"), id="by the button"),
        pytest.param(lambda person: person.says("yesterday 16:00"), id="with another date"),
    ],
)
async def test_of_two_who_have_begun_the_first_to_confirm_has_it(talk, confirms):
    """It lets nobody enrol by a link that somebody else has used meanwhile."""
    token = await token_for(talk)
    ana, bea = talk.person("Ana"), talk.person("Bea")
    for person in (ana, bea):
        await person.says(f"/start {token}")
        await person.presses("Yes, I agree")
    await ana.presses("Yes, that is right")
    await confirms(bea)

    assert len(await treatments(talk)) == 1
    assert any(text.startswith("This link has been used already") for text in bea.reads)


async def test_the_own_link_tapped_again_shows_what_is_set_up(talk):
    """It does not scold the patient whose link it is."""
    token = await token_for(talk)
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Yes, that is right")
    await ana.says(f"/start {token}")

    assert ana.reads[-1].startswith("Your reminders are set up.")


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("AAAAAAAAAAAAAAAAAAAAAAAA", id="mistyped or of another clinic"),
        pytest.param("x", id="far too short"),
        pytest.param("a b c", id="in pieces"),
        pytest.param("🙂", id="no token at all"),
    ],
)
async def test_a_token_that_nobody_made_opens_nothing(talk, token):
    """It goes on as without one."""
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")

    assert ana.reads[0].startswith("This link has been used already, or it has run out.")
    assert ana.reads[-1].startswith("Before we begin:")


async def test_after_thirty_days_a_link_has_run_out(talk):
    """It keeps no door open for ever."""
    token = await token_for(talk)
    talk.time.pass_to(talk.now + timedelta(days=30))
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")

    assert ana.reads[0].startswith("This link has been used already, or it has run out.")


async def test_an_invite_that_is_not_finished_opens_nothing(talk):
    """It has no token, so none fits."""
    team = await a_team(talk)
    await team.says("/invite")

    assert [one.token_hash for one in await invites(talk)] == [None]


async def test_the_date_can_be_corrected_on_the_way(talk):
    """It asks as usual, and keeps the label."""
    token = await token_for(talk, label="4711")
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Another date")
    await ana.says("yesterday 16:00")
    await ana.presses("Yes")

    [treatment] = await treatments(talk)
    assert (treatment.treated_at, treatment.label) == (datetime(2026, 11, 19, 15, tzinfo=UTC), "4711")


@pytest.mark.parametrize(
    ("typed", "treated_at"),
    [
        pytest.param("yesterday 16:00", datetime(2026, 11, 19, 15, tzinfo=UTC), id="another day"),
        pytest.param("no, it was yesterday at 16:00", datetime(2026, 11, 19, 15, tzinfo=UTC), id="with a no"),
        pytest.param("at 13:00", datetime(2026, 11, 20, 12, tzinfo=UTC), id="another time of that day"),
        pytest.param("half an hour ago", datetime(2026, 11, 20, 13, 30, tzinfo=UTC), id="so long ago"),
    ],
)
async def test_a_date_typed_instead_of_a_yes_corrects_it(talk, typed, treated_at):
    """It takes it for the right one, and keeps the label."""
    token = await token_for(talk, label="4711")
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.says(typed)
    await ana.presses("Yes")

    [treatment] = await treatments(talk)
    assert (treatment.treated_at, treatment.label) == (treated_at, "4711")


async def test_a_patient_from_elsewhere_says_so(talk):
    """It keeps the instant and shows it in the patient's own time."""
    token = await token_for(talk)
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("I am in another time zone")
    await ana.says("London, United Kingdom")
    confirm = ana.reads[-1]
    await ana.presses("Yes, that is right")

    [patient], [treatment] = await patients(talk), await treatments(talk)
    assert confirm.startswith("Your treatment: Friday 20 November, 1:30 pm (London time).")
    assert (patient.zone, treatment.treated_at) == ("Europe/London", TREATED)


async def test_yes_can_be_typed(talk):
    """It takes words for the button."""
    token = await token_for(talk)
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.says("yes")
    await ana.says("yes")

    assert len(await treatments(talk)) == 1


async def test_no_keeps_nothing_and_leaves_the_link_unused(talk):
    """It lets the patient think about it."""
    token = await token_for(talk)
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("No, I do not agree")
    declined = ana.reads[-1]
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Yes, that is right")

    assert declined.startswith("That is fine. I have kept nothing.")
    assert len(await treatments(talk)) == 1


async def test_a_second_session_is_one_more_tap(talk):
    """It asks no consent again from who has agreed."""
    ana = talk.person("Ana")
    await enrols(ana)
    token = await token_for(talk, treated_at=datetime(2026, 12, 18, 10, tzinfo=UTC))
    await ana.says(f"/start {token}")
    await ana.presses("Yes, that is right")

    assert [one.treated_at for one in await treatments(talk)][-1] == datetime(2026, 12, 18, 10, tzinfo=UTC)


async def test_the_process_may_end_between_the_taps(either_talk):
    """It goes on where it was."""
    token = await token_for(either_talk)
    ana = either_talk.person("Ana")
    await ana.says(f"/start {token}")
    await either_talk.restart()
    await ana.presses("Yes, I agree")
    await either_talk.restart()
    await ana.presses("Yes, that is right")

    assert len(await treatments(either_talk)) == 1


async def test_where_enrolment_is_closed_only_a_link_opens_it(open_talk):
    """It gives strangers the clinic's phone and keeps nothing; questions are answered all the same."""
    talk = await open_talk(open_enrolment=False)
    ana, bea = talk.person("Ana"), talk.person("Bea")
    await ana.says("/start")
    needs_link = ana.reads[-1]
    await ana.says("/start AAAAAAAAAAAAAAAAAAAAAAAA")
    wrong_link = ana.reads[-2:]
    await ana.says("When can I wear makeup?")
    offered = ana.buttons
    kept = await patients(talk)
    await bea.says(f"/start {await token_for(talk)}")
    await bea.presses("Yes, I agree")
    await bea.presses("Yes, that is right")

    phone = "Please call Clínica del Prado: +34 910 000 000"
    assert needs_link == f"To set up reminders you need a link from Clínica del Prado.\n{phone}"
    assert wrong_link[0].startswith("This link has been used already")
    assert wrong_link[1] == phone
    assert "48 hours" in ana.reads[-1]
    assert "Set up my reminders" not in offered
    assert kept == []
    assert len(await treatments(talk)) == 1


async def test_other_days_are_a_tap_away(talk):
    """It turns the pages of days in both directions; each has its date, for there are two Mondays."""
    team = await a_team(talk)
    await team.says("/invite")
    first = team.buttons_of(team.messages[-1])
    await team.presses("Later ›")
    later = team.buttons_of(team.messages[-1])
    await team.presses("‹ Earlier")

    assert first == [
        "Mon 16 Nov", "Tue 17 Nov", "Wed 18 Nov", "Yesterday", "Today", "Tomorrow", "Sun 22 Nov", "Mon 23 Nov",
        "‹ Earlier", "Later ›",
    ]  # fmt: skip
    assert later[0] == "Tue 24 Nov"
    assert team.buttons_of(team.messages[-1]) == first


async def test_a_day_out_of_reach_makes_no_link(talk):
    """It says from when to when it can take one."""
    team = await a_team(talk)
    await team.says("/invite")
    [invite] = await invites(talk)
    await team.forges(pack(Action.INVITE, invite.id, "at=2027-11-20T15:00"))

    assert team.notes[-1] == "I can take a time from 8 weeks ago to 90 days ahead."
    assert [one.token_hash for one in await invites(talk)] == [None]


@pytest.mark.parametrize("choice", ["day=", "at=soon", "from=2026", "nonsense", "at=2026-11-20T15:00+99:00"])
async def test_made_up_data_makes_no_link(talk, choice):
    """It takes it for a button too old."""
    team = await a_team(talk)
    await team.says("/invite")
    [invite] = await invites(talk)
    await team.forges(pack(Action.INVITE, invite.id, choice))

    assert [one.token_hash for one in await invites(talk)] == [None]


async def test_a_patient_cannot_make_invites(talk):
    """It takes forged buttons for too old, and the command for unknown."""
    team = await a_team(talk)
    await team.says("/invite")
    [invite] = await invites(talk)
    ana = talk.person("Ana")
    await ana.says("/invite")
    unknown = ana.reads[-1]
    await ana.forges(pack(Action.INVITE, invite.id, "at=2026-11-20T15:00"))

    assert unknown.startswith("I do not know that command.")
    assert ana.notes[-1] == "This button is from before. Please use the latest message."
    assert [one.token_hash for one in await invites(talk)] == [None]


async def test_a_finished_invite_cannot_be_finished_again(talk):
    """It makes one link of it, however often the time is pressed."""
    team = await a_team(talk)
    await makes_an_invite(team)
    [before] = await invites(talk)
    await team.forges(pack(Action.INVITE, before.id, "at=2026-11-20T16:00"))

    [after] = await invites(talk)
    assert (after.token_hash, after.treated_at) == (before.token_hash, before.treated_at)


async def test_erasing_takes_the_used_invite_away(either_talk):
    """It leaves no row that names the patient."""
    token = await token_for(either_talk)
    ana = either_talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Yes, that is right")
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")

    assert await invites(either_talk) == []
    assert await patients(either_talk) == []


async def test_what_nobody_used_is_forgotten(talk):
    """It keeps no label of an invite that has run out."""
    await token_for(talk, label="4711")
    talk.time.pass_to(talk.now + timedelta(days=31))
    await talk.engine.jobs.purge()

    assert await invites(talk) == []


async def test_a_correction_keeps_the_label(talk):
    """It belongs to the treatment, at whatever time it was."""
    token = await token_for(talk, label="4711")
    ana = talk.person("Ana")
    await ana.says(f"/start {token}")
    await ana.presses("Yes, I agree")
    await ana.presses("Yes, that is right")
    await ana.presses("Correct the date")
    await ana.says("today 12:00")

    async with talk.database.reading() as session:
        [patient] = (await session.exec(select(Patient))).all()
        rows = (await session.exec(select(Treatment.label).order_by(Treatment.id))).all()
    assert rows == ["4711", "4711"]
    assert patient.awaiting is None
    assert CONSENT_VERSION == "2026-11-24.2"
