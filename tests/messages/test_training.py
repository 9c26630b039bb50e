"""Training: what is learnt from a content answers for that content, and is kept."""

from dataclasses import replace

import pytest

from messages import training
from messages.library import load
from messages.matching import SHIPPED_MODEL, load_model, matcher_of, training_key
from tests.content import LIBRARY


@pytest.fixture
def small_library():
    """Three topics, so that training takes a moment only."""
    names = ("makeup", "redness", "cost")
    return replace(
        LIBRARY,
        topics={name: LIBRARY.topics[name] for name in names},
        phrasings={
            language: {name: lines for name, lines in topics.items() if name in names}
            for language, topics in LIBRARY.phrasings.items()
        },
        out_of_scope={language: lines[:60] for language, lines in LIBRARY.out_of_scope.items()},
        rule_books={language: replace(book, rules=book.rules[:3]) for language, book in LIBRARY.rule_books.items()},
        red_flag_lines={language: lines[:60] for language, lines in LIBRARY.red_flag_lines.items()},
    )


def test_what_was_learnt_is_written_and_read(small_library, tmp_path):
    """It gives the same ranking after writing and reading."""
    model = training.train(small_library)
    training.save_model(model, tmp_path / "model.npz")
    read = load_model(tmp_path / "model.npz")

    assert read.key == model.key == training_key(small_library)
    assert read.classes == ("cost", "makeup", "redness", "out_of_scope")
    assert read.known == model.known
    assert read.meaning.weights == pytest.approx(model.meaning.weights, abs=0.01)
    assert read.flags == model.flags
    assert read.urgency.weights == pytest.approx(model.urgency.weights, abs=0.01)


def test_the_same_content_gives_the_same_model(small_library):
    """It has no randomness."""
    first, second = training.train(small_library), training.train(small_library)

    assert (first.meaning.weights == second.meaning.weights).all()
    assert (first.spelling.weights == second.spelling.weights).all()
    assert (first.urgency.weights == second.urgency.weights).all()


def test_changed_red_flags_are_learnt_anew(small_library):
    """It tells by the key that a line or an example of a rule is another."""
    line = replace(small_library.red_flag_lines["en"][0], text="another line")
    lines = replace(small_library, red_flag_lines={**small_library.red_flag_lines, "en": (line,)})
    book = small_library.rule_books["en"]
    rule = replace(book.rules[0], must_match=("another example",))
    rules = replace(small_library, rule_books={**small_library.rule_books, "en": replace(book, rules=(rule,))})

    assert len({training_key(small_library), training_key(lines), training_key(rules)}) == 3


def test_content_of_our_own_uses_the_shipped_model(tmp_path):
    """It trains nothing when the shipped model fits."""
    library = load()
    training.prepare(library, tmp_path / "data")

    assert matcher_of(library).model.key == load_model(SHIPPED_MODEL).key
    assert not (tmp_path / "data").exists()


def test_content_of_the_clinic_is_learnt_once(small_library, tmp_path, monkeypatch):
    """It trains on changed phrasings, keeps the result in the folder, and the next time takes it from there."""
    training.prepare(small_library, tmp_path / "data")
    written = sorted(path.name for path in (tmp_path / "data").iterdir())
    monkeypatch.setattr(training, "train", None)
    again = replace(small_library)
    training.prepare(again, tmp_path / "data")

    assert written == [f"matching-{training_key(small_library)}.npz"]
    assert matcher_of(again).model.key == training_key(small_library)


def test_without_the_encoder_the_shipped_model_goes_on(small_library, tmp_path, monkeypatch):
    """It does not stop a start where the encoder is missing."""
    monkeypatch.setattr(training, "find_encoder", lambda: None)
    training.prepare(small_library, tmp_path / "data")

    assert matcher_of(small_library).model.key == load_model(SHIPPED_MODEL).key


def test_training_without_the_encoder_says_so(small_library, monkeypatch):
    """It names what is missing and the mend."""
    monkeypatch.setattr(training, "find_encoder", lambda: None)

    with pytest.raises(training.NoEncoder, match="make install"):
        training.train(small_library)
