"""The ambulance's number by country, and the country of a time zone."""

import pytest

from messages.countries import country_of_zone
from tests.content import LIBRARY

SPANISH_SPEAKING = [
    "ES",
    "MX",
    "AR",
    "CO",
    "PE",
    "VE",
    "CL",
    "EC",
    "GT",
    "CU",
    "BO",
    "DO",
    "HN",
    "PY",
    "SV",
    "NI",
    "CR",
    "PA",
    "UY",
    "PR",
]
EUROPEAN_UNION = [
    "AT",
    "BE",
    "BG",
    "HR",
    "CY",
    "CZ",
    "DK",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "HU",
    "IE",
    "IT",
    "LV",
    "LT",
    "LU",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SK",
    "SI",
    "ES",
    "SE",
]


def test_every_number_has_the_shape_of_an_emergency_number():
    """It is short and of digits only, so that it can be dialled as it stands."""
    for code, number in LIBRARY.emergency_numbers.items():
        assert code.isalpha()
        assert len(code) == 2
        assert number.isdigit()
        assert 2 <= len(number) <= 4


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("US", "911"),
        ("CA", "911"),
        ("MX", "911"),
        ("GB", "999"),
        ("ES", "112"),
        ("NO", "113"),
        ("AR", "107"),
        ("CL", "131"),
        ("CO", "123"),
        ("PE", "106"),
        ("BR", "192"),
        ("AU", "000"),
        ("NZ", "111"),
    ],
)
def test_the_number_of_a_country(code, number):
    """It is the one that sends an ambulance there."""
    assert LIBRARY.emergency_number(code) == number


@pytest.mark.parametrize("code", SPANISH_SPEAKING)
def test_every_spanish_speaking_country_has_a_number(code):
    """It knows whom to call wherever the Spanish answers are read."""
    assert LIBRARY.emergency_number(code) is not None


@pytest.mark.parametrize("code", EUROPEAN_UNION)
def test_the_european_union(code):
    """It is 112 in every member state."""
    assert LIBRARY.emergency_number(code) == "112"


def test_a_country_that_is_not_known():
    """It says so rather than guessing."""
    assert LIBRARY.emergency_number("XX") is None
    assert LIBRARY.emergency_number(None) is None


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("America/Mexico_City", "MX"),
        ("Atlantic/Canary", "ES"),
        ("America/Argentina/Cordoba", "AR"),
        ("US/Eastern", "US"),
        ("Asia/Calcutta", "IN"),
        ("UTC", None),
    ],
)
def test_the_country_of_a_zone(zone, code):
    """It is the country in which the zone's city lies; zones of no country have none."""
    assert country_of_zone(zone) == code
