"""Phone: a number that the patient shares for the clinic, and takes back. Only their own."""

import re

from telegram import Update

from bot.buttons import Action, pressed
from bot.context import Context
from bot.conversation.clinic import clinic_name
from bot.conversation.settings_menu import back_row, enrolled, setting_button, show_menu
from scheduler.models import Patient
from scheduler.patients import consent_of
from scheduler.wishes import keep_phone

LONGEST = 32  # characters


def show_phone(context: Context, patient: Patient) -> None:
    """Show the number that is kept, with the way to take it back; else ask for it."""
    if patient.phone:
        remove = setting_button(context, "button_phone_remove", Action.PHONE, "remove")
        context.edit(context.text("settings_phone", phone=patient.phone), ((remove,), back_row(context)))
    else:
        asked = context.text("ask_phone", clinic=clinic_name(context))
        context.say(asked, ask_contact=context.label("button_phone_share"))


async def on_phone(update: Update, context: Context) -> None:
    """Take the number back."""
    patient = await enrolled(context)
    if patient and pressed(update).choice == "remove":
        await keep_phone(context.session, patient, None)
        await show_menu(context, patient, changed=True)


async def on_contact(update: Update, context: Context) -> None:
    """Keep a shared number for the clinic: only the sender's own, and only of somebody who has agreed."""
    patient, message, sender = context.patient, update.effective_message, update.effective_user
    contact = message.contact if message else None
    agreed = patient is not None and await consent_of(context.session, patient) is not None
    if not contact or not patient or not agreed:
        context.say(context.text("media_contact"), remove_keyboard=True)
    elif not sender or contact.user_id != sender.id:
        context.say(context.text("phone_not_own"), remove_keyboard=True)
    else:
        await keep_phone(context.session, patient, _dialled(contact.phone_number))
        context.say(context.text("phone_kept", clinic=clinic_name(context)), remove_keyboard=True)


def _dialled(phone: str) -> str:
    """A number as people dial it from anywhere: Telegram leaves out the + of some."""
    return f"+{re.sub(r'[^0-9]', '', phone)}"[:LONGEST]
