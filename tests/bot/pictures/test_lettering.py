"""The typeface: where it is, how wide its texts are, what it lacks."""

import pytest

from bot.pictures.lettering import BOLD, FAMILY, REGULAR, NotDrawable, font_path, text_width, wrapped


def test_the_font_comes_with_the_packages():
    """It lies beside its licence, not among the fonts of the machine."""
    assert font_path().name == f"{FAMILY}[wght].ttf"
    assert "SIL Open Font License" in (font_path().parent.parent / "LICENSE").read_text(encoding="utf-8")


def test_bold_is_wider():
    """It measures in the weight that is drawn."""
    assert text_width("Retinol", size=30, weight=BOLD) > text_width("Retinol", size=30, weight=REGULAR)


def test_lines_break_between_words():
    """It fills each line as far as it goes."""
    assert wrapped("one two three four", size=10, weight=REGULAR, most=45) == ["one two", "three four"]


def test_a_word_too_long_for_a_line_is_cut():
    """It loses no letter of it."""
    lines = wrapped("Hautpflegeprodukte", size=10, weight=REGULAR, most=40)

    assert "".join(lines) == "Hautpflegeprodukte"
    assert all(text_width(line, size=10, weight=REGULAR) <= 40 for line in lines)


def test_a_character_that_the_font_lacks_is_told():
    """It names the character, not the text."""
    with pytest.raises(NotDrawable, match="U\\+6CBB"):
        text_width("治", size=10, weight=REGULAR)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_font_has_every_character_of_the_short_texts(library, language):
    """It can write whatever the picture may say, in each language."""
    drawn = [key for key in library.texts.entries[language] if key.startswith(("progress_", "check_in_"))]
    drawn += [key for key in library.texts.entries[language] if key.endswith("_short")]
    texts = [library.label(language, key, **dict.fromkeys(library.variables(language, key), 2)) for key in drawn]

    assert text_width("".join("".join(texts).split()), size=1, weight=REGULAR) > 0
