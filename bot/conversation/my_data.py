"""My data: what is kept and why, withdrawing the consent, and erasing everything: asked twice, done at once."""

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation.clinic import clinic_name, zone_of
from bot.conversation.draft import keep_draft
from bot.speech import Button, Keyboard
from messages.dates import date_label
from scheduler.alerts import tell_of_erasure
from scheduler.models import Patient
from scheduler.patients import consent_of, erase, withdraw_consent


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept, who sees it and how long; to who has agreed also when, and the ways to change it."""
    days = context.house.settings.retention_days
    html = context.text("privacy", clinic=clinic_name(context), retention_days=days)
    patient = context.patient
    consent = await consent_of(context.session, patient) if patient else None
    if not patient:
        context.say(html)
        return
    rows = [_button(context, "button_export", Action.EXPORT), _button(context, "button_erase", Action.ERASE, "ask")]
    if consent:
        day = date_label(context.library, context.language, consent.given_at.astimezone(zone_of(context)).date())
        html += f"\n\n{context.text('privacy_agreed', day=day, version=consent.version)}"
        rows.insert(1, _button(context, "button_withdraw", Action.WITHDRAW, "ask"))
    context.say(html, tuple((button,) for button in rows))


async def on_withdraw(update: Update, context: Context) -> None:
    """Ask ("ask"), then end the consent ("yes") or leave it ("no")."""
    choice, patient = pressed(update).choice, context.patient
    if not patient or not await consent_of(context.session, patient):
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    if choice == "ask":
        yes = _button(context, "withdraw_yes", Action.WITHDRAW, "yes")
        no = _button(context, "withdraw_no", Action.WITHDRAW, "no")
        context.say(context.text("withdraw_question"), ((yes,), (no,)))
    elif choice == "yes":
        context.edit(await withdraw(context, patient))
    elif choice == "no":
        context.edit(context.text("kept_as_it_is"))


async def withdraw(context: Context, patient: Patient) -> str:
    """End the consent in force, and all that was being asked; return the words that say so."""
    await withdraw_consent(context.session, patient, context.library.courses, context.now)
    keep_draft(patient, None)
    patient.awaiting = None
    return context.text("withdrawn", retention_days=context.house.settings.retention_days)


async def delete(update: Update, context: Context) -> None:
    """Ask whether everything should be erased; nothing is erased yet."""
    if context.patient:
        context.say(context.text("erase_question"), _erase_keyboard(context, "erase_yes", "again"))
    else:
        context.say(context.text("nothing_kept"))


async def on_erase(update: Update, context: Context) -> None:
    """Ask ("ask"), ask again ("again"), erase ("now"), or keep everything ("no")."""
    choice, patient = pressed(update).choice, context.patient
    context.acknowledge()
    if not patient:
        context.edit(context.text("nothing_kept"))
    elif choice == "ask":
        await delete(update, context)
    elif choice == "again":
        context.edit(context.text("erase_question_again"), _erase_keyboard(context, "erase_really", "now"))
    elif choice == "now":
        await tell_of_erasure(context.session, patient, context.library, context.house.desk, context.now)
        counts = await erase(context.session, patient, context.now)
        context.edit(context.text("erased", count=sum(counts.values())))
        context.exchange.language, context.exchange.patient = patient.language, None
    elif choice == "no":
        context.edit(context.text("erase_kept"))


def _erase_keyboard(context: Context, yes: str, choice: str) -> Keyboard:
    return (
        (_button(context, yes, Action.ERASE, choice),),
        (_button(context, "erase_no", Action.ERASE, "no"),),
    )


def _button(context: Context, key: str, action: Action, choice: str = "") -> Button:
    return Button(label=context.label(key), data=pack(action, None, choice))
