"""Answering: red flags first, then small talk, then an answer, choices or a refusal."""

from dataclasses import replace

import pytest

from messages.answering import NOT_OURS, SURE, Situation, answer, answer_topic, offered, sources_html
from messages.library import load
from messages.matching import SHIPPED_MODEL, Ranking, Scored, load_model, use
from messages.topics import Urgency
from tests.content import LIBRARY

ANYBODY = Situation(language="en")
DAY_ONE = Situation(language="en", hours=30, clinic_phone="020 7946 0123", clinic_name="the Clinic")


def a_ranking(*probabilities, out_of_scope=0.0):
    names = sorted(LIBRARY.topics)
    return Ranking(
        topics=tuple(Scored(name, chance) for name, chance in zip(names, probabilities, strict=False)),
        out_of_scope=out_of_scope,
    )


@pytest.fixture
def ranked(monkeypatch):
    """Make every message be ranked in one way."""

    def set_ranking(ranking):
        monkeypatch.setattr("messages.answering.rank", lambda *_: ranking)

    return set_ranking


# Sure, less sure, unsure


def test_a_sure_topic_is_answered(ranked):
    """It answers from the probability SURE on."""
    ranked(a_ranking(SURE, 0.1, 0.1))
    reply = answer(LIBRARY, "something", ANYBODY)

    assert reply.kind == "answer"
    assert reply.topic == "acne_flare"
    assert reply.html.startswith("<b>Spots and breakouts</b>")
    assert reply.near == ("active_skincare", "infection", "moisturizer")
    assert "SEED" in reply.sources


def test_a_less_sure_topic_becomes_choices(ranked):
    """It offers up to three topics below SURE, and answers none by itself."""
    ranked(a_ranking(SURE - 0.01, 0.1, 0.08, 0.02))
    reply = answer(LIBRARY, "something", ANYBODY)

    assert reply.kind == "choices"
    assert reply.topic is None
    assert reply.top3 == ("acne_flare", "active_skincare", "alcohol_and_smoking")
    assert reply.html.startswith("Which of these do you mean?")


def test_what_is_not_ours_is_refused(ranked):
    """It says what it can do from the probability NOT_OURS on."""
    ranked(a_ranking(0.2, 0.05, 0.05, out_of_scope=NOT_OURS))
    reply = answer(LIBRARY, "something", ANYBODY)

    assert reply.kind == "refusal"
    assert reply.topic is None
    assert reply.top3 == ("acne_flare", "active_skincare", "alcohol_and_smoking")
    assert reply.html.startswith("That is not something I can answer.\nI can help with care after micro-needling")


def test_a_refusal_gives_the_clinics_number(ranked):
    """It ends with whom to ask, where that is known."""
    ranked(a_ranking(0.1, out_of_scope=0.9))

    assert answer(LIBRARY, "something", DAY_ONE).html.endswith("\nThe Clinic: 020\u00a07946\u00a00123")


def test_hardly_likely_topics_are_not_offered():
    """It leaves out what is below four per cent, but never the first."""
    assert offered(a_ranking(0.5, 0.3, 0.03)) == ("acne_flare", "active_skincare")
    assert offered(a_ranking(0.03, 0.02, 0.01)) == ("acne_flare",)


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("can I put make-up on again", "en", "makeup"),
        ("¿cuándo puedo volver al gimnasio?", "es", "exercise"),
        ("swiming pool alowed?", "en", "heat_and_swimming"),
    ],
)
def test_questions_are_answered(text, language, topic):
    """It names the topic, as the real model takes it."""
    reply = answer(LIBRARY, text, Situation(language=language))

    assert (reply.kind, reply.topic, reply.urgency) == ("answer", topic, Urgency.NONE)


def test_the_same_question_gets_the_same_answer():
    """It has no randomness and keeps nothing between messages."""
    first = answer(LIBRARY, "how long will I be red", DAY_ONE)
    answer(LIBRARY, "can I drink wine", DAY_ONE)

    assert answer(LIBRARY, "how long will I be red", DAY_ONE) == first


def test_answering_works_without_the_encoder():
    """It goes by spelling and keywords alone."""
    library = load()
    use(library, load_model(SHIPPED_MODEL), lambda: None)

    assert answer(library, "when can I wear makeup, foundation or mascara", ANYBODY).topic == "makeup"
    assert answer(library, "my tongue is swelling and I can't breathe", ANYBODY).urgency is Urgency.EMERGENCY


