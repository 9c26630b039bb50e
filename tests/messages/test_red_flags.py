"""Reading a file of red flags, and looking for them."""

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from messages.reading import ContentFiles
from messages.red_flags import load_rule_book
from messages.triage import findings, hours_named, is_reported
from tests.content import LIBRARY


def _book(tmp_path, text):
    (tmp_path / "red_flags").mkdir()
    (tmp_path / "red_flags" / "en.yaml").write_text(textwrap.dedent(text))
    files = ContentFiles(tmp_path)
    return load_rule_book(files, "red_flags/en.yaml"), files.problems


def test_a_rule_that_cannot_be_used(tmp_path):
    """It leaves the rule out and says which, where and why."""
    book, problems = _book(
        tmp_path,
        """
        rules:
          E1: {urgency: emergency, topic: infection, patterns: [throat closing]}
          E2: {urgency: soon, topic: infection, patterns: [lips]}
          E3: {urgency: urgent, topic: infection, patterns: ["<nose> red"]}
          E4: {urgency: urgent, topic: infection}
        """,
    )

    assert [rule.id for rule in book.rules] == ["E1"]
    assert [(problem.line, problem.message) for problem in problems] == [
        (4, "rule E2: `urgency` should be clinic, urgent or emergency"),
        (5, "rule E3: pattern `<nose> red`: there is no list `nose` under `lists:`"),
        (6, "rule E4 needs at least `urgency`, `topic` and `patterns`"),
    ]


def test_bounds_of_time(tmp_path):
    """It reads from when and until when a pattern counts, and what it does when the time is not known."""
    book, _ = _book(
        tmp_path,
        """
        rules:
          C1:
            urgency: clinic
            topic: redness
            patterns:
              - {after_hours: 96, pattern: red}
              - {before_hours: 72, pattern: needle}
              - {not_before_hours: 240, pattern: brown}
        """,
    )
    counts = [[timed.counts_after(hours) for hours in (None, 72, 96, 240)] for timed in book.rules[0].patterns]

    assert counts == [[False, False, True, True], [False, True, False, False], [True, False, False, True]]


def test_words_to_repair_towards(tmp_path):
    """It repairs towards the words of patterns and their examples, not towards those of `unless`."""
    book, _ = _book(
        tmp_path,
        """
        rules:
          U1:
            urgency: urgent
            topic: infection
            patterns: [swoll* cheek]
            unless: [toothache]
            must_match: [swollen cheek today]
        """,
    )

    assert book.lexicon == {"swollen", "cheek"}


def test_the_time_a_message_names():
    """It returns the time that a message names itself, in any language."""
    assert hours_named(LIBRARY, "day 9 and still red") == 216
    assert hours_named(LIBRARY, "still red") is None


def test_reported():
    """It tells having something from asking about it."""
    assert is_reported(LIBRARY, "my face is still red", "redness")
    assert not is_reported(LIBRARY, "how long does redness last", "redness")
    assert not is_reported(LIBRARY, "no redness at all", "redness")


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_message(text):
    """It never fails on a message, whatever stands in it."""
    for finding in findings(LIBRARY, text, 50):
        assert all(words in text for words in finding.words)
