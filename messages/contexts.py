"""Contexts: whether words in a message speak of something that is happening to this patient.

Told apart: negation ("no fever"), what is well ("breathing fine"), asking about ("what would an infection look like"),
the past ("last year I had"), sayings ("dying for a coffee"), other people and pets. In an emergency another person's
trouble counts, unless it is told as a story or is an old one ("he gets chest pains now and then, may he have this").
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, pairwise

from messages.patterns import Phrase, Span, find_phrases, phrase_of
from messages.topics import Urgency
from messages.words import Message

REACH = 5  # words over which "no" reaches
LONG_REACH = 8


class Context(StrEnum):
    NEGATED = "negated"
    ASKED = "asked"
    PAST = "past"
    OTHER = "other"
    SAYING = "saying"


@dataclass(frozen=True, kw_only=True)
class ContextWords:
    """A language's words for each context, as phrases."""

    negators: tuple[Phrase, ...] = ()
    not_negators: tuple[Phrase, ...] = ()  # "not sure", "no se": these deny nothing
    undone: tuple[Phrase, ...] = ()  # "isn't the swelling going down" denies the going, not the swelling
    alternatives: frozenset[str] = frozenset()  # "or": a "no" reaches over a comma only in such a list
    stops: tuple[Phrase, ...] = ()
    contrasts: frozenset[str] = frozenset()  # "but": what is said after it is said of something else
    joins: frozenset[str] = frozenset()  # "and": an `unless` on one side excuses nothing on the other
    gone: tuple[Phrase, ...] = ()
    returned: tuple[Phrase, ...] = ()  # after "gone": "it went down, then came back"
    asking: tuple[Phrase, ...] = ()
    openers: frozenset[str] = frozenset()  # "do", "can" open a question in which nobody speaks of "me"
    pointing: frozenset[str] = (
        frozenset()
    )  # "this", "these": "how do I stop this bleeding" asks about one that is there
    helpers: frozenset[str] = frozenset()  # yet not "can you", "can somebody": that asks for help
    happening: tuple[Phrase, ...] = ()
    conditional: frozenset[str] = frozenset()  # "if", "when": what follows at once is not happening
    past: tuple[Phrase, ...] = ()
    then: tuple[Phrase, ...] = ()  # of `happening`, what tells of the past as well: "last year I got"
    repeated: tuple[Phrase, ...] = ()  # "again": what was is so once more
    supposing: tuple[Phrase, ...] = ()  # "what if": whatever follows in the clause, it is not happening
    general: tuple[Phrase, ...] = ()  # "when they do it": with nobody's "me" in the sentence, a question about anyone
    interrogatives: frozenset[str] = (
        frozenset()
    )  # "is", "what": a sentence that begins so is a question without its mark
    sayings: tuple[Phrase, ...] = ()  # "gave me a heart attack": words that mean something else
    well_parts: tuple[Phrase, ...] = ()  # "breathing", "mouth": followed by ...
    well_states: tuple[Phrase, ...] = ()  # ... "fine", "as usual": these words deny a red flag
    well_between: frozenset[str] = frozenset()  # "is", "and", "perfectly": may stand between the two
    unwell: frozenset[str] = frozenset()  # yet not after "cannot", "hard to"
    me: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    treated: tuple[Phrase, ...] = ()  # "my face": the patient speaks, so a child's fever is the child's
    settled: tuple[Phrase, ...] = ()  # "now and then", "could he have": another's old trouble, known to doctors
    unharmed: tuple[Phrase, ...] = ()  # "not me", "mine looks fine": wherever it stands, another's trouble is a story
    untreated: tuple[Phrase, ...] = ()  # "before I pay", "for homework": wherever it stands, nothing happened yet
    others: frozenset[str] = frozenset()
    belonging: frozenset[str] = frozenset()  # "a friend of mine": no word of the patient's own trouble
    pets: frozenset[str] = frozenset()  # and things: what is wrong with a phone's screen is wrong with nobody
    telling: frozenset[str] = frozenset()
    stories: frozenset[str] = frozenset()  # "article", "video": what they tell has happened to nobody here
    reporting: frozenset[str] = frozenset()  # "my husband says": the trouble is not the husband's

    @property
    def barriers(self) -> frozenset[str]:
        """Words that the `...` of a pattern may not stand for."""
        return self.contrasts | {phrase[0] for phrase in self.negators if len(phrase) == 1}

    @property
    def words(self) -> frozenset[str]:
        """Every word of every list."""
        lists = (getattr(self, each.name) for each in fields(self))
        entries = [entry for each in lists for entry in each]
        return frozenset(word for entry in entries for word in ([entry] if isinstance(entry, str) else entry))


