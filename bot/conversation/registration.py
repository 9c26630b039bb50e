"""Registration: what each answer of the enrolment does, whether it was tapped or typed, up to the treatment itself."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.buttons import Action, pack
from bot.context import Context
from bot.conversation.clinic import clinic_name, zone_label, zone_of
from bot.conversation.draft import Draft, draft_of, keep_draft
from bot.conversation.glance import say_glance, show_enrolled, when
from bot.conversation.my_data import withdraw
from bot.conversation.preferences import language_buttons
from bot.conversation.prompts import ask, local_now
from bot.conversation.settings_menu import move
from bot.conversation.when import EARLIEST, LATEST, When, is_in_reach
from bot.speech import Button
from messages.course import local_instant
from messages.dates import day_label, when_label
from scheduler.approvals import approval_of
from scheduler.invites import use_invite
from scheduler.models import Awaiting, Patient, Procedure, Treatment
from scheduler.patients import consent_of, erase, give_consent, had_consent, is_enrolled, set_zone
from scheduler.reminders import replan
from scheduler.treatments import COURSE, active_treatments, correct, register

CONSENT_VERSION = "2026-11-24.2"  # of the text `consent`: a new meaning needs a new version

FEW_DAYS = timedelta(days=3)  # by which a date may be wrong; beyond, it may be that of another treatment


async def welcome(context: Context, patient: Patient) -> None:
    """Say what this is, with the other languages to choose from, and ask for consent."""
    html = context.text("welcome", clinic=clinic_name(context))
    if await approval_of(context.session, context.library.content_hash) is None:
        html += f"\n\n{context.text('consent_not_approved')}"
    if draft_of(patient).invite:
        html += f"\n\n{context.text('invite_consent')}"
    context.say(html, (language_buttons(context),))
    patient.awaiting = Awaiting.CONSENT
    ask(context)


async def proceed(context: Context, patient: Patient) -> None:
    """Ask for what is missing, in order; when nothing is, register the treatment."""
    draft = draft_of(patient)
    if not await consent_of(context.session, patient):
        await welcome(context, patient)
        return
    if not draft.corrects and (patient.adult is False or patient.procedure is Procedure.MORE):
        _close(context, patient, "no_schedule", again="")
        return
    patient.awaiting = _missing(patient, draft) if draft.treated_at is None else _missing_of_invited(patient)
    if patient.awaiting:
        ask(context)
    else:
        await _settle(context, patient, draft)


async def take_consent(context: Context, patient: Patient, *, agreed: bool) -> None:
    """Keep the answer. Who has agreed before goes on where they were; saying no then ends it, and erases nothing."""
    if agreed:
        await give_consent(context.session, patient, CONSENT_VERSION, context.now)
        if draft_of(patient).invite:
            patient.adult = True  # the words of the consent to an invite say so
        await _agreed(context, patient)
        return
    if await had_consent(context.session, patient):
        context.say(await withdraw(context, patient))
        return
    context.say(context.text("consent_declined"))
    await erase(context.session, patient, context.now)
    context.exchange.language, context.exchange.patient = patient.language, None


async def _agreed(context: Context, patient: Patient) -> None:
    if not await is_enrolled(context.session, patient):
        await proceed(context, patient)
        return
    patient.awaiting = None
    await replan(context.session, patient, context.library.courses, context.now)
    await show_enrolled(context, patient)


async def take_adult(context: Context, patient: Patient, *, adult: bool) -> None:
    patient.adult = adult
    await proceed(context, patient)


async def take_procedure(context: Context, patient: Patient, procedure: Procedure) -> None:
    """Keep what was done; for more than plain needling there is no plan that would be right."""
    another = draft_of(patient).another
    patient.procedure = procedure
    if procedure is Procedure.MORE and another:
        _close(context, patient, "new_treatment_not_covered", again="new")
    else:
        await proceed(context, patient)


async def take_day(context: Context, patient: Patient, on: date, *, days_ago: int | None = None) -> None:
    """Keep the day of the treatment, if it is in reach; `days_ago` for "today" (0) and "yesterday" (1)."""
    today = local_now(context).date()
    if not is_in_reach(on, today):
        _ask_day_again(context, patient, "day_too_long_ago" if on < today else "day_too_far_ahead")
        return
    keep_draft(patient, draft_of(patient).on_day(on, days_ago=days_ago, said_at=context.now))
    await proceed(context, patient)


async def take_time(context: Context, patient: Patient, at: time) -> None:
    keep_draft(patient, draft_of(patient).at_time(at))
    await proceed(context, patient)


async def take_when(context: Context, patient: Patient, when: When) -> None:
    """Keep a typed date, time or both; where there are several readings, they are asked back.

    A day out of reach is none: one that was told before stays.
    """
    draft = draft_of(patient)
    trouble = _trouble_of(context, when)
    if trouble and draft.on:
        context.say(context.text(trouble))
        ask(context)
        return
    keep_draft(patient, _with(replace(draft, days=()) if trouble else draft, when))
    if len(when.days) == 1:
        await take_day(context, patient, when.days[0])
    else:
        await proceed(context, patient)


async def take_when_early(context: Context, patient: Patient, when: When) -> None:
    """Keep a date that is told while something else is asked, and ask that again.

    Only once nothing but the place is missing, several readings are asked back at once.
    """
    trouble = _trouble_of(context, when)
    if trouble:
        context.say(context.text(trouble))
        ask(context)
        return
    draft = _with(draft_of(patient), when)
    keep_draft(patient, draft)
    if draft.on:
        context.say(context.text("date_noted", when=_said(context, draft.on, draft.at)))
    if patient.awaiting in {Awaiting.ZONE, Awaiting.CITY} and not (draft.on and draft.at):
        await proceed(context, patient)
    else:
        ask(context)


async def take_zone(context: Context, patient: Patient, zone: str, country: str | None = None) -> None:
    """Keep the zone; what was said as "today" is today there."""
    keep_draft(patient, draft_of(patient).in_zone(ZoneInfo(zone)))
    await set_zone(context.session, patient, zone, context.library.courses, context.now, country)
    await proceed(context, patient)


async def take_place(context: Context, patient: Patient, zone: str, country: str | None = None) -> None:
    """Keep the zone of a place that was typed, tapped or shared; for who is enrolled, the place where they are now."""
    if patient.awaiting is Awaiting.NEW_CITY:
        await move(context, patient, zone, country)
        return
    context.say(context.text("zone_set", zone=zone_label(context, zone)), remove_keyboard=True)
    await take_zone(context, patient, zone, country)


async def take_here(context: Context, patient: Patient, *, here: bool) -> None:
    """Keep the clinic's zone when its time is the patient's too; else ask for the city."""
    if here:
        await take_zone(context, patient, context.house.settings.zone.key)
    else:
        patient.awaiting = Awaiting.CITY
        ask(context)


async def take_invited(context: Context, patient: Patient, choice: str) -> None:
    """Register what the clinic's invite holds ("yes"), or ask for another "date", or for the city ("zone")."""
    draft = draft_of(patient)
    if not draft.invite or not await use_invite(context.session, draft.invite, patient, context.now):
        await _refuse_invite(context, patient)
    elif choice == "zone":
        patient.awaiting = Awaiting.CITY
        ask(context)
    elif choice == "date":
        keep_draft(patient, replace(draft, treated_at=None))
        await proceed(context, patient)
    elif draft.treated_at:
        await _settle_at(context, patient, draft, draft.treated_at)


