"""Contexts."""

import pytest

from messages.contexts import Context, Reading
from messages.topics import Urgency
from messages.words import read_message
from tests.content import LIBRARY

ENGLISH = LIBRARY.rule_books["en"].contexts


def _context(text, words, urgency=Urgency.URGENT):
    reading = Reading(read_message(text), ENGLISH)
    return reading.context(reading.find(words)[0], urgency)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("no fever", "fever", id="no"),
        pytest.param("no fever, chills or pus", "pus", id="a list"),
        pytest.param("I don't think it's oozing", "oozing", id="does not think so"),
        pytest.param("the fever has gone", "fever", id="gone"),
        pytest.param("fever: no, pus: none", "fever", id="a form filled in"),
    ],
)
def test_denied(text, words):
    """It knows what is denied."""
    assert _context(text, words) == Context.NEGATED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("no fever but pus", "pus", id="but"),
        pytest.param("not sure if this is pus", "pus", id="not sure"),
        pytest.param("no fever, chin oozing", "oozing", id="a comma without or"),
        pytest.param("instead of healing its oozing", "its oozing", id="begins anew"),
        pytest.param("the fever has not gone", "fever", id="not gone"),
        pytest.param("the swelling went down then came back", "swelling", id="gone and back"),
        pytest.param("fever. no appetite", "fever", id="a no about something else"),
    ],
)
def test_not_denied(text, words):
    """It is not misled by a "no" that denies something else."""
    assert _context(text, words) is None


def test_gone_is_not_enough_in_an_emergency():
    """It lets an emergency count even when it is said to have gone."""
    assert _context("the chest pain has gone", "chest pain", Urgency.EMERGENCY) is None


@pytest.mark.parametrize(
    "text",
    ["what would pus look like", "can pus come from this", "if I get pus who do I call", "is pus a possibility"],
)
def test_asked_about(text):
    """It knows a question about what might come."""
    assert _context(text, "pus") == Context.ASKED


@pytest.mark.parametrize(
    "text",
    [
        "what would you do, I have pus",
        "how do I stop this pus",
        "what does it mean, pus is coming out",
        "can you help, pus",
    ],
)
def test_a_question_about_what_is_there(text):
    """It knows a question about something that the patient has."""
    assert _context(text, "pus") is None


def test_the_past():
    """It knows what was, unless it is said to be now."""
    assert _context("last year there was pus", "pus") == Context.PAST
    assert _context("last year fine but now pus", "pus") is None


def test_the_past_in_one_clause():
    """It knows what was and is over, whatever the next clause says, unless it is so again."""
    assert _context("last time I got pus, now all is calm", "pus") == Context.PAST
    assert _context("last time I got pus and now I have it again", "pus") is None
    assert _context("this is my first session, woke up with pus", "pus") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("breathing and swallowing are fine", "breathing", id="is fine"),
        pytest.param("mouth and tongue totally normal", "tongue", id="totally normal"),
        pytest.param("I can see perfectly", "see", id="perfectly"),
    ],
)
def test_what_is_well(text, words):
    """It takes what is said to be as it should for a denial, in an emergency too."""
    assert _context(text, words, Urgency.EMERGENCY) == Context.NEGATED


@pytest.mark.parametrize(
    "text", ["I can't see well", "cannot breathe normally", "hard to see clear", "my tongue is swollen, is that normal"]
)
def test_what_is_not_well(text):
    """It is not misled by a "well" that something is not."""
    reading = Reading(read_message(text), ENGLISH)

    assert reading.well == frozenset()


def test_sayings():
    """It knows words that mean something else."""
    assert _context("I'm dying for a coffee", "dying", Urgency.EMERGENCY) == Context.SAYING
    assert _context("I think I'm dying", "dying", Urgency.EMERGENCY) is None


def test_questions_about_people_in_general():
    """It knows a question about anyone; the same words in a sentence about the patient are a report."""
    assert _context("is pus usually yellow", "pus") == Context.ASKED
    assert _context("I have more pus than usually", "pus") is None


def test_somebody_elses_old_trouble():
    """It leaves alone what another person has long had, and what a child has when the patient was treated."""
    asked = "mum gets chest pain now and then, could she have this"

    assert _context(asked, "chest pain", Urgency.EMERGENCY) == Context.OTHER
    assert _context("mum has chest pain", "chest pain", Urgency.EMERGENCY) is None
    assert _context("my son has pus and touches my face", "pus") == Context.OTHER
    assert _context("my sister's pus", "pus") == Context.OTHER


def test_somebody_else():
    """It leaves other people's trouble alone, unless it is an emergency that is no story; children are ours too."""
    assert _context("my friend with pus", "pus") == Context.OTHER
    assert _context("my husband fainted", "fainted", Urgency.EMERGENCY) is None
    assert _context("I read about a woman who fainted", "fainted", Urgency.EMERGENCY) == Context.OTHER
    assert _context("my daughter with pus", "pus") is None
    assert _context("my dog with pus", "pus", Urgency.EMERGENCY) == Context.OTHER


def test_what_a_pet_did_to_the_patient_is_the_patients():
    """It leaves alone what begins with the pet: the cat is what scratched, not what was hurt."""
    assert _context("the cat scratched my chin", "cat scratched my chin", Urgency.URGENT) is None


def test_somebody_who_only_reports():
    """It takes "my husband thinks" for news of the patient."""
    assert _context("my husband thinks pus", "pus") is None


def test_another_whose_trouble_is_told_by_somebody_who_is_well():
    """It takes another's emergency for a story when the patient says, anywhere, not to be the one."""
    assert _context("a lady turned black in patches. Not me", "black", Urgency.EMERGENCY) == Context.OTHER
    assert _context("a lady turned black in patches", "black", Urgency.EMERGENCY) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("my friend's lips are swelling, I'm fine", "swelling", id="it is happening"),
        pytest.param("my friend won't wake up, not mine", "wake up", id="it is said to be so"),
    ],
)
def test_another_who_needs_help_now(text, words):
    """It lets another's emergency count while it happens, however well the patient is."""
    assert _context(text, words, Urgency.EMERGENCY) is None


def test_nothing_has_happened_yet():
    """It knows a message by somebody who is not treated yet, or asks for school, unless something is there now."""
    assert _context("does it leave pus? I'd like to know before I decide", "pus") == Context.ASKED
    assert _context("pus, the word is for my homework", "pus") == Context.ASKED
    assert _context("there is pus, should I tell you before I pay", "pus") is None
    assert _context("pus, the word is for my homework", "pus", Urgency.EMERGENCY) is None


def test_the_parts_of_a_message():
    """It counts the parts that commas, a "but" and an "and" make."""
    assert Reading(read_message("no pus, but red and warm"), ENGLISH).parts == [0, 0, 1, 1, 2, 2]


def test_a_friend_of_mine():
    """It takes "of mine" for no word of the patient's own."""
    assert _context("a friend of mine got hives", "hives") == Context.OTHER
    assert _context("my friend is fine, mine has hives", "hives") is None
