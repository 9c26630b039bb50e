"""Reminder buttons: what stands under a reminder or a check-in, when it is sent and after each tap."""

from bot.buttons import Action, pack
from bot.speech import Button, Keyboard
from messages.library import Library


def reminder_keyboard(
    library: Library,
    language: str,
    outgoing_id: int,
    *,
    asks_done: bool,
    check_in: bool,
    explains: bool,
    asks_again: bool = False,
) -> Keyboard:
    """Return the buttons under a reminder or a check-in; `explains` adds "Why?"."""

    def button(key: str, action: Action, choice: str = "") -> Button:
        return Button(label=library.label(language, key), data=pack(action, outgoing_id, choice))

    why = (button("button_why", Action.WHY),) if explains else ()
    rows: list[tuple[Button, ...]] = []
    if check_in:
        rows.append(
            tuple(button(f"check_in_{choice}", Action.CHECK_IN, choice) for choice in ("better", "same", "worse"))
        )
        rows.append((button("check_in_worried", Action.CHECK_IN, "worried"),))
    if asks_again:
        rows.append((button("button_ask_again", Action.ASK_AGAIN),))
    if asks_done:
        rows.append((button("button_done", Action.DONE),))
        why = (button("button_later", Action.LATER), button("button_skip", Action.SKIP), *why)
    return (*rows, why) if why else tuple(rows)
