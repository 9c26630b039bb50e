"""Cards: well-formed HTML for every topic, language, window and urgency, and nothing that should not be said."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from messages.answering import LONGEST
from messages.cards import AIRWAY, choices_card, marked, sources_card, topic_card
from messages.situation import Situation
from messages.topics import Section, Urgency
from tests.content import LIBRARY

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
TREATED_AT = datetime(2026, 11, 20, 14, tzinfo=UTC)  # 3 pm in Madrid, a Friday
STEPS = LIBRARY.courses["microneedling"].steps
AT_HOME = Situation(
    language="en",
    hours=18,
    instants={step.id: TREATED_AT + step.counts_from for step in STEPS.values()},
    now=NOW,
    zone=MADRID,
    clinic_phone="+34 600 100 200",
    clinic_name="Clinic <Sol & Luna>",
    emergency_number="112",
)
TOPICS = [(language, topic) for language in LIBRARY.languages for topic in sorted(LIBRARY.topics)]


class Telegram(HTMLParser):
    """Reads HTML as strictly as Telegram does."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.open = []

    def handle_starttag(self, tag, attributes):
        assert tag in {"b", "i"}, f"<{tag}>"
        assert attributes == []
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_entityref(self, name):
        assert name in {"amp", "lt", "gt", "quot"}

    def handle_data(self, text):
        assert "<" not in text
        assert "&" not in text


def read_as_telegram(markup):
    reader = Telegram()
    reader.feed(markup)
    reader.close()
    assert reader.open == []


def card(topic_id, situation=AT_HOME, *, window=None, hours=18, signs=Urgency.NONE):
    topic = LIBRARY.topics[topic_id]
    chosen = next((one for one in topic.windows if one.name == window), None)
    return topic_card(LIBRARY, topic, situation, window=chosen, hours=hours, signs=signs)


