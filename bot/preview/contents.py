"""What a message is made of: text and caption with their formatting, photos and documents, checked as Telegram does."""

from typing import Any

from bot.preview.calls import Call
from bot.preview.chats import Json
from bot.preview.entities import parse_html, plain, utf16_length, with_found
from bot.preview.people import document_json, photo_sizes
from bot.preview.refusals import bad_request
from bot.preview.stored_files import StoredFile, image_size
from bot.preview.world import World

LONGEST_TEXT = 4096  # UTF-16 units, without the markup
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024


def read_text(call: Call) -> Json:
    """Return text and entities of a message."""
    text, entities = _formatted(call, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def read_caption(call: Call) -> Json:
    """Return caption and entities, or nothing."""
    text, entities = _formatted(call, "caption", "caption_entities")
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def read_photo(world: World, call: Call) -> list[Json]:
    """Return the sizes of the photo a call brings or names."""
    stored = _file(world, call, "photo", "photos")
    size = image_size(stored.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if len(stored.data) > LARGEST_PHOTO:
        raise bad_request("file is too big for a photo")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return photo_sizes(stored, size)


def read_document(world: World, call: Call) -> Json:
    """Return the document a call brings or names."""
    return document_json(_file(world, call, "document", "documents"))


def _formatted(call: Call, field: str, entities_field: str) -> tuple[str, list[Json]]:
    mode = call.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        text, entities = parse_html(call.text(field))
    else:
        text, _ = plain(call.text(field))
        entities = _given_entities(call.structure(entities_field))
    return text, with_found(text, entities)


def _given_entities(given: Any) -> list[Json]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(_is_entity(entity) for entity in given):
        raise bad_request("can't parse MessageEntity: Object expected")
    return given


def _is_entity(entity: Any) -> bool:
    whole = isinstance(entity, dict) and all(isinstance(entity.get(name), int) for name in ("offset", "length"))
    return whole and isinstance(entity.get("type"), str)


def _file(world: World, call: Call, field: str, folder: str) -> StoredFile:
    upload = call.upload(field)
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        return world.files.keep(upload, folder)
    if not call.text(field):
        raise bad_request(f"there is no {field} in the request")
    stored = world.files.find(call.text(field))
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored
