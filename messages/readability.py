"""Readability: how many years of school a text asks for. Pure; one well-known scale for each language that has one.

English: the grade of Flesch and Kincaid, at most 7. Spanish: the ease of Fernández Huerta, at least 70.
"""

import re
from collections.abc import Callable

HARDEST_GRADE = 7.0
LEAST_EASE = 70.0

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")


def reading_fault(language: str, text: str) -> str | None:
    """Return why a text is too hard to read, or None; a language without a scale has no fault."""
    if language == "en" and (grade := reading_grade(text)) > HARDEST_GRADE:
        return f"reads at school grade {grade:.1f}: at most {HARDEST_GRADE:.0f}, with shorter words and sentences"
    if language == "es" and (ease := reading_ease(text)) < LEAST_EASE:
        return f"has a reading ease of {ease:.0f}: at least {LEAST_EASE:.0f}, with shorter words and sentences"
    return None


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text: years of school in the United States."""
    a_sentence, a_word = _means(text, english_syllables)
    return 0.39 * a_sentence + 11.8 * a_word - 15.59


def reading_ease(text: str) -> float:
    """Return the Fernández Huerta ease of a Spanish text: 100 is very easy, 70 is for everybody, 30 is hard."""
    a_sentence, a_word = _means(text, spanish_syllables)
    return 206.84 - 60 * a_word - 1.02 * a_sentence


def english_syllables(word: str) -> int:
    """Return the syllables of a word, by its spelling: groups of vowels without a silent e."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutdy]ed$|[^aeiouyscxzhg]es$", word):
        groups -= 1  # make, whole, calmed, makes
    groups += len(re.findall(r"i[ao](?!us|n)|eo(?!n|p)|[aeo]ing$|ua[lt]|ier$|[rd]ea$|reac", word))  # diary, being, area
    return max(groups, 1)


def spanish_syllables(word: str) -> int:
    """Return the syllables of a word: one for each strong vowel, or for weak ones together."""
    spoken = re.sub(r"y$", "i", re.sub(r"qu|gu(?=[eéií])", "k", word.lower()))
    groups: list[str] = re.findall(r"[aeiouáéíóúü]+", spoken)
    return max(sum(max(len(re.findall(r"[aeoáéóíú]", group)), 1) for group in groups), 1)


def _means(text: str, syllables: Callable[[str], int]) -> tuple[float, float]:
    """The words of a mean sentence, and the syllables of a mean word. A number is a word of one syllable."""
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0, 0.0
    return len(words) / len(sentences), sum(syllables(word) for word in words) / len(words)