def runs_of_four(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


@pytest.mark.parametrize(("language", "topic_id"), TOPICS)
def test_every_answer_is_well_formed(language, topic_id):
    """It is HTML that Telegram takes, short enough, with no placeholder or mark left, on every day and urgency."""
    for window in (None, *(one.name for one in LIBRARY.topics[topic_id].windows)):
        for signs in Urgency:
            for situation in (AT_HOME, Situation(language=language), replace(AT_HOME, general=True)):
                markup = card(
                    topic_id, replace(situation, language=language), window=window, hours=situation.hours, signs=signs
                )

                read_as_telegram(markup)
                assert len(markup) <= LONGEST
                assert not re.search(r"[{}]|\*\*|^- |\n\n\n", markup, re.MULTILINE)


@pytest.mark.parametrize(("language", "topic_id"), TOPICS)
def test_the_sources_of_every_answer_are_well_formed(language, topic_id):
    """It lists sources as HTML that Telegram takes, with the day they were checked."""
    markup = sources_card(LIBRARY, LIBRARY.topics[topic_id], language)

    read_as_telegram(markup)
    assert len(markup) <= 4096
    assert "2026" in markup


def test_sources_say_when_they_were_checked():
    """It names title, address and day, and claims no review."""
    markup = sources_card(LIBRARY, LIBRARY.topics["makeup"], "en")

    assert markup.endswith("Checked 24 November 2026.")
    assert "• Micro-needling for skin care (article of a dermatology practice)" in markup
    assert "https://" in markup
    assert "reviewed" not in markup
    assert sources_card(LIBRARY, LIBRARY.topics["makeup"], "es").endswith("Revisadas el 24 de noviembre de 2026.")


def test_a_placeholder_becomes_the_patients_own_time():
    """It says from when, on this patient's clock, and how long that is."""
    assert marked(LIBRARY, "Make-up is fine {makeup_ok}.", AT_HOME) == (
        "Make-up is fine from tomorrow, 3 pm, in 1 day 6 h."
    )


def test_a_placeholder_of_the_past_says_since():
    """It says since when something has been allowed."""
    later = replace(AT_HOME, now=NOW + timedelta(days=2))

    assert marked(LIBRARY, "{makeup_ok}", later) == "now (since yesterday, 3 pm)"


@pytest.mark.parametrize(
    "situation",
    [
        pytest.param(Situation(language="en"), id="treatment not known"),
        pytest.param(replace(AT_HOME, general=True), id="another treatment"),
    ],
)
def test_a_placeholder_without_a_treatment_counts_hours(situation):
    """It says how long after the treatment."""
    assert marked(LIBRARY, "{makeup_ok}", situation) == "from 48 hours after your treatment"


def test_the_phone_number_falls_back_to_your_clinic():
    """It names the clinic where no number is known."""
    assert marked(LIBRARY, "Call {clinic_phone}.", AT_HOME) == "Call +34\u00a0600\u00a0100\u00a0200."
    assert marked(LIBRARY, "Call {clinic_phone}.", Situation(language="en")) == "Call your clinic."


def test_what_is_filled_in_is_escaped():
    """It takes a clinic's phone number as text, never as markup."""
    situation = Situation(language="en", clinic_phone="<b>1 & 2")

    assert marked(LIBRARY, "{clinic_phone}", situation) == "&lt;b&gt;1\u00a0&amp;\u00a02"


def test_marks_become_html_and_text_is_escaped():
    """It turns bold and lists into what Telegram shows."""
    assert marked(LIBRARY, "**Call** if 1 < 2:\n\n- a & b", AT_HOME) == "<b>Call</b> if 1 &lt; 2:\n\n• a &amp; b"


def test_the_days_words_come_first():
    """It begins with what holds today."""
    assert card("redness", window="expected").split("\n\n")[:2] == [
        "<b>Redness</b>",
        "At this point, some redness is expected. It should fade day by day.",
    ]


@pytest.mark.parametrize(
    ("window", "place"),
    [
        pytest.param("late", "<b>What helps</b>", id="above, where the day's words ask to call"),
        pytest.param("expected", "", id="under when to call"),
    ],
)
def test_whom_to_call_has_the_phone_number_once(window, place):
    """It gives the number where it first asks to call."""
    before, line, after = card("redness", window=window).partition(
        "\nClinic &lt;Sol &amp; Luna&gt;: +34\u00a0600\u00a0100\u00a0200"
    )

    assert line
    assert "+34" not in after
    assert place in after
    assert ("<b>When to call</b>" in before) is (window == "expected")


@pytest.mark.parametrize(
    "topic_id", [name for name, one in LIBRARY.topics.items() if one.section is Section.SIDE_EFFECTS]
)
def test_without_the_hours_nothing_is_called_normal(topic_id):
    """It leaves out what to expect when it is not known how long ago the treatment was."""
    assert "What to expect" not in card(topic_id, hours=None)


def test_with_the_hours_it_says_what_to_expect():
    """It keeps that part when the time is known, and for topics that time does not change."""
    assert "What to expect" in card("redness", window="expected")
    assert "What to expect" in card("procedure", hours=None)


def test_a_red_flag_brings_whom_to_call_first():
    """It begins with the general advice, then when to call; nothing is called expected."""
    markup = card("redness", window="expected", signs=Urgency.URGENT)

    assert markup.startswith(
        "<b>Call Clinic &lt;Sol &amp; Luna&gt; today if you have signs like these.</b>\n"
        "Clinic &lt;Sol &amp; Luna&gt;: +34\u00a0600\u00a0100\u00a0200\n"
        "If it is closed or does not answer, go to urgent care.\n\n<b>Redness</b>\n\n<b>When to call</b>"
    )
    assert "expected" not in markup
    assert "What to expect" not in markup


def test_advice_beside_a_red_flag_is_the_same_for_everyone():
    """It depends on the urgency only, never on this patient."""
    first = card("pain", signs=Urgency.CLINIC, hours=1)
    second = card("pain", signs=Urgency.CLINIC, hours=400)

    assert first == second


def test_what_may_be_done_when_stays_beside_a_red_flag():
    """It still says that it is too early for make-up."""
    assert "It is too early for make-up." in card("makeup", window="before", signs=Urgency.CLINIC)


def test_another_treatment_is_marked():
    """It says first that the clinic's own sheet comes first."""
    assert card("makeup", replace(AT_HOME, general=True), hours=None).startswith(
        "<i>This is general advice. Your treatment was a different one, so your clinic's own sheet comes first.</i>"
    )


def test_choices_that_may_hide_an_emergency_have_the_line_on_it():
    """It asks which topic was meant; where one is about swelling, allergy or numbing it says when not to wait."""
    with_line = "Which of these do you mean?\n\nIf breathing is hard, or your lips or tongue swell, call 112 now."

    assert LIBRARY.topics.keys() >= AIRWAY
    assert choices_card(LIBRARY, AT_HOME, ("itching", "swelling")) == with_line
    assert choices_card(LIBRARY, AT_HOME, ("sleep_and_touching", "exercise")) == "Which of these do you mean?"


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_no_answer_says_the_same_twice(language):
    """It says the short answer in other words than those of the day before it, or not at all."""
    for topic in LIBRARY.topics.values():
        text = LIBRARY.topic_text(language, topic.id)
        short = runs_of_four(text.short)
        for window in topic.windows:
            said = card(topic.id, replace(AT_HOME, language=language, instants={}), window=window.name)
            if marked(LIBRARY, text.short, Situation(language=language)) in said:
                assert not runs_of_four(text.now[window.name]) & short, (topic.id, window.name)
