"""The tally: what the record says was sent and tapped, and where the patient is."""

from datetime import timedelta

from messages.recovery import Answered
from scheduler import responses, treatments
from scheduler.models import Patient, Response, Treatment
from scheduler.tally import recovery_of
from tests.scheduler.world import NOW


async def recovery(world, patient):
    async with world.database.reading() as session:
        return await recovery_of(session, await session.get_one(Patient, patient.id), world.courses, world.now)


async def respond(world, patient, ready, response):
    async with world.database.session() as session:
        ana = await session.get_one(Patient, patient.id)
        await responses.respond(session, ana, ready.outgoing_id, response, world.now)


async def test_without_a_treatment_there_is_nothing_to_tell(world):
    """It knows no way for somebody who has no treatment."""
    patient = await world.patient()

    assert await recovery(world, patient) is None


async def test_taps_are_counted_by_step_and_sent_is_not_done(world):
    """It counts the steps that were sent and ask, those done and those skipped."""
    patient = await world.patient()
    await world.register(patient, NOW)
    before = await recovery(world, patient)
    await world.dispatch()
    await respond(world, patient, world.telegram.sent[-1], Response.DONE)
    await world.pass_time(hours=1, minutes=30)
    await respond(world, patient, world.telegram.sent[-1], Response.SKIPPED)
    await world.pass_time(hours=1)
    after = await recovery(world, patient)

    assert (before.asked, before.done, before.skipped) == (0, 0, 0)
    assert (after.asked, after.done, after.skipped) == (5, 3, 1)


async def test_check_ins_keep_their_answers_by_day(world):
    """It tells those that were sent from those that were answered."""
    patient = await world.patient()
    await world.register(patient, NOW)
    await world.pass_time(hours=24)
    await respond(world, patient, world.telegram.sent[-1], Response.WORSE)
    await world.pass_time(hours=24)
    now = await recovery(world, patient)

    assert now.check_ins == 2
    assert now.answers == (Answered(day=1, answer="worse"),)


async def test_a_corrected_date_keeps_what_was_tapped(world):
    """It counts what was sent under the wrong date too."""
    patient = await world.patient()
    wrong = await world.register(patient, NOW)
    await world.dispatch()
    await respond(world, patient, world.telegram.sent[-1], Response.DONE)
    async with world.database.session() as session:
        treatment = await session.get_one(Treatment, wrong.id)
        await treatments.correct(session, treatment, NOW - timedelta(hours=1), world.courses, world.now)
    now = await recovery(world, patient)

    assert now.treated_at == NOW - timedelta(hours=1)
    assert (now.asked, now.done) == (3, 3)


async def test_the_last_treatment_that_has_been_is_shown(world):
    """It shows the way between the treatment before and the one to come, with the taps of this one alone."""
    patient = await world.patient()
    for days in (-30, 0, 30):
        await world.register(patient, NOW + timedelta(days=days))
    now = await recovery(world, patient)

    assert now.earlier_at == NOW - timedelta(days=30)
    assert now.treated_at == NOW
    assert now.following_at == NOW + timedelta(days=30)


async def test_what_opens_when_comes_from_the_course(world):
    """It has the course's times, and what opens together in one."""
    patient = await world.patient()
    await world.register(patient, NOW + timedelta(days=5))
    now = await recovery(world, patient)
    after = [(opens.at - now.treated_at, opens.step_ids) for opens in now.opens]

    assert after == [
        (timedelta(hours=48), ("makeup_ok", "exercise_ok")),
        (timedelta(hours=72), ("heat_swim_ok", "shaving_ok")),
        (timedelta(days=7), ("actives_ok",)),
        (timedelta(days=14), ("waxing_other_ok",)),
    ]
    assert now.protected_until - now.treated_at == timedelta(days=28)
    assert now.ends_at - now.treated_at == timedelta(days=42)


async def test_another_patient_s_taps_do_not_count(world):
    """It looks at this patient's own record."""
    ana, bea = await world.patient(), await world.patient(chat_id=7_000_000_002)
    await world.register(ana, NOW)
    await world.register(bea, NOW)
    await world.dispatch()
    sent = next(ready for ready in world.telegram.sent if ready.chat_id == ana.chat_id)
    await respond(world, ana, sent, Response.DONE)

    assert (await recovery(world, ana)).done == 3
    assert (await recovery(world, bea)).done == 0


async def test_the_picture_comes_on_day_7_and_at_the_end(world):
    """It goes with these two moments alone, and the words say the same."""
    patient = await world.patient()
    await world.register(patient, NOW)
    await world.answering_check_ins(patient, days=43)
    pictured = [ready for ready in world.telegram.sent if ready.recovery]

    assert ["checkin_7d" in pictured[0].step_ids, "course_end" in pictured[1].step_ids] == [True, True]
    assert len(pictured) == 2
    assert "7 days after your treatment" in pictured[0].html
    assert "42 days after your treatment" in pictured[1].html
