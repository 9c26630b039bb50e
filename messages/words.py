"""Words: a message as tokens without case, accents and apostrophes, with its sentences and clauses."""

import re
import unicodedata
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)|(?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)|(?P<end>[.!?;:\n¿¡]+)|(?P<comma>,)"
)
_STRETCHED = re.compile(r"(\w)\1{2,}")


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

    def with_word(self, index: int, word: str) -> "Message":
        """Return the message with one word spelt differently; the patient's own text stays."""
        tokens = list(self.tokens)
        tokens[index] = replace(tokens[index], word=word)
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
            word = match[0].replace(",", ".") if number else fold(match[0])
            if word:
                tokens.append(Token(word, match.start(), match.end(), sentence, clause))
    return Message(text, tuple(tokens))
