"""Triage in English: every rule's examples, misspelt ones too, and what a finding tells."""

import random
from pathlib import Path

import pytest
import yaml

from messages.library import load
from messages.triage import Urgency, check, findings

LIBRARY = load()  # one of its own: other tests load the model, here the rules speak alone
ENGLISH = LIBRARY.rule_books["en"]
HERE = Path(__file__).parent
URGENT = yaml.safe_load((HERE / "urgent_messages_en.yaml").read_text(encoding="utf-8"))
HARMLESS = [
    line
    for line in (HERE / "harmless_messages_en.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def _examples(kind):
    return [
        pytest.param(rule.id, sentence, id=f"{rule.id} {number}")
        for rule in ENGLISH.rules
        for number, sentence in enumerate(getattr(rule, kind))
    ]


def _raised(text):
    return {finding.rule_id for finding in findings(LIBRARY, text) if finding.language == "en"}


@pytest.mark.parametrize(("rule_id", "sentence"), _examples("must_match"))
def test_a_sentence_that_must_raise_its_rule(rule_id, sentence):
    """It raises the rule, however a stranger words it."""
    assert rule_id in _raised(sentence)


@pytest.mark.parametrize(("rule_id", "sentence"), _examples("must_not_match"))
def test_a_look_alike(rule_id, sentence):
    """It stays quiet about what is denied, asked about, past, somebody else's or an idiom."""
    assert rule_id not in _raised(sentence)


@pytest.mark.parametrize(("level", "text"), [(level, text) for level, texts in URGENT.items() for text in texts])
def test_a_strangers_message(level, text):
    """It finds trouble in words that stand in no rule's examples, at its level or above."""
    finding = check(LIBRARY, text)

    assert finding is not None
    assert finding.urgency >= Urgency.of(level)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_message(text):
    """It stays quiet about jokes, idioms, plans, products, questions and what is denied."""
    assert check(LIBRARY, text) is None


def test_misspelt_messages():
    """It still finds nine in ten red flags when a slip stands in every long word."""
    slips = random.Random(7)
    sentences = [(rule, sentence) for rule in ENGLISH.rules for sentence in rule.must_match]
    found = 0
    for rule, sentence in sentences:
        misspelt = " ".join(_slipped(word, slips) for word in sentence.split())
        finding = check(LIBRARY, misspelt)
        found += finding is not None and finding.urgency >= rule.urgency

    assert found / len(sentences) >= 0.9


def test_every_rule_is_complete():
    """It has sources that exist, the day they were checked, a known topic and enough examples."""
    for rule in ENGLISH.rules:
        assert rule.sources
        assert set(rule.sources) <= set(LIBRARY.sources)
        assert rule.checked is not None
        assert rule.topic in LIBRARY.topics
        assert len(rule.must_match) >= 8
        assert len(rule.must_not_match) >= 5


def test_the_most_urgent_of_several():
    """It names the emergency, not the fever, and the patient's own words for it."""
    finding = check(LIBRARY, "I have a fever, and my tongue is swelling")

    assert finding is not None
    assert finding.urgency == Urgency.EMERGENCY
    assert finding.rule_id == "E2_mouth_swelling"
    assert finding.words == ("tongue is swelling",)


@pytest.mark.parametrize("hours", [None, 1, 30, 400])
def test_an_emergency_at_any_time(hours):
    """It is one whatever the time since the treatment, known or not."""
    finding = check(LIBRARY, "I can't breathe", hours)

    assert finding is not None
    assert finding.urgency == Urgency.EMERGENCY


@pytest.mark.parametrize("text", ["my face is red", "so hot and swollen", "my skin feels tight and it stings"])
@pytest.mark.parametrize("hours", [None, 1, 20])
def test_the_time_gate(text, hours):
    """It takes red, hot, swollen, tight and stinging for the expected course at first, and when the time is unknown."""
    assert check(LIBRARY, text, hours) is None


@pytest.mark.parametrize(
    ("text", "hours", "urgency"),
    [
        pytest.param("my face is red", 167, None, id="day 6"),
        pytest.param("my face is red", 168, Urgency.CLINIC, id="a week"),
        pytest.param("my face is swollen", 95, None, id="day 3"),
        pytest.param("my face is swollen", 96, Urgency.CLINIC, id="day 4"),
        pytest.param("my face is red, day 2", 400, None, id="the patient's own day wins"),
        pytest.param("my face is red, day 9", 20, Urgency.CLINIC, id="the patient's own late day wins"),
        pytest.param("the redness is spreading", 20, Urgency.URGENT, id="spreading is urgent at once"),
    ],
)
def test_what_lasts_too_long(text, hours, urgency):
    """It brings in the clinic by the day on which something should have settled."""
    finding = check(LIBRARY, text, hours)

    assert (finding.urgency if finding else None) == urgency


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        pytest.param("the photo is blurry, my vision is blurry", Urgency.EMERGENCY, id="a comma between"),
        pytest.param("the photo is blurry and my vision is blurry", Urgency.EMERGENCY, id="an and between"),
        pytest.param("the photo is blurry but my vision is blurry", Urgency.EMERGENCY, id="a but between"),
        pytest.param("sorry, the photo of my face is blurry", None, id="the words themselves"),
    ],
)
def test_what_an_unless_excuses(text, urgency):
    """It excuses the words that it shares and its own clause, not what else stands in the sentence."""
    finding = check(LIBRARY, text)

    assert (finding.urgency if finding else None) == urgency


