"""Words of a message."""

from hypothesis import given
from hypothesis import strategies as st

from messages.words import fold, read_message


def test_case_accents_and_apostrophes():
    """It reads a word alike however it is typed."""
    assert read_message("CAN'T can’t cant Fiebre fiébre").words == ("cant", "cant", "cant", "fiebre", "fiebre")


def test_stretched_words():
    """It reads letters typed many times as one, and leaves numbers alone."""
    assert fold("sooooo") == "so"
    assert fold("999") == "999"


def test_numbers():
    """It reads a decimal comma as a point, and splits a number from its unit."""
    assert read_message("38,5c 2weeks").words == ("38.5", "c", "2", "weeks")


def test_sentences_and_clauses():
    """It counts sentences at full stops and clauses at commas too."""
    tokens = read_message("no fever, no pus. but pain").tokens

    assert [token.sentence for token in tokens] == [0, 0, 0, 0, 1, 1]
    assert [token.clause for token in tokens] == [0, 0, 1, 1, 2, 2]


def test_the_patients_own_words():
    """It quotes the message as it was typed, whatever was respelt."""
    message = read_message("My LIPS are swolen!").respelt({3: "swollen"})

    assert message.words == ("my", "lips", "are", "swollen")
    assert message.quote(1, 4) == "LIPS are swolen"


def test_one_word_for_two():
    """It lets a word become several, all standing for the same letters."""
    message = read_message("im gonna faint").respelt({1: "going to"})

    assert message.words == ("im", "going", "to", "faint")
    assert message.quote(1, 3) == "gonna"


@given(st.text())
def test_any_text(text):
    """It reads every text: each token is a number or letters only, and stands where it says."""
    for token in read_message(text).tokens:
        assert token.word.isalpha() or float(token.word) >= 0
        assert 0 <= token.start < token.end <= len(text)
