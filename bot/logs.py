"""Logs: structured lines with ids, never with a token or a patient's words.

The token hides in addresses that the HTTP client logs, in exceptions and in tracebacks, so it is cut out of every line.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

# Telegram's own form of a token, also behind "bot" in an address: 123456789:AAE...
TOKEN = re.compile(r"\d{5,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # begins a line of its own, or moves a terminal's cursor
SILENT = "telegram"  # its errors quote what Telegram sent, and what of them matters we log ourselves
QUIET = ("httpx", "httpcore", "apscheduler", "aiosqlite", "alembic", "uvicorn.access", "uvicorn.error")


def set_up_logging(*, level: str = "info", form: str = "text", stream: TextIO | None = None) -> None:
    """Send every log, of libraries too, as redacted lines to `stream` (standard error unless given)."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _on_one_line,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Redacting(foreign_pre_chain=shared, processors=_last(form)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        # below WARNING these write whole updates, addresses with the token, or nothing an operator can use
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(SILENT).setLevel(logging.CRITICAL + 1)


def redact(text: str) -> str:
    """Return the text without anything that looks like a bot's token."""
    return TOKEN.sub("[token]", text)


class _Redacting(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _on_one_line(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Let nobody's text look like a line of ours; tracebacks, which come later, keep their lines."""
    entry["event"] = CONTROL.sub(lambda found: repr(found[0])[1:-1], str(entry["event"]))
    return entry


def _last(form: str) -> list[Any]:
    tidy: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info]
    if form == "json":
        return [*tidy, structlog.processors.JSONRenderer()]
    return [*tidy, structlog.dev.ConsoleRenderer(colors=False)]
