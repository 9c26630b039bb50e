"""Thread wording: how words pass between a patient and the team, always marked as whose they are. Pure."""

import html

from messages.clinic import Clinic
from messages.library import Library
from messages.person_wording import Person, heading_html, name_label


def question_html(library: Library, clinic: Clinic, person: Person, words: str) -> str:
    """Return the first message of a conversation as the team reads it."""
    language = clinic.language
    lines = [library.text(language, "thread_question"), heading_html(library, language, person)]
    if person.phone:
        lines.append(library.text(language, "alert_phone", phone=person.phone))
    if words:
        lines.append(f"<blockquote>{html.escape(words, quote=False)}</blockquote>")
    return "\n".join([*lines, library.text(language, "thread_hint")])


def said_by_patient_html(library: Library, clinic: Clinic, person: Person, words: str) -> str:
    """Return a later message of a patient as the team reads it."""
    name = name_label(library, clinic.language, name=person.name, number=person.number)
    return f"<b>{html.escape(name, quote=False)}</b>\n{html.escape(words, quote=False)}".rstrip()


def said_by_team_html(library: Library, language: str, clinic: Clinic, *, name: str, words: str, first: bool) -> str:
    """Return words of the team as the patient reads them, under the clinic's name."""
    clinic_name = clinic.named(library, language)
    if name:
        heading = library.text(language, "thread_team_says", name=name, clinic=clinic_name)
    else:
        heading = library.text(language, "thread_clinic_says", clinic=clinic_name)
    said = f"{heading}\n{html.escape(words, quote=False)}".rstrip()
    return f"{said}\n\n<i>{library.text(language, 'thread_answer_here')}</i>" if first else said


def ended_html(
    library: Library, language: str, clinic: Clinic, ended: str, *, to_team: bool, name: str = "", by: str = ""
) -> str:
    """Return that a conversation has ended, for one of its sides; `ended` is by_patient, by_team, idle or unanswered.

    Who was not answered reads whom to call.
    """
    if not to_team:
        said = library.text(language, f"thread_ended_{ended}", clinic=clinic.named(library, language))
        if ended != "unanswered":
            return said
        return f"{said}\n{clinic.call_html(library, language)}\n{library.text(language, 'thread_answers_again')}"
    team = by or library.label(language, "staff_nameless")
    return library.text(language, f"thread_ended_{ended}_team", name=name, by=team)