# The day


def test_the_day_chooses_the_words():
    """It calls redness expected on day 1 and asks to call the clinic on day 9."""
    early = answer(LIBRARY, "redness", replace(ANYBODY, hours=30))
    late = answer(LIBRARY, "redness", replace(ANYBODY, hours=216))

    assert "At this point, some redness is expected." in early.html
    assert "Redness that is still there now needs a call to your clinic within a day." in late.html
    assert early.window.name == "expected"
    assert late.window.name == "late"


def test_without_the_hours_no_day_is_chosen():
    """It begins with the general answer and calls nothing normal."""
    reply = answer(LIBRARY, "redness", ANYBODY)

    assert reply.window is None
    assert reply.html.startswith("<b>Redness</b>\n\nRedness is very common after needling.")
    assert "What to expect" not in reply.html


def test_a_late_window_raises_what_is_reported():
    """It asks for the clinic within a day when the patient has it, not when the patient asks about it."""
    late = replace(ANYBODY, hours=400)

    assert answer(LIBRARY, "my face is still swollen", late).urgency is Urgency.CLINIC
    assert answer(LIBRARY, "how long does swelling last", late).urgency is Urgency.NONE


def test_the_time_named_in_a_message_wins():
    """It goes by "9 days" in the message rather than by the hours on record."""
    reply = answer(LIBRARY, "my face is still red after 9 days", replace(ANYBODY, hours=30))

    assert "is expected" not in reply.html
    assert reply.urgency is Urgency.CLINIC


def test_the_time_named_in_a_message_chooses_the_window():
    """It answers for the third day when the message says so."""
    reply = answer(LIBRARY, "I had it done 3 days ago, is makeup fine", replace(ANYBODY, hours=10))

    assert reply.window.name == "after"


def test_another_treatment_has_no_days():
    """It gives the general answer where the course does not apply, whatever the hours."""
    reply = answer(LIBRARY, "redness", replace(DAY_ONE, general=True))

    assert reply.window is None
    assert "What to expect" not in reply.html
    assert "your clinic's own sheet comes first" in reply.html


def test_before_the_treatment_no_day_is_chosen():
    """It says nothing of today when the treatment is still to come."""
    assert "too early" not in answer(LIBRARY, "make-up", replace(ANYBODY, hours=-48)).html


# Red flags


EMERGENCY = "my tongue is swelling and I can't breathe"


def test_an_emergency_card_carries_one_action():
    """It says which number to call, and nothing else."""
    reply = answer(LIBRARY, EMERGENCY, replace(DAY_ONE, emergency_number="999"))

    assert reply.kind == "answer"
    assert reply.urgency is Urgency.EMERGENCY
    assert reply.html == "<b>Call 999 now.</b>"


def test_what_to_do_while_waiting_follows_by_itself():
    """It gives the line for this emergency and the words that were taken for it, in a message of its own."""
    waiting, words = answer(LIBRARY, EMERGENCY, DAY_ONE).follow_up_html.split("\n\n")

    assert waiting == (
        "While you wait: lie down, or sit up if breathing is hard. "
        "If a doctor gave you your own auto-injector, use it. Do not drive yourself."
    )
    assert words.startswith("I say this because you wrote “")
    assert "can't breathe" in words or "tongue" in words


def test_who_speaks_of_suicide_is_met_kindly():
    """It says not to stay alone, and nothing of driving, in the language of the patient."""
    english = answer(LIBRARY, "I want to kill myself", DAY_ONE)
    spanish = answer(LIBRARY, "me quiero matar", replace(DAY_ONE, language="es"))

    assert english.html.startswith("<b>Call ")
    assert english.follow_up_html == (
        "I am glad that you told me. You do not have to carry this alone: "
        "call now, and stay with someone you trust until help is there.\n\n"
        "I take it seriously that you wrote “kill myself”."
    )
    assert spanish.follow_up_html.startswith("Gracias por contármelo. No tienes que pasar por esto a solas")


