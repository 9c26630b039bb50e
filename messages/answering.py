"""Answering: a message, or a topic, and the patient's situation -> one reply. Pure: time and language are arguments.

1. Red flags first, in any language. An emergency gets its card and nothing else; else whom to call stands first.
2. Small talk gets its own kind reply.
3. Sure of the topic: its answer for this day. Less sure: up to three topics to choose from. Unsure: what can be asked.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

from messages import cards, triage
from messages.library import Library
from messages.matching import Ranking, Scored, find_warm, rank, warm_up
from messages.situation import Situation
from messages.small_talk import (
    WORDLESS,
    find_small_talk,
    follows_up,
    is_foreign,
    only_follows_up,
    speaks_of_treatment_ahead,
)
from messages.topics import Urgency, Window
from messages.triage import Finding
from messages.windows import find_window
from messages.words import read_message

__all__ = ["Reply", "Situation", "answer", "answer_topic", "sources_html"]

LONGEST = 3500  # characters of `html`; Telegram's limit is 4096

SURE = 0.8  # probability of the first topic from which it is answered
NOT_OURS = 0.8  # probability of being out of scope from which it is said so
HARDLY = 0.04  # a topic less likely than this is not offered
FOLLOW_UP_WORDS = 6  # a longer message stands for itself
FOLLOW_UP_LEAN = 2.0  # added to the score of the topic that was spoken of
RED_FLAG_LEAN = 4.0  # added to the score of the topic of a red flag
EMERGENCY_LEAN = 6.0  # the same for an emergency
ONLY_FOLLOW_UP_LEAN = 20.0  # the same, for a message that names nothing of its own
NEAR_LEAN = 0.5


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is said. `kind` is answer, choices, refusal or a kind of small talk (reported as a refusal).

    `html` is shown at once; `follow_up_html` comes after it as a message of its own (emergencies only).
    `window` is the one whose words were chosen, `ranking` what the message was taken for: for those who ask why.
    """

    kind: str
    topic: str | None
    urgency: Urgency
    top3: tuple[str, ...]
    html: str
    follow_up_html: str | None = None
    finding: Finding | None = None
    sources: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    language: str
    window: Window | None = None
    ranking: Ranking | None = None


def answer(library: Library, text: str, situation: Situation) -> Reply:
    """Return the reply to a message."""
    finding = _finding(library, text, _known_hours(situation))
    if speaks_of_treatment_ahead(library, text):
        situation = replace(situation, ahead=True)
    if finding and finding.urgency is Urgency.EMERGENCY:
        return _emergency(library, text, situation, finding)
    small_talk = None if finding else find_small_talk(library, text)
    if small_talk:
        return _small_talk(library, small_talk, situation)
    ranking = rank(library, text, _lean(library, text, situation, finding))
    hours = _hours_of(library, text, situation)
    first = ranking.topics[0]
    if finding:
        return replace(_warned(library, ranking, situation, hours, finding), finding=finding, ranking=ranking)
    if first.probability >= SURE:
        reply = _answered(library, first.topic, situation, hours, Urgency.NONE)
        return replace(_raised(library, text, reply), top3=ranking.top3, ranking=ranking)
    return replace(_unsure(library, text, situation, ranking), ranking=ranking)


def answer_topic(library: Library, topic_id: str, situation: Situation, urgency: Urgency = Urgency.NONE) -> Reply:
    """Return the answer to a topic that is known already: a button. `urgency` is that of the message before it."""
    return _answered(library, topic_id, situation, _known_hours(situation), urgency)


def sources_html(library: Library, topic_id: str, language: str) -> str:
    """Return the sources of a topic, with their addresses and the day they were checked."""
    return cards.sources_card(library, library.topics[topic_id], language)


def offered(ranking: Ranking) -> tuple[str, ...]:
    """Return the topics worth choosing from: up to three, the likeliest first."""
    return tuple(scored.topic for scored in ranking.topics[:3] if _is_likely(scored, ranking))


def _finding(library: Library, text: str, hours: float | None) -> Finding | None:
    """The red flag of a message. An emergency found by the rules does not wait for the model to be loaded."""
    finding = triage.check(library, text, hours)
    if find_warm(library) or (finding and finding.urgency is Urgency.EMERGENCY):
        return finding
    warm_up(library)
    return triage.check(library, text, hours)


def _known_hours(situation: Situation) -> float | None:
    """The hours since the treatment, as far as the course applies to this patient."""
    return None if situation.general else situation.hours


