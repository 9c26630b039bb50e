"""Calendar: a month of days as buttons. What cannot be chosen is a dot. Pure."""

from calendar import Calendar
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date, get_day_names

from bot.buttons import Action, pack
from bot.conversation.when import EARLIEST, LATEST, is_in_reach
from bot.speech import Button, Keyboard

NO_DAY = "·"
NOTHING = pack(Action.MONTH)  # Telegram wants data on every button, also on those that only show something


def month_keyboard(month: date, *, today: date, locale: str) -> Keyboard:
    """Return the month of a date as buttons, with the months before and after as far as they are in reach."""
    first_weekday = Locale.parse(locale.replace("-", "_")).first_week_day
    names = get_day_names("short", locale=locale)
    weekdays = tuple(_shown(names[(first_weekday + place) % 7]) for place in range(7))
    weeks = Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    days = tuple(tuple(_day(on, month, today) for on in week) for week in weeks)
    return (_heading(month, today, locale), weekdays, *days)


def read_month(choice: str, today: date) -> date | None:
    """Return the first day of the chosen month, None when no day of it is in reach (or the choice was made up)."""
    try:
        month = date.fromisoformat(f"{choice}-01")
    except ValueError:
        return None
    return month if _is_month_in_reach(month, today) else None


def read_day(choice: str) -> date | None:
    """Return the chosen day, None when the choice was made up."""
    try:
        return date.fromisoformat(choice)
    except ValueError:
        return None


def _heading(month: date, today: date, locale: str) -> tuple[Button, ...]:
    first = month.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    buttons = [_shown(format_date(first, "LLLL y", locale=locale))]
    if _is_month_in_reach(before, today):
        buttons.insert(0, _turn(before, f"‹ {format_date(before, 'LLL', locale=locale)}"))
    if _is_month_in_reach(after, today):
        buttons.append(_turn(after, f"{format_date(after, 'LLL', locale=locale)} ›"))
    return tuple(buttons)


def _is_month_in_reach(first: date, today: date) -> bool:
    return first <= today + LATEST and (first + timedelta(days=31)).replace(day=1) > today - EARLIEST


def _day(on: date, month: date, today: date) -> Button:
    if on.month != month.month or not is_in_reach(on, today):
        return _shown(NO_DAY)
    return Button(label=str(on.day), data=pack(Action.DAY, None, on.isoformat()))


def _shown(label: str) -> Button:
    return Button(label=label, data=NOTHING)


def _turn(month: date, label: str) -> Button:
    return Button(label=label, data=pack(Action.MONTH, None, f"{month:%Y-%m}"))