def read_contexts(lists: Mapping[str, Sequence[str]]) -> ContextWords:
    """Make the context words of a language from the lists of its file."""

    def phrases(name: str) -> tuple[Phrase, ...]:
        return tuple(phrase_of(words) for words in lists.get(name, ()))

    def single(name: str) -> frozenset[str]:
        return frozenset(word for phrase in phrases(name) for word in phrase)

    return ContextWords(
        negators=phrases("negators"),
        not_negators=phrases("not_negators"),
        undone=phrases("undone"),
        alternatives=single("alternatives"),
        stops=phrases("stops"),
        contrasts=single("contrasts"),
        joins=single("joins"),
        gone=phrases("gone"),
        returned=phrases("returned"),
        asking=phrases("asking"),
        openers=single("openers"),
        pointing=single("pointing"),
        helpers=single("helpers"),
        happening=phrases("happening"),
        conditional=single("conditional"),
        past=phrases("past"),
        then=phrases("then"),
        repeated=phrases("repeated"),
        supposing=phrases("supposing"),
        general=phrases("general"),
        interrogatives=single("interrogatives"),
        sayings=phrases("sayings"),
        well_parts=phrases("well_parts"),
        well_states=phrases("well_states"),
        well_between=single("well_between"),
        unwell=single("unwell"),
        me=single("me"),
        children=single("children"),
        treated=phrases("treated"),
        settled=phrases("settled"),
        unharmed=phrases("unharmed"),
        untreated=phrases("untreated"),
        others=single("others"),
        belonging=single("belonging"),
        pets=single("pets"),
        telling=single("telling"),
        stories=single("stories"),
        reporting=single("reporting"),
    )