def test_suicidal_words_in_another_language_are_met_kindly_too():
    """It takes the line from the rule, whatever language the rule is of."""
    assert answer(LIBRARY, "me quiero matar", DAY_ONE).follow_up_html.startswith("I am glad that you told me.")


def test_another_danger_to_life_has_the_plain_line():
    """It does not speak to a heart as to despair."""
    assert answer(LIBRARY, "I have chest pain", DAY_ONE).follow_up_html.startswith(
        "While you wait: do not drive yourself."
    )


def test_an_emergency_is_known_in_any_language():
    """It answers in the situation's language, whatever the message's."""
    assert answer(LIBRARY, "no puedo respirar", ANYBODY).html == "<b>Call 112 now.</b>"
    assert answer(LIBRARY, "I can't breathe", Situation(language="es")).html == "<b>Llama ya al 112.</b>"


def test_an_emergency_waits_for_no_model(monkeypatch):
    """It does not rank topics, so that a broken model cannot stop it."""
    monkeypatch.setattr("messages.answering.rank", None)

    reply = answer(LIBRARY, EMERGENCY, ANYBODY)

    assert reply.topic == "allergic_reaction"
    assert len(reply.top3) == 3


def test_the_words_of_an_emergency_are_escaped():
    """It quotes the patient's words as text, never as markup."""
    reply = answer(LIBRARY, "I <b>can't breathe & choke", ANYBODY)

    assert "<b>" not in reply.follow_up_html


def test_a_red_flag_comes_before_the_answer():
    """It begins with whom to call today, and still names the topic."""
    reply = answer(LIBRARY, "there is pus coming out and it smells bad", DAY_ONE)

    assert (reply.kind, reply.topic, reply.urgency) == ("answer", "infection", Urgency.URGENT)
    assert reply.html.startswith("<b>Call the Clinic today if you have signs like these.</b>")
    assert reply.follow_up_html is None


def test_a_red_flag_of_an_unsure_topic_says_first_whom_to_call(ranked):
    """It never refuses beside a red flag: whom to call comes first, then the likeliest topics to choose from."""
    ranked(a_ranking(0.05, 0.05, 0.05, out_of_scope=0.8))
    reply = answer(LIBRARY, "there is pus coming out and it smells bad", DAY_ONE)

    assert (reply.kind, reply.topic, reply.urgency) == ("choices", None, Urgency.URGENT)
    assert reply.finding is not None
    assert reply.html.startswith("<b>Call the Clinic today if you have signs like these.</b>")
    assert "Which of these do you mean?" in reply.html
    assert len(reply.top3) == 3


def test_a_red_flag_of_a_sure_topic_is_answered_at_once(ranked):
    """It names the topic from the probability SURE on."""
    ranked(a_ranking(SURE, 0.1, 0.05))
    reply = answer(LIBRARY, "there is pus coming out and it smells bad", DAY_ONE)

    assert (reply.kind, reply.topic) == ("answer", sorted(LIBRARY.topics)[0])
    assert reply.urgency is Urgency.URGENT


def test_manners_do_not_hide_a_red_flag(monkeypatch):
    """It looks for red flags before small talk."""
    monkeypatch.setattr("messages.answering.find_small_talk", lambda *_: "greeting")

    assert answer(LIBRARY, "hello, thank you, I have a fever of 39", ANYBODY).urgency is Urgency.URGENT


def test_no_verdict_is_passed():
    """It speaks of signs like these, never of this patient's result."""
    for text in ("there is pus coming out", "hard lumps under my skin for weeks", EMERGENCY):
        markup = answer(LIBRARY, text, DAY_ONE).html.lower()

        assert "you have an infection" not in markup
        assert "result" not in markup
        assert "diagnos" not in markup


# Small talk and follow-ups


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello!", "greeting"),
        ("gracias", "thanks"),
        ("who are you?", "about"),
        ("can I talk to a person", "human"),
        ("😀", "other"),
        ("Ich möchte nicht und ist das mein Haus", "other_language"),
    ],
)
def test_small_talk_gets_its_own_reply(text, kind):
    """It answers manners kindly and names no topic."""
    reply = answer(LIBRARY, text, ANYBODY)

    assert reply.kind == kind
    assert reply.topic is None
    assert reply.html


