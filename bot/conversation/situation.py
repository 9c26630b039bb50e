"""Situation: what the database knows of this patient that an answer depends on."""

from datetime import datetime, timedelta

from bot.context import Context
from bot.conversation.clinic import emergency_number, zone_of
from messages.answering import Situation
from scheduler.models import Patient, Procedure, Treatment
from scheduler.patients import consent_of, day_of
from scheduler.questions import was_warned
from scheduler.standing import instants
from scheduler.treatments import active_treatments, current_treatment

ONE_HOUR = 3600  # seconds
WARNED_FOR = timedelta(hours=12)  # so long an answer reminds of a red flag that was told of
NEAR = timedelta(days=7)  # before a further treatment its preparation is what counts


async def situation_of(context: Context) -> Situation:
    """Return the situation of whoever writes; of somebody who has not agreed only the language is known.

    Hours count from the last treatment that is over; before the first one there are neither hours nor dates.
    """
    patient, settings = context.patient, context.house.settings
    agreed = patient if patient and await consent_of(context.session, patient) else None
    general = bool(agreed) and is_general(agreed)
    treatment = await current_treatment(context.session, agreed, context.now) if agreed and not general else None
    passed = (context.now - treatment.treated_at).total_seconds() / ONE_HOUR if treatment else -1
    return Situation(
        language=context.language,
        hours=passed if passed >= 0 else None,
        instants=_instants(context, agreed, treatment) if agreed and treatment and passed >= 0 else {},
        now=context.now,
        zone=zone_of(context),
        clinic_phone=settings.clinic_phone,
        clinic_name=settings.clinic_name,
        emergency_number=emergency_number(context.house, patient),
        general=general,
        minor=agreed is not None and agreed.adult is False,
        ahead=await _is_ahead(context, agreed, treatment) if agreed and treatment else False,
        last_topic=agreed.last_topic if agreed else None,
        warned=await was_warned(context.session, agreed, context.now - WARNED_FOR) if agreed else False,
    )


def is_general(patient: Patient | None) -> bool:
    """Return whether the course, which is for plain needling of adults, is not for this patient."""
    return patient is not None and (patient.procedure is Procedure.MORE or patient.adult is False)


async def _is_ahead(context: Context, patient: Patient, treatment: Treatment) -> bool:
    """The first treatment is ahead however far it is, a further one in the week before it."""
    known = await active_treatments(context.session, patient)
    to_come = [one.treated_at - context.now for one in known if one.treated_at > context.now]
    return bool(to_come) and (treatment.treated_at > context.now or min(to_come) <= NEAR)


def _instants(context: Context, patient: Patient, treatment: Treatment) -> dict[str, datetime]:
    course = context.library.courses.get(treatment.course_id)
    return instants(treatment, course, day_of(patient, zone_of(context))) if course else {}