@dataclass(frozen=True)
class Reading:
    """A message read with one language's context words."""

    message: Message
    contexts: ContextWords
    _cache: dict[tuple[Phrase, ...], list[Span]] = field(default_factory=dict)
    _known: dict[tuple[Span, Urgency], Context | None] = field(default_factory=dict)

    def context(self, span: Span, urgency: Urgency) -> Context | None:
        """Return why the words at `span` do not count, or None when they do."""
        if (span, urgency) not in self._known:
            self._known[span, urgency] = self._context(span, urgency)
        return self._known[span, urgency]

    def find(self, words: str) -> list[Span]:
        """Return where some words stand in the message."""
        return self._spans((phrase_of(words),))

    def speaks_of_now(self, span: Span) -> bool:
        """Return whether the sentence says that something is so: "my", "I have", "still", "it is"."""
        first, last = self._sentence(span)
        return any(token.word in self.contexts.me for token in self.message.tokens[first:last]) or self._any_within(
            self.contexts.happening, first, last
        )

    def sentences_with(self, name: str) -> frozenset[int]:
        """Return the sentences in which a word of one list of the context words stands, by its name."""
        words = getattr(self.contexts, name)
        tokens = self.message.tokens
        if isinstance(words, frozenset):
            return frozenset(token.sentence for token in tokens if token.word in words)
        return frozenset(tokens[start].sentence for start, _ in self._spans(words))

    @cached_property
    def well(self) -> frozenset[int]:
        """The words that say that something is as it should be: "breathing fine", "la boca y la lengua bien"."""
        contexts, tokens = self.contexts, self.message.tokens
        negators = {at for span in self._spans(contexts.negators) for at in range(*span)}
        states = self._spans(contexts.well_states)
        starts = {start for start, _ in self._spans(contexts.well_parts)}
        found: set[int] = set()
        for first, end in states:
            at = first - 1
            while at >= 0 and tokens[at].clause == tokens[first].clause and self._leads_to_well(at, starts):
                at -= 1
            parts = [start for start in starts if at < start < first]
            before = range(max(0, at - 2), first)
            barred = any(place in negators or tokens[place].word in contexts.unwell for place in before)
            if parts and not barred:
                found.update(range(min(parts), end))
        return frozenset(found)

    @cached_property
    def parts(self) -> list[int]:
        """The part of its sentence that each word is in, counted: a comma ends one, and so does a "but" or an "and"."""
        joints, tokens = self.contexts.contrasts | self.contexts.joins, self.message.tokens
        begun = [before.clause != token.clause or token.word in joints for before, token in pairwise(tokens)]
        return list(accumulate(begun, initial=0))

    def _leads_to_well(self, at: int, starts: Container[int]) -> bool:
        return at in starts or self.message.tokens[at].word in self.contexts.well_between

    def _context(self, span: Span, urgency: Urgency) -> Context | None:
        if self._said_so(span):
            return Context.SAYING
        if (
            not self.well.isdisjoint(range(*span))
            or self._negated(span)
            or (urgency < Urgency.EMERGENCY and self._gone(span))
        ):
            return Context.NEGATED
        if self._asked(span) or (urgency < Urgency.EMERGENCY and (self._supposed(span) or self._untreated(span))):
            return Context.ASKED
        if self._past(span):
            return Context.PAST
        if self._somebody_else(span, urgency):
            return Context.OTHER
        return None

    def _negated(self, span: Span) -> bool:
        negator = self._negator_before(span[0])
        if negator is None:
            return self._answered_no(span)
        end = min(span[1] + REACH, len(self.message.tokens))
        return not self._any_within(self.contexts.undone, span[1], end)

    def _answered_no(self, span: Span) -> bool:
        """Return whether a bare "no" follows at once as a sentence of its own: "fever: no, pus: none"."""
        tokens = self.message.tokens
        answer = tokens[span[1] : span[1] + 2]
        if not answer or (answer[0].word,) not in self.contexts.negators:
            return False
        apart = answer[0].sentence != tokens[span[1] - 1].sentence
        return apart and (len(answer) == 1 or answer[1].clause != answer[0].clause)

    def _negator_before(self, start: int) -> int | None:
        """Walk back from `start` to a "no" that reaches it; stop at "but", the sentence's start, after five words."""
        tokens = self.message.tokens
        negators = {span[1] - 1: span for span in self._spans(self.contexts.negators)}
        harmless = {index for span in self._spans(self.contexts.not_negators) for index in range(*span)}
        stops = {span[1] - 1 for span in self._spans(self.contexts.stops)}
        if start in stops:  # the words themselves begin anew: "instead of healing, it is getting worse"
            return start if start in negators and start not in harmless else None
        for index in range(start - 1, max(-1, start - 1 - LONG_REACH), -1):
            if tokens[index].sentence != tokens[start].sentence:
                return None
            denies = index in negators and index not in harmless
            if index in stops and not denies:
                return None
            comma = tokens[index].clause != tokens[index + 1].clause
            if comma and (index in negators or not self._in_a_list(index + 1, start) or not self._offers(start)):
                return None
            if denies:
                return index
            if start - index > REACH and not self._in_a_list(index, start):
                return None
        return None

    def _in_a_list(self, first: int, start: int) -> bool:
        """Return whether the tokens are still a list of denied things: no "I", "my" or "it" has begun anew."""
        return not any(token.word in self.contexts.me for token in self.message.tokens[first:start])

    def _offers(self, start: int) -> bool:
        """Return whether an "or" stands near: "no fever, chills or pus", yet not "no fever, chin oozing"."""
        around = self.message.tokens[max(0, start - REACH) : start + REACH]
        alternatives = self.contexts.alternatives
        return not alternatives or any(token.word in alternatives for token in around)

    def _gone(self, span: Span) -> bool:
        """Return whether the words are followed by "has gone", not by "has not gone" or "went, then came back".

        It stands in the same clause or begins the next: "pus on my chin, the swelling has gone" leaves the pus.
        """
        _, last = self._sentence(span)
        _, far = self._clause(span)
        reach = max(min(last, span[1] + REACH), min(far, span[1] + LONG_REACH))
        for start, end in self._spans(self.contexts.gone):
            if span[1] <= start and end <= reach and self._belongs(start, span):
                if self._any_within(self.contexts.negators, span[1], start):
                    continue
                return not self._any_within(self.contexts.returned, end, last)
        return False

    def _belongs(self, start: int, span: Span) -> bool:
        """Return whether words that follow are of the same clause, or the first or second word of the next."""
        tokens = self.message.tokens
        begun = start
        while begun > span[1] and tokens[begun - 1].clause == tokens[start].clause:
            begun -= 1
        return tokens[start].clause - tokens[span[1] - 1].clause <= 1 and (begun == span[1] or start - begun <= 1)

    def _asked(self, span: Span) -> bool:
        first, last = self._sentence(span)
        half, _ = self._half(span)
        asked = any(half <= start < span[1] for start, _ in self._spans(self.contexts.asking))
        opened = first < span[0] and self._opens_a_question(first, last)
        pointed = span[0] > first and self.message.tokens[span[0] - 1].word in self.contexts.pointing
        return (asked or opened or self._general(first, last)) and not pointed and not self._happening(span)

    def _general(self, first: int, last: int) -> bool:
        """Return whether a question is about people in general: "does it bleed much when they do it"."""
        words = [token.word for token in self.message.tokens[first:last]]
        if words[0] not in self.contexts.interrogatives and "?" not in self._text_until_next(first, last):
            return False
        return self.contexts.me.isdisjoint(words) and self._any_within(self.contexts.general, first, last)

    def _text_until_next(self, first: int, last: int) -> str:
        tokens = self.message.tokens
        end = tokens[last].start if last < len(tokens) else len(self.message.text)
        return self.message.text[tokens[first].start : end]

    def _opens_a_question(self, first: int, last: int) -> bool:
        contexts = self.contexts
        words = [token.word for token in self.message.tokens[first:last]]
        if words[0] not in contexts.openers or words[1] in contexts.helpers:
            return False
        return contexts.me.isdisjoint(words)

    def _supposed(self, span: Span) -> bool:
        clause = self.message.tokens[span[0]].clause
        return any(
            start < span[0] and self.message.tokens[start].clause == clause
            for start, _ in self._spans(self.contexts.supposing)
        )

    def _untreated(self, span: Span) -> bool:
        return bool(self._spans(self.contexts.untreated)) and not self._happening_within(*self._clause(span))

    def _said_so(self, span: Span) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self._spans(self.contexts.sayings))

    def _past(self, span: Span) -> bool:
        """Return whether it was: "last year I had". A "now" in another clause is about something else."""
        first, last = self._sentence(span)
        if self._any_within(self.contexts.repeated, first, last):
            return False
        near, far = max(first, span[0] - LONG_REACH), min(last, span[1] + LONG_REACH)
        begin, end = self._clause(span)
        if self._any_within(self.contexts.past, max(near, begin), min(far, end)):
            return not self._happening_within(begin, end, but=self.contexts.then)
        return self._any_within(self.contexts.past, near, far) and not self._happening_within(begin, end)

    def _happening(self, span: Span) -> bool:
        """Return whether it is said to be so: "I have", yet not "if I have", nor in another half ("but now")."""
        return self._happening_within(*self._half(span))

    def _happening_within(self, first: int, last: int, but: tuple[Phrase, ...] = ()) -> bool:
        asking = self._spans(self.contexts.asking)
        past = self._spans(but)
        return any(
            first <= start
            and end <= last
            and (start, end) not in past
            and not (start > first and self.message.tokens[start - 1].word in self.contexts.conditional)
            and not any(start < stop and begin < end for begin, stop in asking)
            for start, end in self._spans(self.contexts.happening)
        )

    def _somebody_else(self, span: Span, urgency: Urgency) -> bool:
        """Return whether the nearest person named before the words is not the patient (or the patient's child)."""
        contexts, tokens = self.contexts, self.message.tokens
        first, _ = self._sentence(span)
        for index in range(span[0], first - 1, -1):
            word = tokens[index].word
            is_pets = word in contexts.pets and index < span[0]  # what a pet did to the patient is the patient's
            if is_pets or (word in contexts.stories and not self._happening(span)):
                return True
            if _is_of(word, contexts.others) and not self._reports(index):
                if urgency < Urgency.EMERGENCY or self._any_within(contexts.settled, *self._sentence(span)):
                    return True
                return self._told(max(first, index - REACH), span) or self._unharmed(span)
            if _is_of(word, contexts.children):
                return urgency < Urgency.EMERGENCY and bool(self._spans(contexts.treated))
            if word in contexts.me and not self._belongs_to_me(index):
                return False
        return False

    def _belongs_to_me(self, index: int) -> bool:
        """Return whether a word says whose somebody is: "a friend of mine", "una amiga mia"."""
        before = self.message.tokens[max(0, index - 2) : index]
        is_somebody = any(_is_of(token.word, self.contexts.others) for token in before)
        return is_somebody and self.message.tokens[index].word in self.contexts.belonging

    def _reports(self, index: int) -> bool:
        following = self.message.tokens[index + 1 : index + 2]
        return bool(following) and following[0].word in self.contexts.reporting

    def _told(self, first: int, span: Span) -> bool:
        """Return whether the words are a story: "I read about a woman who", and nothing says that it is now."""
        telling = any(token.word in self.contexts.telling for token in self.message.tokens[first : span[0]])
        return telling and not self._happening(span)

    def _unharmed(self, span: Span) -> bool:
        """Return whether the patient says to be well, and nothing says that the other's trouble is now."""
        now = any(token.word in self.contexts.unwell for token in self.message.tokens[slice(*span)])
        return bool(self._spans(self.contexts.unharmed)) and not now and not self._happening(span)

    def _sentence(self, span: Span) -> Span:
        tokens = self.message.tokens
        first, last = span[0], span[1]
        while first > 0 and tokens[first - 1].sentence == tokens[span[0]].sentence:
            first -= 1
        while last < len(tokens) and tokens[last].sentence == tokens[span[1] - 1].sentence:
            last += 1
        return first, last

    def _clause(self, span: Span) -> Span:
        """Return the part of the half around the words that neither a comma nor an "and" cuts off."""
        tokens, joins = self.message.tokens, self.contexts.joins
        first, last = span
        begin, end = self._half(span)
        while first > begin and tokens[first - 1].clause == tokens[first].clause and tokens[first].word not in joins:
            first -= 1
        while last < end and tokens[last].clause == tokens[last - 1].clause and tokens[last].word not in joins:
            last += 1
        return first, last

    def _half(self, span: Span) -> Span:
        """Return the part of the sentence around the words that no "but" cuts off."""
        first, last = self._sentence(span)
        cuts = [at for at in range(first, last) if self.message.tokens[at].word in self.contexts.contrasts]
        before = [at + 1 for at in cuts if at < span[0]]
        after = [at for at in cuts if at >= span[1]]
        return max(before, default=first), min(after, default=last)

    def _any_within(self, phrases: tuple[Phrase, ...], first: int, last: int) -> bool:
        return any(first <= start and end <= last for start, end in self._spans(phrases))

    def _spans(self, phrases: tuple[Phrase, ...]) -> list[Span]:
        if phrases not in self._cache:
            self._cache[phrases] = find_phrases(phrases, self.message.words)
        return self._cache[phrases]


def _is_of(word: str, people: Container[str]) -> bool:
    """Return whether a word is one of some people, or theirs: "mum", "mum's"."""
    return word in people or (word.endswith("s") and word[:-1] in people)