def _hours_of(library: Library, text: str, situation: Situation) -> float | None:
    """The hours that the message names itself ("for 9 days now"), else the known ones."""
    named = None if situation.general else triage.hours_named(library, text)
    return _known_hours(situation) if named is None else named


def _emergency(library: Library, text: str, situation: Situation, finding: Finding) -> Reply:
    topics = _topics_of_emergency(library, text, finding)
    return Reply(
        kind="answer",
        topic=topics[0],
        urgency=finding.urgency,
        top3=topics,
        html=cards.emergency_card(library, situation),
        follow_up_html=cards.emergency_follow_up(library, situation, finding),
        finding=finding,
        language=situation.language,
    )


def _topics_of_emergency(library: Library, text: str, finding: Finding) -> tuple[str, ...]:
    """The topics that staff are told; the card waits for no model, and no fault in it may keep the card back."""
    if find_warm(library):
        with suppress(Exception):
            return rank(library, text, {finding.topic: EMERGENCY_LEAN}).top3
    return (finding.topic, *library.topics[finding.topic].near)[:3]


def _small_talk(library: Library, kind: str, situation: Situation) -> Reply:
    number = cards.nbsp(situation.emergency_number)
    words = library.text(situation.language, f"small_talk_{kind}", emergency_number=number)
    if kind == "human":
        words = f"{words}\n{cards.phone_line(library, situation)}".strip()
    return Reply(
        kind="other" if kind == WORDLESS else kind,
        topic=None,
        urgency=Urgency.NONE,
        top3=(),
        html=words,
        language=situation.language,
    )


def _lean(library: Library, text: str, situation: Situation, finding: Finding | None) -> dict[str, float]:
    """What speaks for a topic beside the words: a red flag for its own, a short "and for how long?" for the last."""
    if finding:
        return {finding.topic: RED_FLAG_LEAN}
    last = library.topics.get(situation.last_topic or "")
    if last is None or len(read_message(text).words) > FOLLOW_UP_WORDS or not follows_up(library, text):
        return {}
    own = ONLY_FOLLOW_UP_LEAN if only_follows_up(library, text) else FOLLOW_UP_LEAN
    return {**dict.fromkeys(last.near, NEAR_LEAN), last.id: own}


def _answered(library: Library, topic_id: str, situation: Situation, hours: float | None, signs: Urgency) -> Reply:
    topic = library.topics[topic_id]
    window = find_window(library, topic, situation, hours)
    return Reply(
        kind="answer",
        topic=topic_id,
        urgency=signs,
        top3=(topic_id,),
        html=cards.topic_card(library, topic, situation, window=window, hours=hours, signs=signs),
        sources=topic.sources,
        near=topic.near,
        language=situation.language,
        window=window,
    )


def _warned(library: Library, ranking: Ranking, situation: Situation, hours: float | None, finding: Finding) -> Reply:
    """Whom to call, then the topic; where that is not sure, topics to choose from: never a refusal."""
    first = ranking.topics[0]
    if first.probability >= SURE:
        return replace(_answered(library, first.topic, situation, hours, finding.urgency), top3=ranking.top3)
    topics = offered(ranking)
    return Reply(
        kind="choices",
        topic=None,
        urgency=finding.urgency,
        top3=topics,
        html=cards.choices_card(library, situation, topics, finding.urgency),
        language=situation.language,
    )


def _raised(library: Library, text: str, reply: Reply) -> Reply:
    """Raise the urgency to that of the window when the message speaks of having it now."""
    window = reply.window
    if window and window.urgency > reply.urgency and reply.topic and triage.is_reported(library, text, reply.topic):
        return replace(reply, urgency=window.urgency)
    return reply


def _unsure(library: Library, text: str, situation: Situation, ranking: Ranking) -> Reply:
    topics = offered(ranking)
    if is_foreign(library, text):
        kind = "other_language"
        words = "\n".join(library.text(spoken, kind) for spoken in library.languages)
    elif ranking.out_of_scope >= NOT_OURS or not topics:
        kind = "refusal"
        words = f"{library.text(situation.language, 'answer_refusal')}\n{cards.phone_line(library, situation)}".strip()
    else:
        kind, words = "choices", cards.choices_card(library, situation, topics)
    top3 = topics if kind == "choices" else ranking.top3
    return Reply(kind=kind, topic=None, urgency=Urgency.NONE, top3=top3, html=words, language=situation.language)


def _is_likely(scored: Scored, ranking: Ranking) -> bool:
    return scored is ranking.topics[0] or scored.probability >= HARDLY
