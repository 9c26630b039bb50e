"""Windows: which part of an answer fits the time since the treatment. Pure: the time is in the situation."""

from datetime import timedelta

from messages.course import Step
from messages.library import Library
from messages.situation import Situation
from messages.topics import AHEAD, Topic, Window


def find_window(library: Library, topic: Topic, situation: Situation, hours: float | None) -> Window | None:
    """Return the window of the topic at `hours` after the treatment; None when that is not known.

    A window that ends with a step ends at this patient's own instant of it, where that and `now` are known. Before a
    treatment it is the one that is ahead of it, if the topic has one, else None; before a further treatment only
    where the last treatment keeps from nothing any more.
    """
    ahead = next((window for window in topic.windows if window.name == AHEAD), None)
    if hours is None or hours < 0:
        return ahead if situation.ahead or hours is not None else None
    past = [window for window in topic.windows if window is not ahead]
    window = next((window for window in past if not _is_over(library, window, situation, hours)), None)
    return ahead if ahead and situation.ahead and window is past[-1] else window


def find_step(library: Library, step_id: str) -> Step | None:
    """Return a step of any course."""
    return next((course.steps[step_id] for course in library.courses.values() if step_id in course.steps), None)


def _is_over(library: Library, window: Window, situation: Situation, hours: float) -> bool:
    if window.until_step is not None:
        return _has_come(library, window.until_step, situation, hours)
    return window.until_hours is not None and hours >= window.until_hours


def _has_come(library: Library, step_id: str, situation: Situation, hours: float) -> bool:
    instant = situation.instants.get(step_id)
    if instant is not None and situation.now is not None:
        return situation.now >= instant
    step = find_step(library, step_id)
    return step is not None and hours >= step.opens_after / timedelta(hours=1)
