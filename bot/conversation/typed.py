"""Typed: a typed message as the answer to the open question, where it is one. A question is never taken for a date."""

from babel import Locale
from telegram import Update

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.prompts import local_now
from bot.conversation.registration import (
    take_adult,
    take_consent,
    take_here,
    take_invited,
    take_place,
    take_procedure,
    take_when,
)
from bot.conversation.when import When, read_when, words_of
from bot.conversation.where import Place, find_cities
from bot.speech import Button
from messages.small_talk import find_small_talk
from messages.words import fold
from scheduler.models import Awaiting, Patient, Procedure

NO_CITY = {"greeting", "goodbye"}  # there is a town called Hola
NOT_UNDERSTOOD = {
    Awaiting.DAY: "day_not_understood",
    Awaiting.TIME: "time_not_understood",
    Awaiting.CITY: "city_not_found",
    Awaiting.NEW_CITY: "city_not_found",
}


async def read_typed(update: Update, context: Context) -> bool:
    """Take a typed message as the awaited answer; return whether it was one."""
    patient = context.patient
    text = (update.effective_message.text or "").strip() if update.effective_message else ""
    if not patient or not patient.awaiting or not text or is_question(text):
        return False
    match patient.awaiting:
        case Awaiting.DAY | Awaiting.TIME:
            return await _read_when(context, patient, text)
        case Awaiting.PROCEDURE:
            return await _read_procedure(context, patient, text)
        case Awaiting.CITY | Awaiting.NEW_CITY:
            return await _read_city(context, patient, text)
        case _:
            return await _read_yes_or_no(context, patient, text)


def is_question(text: str) -> bool:
    """Return whether a message asks something, whatever else it could be read as."""
    return "?" in text or "¿" in text


async def _read_when(context: Context, patient: Patient, text: str) -> bool:
    when = _when(context, patient, text)
    if when:
        await take_when(context, patient, when)
    return when is not None


def _when(context: Context, patient: Patient, text: str) -> When | None:
    """The readings in the patient's language, else in another: people type dates as they are used to."""
    for language in dict.fromkeys((context.language, *context.library.languages)):
        words, names = words_of(context.library, language), _names_of_days(context, language)
        is_hour = patient.awaiting is Awaiting.TIME and text.isdecimal()
        found = read_when(f"{words.at[0]} {text}" if is_hour else text, names, words, local_now(context))
        if found:
            return found
    return None


def _names_of_days(context: Context, language: str) -> str:
    """The language whose names of days and months are used: that of `date_locale`, as in what is said."""
    return context.library.label(language, "date_locale").replace("-", "_").partition("_")[0]


async def _read_procedure(context: Context, patient: Patient, text: str) -> bool:
    for procedure in Procedure:
        if fold(text) == fold(context.label(f"procedure_{procedure}")):
            await take_procedure(context, patient, procedure)
            return True
    return False


async def _read_yes_or_no(context: Context, patient: Patient, text: str) -> bool:
    answer = _yes_or_no(context, text)
    match patient.awaiting:
        case Awaiting.ZONE if answer is None:
            return await _read_city(context, patient, text)
        case Awaiting.ZONE if answer is not None:
            await take_here(context, patient, here=answer)
        case Awaiting.INVITED if answer is not None:
            await take_invited(context, patient, "yes" if answer else "date")
        case Awaiting.CONSENT if answer is not None:
            await take_consent(context, patient, agreed=answer)
        case Awaiting.ADULT if answer is not None:
            await take_adult(context, patient, adult=answer)
    return answer is not None


def _yes_or_no(context: Context, text: str) -> bool | None:
    said = _plain(text)
    for key, answer in (("typed_yes", True), ("typed_no", False)):
        if said in {_plain(words) for words in context.label(key).split(",")}:
            return answer
    return None


def _plain(text: str) -> str:
    """Without case, accents and marks: "Sí, de acuerdo." as "si de acuerdo"."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())


async def _read_city(context: Context, patient: Patient, text: str) -> bool:
    greets = find_small_talk(context.library, text) in NO_CITY
    places = () if greets else find_cities(text)
    if len(places) == 1:
        await take_place(context, patient, places[0].zone, places[0].country)
    elif places:
        context.say(context.text("city_ambiguous"), tuple((_city_button(context, place),) for place in places))
    return bool(places)


def _city_button(context: Context, place: Place) -> Button:
    countries = Locale.parse(context.label("date_locale")).territories
    label = f"{place.name}, {countries.get(place.country, place.country)}"
    return Button(label=label, data=pack(Action.CITY, place.id))