def test_another_language_is_told_in_all_of_ours():
    """It says in every language which ones it reads."""
    assert answer(LIBRARY, "Ich möchte nicht und ist das mein Haus", ANYBODY).html == (
        "I can only read and write English.\nSolo puedo leer y escribir en español."
    )


def test_a_follow_up_is_about_the_last_topic():
    """It takes "and for how long" for the topic just spoken of."""
    sun = replace(ANYBODY, last_topic="sun_protection")

    assert answer(LIBRARY, "and for how long?", sun).topic == "sun_protection"
    assert answer(LIBRARY, "and for how long?", ANYBODY).topic != "sun_protection"


def test_a_follow_up_may_change_the_topic():
    """It follows the word that names another."""
    assert answer(LIBRARY, "and swimming?", replace(ANYBODY, last_topic="makeup")).topic == "heat_and_swimming"


def test_an_unknown_last_topic_does_no_harm():
    """It passes over a topic that is no longer there."""
    assert answer(LIBRARY, "and swimming?", replace(ANYBODY, last_topic="gone")).topic == "heat_and_swimming"


# A topic that is known already


def test_a_button_gives_the_answer_of_the_day():
    """It answers a known topic as a question about it would be."""
    reply = answer_topic(LIBRARY, "redness", DAY_ONE)

    assert (reply.kind, reply.topic, reply.top3, reply.urgency) == ("answer", "redness", ("redness",), Urgency.NONE)
    assert "some redness is expected" in reply.html


@pytest.mark.parametrize(
    ("urgency", "start"),
    [
        (Urgency.CLINIC, "<b>Call or write to the Clinic within a day if you have signs like these.</b>"),
        (Urgency.URGENT, "<b>Call the Clinic today if you have signs like these.</b>"),
        (Urgency.EMERGENCY, "<b>Call 112 now.</b>"),
    ],
)
def test_a_button_keeps_the_urgency_before_it(urgency, start):
    """It begins with the advice of the message that led to the button."""
    reply = answer_topic(LIBRARY, "pain", DAY_ONE, urgency)

    assert reply.urgency is urgency
    assert reply.html.startswith(start)


def test_sources_are_listed_for_a_topic():
    """It gives the sources in the asker's language."""
    assert sources_html(LIBRARY, "redness", "en").startswith("<b>Where this comes from</b>\n• ")
    assert sources_html(LIBRARY, "redness", "es").startswith("<b>De dónde sale esto</b>\n• ")


def test_the_hours_on_record_tell_what_lasts_too_long():
    """It looks for red flags with the time since the treatment."""
    swollen = "my face is swollen"

    assert answer(LIBRARY, swollen, DAY_ONE).finding is None
    assert answer(LIBRARY, swollen, replace(DAY_ONE, hours=96)).finding is not None


def test_the_phone_is_for_who_asks_for_somebody():
    """It gives the number to nobody else, and is kind in the language of the patient."""
    human = answer(LIBRARY, "I want to talk to a human", DAY_ONE)
    thanks = answer(LIBRARY, "gracias", replace(DAY_ONE, language="es"))

    assert human.html.endswith("020\u00a07946\u00a00123")
    assert "7946" not in thanks.html
    assert thanks.html == LIBRARY.text("es", "small_talk_thanks", emergency_number="")


def test_choices_keep_what_they_were_taken_for(ranked):
    """It offers what is likely, and has the whole ranking for who asks why; a refusal names the three likeliest."""
    ranked(a_ranking(SURE - 0.01, 0.1, 0.02))
    choices = answer(LIBRARY, "something", ANYBODY)
    ranked(a_ranking(0.2, 0.02, 0.01, out_of_scope=NOT_OURS))
    refusal = answer(LIBRARY, "something", ANYBODY)

    assert choices.top3 == ("acne_flare", "active_skincare")
    assert choices.ranking is not None
    assert len(choices.ranking.topics) == 3
    assert refusal.top3 == ("acne_flare", "active_skincare", "alcohol_and_smoking")


def test_what_is_normal_is_said_only_with_the_hours():
    """It leaves out what to expect of a side effect where the time is not known."""
    known, unknown = (answer_topic(LIBRARY, "redness", replace(DAY_ONE, hours=hours)).html for hours in (30, None))
    heading = "<b>What to expect</b>"

    assert heading in known
    assert heading not in unknown
