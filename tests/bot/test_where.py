"""Where: cities and locations as zones."""

import pytest

from bot.conversation.where import find_cities, find_city, may_be_city, zone_at


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Madrid", "Europe/Madrid"),
        ("bogota", "America/Bogota"),
        ("CIUDAD DE MÉXICO", "America/Mexico_City"),
        ("Londres", "Europe/London"),
        ("New York", "America/New_York"),
        ("Valencia, Venezuela", "America/Caracas"),
        ("valencia, es", "Europe/Madrid"),
    ],
)
def test_a_typed_city_has_its_zone(typed, zone):
    """It finds a city without its accents and in the patient's language."""
    assert find_cities(typed)[0].zone == zone


@pytest.mark.parametrize(
    "typed", ["en Alcalá de Henares", "Vivo en Alcalá de Guadaíra.", "I'm in Madrid, Spain", "vivo en Madrid, ES"]
)
def test_words_before_a_city_are_passed_over(typed):
    """It finds the city of "I live in ..."."""
    assert find_cities(typed, leads=("en", "vivo en", "in", "i'm in"))[0].zone == "Europe/Madrid"


@pytest.mark.parametrize(
    ("typed", "may_be"),
    [
        ("Vivo en San Cristóbal de las Casas, Chiapas", True),
        ("", False),
        ("everything around me goes dark and far away", False),
    ],
)
def test_what_may_be_a_city_is_short(typed, may_be):
    """It tells a name from a sentence by its words."""
    assert may_be_city(typed, leads=("vivo en",)) is may_be


def test_a_name_of_many_cities_is_asked_back():
    """It offers both Valencias instead of choosing one."""
    assert {"Europe/Madrid", "America/Caracas"} <= {place.zone for place in find_cities("Valencia")}


@pytest.mark.parametrize("typed", ["", "  ", "qwertyuiop", "x" * 500, ",", ", Spain"])
def test_what_is_no_city_finds_none(typed):
    """It survives whatever is typed."""
    assert find_cities(typed) == ()


def test_a_pressed_city_is_found_again():
    """It knows a city by the id on its button, and no made-up id."""
    madrid = find_cities("Madrid")[0]

    assert find_city(madrid.id) == madrid
    assert find_city(-1) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [(40.4, -3.7, "Europe/Madrid"), (19.4, -99.1, "America/Mexico_City"), (-31.55, 159.08, "Australia/Lord_Howe")],
)
def test_a_location_has_its_zone(latitude, longitude, zone):
    """It turns a shared location into a zone."""
    assert zone_at(latitude, longitude) == zone


def test_numbers_that_are_no_place_have_no_zone():
    """It refuses a forged location."""
    assert zone_at(1000.0, 0.0) is None
