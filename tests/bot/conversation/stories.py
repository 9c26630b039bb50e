"""Stories: what people do again and again in the tests of conversations."""

from datetime import timedelta

from sqlmodel import select

from bot.conversation.registration import CONSENT_VERSION
from scheduler.models import Patient, Procedure, Treatment
from scheduler.patients import give_consent, meet, set_zone
from scheduler.treatments import register


async def agrees(person):
    """Somebody agrees, is an adult, and had plain micro-needling; asked next is the day."""
    await person.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await person.presses(label)


async def enrols_in_chat(person, when="today 14:00"):
    """Somebody enrols in English, in the clinic's zone, with a treatment typed as `when`."""
    await agrees(person)
    await person.says(when)
    await person.presses("Yes")


async def enrols(person):
    """Somebody has enrolled as `enrols_in_chat` does, an hour after the treatment, and the chat is empty.

    For tests of what comes later: it leaves the same in the database and takes a tenth of the time.
    """
    talk, now = person.talk, person.talk.now
    courses = talk.library.courses
    talk.world.chats[person.chat_id].started = True
    async with talk.database.session() as session:
        patient = await meet(session, person.chat_id, "en", now)
        await give_consent(session, patient, CONSENT_VERSION, now)
        patient.adult, patient.procedure = True, Procedure.PLAIN
        await set_zone(session, patient, talk.settings.zone.key, courses, now)
        await register(session, patient, now - timedelta(hours=1), courses, now)


async def patients(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Patient).order_by(Patient.id))).all())


async def treatments(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Treatment).order_by(Treatment.id))).all())
