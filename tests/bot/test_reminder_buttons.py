"""Reminder buttons: what can be done with a reminder and with a check-in."""

from bot.buttons import Action, pack
from bot.reminder_buttons import reminder_keyboard
from bot.speech import Button


def test_a_reminder_that_asks_for_done_can_be_done_put_off_skipped_or_explained(library):
    """It offers four things to do, each tied to the row."""
    keyboard = reminder_keyboard(library, "en", 12, asks_done=True, check_in=False, explains=True)

    assert keyboard == (
        (Button(label="Done", data=pack(Action.DONE, 12)),),
        (
            Button(label="Later", data=pack(Action.LATER, 12)),
            Button(label="Skip", data=pack(Action.SKIP, 12)),
            Button(label="Why?", data=pack(Action.WHY, 12)),
        ),
    )


def test_a_check_in_asks_how_it_is(library):
    """It offers four answers and no Done."""
    keyboard = reminder_keyboard(library, "es", 12, asks_done=False, check_in=True, explains=False)

    assert [[button.data for button in row] for row in keyboard] == [
        [pack(Action.CHECK_IN, 12, choice) for choice in ("better", "same", "worse")],
        [pack(Action.CHECK_IN, 12, "worried")],
    ]
