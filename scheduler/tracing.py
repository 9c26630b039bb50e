"""Tracing: where an error came from and why, for logs. Never its message: that may hold a patient's words."""

import sqlite3
from pathlib import Path

import psycopg

REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds the database",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails or is full",
    sqlite3.SQLITE_NOTADB: "the database is damaged",
    sqlite3.SQLITE_READONLY: "the database may not be written to",
}


def where(error: BaseException) -> str:
    """Return the file and line of our own code that an error came from, "" when it came from none."""
    trace, place = error.__traceback__, ""
    while trace:
        name = Path(trace.tb_frame.f_code.co_filename)
        if name.suffix == ".py" and "site-packages" not in name.parts:
            place = f"{name.parent.name}/{name.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def reason(error: BaseException) -> str:
    """Return in plain words why the database fails, the error's class for anything else."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(cause, sqlite3.Error) and code is not None:
        return REASONS.get(code & 0xFF, type(error).__name__)  # the rest of the code says which call it was
    if isinstance(cause, psycopg.OperationalError):
        return "the database server does not answer"
    return type(error).__name__