async def take_invited_when(context: Context, patient: Patient, when: When) -> None:
    """Take what is typed for the date that the clinic's invite holds; a time alone is of its day."""
    draft = draft_of(patient)
    if not draft.treated_at or not draft.invite:
        return
    if not await use_invite(context.session, draft.invite, patient, context.now):
        await _refuse_invite(context, patient)
        return
    on = None if when.days else draft.treated_at.astimezone(zone_of(context)).date()
    keep_draft(patient, replace(draft, treated_at=None, on=on))
    await take_when(context, patient, when)


async def take_far(context: Context, patient: Patient, *, new: bool) -> None:
    """Go on with a date far from the one it corrects: that of a new treatment, of which is asked what was done."""
    draft = draft_of(patient)
    if new:
        keep_draft(patient, replace(draft, corrects=None, another=True))
        patient.awaiting = Awaiting.PROCEDURE
        ask(context)
    else:
        keep_draft(patient, replace(draft, is_sure=True))
        await proceed(context, patient)


def out_of_reach(treated_at: datetime, now: datetime) -> str | None:
    """Return which text says that a treatment is too long ago or too far ahead; None when it is not."""
    if treated_at < now - EARLIEST:
        return "day_too_long_ago"
    return "day_too_far_ahead" if treated_at > now + LATEST else None


def leave_as_it_is(context: Context, patient: Patient) -> None:
    """Give up a change that was begun."""
    keep_draft(patient, None)
    patient.awaiting = None
    context.say(context.text("kept_as_it_is"))


def _missing(patient: Patient, draft: Draft) -> Awaiting | None:
    """What is still to be asked, None when everything is known."""
    open_questions = {
        Awaiting.ADULT: patient.adult is None,
        Awaiting.PROCEDURE: patient.procedure is None,
        Awaiting.DAY: draft.on is None,
        Awaiting.TIME: draft.at is None,
        Awaiting.ZONE: patient.zone is None,
    }
    return next((awaiting for awaiting, is_open in open_questions.items() if is_open), None)


