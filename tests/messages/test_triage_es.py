"""Triage in Spanish: every rule's examples, misspelt ones too, and what time, other people and denials change."""

import random

import pytest

from messages.library import load
from messages.triage import Urgency, check, findings

LIBRARY = load()  # one of its own: other tests load the model, here the rules speak alone
SPANISH = LIBRARY.rule_books["es"]


def _examples(kind):
    return [
        pytest.param(rule.id, sentence, id=f"{rule.id} {number}")
        for rule in SPANISH.rules
        for number, sentence in enumerate(getattr(rule, kind))
    ]


def _raised(text):
    return {finding.rule_id for finding in findings(LIBRARY, text) if finding.language == "es"}


def _urgency(text, hours=None):
    finding = check(LIBRARY, text, hours)
    return finding.urgency if finding else None


@pytest.mark.parametrize(("rule_id", "sentence"), _examples("must_match"))
def test_a_sentence_that_must_raise_its_rule(rule_id, sentence):
    """It raises the rule, however a stranger words it."""
    assert rule_id in _raised(sentence)


@pytest.mark.parametrize(("rule_id", "sentence"), _examples("must_not_match"))
def test_a_look_alike(rule_id, sentence):
    """It stays quiet about what is denied, asked about, past, somebody else's or an idiom."""
    assert rule_id not in _raised(sentence)


def test_misspelt_messages():
    """It still finds nine in ten red flags when a slip stands in every long word."""
    slips = random.Random(7)
    sentences = [(rule, sentence) for rule in SPANISH.rules for sentence in rule.must_match]
    found = 0
    for rule, sentence in sentences:
        misspelt = " ".join(_slipped(word, slips) for word in sentence.split())
        finding = check(LIBRARY, misspelt)
        found += finding is not None and finding.urgency >= rule.urgency

    assert found / len(sentences) >= 0.9


def test_every_rule_is_complete():
    """It has sources that exist, the day they were checked, a known topic and enough examples."""
    for rule in SPANISH.rules:
        assert rule.sources
        assert set(rule.sources) <= set(LIBRARY.sources)
        assert rule.checked is not None
        assert rule.topic in LIBRARY.topics
        assert len(rule.must_match) >= 8
        assert len(rule.must_not_match) >= 5


def test_every_red_flag_has_a_rule():
    """It knows all emergencies, urgent and clinic signs of the evidence file."""
    written = {rule.id.split("_")[0] for rule in SPANISH.rules}

    assert {f"E{number}" for number in range(1, 11)} <= written
    assert {f"U{number}" for number in range(1, 13)} <= written
    assert {f"C{number}" for number in range(1, 12)} <= written


def test_the_most_urgent_of_several():
    """It names the emergency, not the fever, and the patient's own words for it."""
    finding = check(LIBRARY, "Tengo fiebre y se me hinchó la lengua")

    assert finding is not None
    assert finding.urgency == Urgency.EMERGENCY
    assert finding.rule_id == "E2_labios_lengua"
    assert finding.words == ("hinchó la lengua",)


@pytest.mark.parametrize("hours", [None, 1, 30, 400])
def test_an_emergency_at_any_time(hours):
    """It is one whatever the time since the treatment, known or not."""
    assert _urgency("no puedo respirar", hours) == Urgency.EMERGENCY


@pytest.mark.parametrize(
    "text",
    ["tengo la cara roja", "estoy caliente e hinchada", "siento la piel tirante y me arde", "arde como quemada de sol"],
)
@pytest.mark.parametrize("hours", [None, 1, 20])
def test_the_time_gate(text, hours):
    """It takes red, hot, swollen, tight and stinging for the expected course at first, and when the time is unknown."""
    assert _urgency(text, hours) is None


