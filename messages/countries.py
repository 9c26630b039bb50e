"""Countries: the emergency number of a country, and the country of a time zone."""

from functools import cache
from importlib.resources import files as package_files

from messages.reading import ContentFiles, Lines


def load_emergency_numbers(files: ContentFiles) -> dict[str, str]:
    """Read emergency_numbers.yaml: by ISO country code, each with the number and its source."""
    name = "emergency_numbers.yaml"
    entries = files.yaml(name) or Lines()
    numbers: dict[str, str] = {}
    for code, entry in entries.items():
        if isinstance(entry, Lines) and entry.get("number") and entry.get("source"):
            numbers[code.upper()] = str(entry["number"])
        else:
            files.fault(name, entries.line_of(code), f'`{code}` should have a `number: "112"` and a `source`')
    return numbers


def country_of_zone(zone_name: str) -> str | None:
    """Return the ISO country code of a zone such as Europe/Madrid, or None for zones of no country (UTC).

    Older names ("US/Eastern") are those of the zones they stand for now.
    """
    return _countries().get(zone_name) or _countries().get(_links().get(zone_name, ""))


@cache
def _countries() -> dict[str, str]:
    """zone.tab of the time zone database: one country for every zone, which is what a phone number needs."""
    table = (package_files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _links() -> dict[str, str]:
    """The lines "L target name" of the time zone database: a name -> the zone that it stands for."""
    table = (package_files("tzdata") / "zoneinfo" / "tzdata.zi").read_text(encoding="utf-8")
    links = (line.split() for line in table.splitlines() if line.startswith("L "))
    return {name: target for _, target, name in links}
