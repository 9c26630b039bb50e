"""Stories: what people do again and again in the tests of conversations."""

from sqlmodel import select

from scheduler.models import Patient, Treatment


async def agrees(person):
    """Somebody agrees, is an adult, and had plain micro-needling; asked next is the day."""
    await person.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await person.presses(label)


async def enrols(person, when="today 14:00"):
    """Somebody enrols in English, in the clinic's zone, with a treatment typed as `when`."""
    await agrees(person)
    await person.says(when)
    await person.presses("Yes")


async def patients(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Patient).order_by(Patient.id))).all())


async def treatments(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Treatment).order_by(Treatment.id))).all())
