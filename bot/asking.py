"""Asking: the `ask` command. One question, or JSON lines in and out; needs neither settings nor database."""

import html
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import typer

from bot.usage import refuse
from messages import triage
from messages.answering import SURE, Reply, Situation, answer
from messages.library import Library, load
from messages.triage import Context

KINDS = ("answer", "choices")  # everything else is reported as a refusal
REASONS = {
    Context.NEGATED: "denied, gone or well",
    Context.ASKED: "asked about or supposed, not reported",
    Context.PAST: "it was in the past",
    Context.OTHER: "it is somebody else's",
    Context.SAYING: "a saying",
}
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with the language it is answered in and the hours since the treatment, None when unknown."""

    text: str
    language: str
    hours: float | None = None


class BadLine(Exception):
    """A line is not a question: {"text": "...", "lang": "en", "hours": 30}; `hours` may be left out."""


def ask(question: str | None, *, lang: str, hours: float | None, explain: bool, jsonl: bool) -> None:
    """Answer the question, or with `jsonl` every line of standard input; exit 2 for a wrong use, 1 for a bad line."""
    if jsonl == (question is not None):
        refuse("ask", "give one question in quotes, or --jsonl and the questions on standard input")
    library = load()
    if jsonl:
        if not ask_lines(library, sys.stdin.buffer, _write_line, lambda fault: typer.echo(fault, err=True)):
            raise typer.Exit(1)
        return
    if lang not in library.languages:
        refuse("ask", f"--lang should be one of {', '.join(library.languages)}")
    typer.echo(ask_one(library, Asked(text=question or "", language=lang, hours=hours), explain=explain))


def ask_one(library: Library, asked: Asked, *, explain: bool) -> str:
    """Return what the patient would see, as plain text; with `explain` also why."""
    reply = _reply(library, asked)
    shown = _shown(library, reply)
    return f"{shown}\n\n{explained(reply)}\n{_passed_over(library, asked)}".rstrip() if explain else shown


def ask_lines(
    library: Library, lines: Iterable[bytes], write: Callable[[str], None], fault: Callable[[str], None]
) -> bool:
    """Answer one JSON object a line, each at once; return whether all lines could be read.

    `write` gets the answer of a line, `fault` one sentence for a line that is no question. Empty lines are passed over.
    """
    all_read = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = read_line(library, line)
        except BadLine as wrong:
            fault(f"line {number}: {wrong}")
            all_read = False
        else:
            write(json.dumps(_reported(library, _reply(library, asked)), ensure_ascii=False))
    return all_read


def read_line(library: Library, line: bytes) -> Asked:
    """Read {"text", "lang", "hours"?}; raises BadLine, which says what is wrong and what to write."""
    try:
        fields = json.loads(line)
    except ValueError:
        raise BadLine('not JSON in UTF-8; write {"text": "...", "lang": "en"}') from None
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise BadLine('no `text`; write {"text": "...", "lang": "en"}')
    language = fields.get("lang", "en")
    if language not in library.languages:
        raise BadLine(f"`lang` should be one of {', '.join(library.languages)}")
    hours = fields.get("hours")
    if hours is not None and (isinstance(hours, bool) or not isinstance(hours, int | float)):
        raise BadLine("`hours` should be a number of hours since the treatment, such as 30")
    text = fields["text"].encode("utf-8", "replace").decode()  # half of an escaped emoji cannot be written out again
    return Asked(text=text, language=language, hours=hours)


def explained(reply: Reply) -> str:
    """Return why a message was answered so: the rule and its words, the window, the ranking. In English, for staff."""
    return "\n".join(_reasons(reply))


def plain(markup: str) -> str:
    """Return Telegram HTML as plain text."""
    return html.unescape(_TAG.sub("", markup))


def _write_line(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _reply(library: Library, asked: Asked) -> Reply:
    return answer(library, asked.text, Situation(language=asked.language, hours=asked.hours))


def _shown(library: Library, reply: Reply) -> str:
    text = plain(reply.html)
    if reply.kind == "choices":
        text += "".join(f"\n[{library.topic_title(reply.language, topic)}]" for topic in reply.top3)
    return f"{text}\n\n{plain(reply.follow_up_html)}" if reply.follow_up_html else text


def _reported(library: Library, reply: Reply) -> dict[str, object]:
    return {
        "topic": reply.topic,
        "urgency": reply.urgency.label,
        "top3": list(reply.top3),
        "kind": reply.kind if reply.kind in KINDS else "refusal",
        "answer": _shown(library, reply),
    }


def _why(reply: Reply) -> str:
    """Return in one sentence what decided; the figures are those of messages/answering.py."""
    ranking, finding = reply.ranking, reply.finding
    if finding and finding.by_model:
        return f"no rule has words for it, yet by its meaning it is probably {finding.topic}"
    if finding:
        return f"a rule about {finding.topic} has these words, and nothing around them takes them back"
    if ranking is None:
        return "it is small talk"
    if reply.kind == "answer":
        return f"no red flag, and {ranking.topics[0].probability:.0%} sure of the topic ({SURE:.0%} are enough)"
    if reply.kind == "choices":
        return f"no topic reaches {SURE:.0%}, so the likeliest are offered"
    return f"nothing that can be answered is likely ({ranking.out_of_scope:.0%} out of scope)"


def _passed_over(library: Library, asked: Asked) -> str:
    """Return the words that sound like a red flag and are none, each with the reason."""
    passed = triage.discounted(library, asked.text, asked.hours)
    return "\n".join(f"passed over: “{each.words}” ({each.rule_id}): {REASONS[each.context]}" for each in passed)


def _reasons(reply: Reply) -> Iterator[str]:
    yield f"kind: {reply.kind}, topic: {reply.topic or 'none'}, urgency: {reply.urgency.label}"
    if reply.finding:
        words = ", ".join(f"“{word}”" for word in reply.finding.words)
        yield f"red flag: {reply.finding.rule_id} ({reply.finding.language}), words: {words}"
    else:
        yield "red flag: none"
    yield f"why: {_why(reply)}"
    yield f"window: {reply.window.name if reply.window else 'none'}"
    if reply.ranking:
        yield "ranking:"
        yield from (f"  {scored.probability:6.1%}  {scored.topic}" for scored in reply.ranking.topics[:5])
        yield f"  {reply.ranking.out_of_scope:6.1%}  out of scope"
