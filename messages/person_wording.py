"""Person wording: a patient as the team reads of them, in the same words everywhere. Pure."""

import html
from dataclasses import dataclass
from enum import StrEnum

from messages.library import Library


class NoPlan(StrEnum):
    """Why the course is not for a patient, so that there is no plan."""

    MINOR = "minor"
    PROCEDURE = "procedure"  # more than plain needling


@dataclass(frozen=True, kw_only=True)
class Person:
    """A patient as the team reads of them. `number` is that of /patient; `name` the first name, "" while none is known.

    `day` counts from the treatment and is negative before it; None without a treatment, and then `no_plan` may say why.
    `phone` is the number they shared.
    """

    number: int
    name: str = ""
    label: str | None = None
    day: int | None = None
    no_plan: NoPlan | None = None
    phone: str | None = None


def name_label(library: Library, language: str, *, name: str, number: int) -> str:
    """Return the first name as plain text; without one the number, by which /patient finds them."""
    return name or library.label(language, "patient_number", number=number)


def person_label(library: Library, language: str, person: Person, *, with_day: bool = True) -> str:
    """Return who it is as plain text: first name or number, the clinic's label, the day of recovery."""
    return " · ".join([_name(library, language, person), *_details(library, language, person, with_day=with_day)])


def person_html(library: Library, language: str, person: Person, *, with_day: bool = True) -> str:
    """Return the same as HTML."""
    return html.escape(person_label(library, language, person, with_day=with_day), quote=False)


def heading_html(library: Library, language: str, person: Person) -> str:
    """Return the same with the name in bold, for a message that is about this patient."""
    name, *details = (
        html.escape(part, quote=False)
        for part in (_name(library, language, person), *_details(library, language, person))
    )
    return " · ".join([f"<b>{name}</b>", *details])


def _name(library: Library, language: str, person: Person) -> str:
    return name_label(library, language, name=person.name, number=person.number)


def _details(library: Library, language: str, person: Person, *, with_day: bool = True) -> list[str]:
    label = [person.label] if person.label else []
    return [*label, _day(library, language, person)] if with_day else label


def _day(library: Library, language: str, person: Person) -> str:
    if person.day is not None:
        return library.label(language, "alert_day" if person.day >= 0 else "alert_before", day=person.day)
    return library.label(language, f"person_no_plan_{person.no_plan}" if person.no_plan else "person_no_date")
