"""Typed: a typed message as the answer to the open question, where it is one. A question is never taken for a date.

A word that is no answer leaves the message to those who answer questions: a red flag beside an answer is heard there.
"""

from babel import Locale
from telegram import Update

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.draft import draft_of, leave_aside
from bot.conversation.prompts import ask, local_now
from bot.conversation.registration import (
    leave_as_it_is,
    take_adult,
    take_consent,
    take_here,
    take_invited,
    take_invited_when,
    take_place,
    take_procedure,
    take_when,
    take_when_early,
)
from bot.conversation.short_answers import (
    is_question,
    only_accompanies,
    phrases_of,
    read_adult,
    read_procedure,
    read_yes_or_no,
)
from bot.conversation.when import When, read_when, words_of
from bot.conversation.where import Place, find_cities, may_be_city
from bot.speech import Button
from messages import triage
from messages.small_talk import find_small_talk
from messages.words import read_message
from scheduler.models import Awaiting, Patient

NO_CITY = {"greeting", "goodbye"}  # there is a town called Hola
NOT_UNDERSTOOD = {
    Awaiting.DAY: "day_not_understood",
    Awaiting.TIME: "time_not_understood",
    Awaiting.CITY: "city_not_found",
    Awaiting.NEW_CITY: "city_not_found",
    Awaiting.CONSENT: "consent_not_understood",
    Awaiting.ADULT: "adult_not_understood",
    Awaiting.PROCEDURE: "procedure_not_understood",
    Awaiting.ZONE: "zone_not_understood",
    Awaiting.INVITED: "invited_not_understood",
}
CITY_AWAITED = frozenset({Awaiting.CITY, Awaiting.NEW_CITY})
LEAVES_ASIDE = frozenset({Awaiting.NEW_CITY})


async def read_typed(update: Update, context: Context) -> bool:
    """Take a typed message as the awaited answer; return whether it was one."""
    patient = context.patient
    text = (update.effective_message.text or "").strip() if update.effective_message else ""
    if not patient or not patient.awaiting or not text or is_question(context.library, text):
        return False
    if _leaves(context, patient, text):
        return True
    match patient.awaiting:
        case Awaiting.DAY | Awaiting.TIME:
            return await _read_when(context, patient, text)
        case Awaiting.PROCEDURE:
            return await _read_procedure(context, patient, text) or await _read_early_date(context, patient, text)
        case Awaiting.CITY:
            return await _read_city(context, patient, text) or await _read_early_date(context, patient, text)
        case Awaiting.NEW_CITY:
            return await _read_city(context, patient, text)
        case _:
            return await _read_yes_or_no(context, patient, text)


def _leaves(context: Context, patient: Patient, text: str) -> bool:
    """Give up a change with the words of the button for it."""
    labels = {read_message(context.library.label(one, "button_keep")).words for one in context.library.languages}
    if read_message(text).words not in labels:
        return False
    if patient.awaiting in LEAVES_ASIDE:
        leave_aside(patient)
        context.say(context.text("kept_as_it_is"))
    elif draft_of(patient).is_change:
        leave_as_it_is(context, patient)
    else:
        return False
    return True


async def _read_when(context: Context, patient: Patient, text: str) -> bool:
    when = _when(context, patient, text)
    if when:
        await take_when(context, patient, when)
    return when is not None


async def _read_invited_when(context: Context, patient: Patient, text: str) -> bool:
    when = _when(context, patient, text)
    if when:
        await take_invited_when(context, patient, when)
    return when is not None


async def _read_early_date(context: Context, patient: Patient, text: str) -> bool:
    """A date where something else is asked; a time alone may be the answer to that of the clock."""
    when = _when(context, patient, text)
    if not when or not when.days or draft_of(patient).treated_at:
        return False
    await take_when_early(context, patient, when)
    return True


def _when(context: Context, patient: Patient, text: str) -> When | None:
    """The readings in the patient's language, else in another: people type dates as they are used to."""
    for language in dict.fromkeys((context.language, *context.library.languages)):
        words, names = words_of(context.library, language), _names_of_days(context, language)
        asks_time = patient.awaiting is Awaiting.TIME
        found = read_when(text, names, words, local_now(context), asks_time=asks_time)
        if found:
            return found
    return None


def _names_of_days(context: Context, language: str) -> str:
    """The language whose names of days and months are used: that of `date_locale`, as in what is said."""
    return context.library.label(language, "date_locale").replace("-", "_").partition("_")[0]


async def _read_procedure(context: Context, patient: Patient, text: str) -> bool:
    procedure = read_procedure(context.library, text)
    if procedure:
        await take_procedure(context, patient, procedure)
    return procedure is not None


async def _read_yes_or_no(context: Context, patient: Patient, text: str) -> bool:
    reads = read_adult if patient.awaiting is Awaiting.ADULT else read_yes_or_no
    answer = reads(context.library, text)
    match patient.awaiting:
        case Awaiting.ZONE if answer is None:
            return await _read_city(context, patient, text) or await _read_early_date(context, patient, text)
        case Awaiting.ADULT if answer is None and await _read_early_date(context, patient, text):
            return True
        case Awaiting.INVITED if answer is None and await _read_invited_when(context, patient, text):
            return True
        case Awaiting.ZONE if answer is not None:
            await take_here(context, patient, here=answer)
        case Awaiting.INVITED if answer is not None:
            await take_invited(context, patient, "yes" if answer else "date")
        case Awaiting.CONSENT if answer is not None:
            await take_consent(context, patient, agreed=answer)
        case Awaiting.ADULT if answer is not None:
            await take_adult(context, patient, adult=answer)
        case awaited if awaited in NOT_UNDERSTOOD and only_accompanies(context.library, text):
            ask(context, context.text(NOT_UNDERSTOOD[awaited]))
            return True
    return answer is not None


async def _read_city(context: Context, patient: Patient, text: str) -> bool:
    """Take a place. Where one is awaited the written rules alone may take its name for a red flag."""
    leads = phrases_of(context.library, "place")
    if triage.findings(context.library, text) or find_small_talk(context.library, text) in NO_CITY:
        return False
    places = find_cities(text, leads)
    if len(places) == 1:
        await take_place(context, patient, places[0].zone, places[0].country)
    elif places:
        context.say(context.text("city_ambiguous"), tuple((_city_button(context, place),) for place in places))
    elif patient.awaiting in CITY_AWAITED and may_be_city(text, leads) and triage.check(context.library, text):
        ask(context, context.text("city_not_found"))
    else:
        return False
    return True


def _city_button(context: Context, place: Place) -> Button:
    countries = Locale.parse(context.label("date_locale")).territories
    label = f"{place.name}, {countries.get(place.country, place.country)}"
    return Button(label=label, data=pack(Action.CITY, place.id))