@pytest.mark.parametrize(
    "text",
    [
        "throat's hoarse from karaoke",
        "my heart is jumping with joy about my skin",
        "can't open my eyes before my second coffee",
        "I feel faint with hunger",
    ],
)
def test_an_everyday_cause(text):
    """It stays quiet about what an everyday cause of just that explains."""
    assert check(LIBRARY, text) is None


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        pytest.param("my throat is closing up from the curry", Urgency.EMERGENCY, id="a meal"),
        pytest.param("my face will not stop bleeding at the match", Urgency.EMERGENCY, id="a place"),
        pytest.param("I can't breathe, hungover", Urgency.EMERGENCY, id="a bad morning"),
        pytest.param("I collapsed in this heat", Urgency.EMERGENCY, id="the weather"),
        pytest.param("I can't breathe and it's not just a cold", Urgency.EMERGENCY, id="a cause that is denied"),
        pytest.param("tongue is swelling, blocked nose", Urgency.EMERGENCY, id="a cold besides"),
        pytest.param("my husband collapsed, I only did the cream on him", Urgency.EMERGENCY, id="who only helped"),
        pytest.param("pus from my cheek in this heat", Urgency.URGENT, id="below an emergency"),
    ],
)
def test_a_cause_of_something_else(text, urgency):
    """It lets no meal, place or weather explain a sign of danger away."""
    finding = check(LIBRARY, text)

    assert finding is not None
    assert finding.urgency == urgency


@pytest.mark.parametrize(
    "text",
    [
        "pus on my chin, is it worth it calling you",
        "blisters on my face, what should I do before I decide",
        "pus on my cheek, I have homework to do",
    ],
)
def test_words_of_somebody_treated(text):
    """It takes nobody for untreated who weighs whether to call."""
    assert check(LIBRARY, text) is not None


@pytest.mark.parametrize(
    "text",
    ["I can no longer swallow", "I can no longer breathe", "I can no longer open my eye", "no longer able to swallow"],
)
def test_no_longer(text):
    """It hears what somebody could do before and cannot now."""
    finding = check(LIBRARY, text)

    assert finding is not None
    assert finding.urgency == Urgency.EMERGENCY


def test_another_language():
    """It does not let the rules of one language read the sentences of another."""
    assert check(LIBRARY, "can microneedling cause sepsis") is None
    assert check(LIBRARY, "no signs of sepsis at all") is None


def test_what_lasts():
    """It counts a transplant of years ago beside a sign of today, yet not two things of the past."""
    assert (
        check(LIBRARY, "I had a kidney transplant in 2019 and I have a sore lump on my cheek").rule_id
        == "U9_higher_risk"
    )
    assert check(LIBRARY, "years ago, on chemo, I had a sore lump") is None


def _slipped(word, slips):
    """Return a long word with one slip of the fingers: a letter doubled, dropped, swapped or wrong; not the first."""
    if len(word) < 6 or not word.isalpha():
        return word
    at = slips.randrange(1, len(word) - 1)
    kind = slips.choice(["double", "drop", "swap", "wrong"])
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + slips.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]
