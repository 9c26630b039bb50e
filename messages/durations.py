"""Durations named in a message: "still red after 9 days" says itself how long ago the treatment was."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from messages.words import Message

LONGEST = 10 * 8760  # hours; what is longer is an age, "at 67 years"


@dataclass(frozen=True, kw_only=True)
class TimeWords:
    """How a language speaks of time. `units` are hours per unit; `ahead` words make a duration lie in the future."""

    units: Mapping[str, float] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    days: frozenset[str] = frozenset()  # "day" in "day 5"
    spoken: Mapping[str, float] = field(default_factory=dict)  # last week, la semana pasada
    ahead: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()  # ago, later, after, hace: the duration counts
    still: frozenset[str] = frozenset()  # still, sigo: a bare duration counts too
    between: frozenset[str] = frozenset()  # of, full: may stand between number and unit, "a couple of days"

    @property
    def words(self) -> frozenset[str]:
        spoken = " ".join(self.spoken).split()
        return frozenset((*self.units, *self.numbers, *spoken)) | self.days | self.ahead | self.behind | self.still


def named_hours(message: Message, time_words: TimeWords) -> float | None:
    """Return the longest time that the message says has passed, in hours, or None."""
    words = message.words
    loose = any(word in time_words.still for word in words)
    text = f" {' '.join(words)} "
    found = [hours for spoken, hours in time_words.spoken.items() if f" {spoken} " in text]
    for index, word in enumerate(words):
        if word in time_words.days and index + 1 < len(words):
            number = _number(words[index + 1], time_words)
            if number is not None and number <= 60:
                found.append(number * 24)
        if word in time_words.units and index > 0:
            place = index - 2 if index > 1 and words[index - 1] in time_words.between else index - 1
            number = _number(words[place], time_words)
            around = set(words[max(0, index - 5) : place]) | set(words[index + 1 : index + 4])
            before = set(words[max(0, index - 3) : place])
            if number is None or before & time_words.ahead:
                continue
            if loose or around & time_words.behind:
                found.append(number * time_words.units[word])
    return max((hours for hours in found if hours <= LONGEST), default=None)


def _number(word: str, time_words: TimeWords) -> float | None:
    if word[0].isdigit():
        return float(word)
    return time_words.numbers.get(word)
