"""The team's digest: planned once for all, due each morning, and what happened since the last one."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from messages.clinic import Clinic
from messages.topics import Urgency
from scheduler.alerts import Sign, raise_alert
from scheduler.digest import next_digest_at, plan_digest
from scheduler.dispatcher import Dispatcher
from scheduler.models import Kind, Outgoing, Patient, Response, State
from scheduler.morning import morning_of
from scheduler.outgoing import Outcome
from scheduler.patients import pause
from scheduler.questions import record_question
from scheduler.responses import respond
from scheduler.staff import Desk
from scheduler.threads import Ended, Passed, begin, end, pass_to_patient, pass_to_team
from tests.scheduler.world import NOW

GROUP = -1001
MADRID = ZoneInfo("Europe/Madrid")
CLINIC = Clinic(name="Clínica del Prado", phone="+34 910 000 000", zone=MADRID, language="en")
DESK = Desk(clinic=CLINIC, chat_id=GROUP, digest_at=time(8))
MORNING = datetime(2026, 11, 21, 7, tzinfo=UTC)  # the next, 8 am in Madrid


@pytest.fixture
def clinic(world):
    """The world with a team that has a group."""
    world.dispatcher = another_process(world, "this process")
    return world


def another_process(world, owner):
    return Dispatcher(
        database=world.database,
        library=world.library,
        clock=lambda: world.now,
        send=world.telegram,
        owner=owner,
        desk=DESK,
    )


def digests(world):
    return [ready for ready in world.telegram.sent if ready.kind is Kind.DIGEST]


async def plan(world, desk=DESK):
    async with world.database.session() as session:
        await plan_digest(session, desk, world.now)


async def rows(world):
    async with world.database.reading() as session:
        query = select(Outgoing).where(Outgoing.kind == Kind.DIGEST).order_by(Outgoing.id)
        return list((await session.exec(query)).all())


async def morning(world, *, since=NOW, until=MORNING, now=MORNING):
    async with world.database.reading() as session:
        return await morning_of(session, world.library, CLINIC, since=since, until=until, now=now)


async def test_it_is_planned_once_and_goes_out_once_a_day(clinic):
    """It plans one however often it looks, and the next when that is sent."""
    await asyncio.gather(*(plan(clinic) for _ in range(4)))
    await plan(clinic)
    await clinic.pass_time(days=2)

    assert [(row.state, row.due_at) for row in await rows(clinic)] == [
        (State.SENT, MORNING),
        (State.SENT, MORNING + timedelta(days=1)),
        (State.PLANNED, MORNING + timedelta(days=2)),
    ]
    assert [ready.chat_id for ready in digests(clinic)] == [GROUP, GROUP]


async def test_two_processes_send_one(clinic):
    """It is claimed by one of them alone."""
    await plan(clinic)
    clinic.now = MORNING
    other = another_process(clinic, "another")
    for dispatcher in (other, clinic.dispatcher, other):
        await dispatcher.dispatch_due()
        await plan(clinic)

    assert len(digests(clinic)) == 1


@pytest.mark.parametrize(("late", "sent"), [(timedelta(hours=3), 1), (timedelta(hours=5), 0)], ids=["3 h", "5 h"])
async def test_a_missed_morning_is_made_up_for_within_four_hours(clinic, late, sent):
    """It comes when the process is back soon, else the next morning; either way the next is planned."""
    await plan(clinic)
    clinic.now = MORNING + late
    await clinic.dispatch()

    assert len(digests(clinic)) == sent
    assert (await rows(clinic))[-1].due_at == MORNING + timedelta(days=1)


async def test_what_a_missed_digest_would_have_said_the_next_one_says(clinic):
    """It begins where the last one that was sent ended."""
    await plan(clinic)
    await clinic.pass_time(days=1)
    async with clinic.database.session() as session:
        at = MORNING + timedelta(hours=1)
        await record_question(session, None, topic=None, urgency="none", kind="answer", language="en", now=at)
    clinic.now = MORNING + timedelta(days=1, hours=9)  # down the whole morning
    await clinic.dispatch()
    await clinic.pass_time(days=1)

    [first, second] = digests(clinic)
    assert "Questions" not in first.html
    assert "Since Saturday, 8 am" in second.html
    assert "Questions: 1 answered" in second.html


@pytest.mark.parametrize(
    "desk", [Desk(clinic=CLINIC, digest_at=time(8)), Desk(clinic=CLINIC, chat_id=GROUP)], ids=["no group", "no time"]
)
async def test_without_a_group_or_a_time_there_is_none(clinic, desk):
    """It plans nothing, and takes back what was planned."""
    await plan(clinic)
    await plan(clinic, desk)
    await clinic.pass_time(days=2)

    assert [row.state for row in await rows(clinic)] == [State.CANCELLED]
    assert digests(clinic) == []


async def test_another_time_moves_the_planned_one(clinic):
    """It follows DIGEST_AT after a restart."""
    await plan(clinic)
    await plan(clinic, Desk(clinic=CLINIC, chat_id=GROUP, digest_at=time(9, 30)))

    assert [row.due_at for row in await rows(clinic)] == [MORNING + timedelta(hours=1, minutes=30)]


async def test_its_words_are_not_kept(clinic):
    """It names patients, so the row has no text."""
    ana = await clinic.patient()
    await clinic.register(ana, NOW)
    await plan(clinic)
    await clinic.pass_time(days=1)

    assert "Patient 1" in digests(clinic)[0].html
    assert [row.text for row in await rows(clinic)] == [None, None]


async def test_trouble_is_tried_again_and_the_group_that_moved_is_followed(clinic):
    """It is delayed by a limit, not lost."""
    await plan(clinic)
    clinic.telegram.outcomes = [Outcome.LATER]
    clinic.now = MORNING
    await clinic.dispatch()
    await clinic.pass_time(minutes=1)

    assert [row.state for row in await rows(clinic)] == [State.SENT, State.PLANNED]
    assert (await rows(clinic))[-1].due_at == MORNING + timedelta(days=1)


def test_the_time_is_the_clinic_s_own_also_when_the_clocks_change():
    """It is 8 am on both days around the change."""
    before = datetime(2026, 3, 28, 20, tzinfo=UTC)

    assert next_digest_at(DESK, time(8), before) == datetime(2026, 3, 29, 6, tzinfo=UTC)
    assert next_digest_at(DESK, time(8), before - timedelta(days=1)) == datetime(2026, 3, 28, 7, tzinfo=UTC)


async def test_it_knows_who_is_on_which_day(clinic):
    """It counts on each patient's calendar from the last session; who never agreed or has finished is left out."""
    ana, bea, dora = [await clinic.patient(chat_id=number) for number in (1, 2, 3)]
    await clinic.register(ana, NOW)
    for days in (40, 3, -30):
        await clinic.register(bea, NOW - timedelta(days=days))
    await clinic.register(dora, NOW + timedelta(days=3))
    stranger = await clinic.patient(chat_id=4, consent=False)
    await clinic.register(stranger, NOW)
    long_ago = await clinic.patient(chat_id=5)
    await clinic.register(long_ago, NOW - timedelta(days=43))

    found = await morning(clinic)

    assert [(person.number, person.day) for person in found.recovering] == [(ana.id, 1), (bea.id, 4)]
    assert found.coming == 1


