"""Windows: which part of an answer fits the time since the treatment. Pure: the time is in the situation."""

from datetime import timedelta

from messages.course import Step
from messages.library import Library
from messages.situation import Situation
from messages.topics import Topic, Window


def find_window(library: Library, topic: Topic, situation: Situation, hours: float | None) -> Window | None:
    """Return the window of the topic at `hours` after the treatment; None when unknown, or before the treatment.

    A window that ends with a step ends at this patient's own instant of it, where that and `now` are known.
    """
    if hours is None or hours < 0:
        return None
    for window in topic.windows:
        if not _is_over(library, window, situation, hours):
            return window
    return None


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