async def _refuse_invite(context: Context, patient: Patient) -> None:
    """Somebody else has used the link meanwhile, or it has run out."""
    keep_draft(patient, None)
    patient.awaiting = None
    context.say(context.text("invite_not_valid"))
    if context.house.settings.open_enrolment:
        await proceed(context, patient)
    else:
        context.say(context.house.desk.clinic.call_html(context.library, context.language))


def _missing_of_invited(patient: Patient) -> Awaiting:
    """The clinic has told the rest; what was done is what it invites for."""
    if patient.adult is None:
        return Awaiting.ADULT
    patient.procedure = Procedure.PLAIN
    return Awaiting.INVITED


def _close(context: Context, patient: Patient, key: str, *, again: str) -> None:
    """End without a plan; who tapped the wrong button gets another go."""
    keep_draft(patient, None)
    patient.awaiting = None
    button = Button(label=context.label("button_wrong_tap"), data=pack(Action.SET_UP, None, again))
    context.say(context.text(key), ((button,),))


def _with(draft: Draft, when: When) -> Draft:
    if len(when.times) == 1:
        draft = draft.at_time(when.times[0])
    elif when.times:
        draft = replace(draft, at=None, times=when.times)
    if len(when.days) == 1:
        return draft.on_day(when.days[0])
    return replace(draft.without_day(), days=when.days) if when.days else draft


def _trouble_of(context: Context, when: When) -> str | None:
    """Return which text says that no reading of a day is in reach; None when one is, or no day was named."""
    today = local_now(context).date()
    if not when.days or any(is_in_reach(on, today) for on in when.days):
        return None
    return "day_too_long_ago" if when.days[0] < today else "day_too_far_ahead"


def _said(context: Context, on: date, at: time | None) -> str:
    zone = zone_of(context)
    if at:
        instant = local_instant(on, at, zone)
        return when_label(context.library, context.language, instant, now=context.now, zone=zone)
    return day_label(context.library, context.language, on, today=local_now(context).date())


def _ask_day_again(context: Context, patient: Patient, trouble: str) -> None:
    keep_draft(patient, replace(draft_of(patient).without_day(), treated_at=None))
    patient.awaiting = Awaiting.DAY
    context.say(context.text(trouble))
    ask(context)


async def _settle(context: Context, patient: Patient, draft: Draft) -> None:
    """Turn the wall-clock time into an instant, register it and show the plan at a glance."""
    assert draft.on, "the day is asked first"
    assert draft.at, "so is the time"
    await _settle_at(context, patient, draft, local_instant(draft.on, draft.at, zone_of(context)))


async def _settle_at(context: Context, patient: Patient, draft: Draft, treated_at: datetime) -> None:
    trouble = out_of_reach(treated_at, context.now)
    if trouble:
        _ask_day_again(context, patient, trouble)
        return
    if await _asks_if_new(context, patient, draft, treated_at):
        return
    treatment = await _registered(context, patient, draft, treated_at)
    keep_draft(patient, None)
    patient.awaiting = None
    await say_glance(context, patient, treatment)


async def _asks_if_new(context: Context, patient: Patient, draft: Draft, treated_at: datetime) -> bool:
    """Ask whether a date far from the one it corrects is that of a new treatment: the first would be lost."""
    known = await active_treatments(context.session, patient)
    corrected = next((one for one in known if one.id == draft.corrects), None)
    if corrected is None or draft.is_sure or abs(treated_at - corrected.treated_at) <= FEW_DAYS:
        return False
    patient.awaiting = None  # the draft waits for one of the buttons
    buttons = (
        Button(label=context.label("button_date_wrong"), data=pack(Action.CORRECT, corrected.id, "wrong")),
        Button(label=context.label("button_new_treatment"), data=pack(Action.CORRECT, corrected.id, "new")),
        Button(label=context.label("button_keep"), data=pack(Action.SET_UP, None, "keep")),
    )
    asked = context.text("correct_far", known=when(context, corrected.treated_at), new=when(context, treated_at))
    context.say(asked, tuple((button,) for button in buttons))
    return True


async def _registered(context: Context, patient: Patient, draft: Draft, treated_at: datetime) -> Treatment:
    courses = context.library.courses
    known = {treatment.id: treatment for treatment in await active_treatments(context.session, patient)}
    if draft.corrects in known:
        return await correct(context.session, known[draft.corrects], treated_at, courses, context.now)
    invite = await use_invite(context.session, draft.invite, patient, context.now) if draft.invite else None
    if patient.zone is None:  # of an invite: where the clinic is, unless the patient says otherwise
        await set_zone(context.session, patient, context.house.settings.zone.key, courses, context.now)
    label = invite.label if invite else None
    course_id = invite.course_id if invite and invite.course_id in courses else COURSE
    return await register(context.session, patient, treated_at, courses, context.now, course_id=course_id, label=label)
