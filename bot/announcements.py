"""Announcements: how alerts, conversations and notices are said, and the buttons under them. Pure."""

from bot.buttons import Action, pack
from bot.speech import Button, Copy, Edit, Keyboard, Say, Saying, ShowDigest
from messages.library import Library
from scheduler.models import Kind
from scheduler.outgoing import Offer, Ready

LABELS = {
    Offer.TAKE: "button_alert_take",
    Offer.CONTACTED: "button_alert_contacted",
    Offer.CLOSE: "button_alert_close",
    Offer.END: "button_end_thread",
    Offer.BLOCK: "button_alert_block",
    Offer.UNBLOCK: "button_alert_unblock",
}
APART = frozenset({Offer.BLOCK, Offer.UNBLOCK})  # in a row of their own, out of the way of a hurried thumb


def announcement(library: Library, ready: Ready) -> Saying | Edit:
    """Return what is said: a message of its own, a change of one, a copy of somebody's, or the digest."""
    if ready.overview:
        return ShowDigest(
            chat_id=ready.chat_id,
            html=ready.html,
            language=ready.language,
            overview=ready.overview,
            caption=ready.caption,
        )
    action = Action.ALERT if ready.kind in {Kind.ALERT, Kind.ESCALATION} else Action.THREAD
    keyboard = offered(library, ready.language, action, ready.subject, ready.offers)
    if ready.edits is not None:
        return Edit(chat_id=ready.chat_id, message_id=ready.edits, html=ready.html, keyboard=keyboard)
    if ready.origin:
        return Copy(
            chat_id=ready.chat_id, html=ready.html, origin=ready.origin, keyboard=keyboard, reply_to=ready.reply_to
        )
    return Say(chat_id=ready.chat_id, html=ready.html, keyboard=keyboard, reply_to=ready.reply_to)


def offered(
    library: Library, language: str, action: Action, subject: int | None, offers: tuple[Offer, ...]
) -> Keyboard:
    """Return the buttons for what is offered about an alert or a conversation."""
    buttons = {
        offer: Button(label=library.label(language, LABELS[offer]), data=pack(action, subject, offer))
        for offer in offers
    }
    first = tuple(button for offer, button in buttons.items() if offer not in APART)
    return tuple(row for row in (first, *((buttons[offer],) for offer in offers if offer in APART)) if row)
