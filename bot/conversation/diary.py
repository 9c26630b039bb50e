"""Diary: photos for the patient's own eyes, by day. Only Telegram's name of a photo is kept, and only if wanted."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from telegram import Message, Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import clinic_name, zone_of
from bot.conversation.preferences import say_no_plan
from bot.conversation.threads import end_button
from bot.speech import Button, Keyboard
from messages.dates import date_label
from scheduler.diary import Kept, drop_photo, drop_photos, keep_photo, photos_of
from scheduler.models import DiaryPhoto, Patient
from scheduler.patients import consent_of
from scheduler.threads import open_thread_of
from scheduler.treatments import active_treatments


async def diary(update: Update, context: Context) -> None:
    """Show the days that have photos; in a conversation also say that a photo goes to the team now."""
    patient = context.patient
    photos = await photos_of(context.session, patient) if patient else []
    thread = await open_thread_of(context.session, patient) if patient else None
    if photos:
        context.say(_heading(context, photos), _days_keyboard(context, photos))
    if thread:
        warning = context.text("diary_to_team", clinic=clinic_name(context))
        said = warning if photos else f"{context.text('diary_nothing')}\n{warning}"
        context.say(said, end_button(context, thread))
    elif photos:
        return
    elif patient and await consent_of(context.session, patient):
        context.say(context.text("diary_empty"))
    else:
        say_no_plan(context)


def offer(context: Context, photo: Message, beside: str = "", *, to_team: bool = False) -> None:
    """Ask under a photo whether to keep it, after the words `beside`; nothing is kept yet.

    `to_team`: say that the team gets it, and ask whether to keep it as well.
    """
    asked = context.text("diary_offer_too", clinic=clinic_name(context)) if to_team else context.text("diary_offer")
    buttons = (_button(context, "diary_keep", "keep"), _button(context, "diary_no", "no"))
    context.say(f"{beside}\n\n{asked}" if beside else asked, (buttons,), reply_to=photo.message_id)


async def on_diary(update: Update, context: Context) -> None:
    """Keep a photo ("keep", "no"), show a day's ("2026-11-21"), delete one ("drop") or all ("all", "all_yes")."""
    patient, press = context.patient, pressed(update)
    if not patient:
        context.acknowledge(context.label("button_too_old"))
        return
    match press.choice:
        case "keep":
            await _keep(update, context, patient)
        case "no":
            context.acknowledge()
            context.edit(context.text("diary_not_kept"))
        case "drop":
            await _drop(context, patient, press.row or 0)
        case "all" | "all_yes" | "back":
            await _drop_all(context, patient, press.choice)
        case on:
            await _show_day(context, patient, on)


async def _keep(update: Update, context: Context, patient: Patient) -> None:
    photo = _photo_asked_about(update)
    if not await consent_of(context.session, patient):
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    if not photo:
        context.edit(context.text("diary_send_again"))
        return
    largest = photo.photo[-1]
    kept = await keep_photo(context.session, patient, largest.file_id, largest.file_unique_id, photo.date)
    day = await _day_words(context, patient, photo.date)
    words = {Kept.ALREADY: "diary_kept_already", Kept.FULL: "diary_full"}
    context.edit(context.text(words[kept]) if kept in words else context.text("diary_kept", day=day))


def _photo_asked_about(update: Update) -> Message | None:
    """The photo that the question answers, as Telegram still has it."""
    asked = update.callback_query.message if update.callback_query else None
    photo = asked.reply_to_message if isinstance(asked, Message) else None
    return photo if photo and photo.photo else None


async def _show_day(context: Context, patient: Patient, on: str) -> None:
    """Send the photos of a day, each with its day in words and a way to delete it."""
    photos = [one for one in await photos_of(context.session, patient) if _date(context, one).isoformat() == on]
    if not photos:
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    for photo in photos:
        day = await _day_words(context, patient, photo.sent_at)
        drop = Button(label=context.label("diary_drop"), data=pack(Action.DIARY, photo.id, "drop"))
        context.show_photo(photo.file_id, day, ((drop,),), instead=context.text("diary_gone", day=day))


async def _drop(context: Context, patient: Patient, photo_id: int) -> None:
    if await drop_photo(context.session, patient, photo_id):
        context.acknowledge()
        context.edit(context.text("diary_dropped"))
    else:
        context.acknowledge(context.label("button_too_old"))


async def _drop_all(context: Context, patient: Patient, choice: str) -> None:
    """Ask first; "back" shows the days again."""
    context.acknowledge()
    photos = await photos_of(context.session, patient)
    if choice == "all_yes":
        count = await drop_photos(context.session, patient)
        context.edit(context.text("diary_dropped_all", count=count))
    elif choice == "all":
        buttons = (_button(context, "diary_all_yes", "all_yes"), _button(context, "diary_all_no", "back"))
        context.edit(context.text("diary_all_question"), (buttons,))
    elif photos:
        context.edit(_heading(context, photos), _days_keyboard(context, photos))
    else:
        context.edit(context.text("diary_empty"))


def _heading(context: Context, photos: Sequence[DiaryPhoto]) -> str:
    return context.text("diary_heading", count=len(photos))


def _days_keyboard(context: Context, photos: Sequence[DiaryPhoto]) -> Keyboard:
    days = groupby(photos, key=lambda photo: _date(context, photo))
    rows = tuple((_day_button(context, on, len(list(of_day))),) for on, of_day in days)
    return (*rows, (_button(context, "diary_all", "all"),))


def _day_button(context: Context, on: date, count: int) -> Button:
    day = date_label(context.library, context.language, on)
    label = context.label("diary_day", day=day, count=count)
    return Button(label=label, data=pack(Action.DIARY, None, on.isoformat()))


async def _day_words(context: Context, patient: Patient, at: datetime) -> str:
    """The day of recovery and the date: "3 days after your treatment, Monday 23 November"."""
    zone = zone_of(context)
    on = at.astimezone(zone).date()
    named = date_label(context.library, context.language, on)
    treatments = await active_treatments(context.session, patient)
    past = [one.treated_at.astimezone(zone).date() for one in treatments if one.treated_at <= at]
    if not past:
        return context.label("diary_before", date=named) if treatments else named
    day = context.label("progress_day", day=(on - past[-1]).days)
    return context.label("diary_photo", day=day, date=named)


def _date(context: Context, photo: DiaryPhoto) -> date:
    return photo.sent_at.astimezone(zone_of(context)).date()


def _button(context: Context, key: str, choice: str) -> Button:
    return Button(label=context.label(key), data=pack(Action.DIARY, None, choice))
