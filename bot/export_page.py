"""Export page: everything that is kept about a patient, as one page to read and as JSON. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape, unescape
from zoneinfo import ZoneInfo

from messages.dates import clock_label
from messages.library import Library
from scheduler.holdings import Row, plain

TOLD = (
    "patient",
    "consent",
    "treatment",
    "outgoing",
    "reminder_step",
    "question",
    "feedback",
    "kept_question",
    "diary_photo",
    "record_reading",
)
PATIENT_LINES = ("zone", "muted", "phone")  # told as they are stored
STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "dt{color:#666;margin-top:.7rem}dd{margin:0;white-space:pre-line}"
)
_TAG = re.compile(r"<[^>]*>")
Line = tuple[str, str]


def export_html(
    library: Library, language: str, held: Mapping[str, Sequence[Row]], *, now: datetime, zone: ZoneInfo
) -> str:
    """Return the page: a section for each kind of entry, in the patient's words and zone.

    Tables that it has no words for follow as they are stored.
    """

    def heading(key: str) -> str:
        return library.label(language, f"export_{key}")

    told = {**held, "outgoing": _to_patient(held)}
    sections = {heading(table): _told(library, language, table, told.get(table, ()), zone) for table in TOLD}
    for table, rows in held.items():
        if table not in TOLD:
            sections[f"{heading('other')}: {table}"] = [(str(row.get("id", "")), _as_stored(row)) for row in rows]
    made = library.label(language, "export_made", when=_when(now, zone), zone=zone.key)
    body = "".join(_section(title, lines) for title, lines in sections.items() if lines)
    title = escape(heading("title"))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>\n'
        f"<body>\n<h1>{title}</h1>\n<p>{escape(made)}</p>\n{body}</body>\n</html>\n"
    )


def export_json(held: Mapping[str, Sequence[Row]]) -> str:
    """Return every row of every table, as it is stored."""
    rows = {table: [{name: plain(value) for name, value in row.items()} for row in of] for table, of in held.items()}
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _to_patient(held: Mapping[str, Sequence[Row]]) -> list[Row]:
    """What was sent to the patient's own chat: what the team was told about them is not what they were sent."""
    chats = {row["chat_id"] for row in held.get("patient", ())}
    return [row for row in held.get("outgoing", ()) if row["chat_id"] in chats]


def _told(library: Library, language: str, table: str, rows: Iterable[Row], zone: ZoneInfo) -> list[Line]:
    tell = {
        "patient": _patient,
        "consent": _consent,
        "treatment": _treatment,
        "outgoing": _message,
        "reminder_step": _tap,
        "question": _question,
        "feedback": _feedback,
        "kept_question": _kept_question,
        "diary_photo": _photo,
        "record_reading": _reading,
    }[table]
    return [line for row in rows for line in tell(library, language, row, zone)]


def _patient(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    def named(key: str) -> str:
        return library.label(language, f"export_{key}")

    wake, sleep = (clock_label(library, language, row[name]) for name in ("wake", "sleep"))
    yield named("since"), _when(row["created_at"], zone)
    yield named("language"), library.label(row["language"], "language_name")
    yield named("hours"), f"{wake} – {sleep}"
    yield named("level"), library.label(language, f"level_{row['level']}")
    if row["procedure"]:
        yield named("procedure"), library.label(language, f"procedure_{row['procedure']}")
    for name in PATIENT_LINES:
        if row[name]:
            yield named(name), ", ".join(row[name]) if isinstance(row[name], list) else str(row[name])


def _consent(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    yield _when(row["given_at"], zone), library.label(language, "export_agreed", version=row["version"])
    if row["withdrawn_at"]:
        yield _when(row["withdrawn_at"], zone), library.label(language, "export_ended", version=row["version"])


def _treatment(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    key = "export_corrected" if row["ended_at"] else "export_registered"
    yield _when(row["treated_at"], zone), library.label(language, key, when=_when(row["registered_at"], zone))


def _message(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    if row["text"] and row["settled_at"]:
        yield _when(row["settled_at"], zone), unescape(_TAG.sub("", row["text"]))


def _tap(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    if row["response"] and row["responded_at"]:
        short = f"step_{row['step_id']}_short"
        step = library.label(language, short) if library.has(language, short) else row["step_id"]
        answer = library.label(language, f"export_tap_{row['response']}")
        yield _when(row["responded_at"], zone), f"{step}: {answer}"


def _question(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    urgency = library.label(language, f"export_urgency_{row['urgency']}")
    yield _when(row["asked_at"], zone), f"{_topic(library, language, row)} ({urgency})"


def _feedback(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    key = "export_helped" if row["helped"] else "export_not_really"
    yield _when(row["given_at"], zone), library.label(language, key, topic=_topic(library, language, row))


def _kept_question(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    yield _when(row["sent_at"], zone), row["words"]
    if row["reply"]:
        yield _when(row["replied_at"], zone), library.label(language, "export_reply", reply=row["reply"])


def _photo(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    yield _when(row["sent_at"], zone), library.label(language, "export_photo")


def _topic(library: Library, language: str, row: Row) -> str:
    known = row["topic"] in library.topics
    return library.topic_title(language, row["topic"]) if known else library.label(language, "export_no_topic")


def _reading(library: Library, language: str, row: Row, zone: ZoneInfo) -> Iterator[Line]:
    if row["reader_id"] is None:
        said = library.label(language, "export_read_at_server")
    else:
        by = row["reader"] or library.label(language, "staff_nameless")
        said = library.label(language, "export_read_by", name=by, id=str(row["reader_id"]))
    yield _when(row["read_at"], zone), said


def _as_stored(row: Row) -> str:
    return "\n".join(f"{name}: {plain(value)}" for name, value in row.items() if value not in (None, "", [], {}))


def _section(title: str, lines: Iterable[Line]) -> str:
    entries = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>\n" for name, said in lines)
    return f"<h2>{escape(title)}</h2>\n<dl>\n{entries}</dl>\n"


def _when(at: datetime, zone: ZoneInfo) -> str:
    """The same in every language, and sorted by itself: "2026-11-20 15:00"."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
