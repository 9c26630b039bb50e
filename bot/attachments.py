"""Attachments: the pictures and files that messages come with, made when they are sent, off the event loop.

What cannot be made is None and a line in the log: the caller says the words alone.
"""

import asyncio
import html
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import segno
import structlog

from bot.pictures.overview import overview_png
from bot.pictures.timeline import timeline_png
from bot.speech import Attach, HandRecord, Show, ShowCode, ShowDigest
from messages.calendar_file import calendar_bytes
from messages.library import Library
from scheduler.tracing import where

PICTURE_NAME = "afterglow.png"
CALENDAR_NAME = "afterglow.ics"
LONGEST_CAPTION = 1024 - 100  # Telegram's limit, less what is added when a button is tapped

# one at a time, so that pictures never take more than one core from everything else
_AT_WORK = ThreadPoolExecutor(max_workers=1, thread_name_prefix="attachments")
_TAG = re.compile(r"<[^>]*>")
log = structlog.get_logger()


async def picture_of(library: Library, show: Show) -> bytes | None:
    """Return the picture as PNG."""
    return await _made(lambda: timeline_png(library, show.language, show.recovery))


async def overview_of(library: Library, show: ShowDigest) -> bytes | None:
    """Return the digest's picture as PNG."""
    return await _made(lambda: overview_png(library, show.language, show.overview))


async def code_of(show: ShowCode) -> bytes | None:
    """Return the link's QR code as PNG."""
    return await _made(lambda: code_png(show.link))


async def file_of(library: Library, attach: Attach) -> bytes | None:
    """Return the calendar file."""
    return await _made(lambda: calendar_bytes(library, attach.language, attach.calendar))


async def record_of(library: Library, hand: HandRecord) -> bytes | None:
    """Return the record of care as PDF."""
    return await _made(lambda: _record_pdf(library, hand))


def code_png(link: str) -> bytes:
    """Return a link's QR code as PNG, large enough to be scanned from a screen or a sheet of paper."""
    picture = BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def fits_under(words: str) -> bool:
    """Return whether words in HTML fit under a picture. Telegram counts in UTF-16, without the markup."""
    visible = html.unescape(_TAG.sub("", words))
    return len(visible.encode("utf-16-le")) // 2 <= LONGEST_CAPTION


def _record_pdf(library: Library, hand: HandRecord) -> bytes:
    from bot.care_page import record_pdf  # 20 MB of libraries, for a file that a clinic asks for now and then

    return record_pdf(library, hand.language, hand.record)


async def _made(make: Callable[[], bytes]) -> bytes | None:
    try:
        return await asyncio.get_running_loop().run_in_executor(_AT_WORK, make)
    except Exception as error:  # a font, a drawing library or a zone that fails us must not keep the words back
        name, place = type(error).__name__, where(error)
        log.error("An attachment failed", action="attachment_failed", error=name, where=place)  # noqa: TRY400 - no words
        return None