async def test_taps_and_figures_are_those_since_the_last_digest(clinic):
    """It counts what was sent, asked and tapped, and names who feels worse."""
    ana = await clinic.patient()
    await clinic.register(ana, NOW)
    await clinic.pass_time(hours=25)
    [asked] = [ready for ready in clinic.telegram.sent if ready.check_in]
    async with clinic.database.session() as session:
        patient = await session.get_one(Patient, ana.id)
        await respond(session, patient, asked.outgoing_id, Response.WORSE, clinic.now)
        first = clinic.telegram.sent[0].outgoing_id
        await respond(session, patient, first, Response.DONE, clinic.now)
        for kind, urgency in (("answer", "none"), ("answer", "urgent"), ("refusal", "none"), ("thanks", "none")):
            await record_question(
                session, patient, topic=None, urgency=urgency, kind=kind, language="en", now=clinic.now
            )
    until = clinic.now + timedelta(minutes=1)

    found = await morning(clinic, until=until, now=until)
    figures = found.figures

    assert [(tap.person.number, tap.answer) for tap in found.taps] == [(ana.id, "worse")]
    assert (figures.sent, figures.late) == (len(clinic.telegram.sent), 0)
    assert (figures.asked, figures.answered, figures.worse, figures.better) == (1, 1, 1, 0)
    assert (figures.questions_answered, figures.questions_unanswered, figures.questions_signs) == (2, 1, 1)
    assert figures.care_done == 3
    later = await morning(clinic, since=until, until=until + timedelta(hours=1), now=until)
    assert later.figures.sent == later.figures.worse == 0


async def test_critical_steps_that_did_not_go_out_are_named(clinic):
    """It lists what expired while the process was down; not what a pause left out, nor what was before they came."""
    ana, bea = await clinic.patient(chat_id=1), await clinic.patient(chat_id=2)
    late = await clinic.patient(chat_id=3)
    await clinic.register(ana, NOW)
    await clinic.register(bea, NOW)
    await clinic.register(late, NOW - timedelta(days=2))
    await clinic.pass_time(hours=1)
    await clinic.change(bea, pause)
    before = await morning(clinic, until=clinic.now + timedelta(minutes=1), now=clinic.now)
    clinic.now = NOW + timedelta(hours=23)  # down all night
    await clinic.dispatch()

    found = await morning(clinic, until=clinic.now + timedelta(minutes=1), now=clinic.now)

    assert before.missed == ()
    assert ana.id in {one.person.number for one in found.missed}
    assert bea.id not in {one.person.number for one in found.missed}
    assert "ice_packs" in next(one for one in found.missed if one.person.number == ana.id).step_ids
    assert found.figures.expired > 0


async def test_who_cannot_be_reached_is_listed_with_the_step_they_missed_and_their_number(clinic):
    """It names the one that did not arrive and those that were never tried, and nobody twice."""
    ana = await clinic.patient()
    await clinic.register(ana, NOW)
    await clinic.dispatch()
    clinic.telegram.outcomes = [Outcome.GONE]
    await clinic.pass_time(hours=1)
    async with clinic.database.session() as session:
        (await session.get_one(Patient, ana.id)).phone = "+34 600 000 000"

    digest = await morning(clinic)
    [found] = digest.unreachable

    assert (found.person.phone, found.since) == ("+34 600 000 000", NOW + timedelta(hours=1))
    assert found.step_ids == ("ice_packs", "cleanser", "moisturizer", "sun_shade")
    assert digest.missed == ()
    assert "no_makeup" not in found.step_ids


async def test_open_alerts_and_conversations_are_listed_by_what_waits(clinic):
    """It tells who waits for the team, and leaves out what is over."""
    ana, bea = await clinic.patient(chat_id=1), await clinic.patient(chat_id=2)
    await clinic.register(ana, NOW)
    sign = Sign(urgency=Urgency.URGENT, topic="infection", name="Ana", words=None)
    async with clinic.database.session() as session:
        ana, bea = await session.get_one(Patient, ana.id), await session.get_one(Patient, bea.id)
        await raise_alert(session, ana, sign, clinic.library, DESK, NOW)
        first, second = await begin(session, ana, "Ana", NOW), await begin(session, bea, "Bea", NOW)
        said = Passed(chat_id=ana.chat_id, message_id=5, words="May I dance?")
        for thread, patient in ((first, ana), (second, bea)):
            await pass_to_team(session, thread, patient, said, clinic.library, DESK, NOW)
        await pass_to_patient(session, second, bea, said, "Carla", clinic.library, DESK, NOW)
    found = await morning(clinic)
    async with clinic.database.session() as session:
        await end(session, await session.merge(first), Ended.IDLE, clinic.library, DESK, NOW)

    assert [(alert.person.name, alert.person.day, alert.taken_by) for alert in found.alerts] == [("Ana", 1, None)]
    assert [(thread.person.name, thread.waits) for thread in found.threads] == [("Ana", True), ("Bea", False)]
    assert [person.name for person in found.recovering] == ["Ana"]
    assert [thread.person.name for thread in (await morning(clinic)).threads] == ["Bea"]
