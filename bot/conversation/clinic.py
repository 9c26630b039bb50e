"""Clinic: its name, its phone and the emergency number, as texts to patients need them."""

from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from bot.buttons import Action, pack
from bot.context import Context
from bot.house import House
from bot.speech import Button
from messages.cards import nbsp
from messages.countries import country_of_zone
from messages.opening_hours import hours_label
from scheduler.models import Patient

EVERYWHERE = "112"  # also reaches the local number from mobile phones in most countries


def clinic_name(context: Context) -> str:
    return context.house.settings.clinic_name or context.label("your_clinic")


def clinic_and_phone(context: Context) -> str:
    """Return the clinic's name with the number to call beside it, as far as that is known."""
    name, phone = clinic_name(context), context.house.settings.clinic_phone
    return (
        context.library.label(context.language, "clinic_and_phone", clinic=name, phone=nbsp(phone)) if phone else name
    )


def emergency_number(house: House, patient: Patient | None) -> str:
    """Return the number of the country the patient is in; where that is not known, the clinic's choice or country."""
    settings, library = house.settings, house.library
    country = (patient.country or country_of_zone(patient.zone or "")) if patient else None
    return (
        library.emergency_number(country)
        or settings.emergency_number
        or library.emergency_number(country_of_zone(settings.clinic_timezone))
        or EVERYWHERE
    )


def zone_of(context: Context) -> ZoneInfo:
    """Return the patient's zone; the clinic's while the patient has not said one."""
    patient = context.patient
    return ZoneInfo(patient.zone) if patient and patient.zone else context.house.settings.zone


def zone_label(context: Context, zone: str) -> str:
    """Return the city that a zone is named after."""
    return get_timezone_location(ZoneInfo(zone), locale=context.label("date_locale"), return_city=True)


def how_to_reach(context: Context) -> str:
    """Return whom to call and when, as HTML. Says that nothing was sent: nobody at the clinic reads this chat."""
    number = emergency_number(context.house, context.patient)
    return f"{phone_and_hours(context)}\n{context.text('clinic_not_passed_on', emergency_number=number)}"


def phone_and_hours(context: Context) -> str:
    """Return the number to call and when it is answered, as HTML."""
    name, phone = clinic_name(context), context.house.settings.clinic_phone
    if phone:
        lines = [context.text("clinic_phone", clinic=name, phone=phone)]
    else:
        lines = [context.text("clinic_no_phone", clinic=name)]
    hours = context.house.desk.clinic.hours
    if hours:
        lines.append(context.text("clinic_hours", hours=hours_label(hours, context.label("date_locale"))))
    return "\n".join(lines)


def ask_clinic_button(context: Context) -> Button:
    """Return the button that passes a question on to the team, or says whom to call."""
    return Button(label=context.label("button_ask_clinic"), data=pack(Action.ASK_CLINIC))