@pytest.mark.parametrize(
    ("text", "hours", "urgency"),
    [
        pytest.param("tengo la cara roja", 167, None, id="day 6"),
        pytest.param("tengo la cara roja", 168, Urgency.CLINIC, id="a week"),
        pytest.param("sigo roja", 95, None, id="still red on day 3"),
        pytest.param("sigo roja", 96, Urgency.CLINIC, id="still red on day 4"),
        pytest.param("sigo hinchada", 95, None, id="still swollen on day 3"),
        pytest.param("sigo hinchada", 96, Urgency.CLINIC, id="still swollen on day 4"),
        pytest.param("tengo la cara roja, es el día 2", 400, None, id="the patient's own day wins"),
        pytest.param("sigo roja y ya van nueve días", 20, Urgency.CLINIC, id="the patient's own late day wins"),
        pytest.param("la rojez se va extendiendo", 20, Urgency.URGENT, id="spreading is urgent at once"),
    ],
)
def test_what_lasts_too_long(text, hours, urgency):
    """It brings in the clinic by the day on which something should have settled."""
    assert _urgency(text, hours) == urgency


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        pytest.param("mi esposo se desmayó y no despierta", Urgency.EMERGENCY, id="somebody else, now"),
        pytest.param("leí que una señora quedó ciega", None, id="a story"),
        pytest.param("mi marido tiene fiebre", None, id="somebody else's fever"),
        pytest.param("mi hija tiene fiebre después del tratamiento", Urgency.URGENT, id="the patient's child"),
        pytest.param("mi esposo dice que me sale pus", Urgency.URGENT, id="somebody else reports"),
        pytest.param("mi perro no respira bien", None, id="a pet"),
    ],
)
def test_whose_trouble_it_is(text, urgency):
    """It counts the patient's trouble, a child's, and an emergency of anybody that is not a story."""
    assert _urgency(text) == urgency


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        pytest.param("no se me quita la fiebre", Urgency.URGENT, id="a no that denies nothing"),
        pytest.param("ya se me quitó la fiebre", None, id="gone"),
        pytest.param("no fui al trabajo, tengo fiebre", Urgency.URGENT, id="a no about something else"),
        pytest.param("sin fiebre, sin pus y sin mal olor", None, id="a list of denials"),
        pytest.param("no tengo fiebre pero me sale pus", Urgency.URGENT, id="denied, but"),
        pytest.param("tengo fiebre y no tengo termómetro", Urgency.URGENT, id="a no after the words"),
    ],
)
def test_what_a_no_reaches(text, urgency):
    """It hears what is denied and what is not."""
    assert _urgency(text) == urgency


@pytest.mark.parametrize(
    "text",
    [
        "estoy en pánico, se me está cerrando la garganta",
        "la clínica está cerrada y se me cierra la garganta",
        "mi esposa se desmayó y la clínica no responde",
        "me quité los lentes de contacto y me duele muchísimo el ojo",
        "tengo rojo alrededor del ojo y veo borroso",
        "después del tratamiento me duele el pecho",
        "me puse la crema y la piel se me puso negra, fría y no la siento",
        "al principio eran puntitos de sangre pero ahora no para de sangrar",
        "me dijeron que era normal un poco de hinchazón, ahora tengo la lengua hinchada",
        "no se puede respirar, me ahogo",
    ],
)
def test_an_emergency_beside_something_harmless(text):
    """It is not talked out of an emergency by words that excuse other sentences."""
    assert _urgency(text) == Urgency.EMERGENCY


@pytest.mark.parametrize(
    "text", ["NO PUEDO RESPIRAR!!!", "no   puedo   respirar", "nooo puedo respirar", "q no puedo respirar xfa"]
)
def test_how_it_is_typed(text):
    """It reads capitals, stretched letters, spaces and chat spelling."""
    assert _urgency(text) == Urgency.EMERGENCY


def _slipped(word, slips):
    """Return a long word with one slip of the fingers: a letter doubled, dropped, swapped or wrong; not the first."""
    if len(word) < 6 or not word.isalpha():
        return word
    at = slips.randrange(1, len(word) - 1)
    kind = slips.choice(["double", "drop", "swap", "wrong"])
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + slips.choice("aeiolnrst") + word[at + 1 :]


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        pytest.param("estoy ronca del karaoke", None, id="the voice after singing"),
        pytest.param("no puedo abrir los ojos del sueño que tengo", None, id="sleepy"),
        pytest.param("se me cierra la garganta por la salsa", Urgency.EMERGENCY, id="a meal"),
        pytest.param("no deja de sangrar, estoy en el cine", Urgency.EMERGENCY, id="a place"),
        pytest.param("no puedo respirar con este calor", Urgency.EMERGENCY, id="the weather"),
        pytest.param("me duele el pecho y no es del gimnasio", Urgency.EMERGENCY, id="a cause that is denied"),
        pytest.param("ampollas en la mejilla, ¿vale la pena llamar?", Urgency.URGENT, id="weighs whether to call"),
        pytest.param("mi esposo convulsionó, yo solo le puse la crema", Urgency.EMERGENCY, id="who only helped"),
        pytest.param("a mi amiga se le hincha la lengua, a mí no me contestan", Urgency.EMERGENCY, id="for a friend"),
    ],
)
def test_everyday_causes(text, urgency):
    """It lets an everyday cause explain its own sign alone, and nobody's danger."""
    assert _urgency(text) == urgency


def test_a_used_needle():
    """It is urgent within three days, when hours count to prevent an infection, and for the clinic after that."""
    assert _urgency("usaron la misma aguja con otra persona", 20) == Urgency.URGENT
    assert _urgency("ayer usaron la misma aguja con otra persona") == Urgency.URGENT
    assert _urgency("usaron la misma aguja con otra persona", 500) == Urgency.CLINIC
