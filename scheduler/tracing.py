"""Tracing: where an error came from, for logs. Never its message: that may hold a patient's words."""

from pathlib import Path


def where(error: BaseException) -> str:
    """Return the file and line of our own code that an error came from, "" when it came from none."""
    trace, place = error.__traceback__, ""
    while trace:
        name = Path(trace.tb_frame.f_code.co_filename)
        if "site-packages" not in name.parts:
            place = f"{name.parent.name}/{name.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
