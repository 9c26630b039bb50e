"""Renewal: who agreed to an earlier version is asked again. Their reminders go on meanwhile."""

from bot.context import Context
from bot.conversation.prompts import ask
from bot.conversation.registration import CONSENT_VERSION
from scheduler.models import Awaiting
from scheduler.patients import consent_of, is_enrolled


async def ask_if_changed(context: Context, *, again: bool = False) -> None:
    """Ask once for the consent that is in use now, where an earlier one is in force; `again` repeats it in full."""
    patient = context.patient
    if not patient or (patient.awaiting and not (again and patient.awaiting is Awaiting.CONSENT)):
        return
    consent = await consent_of(context.session, patient)
    if consent and consent.version != CONSENT_VERSION and await is_enrolled(context.session, patient):
        patient.awaiting = Awaiting.CONSENT
        context.say(context.text("consent_changed"))
        ask(context)
