"""docs/promises.md names tests that are there; and what patients read stands in the content, not in the code."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
SPEAKING = [  # whatever puts together, or hands on, what a patient or the team reads
    *(ROOT / "bot" / "conversation").glob("*.py"),
    *(ROOT / "messages").glob("*_wording.py"),
    *(
        ROOT / f"{name}.py"
        for name in (
            "bot/announcements",
            "bot/attachments",
            "bot/care_page",
            "bot/context",
            "bot/handling",
            "bot/intake",
            "bot/reminder_buttons",
            "bot/replying",
            "messages/answering",
            "messages/cards",
            "messages/dates",
            "messages/fitting",
            "messages/quoting",
            "messages/recovery",
            "messages/small_talk",
            "messages/wording",
            "scheduler/alerts",
            "scheduler/announcing",
            "scheduler/digest",
            "scheduler/morning",
            "scheduler/notices",
            "scheduler/preparing",
            "scheduler/threads",
        )
    ),
]
TWO_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
NOT_SAID = {"settle", "log.debug", "log.info", "log.warning", "log.error"}  # kept or logged, and read by no patient


def test_every_promise_names_its_tests():
    """It has at least two for each of the nine, and says of each what was broken to see it fail."""
    parts = re.split(r"^## (\d)\. .+$", PAGE, flags=re.MULTILINE)[1:]
    rows = {
        number: re.findall(r"^\| .+ \| .*`tests/.+` \|$", part, re.MULTILINE)
        for number, part in zip(parts[::2], parts[1::2], strict=True)
    }

    assert list(rows) == list("123456789")
    assert min(len(of_promise) for of_promise in rows.values()) >= 2


def test_every_test_it_names_is_there():
    """It keeps up when a test is renamed or moved."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)

    assert len(named) == PAGE.count("`tests/")
    assert [f"{file}::{name}" for file, name in named if name not in functions(ROOT / file)] == []


@pytest.mark.parametrize("file", SPEAKING, ids=lambda file: file.stem)
def test_no_sentence_stands_in_the_code(file):
    """It holds no two words in a row but for docstrings, errors, logs and outcomes."""
    assert [text for text in strings(ast.parse(file.read_text(encoding="utf-8"))) if TWO_WORDS.search(text)] == []


def functions(file):
    if not file.exists():
        return set()
    return {
        node.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def strings(tree):
    """Return what the code may say: its strings, but for docstrings, errors, logs and outcomes."""
    unsaid = [node for node in ast.walk(tree) if is_unsaid(node)]
    left_out = {id(part) for part in chain.from_iterable(ast.walk(node) for node in unsaid)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in left_out)
    return [node.value for node in constants if isinstance(node.value, str)]


def is_unsaid(node):
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in NOT_SAID
    return isinstance(node, ast.Raise | ast.Assert)
