"""Words: a message as tokens without case, accents and apostrophes, with its sentences and clauses."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)|(?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)|(?P<end>[.!?;:\n¿¡]+)|(?P<comma>,)"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class Token:
    """One word or number. `start` and `end` are its place in the message; sentences and clauses are counted."""

    word: str
    start: int
    end: int
    sentence: int
    clause: int

    @property
    def number(self) -> float | None:
        return float(self.word) if self.word[0].isdigit() else None


@dataclass(frozen=True)
class Message:
    """A message and its tokens."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens)

    def quote(self, start: int, end: int) -> str:
        """Return the patient's own words from token `start` up to, not including, token `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def respelt(self, right: Mapping[int, str]) -> "Message":
        """Return the message with the words at some places spelt differently; the patient's own text stays.

        `gonna` may become two words, `going to`: both stand for the same letters of the text.
        """
        tokens: list[Token] = []
        for position, token in enumerate(self.tokens):
            words = right[position].split() if position in right else [token.word]
            tokens += [replace(token, word=word) for word in words]
        return Message(self.text, tuple(tokens))


def fold(text: str) -> str:
    """Return the text in lower case without accents and apostrophes; `sooo` becomes `so`."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’`´")
    return _STRETCHED.sub(r"\1", plain)


def read_message(text: str) -> Message:
    """Split a message into tokens. Emoji and other signs are passed over."""
    tokens: list[Token] = []
    sentence = clause = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "end":
            sentence, clause = sentence + 1, clause + 1
        elif match.lastgroup == "comma":
            clause += 1
        else:
            number = match.lastgroup == "number"
            word = match[0].replace(",", ".") if number else _letters(fold(match[0]))
            if word:
                tokens.append(Token(word, match.start(), match.end(), sentence, clause))
    return Message(text, tuple(tokens))


def _letters(word: str) -> str:
    """Return the word without signs that are digits in disguise, such as those in m² and 10½: they are no number."""
    return word if word.isalpha() else "".join(letter for letter in word if letter.isalpha())
