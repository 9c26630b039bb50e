"""What the page asks for: acts of people, read from JSON and checked."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.preview.calls import Upload
from bot.preview.people import NotPossible, Person
from bot.preview.world import World


class Act(BaseModel):
    """One act of one person. Which fields count depends on the kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    person_id: int
    chat_id: int | None = None
    message_id: int = 0
    reply_to: int | None = None
    text: str = Field("", max_length=4096)
    data: str = ""
    latitude: float = Field(0, ge=-90, le=90)
    longitude: float = Field(0, ge=-180, le=180)
    file_name: str = Field("", max_length=200)
    mime_type: str = Field("application/octet-stream", max_length=100)
    file: str = ""  # base64


class NewPerson(BaseModel):
    """A patient to add."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_name: str = Field(min_length=1, max_length=64)
    language_code: str = Field("en", pattern=r"^[a-z]{2}$")


def perform(world: World, act: Act) -> None:
    """Do it; raise NotPossible where Telegram's apps would not let it be done."""
    doing = ACTS.get(act.kind)
    if doing is None:
        raise NotPossible(f"there is no act called {act.kind!r}")
    if act.person_id not in world.users or (act.chat_id is not None and act.chat_id not in world.chats):
        raise NotPossible("this person or chat is gone: reload the page")
    doing(Person(world=world, id=act.person_id), act)


def _send_file(person: Person, act: Act) -> None:
    try:
        data = base64.b64decode(act.file, validate=True)
    except (binascii.Error, ValueError):
        raise NotPossible("the file cannot be read: choose it again") from None
    upload = Upload(name=act.file_name or "file", mime_type=act.mime_type, data=data)
    send = person.send_photo if act.mime_type in {"image/png", "image/jpeg"} else person.send_document
    send(upload, act.text, chat_id=act.chat_id)


ACTS: dict[str, Callable[[Person, Act], Any]] = {
    "start": lambda person, act: person.start(act.text),
    "text": lambda person, act: person.send_text(act.text, chat_id=act.chat_id, reply_to=act.reply_to),
    "edit": lambda person, act: person.edit_text(act.message_id, act.text, chat_id=act.chat_id),
    "press": lambda person, act: person.press_data(act.message_id, act.data, chat_id=act.chat_id),
    "location": lambda person, act: person.share_location(act.latitude, act.longitude, chat_id=act.chat_id),
    "contact": lambda person, act: person.share_contact(act.text, chat_id=act.chat_id),
    "file": _send_file,
    "voice": lambda person, act: person.send_voice(chat_id=act.chat_id),
    "sticker": lambda person, act: person.send_sticker(chat_id=act.chat_id),
    "block": lambda person, act: person.block_bot(),
    "unblock": lambda person, act: person.unblock_bot(),
    "language": lambda person, act: person.choose_language(act.text),
    "add_bot": lambda person, act: person.add_bot(act.chat_id or 0),
    "remove_bot": lambda person, act: person.remove_bot(act.chat_id or 0),
}
