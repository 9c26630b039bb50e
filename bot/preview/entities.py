"""Formatting: HTML into plain text and entities, as strictly as Telegram. Offsets and lengths are UTF-16 units."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from bot.preview.refusals import bad_request

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
OTHER_TAGS = {"a", "span", "blockquote", "tg-time", "tg-emoji"}
CHARACTER = re.compile(r"&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot);")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)\s*(?:=\s*("[^"]*"|'[^']*'|[\w.\-]+))?""")
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
SIMPLE_URL = re.compile(r"(?:https?://|tg://)?[\w.-]+(?:\.\w{2,}|:\d+|\?)\S*|(?:https?|tg|tel|mailto):\S+", re.I)
FOUND_IN_TEXT = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|(?<![\w/.])t\.me/[\w?=/-]+", re.I)),
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@./])@[A-Za-z]\w{3,31}\b")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d \-()]{7,17}\d\b")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)


@dataclass(kw_only=True)
class _Open:
    tag: str
    start: int
    entity: Entity | None


@dataclass(kw_only=True)
class _Reading:
    source: str
    place: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, the way Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities; raise Refused with Telegram's words where the markup is broken."""
    reading = _Reading(source=source)
    while reading.place < len(source):
        if source[reading.place] == "<":
            _read_tag(reading)
        else:
            _read_text(reading)
    if reading.stack:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{reading.stack[-1].tag}"')
    return _trimmed("".join(reading.text), _in_order(reading.entities))


def plain(text: str) -> tuple[str, list[Entity]]:
    """Return text without markup, trimmed as Telegram trims it."""
    return _trimmed(text, [])


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Return the entities and those that Telegram finds by itself: commands, links, mentions, phone numbers."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in {"code", "pre", "text_link"}]
    found: list[Entity] = []
    for kind, pattern in FOUND_IN_TEXT:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= left or start >= right for left, right in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return _in_order(entities + found)


def _read_text(reading: _Reading) -> None:
    source, start = reading.source, reading.place
    if source[start] == "&":
        match = CHARACTER.match(source, start)
        piece = html.unescape(match.group()) if match else "&"
        reading.place += len(match.group()) if match else 1
    else:
        ends = [place for place in (source.find("<", start), source.find("&", start)) if place >= 0]
        reading.place = min(ends, default=len(source))
        piece = source[start : reading.place]
    reading.text.append(piece)
    reading.length += utf16_length(piece)


def _read_tag(reading: _Reading) -> None:
    if reading.source.startswith("</", reading.place):
        _read_end_tag(reading)
    else:
        _read_start_tag(reading)


def _read_start_tag(reading: _Reading) -> None:
    at = _byte_offset(reading)
    name = TAG_NAME.match(reading.source, reading.place + 1)
    assert name is not None
    tag = name.group().lower()
    if tag not in SIMPLE_TAGS and tag not in OTHER_TAGS:
        raise _broken(f'Unsupported start tag "{tag}" at byte offset {at}')
    attributes = _read_attributes(reading, name.end(), tag, at)
    entity = _entity_of(tag, attributes, at, reading)
    reading.stack.append(_Open(tag=tag, start=reading.length, entity=entity))


def _read_attributes(reading: _Reading, place: int, tag: str, at: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        rest = reading.source[place:]
        space = len(rest) - len(rest.lstrip())
        if rest[space : space + 1] == ">":
            reading.place = place + space + 1
            return attributes
        match = ATTRIBUTE.match(reading.source, place)
        if rest[space : space + 1] == "=":
            raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        if not match or _value_is_missing(reading.source, match):
            raise _broken(f'Unclosed start tag "{tag}" at byte offset {at}')
        value = (match.group(2) or "").strip("\"'")
        attributes[match.group(1).lower()] = html.unescape(value)
        place = match.end()


def _value_is_missing(source: str, match: re.Match[str]) -> bool:
    return match.group(2) is None and source[match.end() :].lstrip().startswith("=")


def _entity_of(tag: str, attributes: dict[str, str], at: int, reading: _Reading) -> Entity | None:
    if tag == "a":
        return {"type": "text_link", "url": attributes.get("href", "")}
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if tag == "span":
        if attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        return {"type": "spoiler"}
    if tag == "tg-time":
        return _time_entity(attributes, at)
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "code" and _opens_pre(reading):
        _take_language(reading.stack[-1], attributes.get("class", ""))
        return None
    return {"type": SIMPLE_TAGS[tag]}


def _opens_pre(reading: _Reading) -> bool:
    return bool(reading.stack) and reading.stack[-1].tag == "pre" and reading.stack[-1].start == reading.length


def _take_language(pre: _Open, name: str) -> None:
    if pre.entity is not None and name.startswith("language-"):
        pre.entity["language"] = name.removeprefix("language-")


def _time_entity(attributes: dict[str, str], at: int) -> Entity:
    if not re.fullmatch(r"\d{1,12}", attributes.get("unix", "")):
        raise _broken(f'Tag "tg-time" must have attribute "unix" with a Unix time at byte offset {at}')
    entity: Entity = {"type": "date_time", "unix_time": int(attributes["unix"])}
    wanted = attributes.get("format", "")
    if not TIME_FORMAT.fullmatch(wanted):
        raise _broken(f'Tag "tg-time" has invalid attribute "format" at byte offset {at}')
    return {**entity, "date_time_format": wanted} if wanted else entity


def _read_end_tag(reading: _Reading) -> None:
    at = _byte_offset(reading)
    if not reading.stack:
        raise _broken(f"Unexpected end tag at byte offset {at}")
    match = re.compile(r"</([^\s>]*)\s*>").match(reading.source, reading.place)
    if not match:
        raise _broken(f"Unclosed end tag at byte offset {at}")
    opened, name = reading.stack.pop(), match.group(1).lower()
    if name and name != opened.tag:
        raise _broken(f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", found "</{name}>"')
    reading.place = match.end()
    _close(reading, opened)


def _close(reading: _Reading, opened: _Open) -> None:
    length = reading.length - opened.start
    if opened.entity is None or not length:
        return
    entity = {"type": opened.entity["type"], "offset": opened.start, "length": length, **opened.entity}
    if entity["type"] == "text_link":
        inside = "".join(reading.text).encode("utf-16-le")[opened.start * 2 :].decode("utf-16-le")
        entity["url"] = entity["url"] or inside
        if not SIMPLE_URL.fullmatch(entity["url"]):
            return
        if "://" not in entity["url"] and not entity["url"].startswith(("tel:", "mailto:")):
            entity["url"] = f"http://{entity['url']}"
    reading.entities.append(entity)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    kept = text.strip()
    lead, end = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved


def _in_order(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _byte_offset(reading: _Reading) -> int:
    return len(reading.source[: reading.place].encode())


def _broken(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
