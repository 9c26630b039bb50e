"""Asking: `afterglow ask` shows what a patient would be answered, for people and as JSON lines."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.asking import ask_lines, plain
from bot.cli import app
from tests.content import LIBRARY


def ask(*arguments):
    return CliRunner().invoke(app, ["ask", *arguments])


def answers(*lines):
    """Return what is written and what is found at fault for some lines."""
    written, faults = [], []
    encoded = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    all_read = ask_lines(LIBRARY, encoded, written.append, faults.append)
    return all_read, [json.loads(line) for line in written], faults


def test_a_question_is_answered_as_plain_text():
    """It shows the patient's answer without markup."""
    result = ask("can I wear make-up", "--hours", "30")

    assert result.exit_code == 0
    assert result.stdout.startswith("Make-up\n\nIt is too early for make-up.")
    assert "<b>" not in result.stdout
    assert "ranking" not in result.stdout


def test_the_language_can_be_chosen():
    """It answers in the language asked for."""
    assert ask("maquillaje", "--lang", "es").stdout.startswith("Maquillaje\n\n")


def test_explain_says_why():
    """It shows the red flag with its words, the window and the ranking."""
    shown = ask("there is pus and it smells bad", "--hours", "30", "--explain").stdout

    assert "kind: answer, topic: infection, urgency: urgent" in shown
    assert "red flag: U" in shown
    assert "why: a rule about infection has these words, and nothing around them takes them back" in shown
    assert "words: “" in shown
    assert "window: none" in shown
    assert "  infection\n" in shown
    assert "out of scope" in shown


def test_explain_says_what_was_passed_over():
    """It says in plain words why words that sound like a red flag are none."""
    shown = ask("no fever, when is make-up ok", "--explain").stdout

    assert "red flag: none\nwhy: no topic reaches 80%, so the likeliest are offered" in shown
    assert "passed over: “fever” (U2_fever): denied, gone or well" in shown


def test_choices_are_listed():
    """It shows the titles that would stand on the buttons."""
    shown = ask("my skin").stdout

    assert "Which of these do you mean?" in shown
    assert "\n[" in shown


def test_an_emergency_shows_both_messages():
    """It shows the card and what follows it."""
    shown = ask("I can't breathe").stdout

    assert shown.startswith("Call 112 now.\n\nWhile you wait: lie down")


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        ((), "ask: give one question in quotes, or --jsonl and the questions on standard input"),
        (("hi", "--jsonl"), "ask: give one question in quotes, or --jsonl and the questions on standard input"),
        (("hi", "--lang", "xx"), "ask: --lang should be one of en, es"),
    ],
)
def test_a_wrong_use_is_one_clear_line(arguments, trouble):
    """It names the option, and exits with 2."""
    result = ask(*arguments)

    assert result.exit_code == 2
    assert result.stderr == f"{trouble}\n"
    assert result.stdout == ""


def test_a_line_is_answered_with_topic_urgency_top3_kind_and_answer():
    """It gives exactly the agreed fields."""
    all_read, (reply,), faults = answers({"text": "can I go swimming tomorrow", "lang": "en", "hours": 10})

    assert all_read
    assert faults == []
    assert list(reply) == ["topic", "urgency", "top3", "kind", "answer"]
    assert (reply["topic"], reply["urgency"], reply["kind"]) == ("heat_and_swimming", "none", "answer")
    assert reply["top3"][0] == "heat_and_swimming"
    assert len(reply["top3"]) == 3
    assert reply["answer"].startswith("Heat and swimming")


def test_what_is_not_answered_has_no_topic():
    """It reports a refusal and small talk as a refusal, and keeps the ranking of the former."""
    _, (refusal, hello), _ = answers(
        {"text": "who won the football on sunday", "lang": "en"}, {"text": "hello", "lang": "en"}
    )

    assert (refusal["topic"], refusal["kind"], len(refusal["top3"])) == (None, "refusal", 3)
    assert (hello["topic"], hello["kind"]) == (None, "refusal")


def test_a_red_flag_names_its_topic_and_urgency():
    """It reports the urgency in the agreed words."""
    _, (reply,), _ = answers({"text": "no puedo respirar", "lang": "es"})

    assert (reply["topic"], reply["urgency"], reply["kind"]) == ("allergic_reaction", "emergency", "answer")
    assert reply["answer"].startswith("Llama ya al 112.")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{text", 'line 2: not JSON in UTF-8; write {"text": "...", "lang": "en"}'),
        (b"\xff\xfe", 'line 2: not JSON in UTF-8; write {"text": "...", "lang": "en"}'),
        (b"[1]", 'line 2: no `text`; write {"text": "...", "lang": "en"}'),
        (b'{"text": 3}', 'line 2: no `text`; write {"text": "...", "lang": "en"}'),
        (b'{"text": "x", "lang": "xx"}', "line 2: `lang` should be one of en, es"),
        (b'{"text": "x", "lang": []}', "line 2: `lang` should be one of en, es"),
        (
            b'{"text": "x", "hours": "9"}',
            "line 2: `hours` should be a number of hours since the treatment, such as 30",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_others_answered(line, fault):
    """It says which line is wrong and how to write it, and goes on."""
    good = {"text": "redness", "lang": "en"}
    all_read, written, faults = answers(good, line, good)

    assert not all_read
    assert len(written) == 2
    assert faults == [fault]


@pytest.mark.parametrize("text", ["", "😀", "\ud83d", "x" * 20000, "\u0000", "<b>&amp;"])
def test_any_text_is_answered(text):
    """It fails on no message that JSON can hold."""
    all_read, written, _ = answers({"text": text, "lang": "en"})

    assert all_read
    assert len(written) == 1


def test_markup_becomes_plain_text():
    """It drops tags and resolves entities."""
    assert plain("<b>Call</b> A &amp; B &lt;now&gt;") == "Call A & B <now>"


def test_lines_are_answered_one_by_one(tmp_path):
    """It answers each line as it comes, with nothing else on stdout, no settings and no database; 1 for a bad line."""
    quiet = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=quiet
    ) as process:
        process.stdin.write(b'{"text": "can I swim", "lang": "en"}\n')
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        rest, trouble = process.communicate(b"oops\n" + '{"text": "¿puedo nadar?", "lang": "es"}\n'.encode())

    assert first["topic"] == "heat_and_swimming"
    assert [json.loads(line)["topic"] for line in rest.splitlines()] == ["heat_and_swimming"]
    assert trouble.decode() == 'line 2: not JSON in UTF-8; write {"text": "...", "lang": "en"}\n'
    assert process.returncode == 1
    assert list(tmp_path.iterdir()) == []
