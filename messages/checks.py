"""Content checks: what loading cannot see, each with file, line and mend."""

from messages.library import read
from messages.problems import Problem
from messages.reading import ContentFiles


def find_problems(files: ContentFiles) -> list[Problem]:
    """Return every problem, in order of file and line."""
    read(files)
    return sorted(set(files.problems), key=lambda problem: (problem.file, problem.line, problem.message))
