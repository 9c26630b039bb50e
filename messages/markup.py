"""Markup: whether a text is HTML that Telegram takes. Pure."""

import html
import re

TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler", "tg-time"})
LONGEST = 4096  # characters of a message, without its tags
ROOMY = 3900  # UTF-16 units that are seen: a message of ours, with some room left

_TAG = re.compile(r"<(/?)([\w-]*)[^<>]*>")
_STRAY = re.compile(r"[<>]|&(?!lt;|gt;|amp;|quot;|#\d+;|#x[0-9a-fA-F]+;)")


def seen_length(text: str) -> int:
    """Return how long HTML is as Telegram counts it: in UTF-16 units, without the markup."""
    return len(html.unescape(_TAG.sub("", text)).encode("utf-16-le", "surrogatepass")) // 2


def markup_fault(text: str) -> str | None:
    """Return what Telegram would refuse, in a few words, or None when it takes the text."""
    open_tags: list[str] = []
    for closing, name in _TAG.findall(text):
        if name not in TAGS:
            return f"`<{closing}{name}>` is no tag that Telegram knows: use <b> or <i>, or write &lt; for the sign"
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return f"`</{name}>` closes nothing: open it first, close in reverse order"
    if open_tags:
        return f"`<{open_tags[-1]}>` is never closed: add `</{open_tags[-1]}>`"
    if _STRAY.search(_TAG.sub("", text)):
        return "write &lt; &gt; and &amp; for the signs < > and &"
    if len(html.unescape(_TAG.sub("", text))) > LONGEST:
        return f"longer than the {LONGEST} characters of a message: shorten it"
    return None
