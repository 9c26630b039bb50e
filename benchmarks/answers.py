"""Answers: how many a second on one core, and what one takes of it, in each language."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import process_time

from messages.answering import Situation, answer
from messages.library import Library

CONTENT = Path(__file__).parent.parent / "messages" / "content"


@dataclass(frozen=True, kw_only=True)
class AnswerSpeed:
    """How fast answers come, in time of one processor: what else runs on the machine does not count."""

    a_second: float
    p50_ms: float
    p95_ms: float


def questions(language: str, number: int) -> list[str]:
    """Return so many lines that patients may write, of every topic and of none, as they are in the content."""
    files = [*sorted((CONTENT / language / "phrasings").glob("*.txt")), CONTENT / "out_of_scope" / f"{language}.txt"]
    lines = [
        line for file in files for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    return Random(0).sample(lines, min(number, len(lines)))


def answer_speed(library: Library, language: str, number: int) -> AnswerSpeed:
    """Answer questions one after the other."""
    situation = Situation(language=language, hours=30.0)
    answer(library, "redness", situation)
    took = []
    for line in questions(language, number):
        began = process_time()
        answer(library, line, situation)
        took.append(process_time() - began)
    return AnswerSpeed(
        a_second=len(took) / sum(took), p50_ms=quantile(took, 0.5) * 1e3, p95_ms=quantile(took, 0.95) * 1e3
    )


def quantile(values: list[float], share: float) -> float:
    """Return the value that so large a share does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else float("nan")
