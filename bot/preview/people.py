"""What people do in the preview's Telegram: write, press, share, edit, block. Staff and patients alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.preview.calls import Upload
from bot.preview.chats import Chat, Json, Membership, Message, User
from bot.preview.entities import plain, with_found
from bot.preview.stored_files import StoredFile, image_size

if TYPE_CHECKING:
    from bot.preview.world import Callback, World

VOICE = Upload(name="voice.oga", mime_type="audio/ogg", data=b"OggS")
STICKER = Upload(name="sticker.webp", mime_type="image/webp", data=b"RIFF\0\0\0\0WEBP")


class NotPossible(Exception):
    """A person cannot do this in Telegram: the message says why and what to do first."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a phone. Acts go to the private chat with the bot unless `chat_id` names a group."""

    world: "World"
    id: int

    @property
    def user(self) -> User:
        """The account as it is now."""
        return self.world.users[self.id]

    def messages(self, chat_id: int | None = None) -> list[Message]:
        """Return what stands in the chat, oldest first."""
        return list(self._chat(chat_id).messages.values())

    def texts_from_bot(self, chat_id: int | None = None) -> list[str]:
        """Return the bot's texts and captions in the chat, oldest first."""
        said = [message.content for message in self.messages(chat_id) if message.sender.is_bot]
        return [content.get("text") or content.get("caption") or "" for content in said]

    def start(self, payload: str = "") -> Message:
        """Open the bot, with the payload of a deep link; a blocked bot is unblocked by it."""
        if self._chat(None).membership is Membership.KICKED:
            self.unblock_bot()
        return self.send_text(f"/start {payload}".strip())

    def send_text(self, text: str, *, chat_id: int | None = None, reply_to: int | None = None) -> Message:
        """Write a message; raise NotPossible for one that Telegram's apps would not send."""
        kept, _ = plain(text)
        if not kept:
            raise NotPossible("there is nothing in this message: write something")
        return self._send(chat_id, {"text": kept, **_entities("entities", kept)}, reply_to)

    def edit_text(self, message_id: int, text: str, *, chat_id: int | None = None) -> Message:
        """Change an own message."""
        chat, message = self._own_message(chat_id, message_id)
        field = "text" if "text" in message.content else "caption"
        entities = "entities" if field == "text" else "caption_entities"
        kept, _ = plain(text)
        content = {name: value for name, value in message.content.items() if name != entities}
        content.update({field: kept, **_entities(entities, kept)})
        return self.world.change(chat, message, content=content, edited_at=self.world.clock())

    def press(self, label: str, *, message_id: int | None = None, chat_id: int | None = None) -> "Callback":
        """Press the inline button with this label, on the newest message that has one."""
        chat = self._chat(chat_id)
        for message in reversed(chat.messages.values()):
            if message_id not in {None, message.id}:
                continue
            for row in (message.markup or {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        return self.press_data(message.id, button["callback_data"], chat_id=chat.id)
        raise NotPossible(f"there is no button {label!r} to press")

    def press_data(self, message_id: int, data: str, *, chat_id: int | None = None) -> "Callback":
        """Send callback data as if a button had it, also data that no button has."""
        chat = self._chat(chat_id)
        if message_id not in chat.messages:
            raise NotPossible("this message is gone")
        return self.world.press(self.user, chat, chat.messages[message_id], data)

    def share_location(self, latitude: float, longitude: float, *, chat_id: int | None = None) -> Message:
        """Share a place, in degrees."""
        return self._send(chat_id, {"location": {"latitude": latitude, "longitude": longitude}})

    def share_contact(self, phone_number: str = "", *, chat_id: int | None = None) -> Message:
        """Share the own phone number."""
        contact = {
            "phone_number": phone_number or self.user.phone_number,
            "first_name": self.user.first_name,
            "user_id": self.id,
        }
        return self._send(chat_id, {"contact": contact})

    def send_photo(self, upload: Upload, caption: str = "", *, chat_id: int | None = None) -> Message:
        """Send a picture (PNG or JPEG)."""
        size = image_size(upload.data)
        if size is None:
            raise NotPossible("this is no picture: choose a PNG or JPEG")
        stored = self.world.files.keep(upload, "photos")
        return self._send(chat_id, {"photo": photo_sizes(stored, size), **_caption(caption)})

    def send_document(self, upload: Upload, caption: str = "", *, chat_id: int | None = None) -> Message:
        """Send a file."""
        stored = self.world.files.keep(upload, "documents")
        return self._send(chat_id, {"document": document_json(stored), **_caption(caption)})

    def send_voice(self, *, chat_id: int | None = None) -> Message:
        """Send a voice message of four seconds (a stand-in without sound)."""
        stored = self.world.files.keep(VOICE, "voice")
        return self._send(chat_id, {"voice": {**_file_json(stored), "duration": 4, "mime_type": "audio/ogg"}})

    def send_sticker(self, emoji: str = "👍", *, chat_id: int | None = None) -> Message:
        """Send a sticker (a stand-in: only its emoji shows)."""
        stored = self.world.files.keep(STICKER, "stickers")
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send(chat_id, {"sticker": {**_file_json(stored), **looks, "emoji": emoji}})

    def block_bot(self) -> None:
        """Block the bot: it may no longer write."""
        self.world.set_membership(self._chat(None), self.user, Membership.KICKED)

    def unblock_bot(self) -> None:
        """Let the bot write again."""
        self.world.set_membership(self._chat(None), self.user, Membership.MEMBER)

    def delete_account(self) -> None:
        """Leave Telegram for good: the bot is told that the user is deactivated when it writes."""
        self.world.users[self.id] = replace(self.user, deactivated=True)
        self.world.bell.ring()

    def choose_language(self, language_code: str) -> None:
        """Change the language of the phone."""
        self.world.users[self.id] = replace(self.user, language_code=language_code)
        self.world.bell.ring()

    def add_bot(self, chat_id: int, *, membership: Membership = Membership.MEMBER) -> None:
        """Bring the bot into a group."""
        group = self._chat(chat_id)
        self.world.set_membership(group, self.user, membership)
        bot = {"id": self.world.bot.id, "is_bot": True, "first_name": self.world.bot.first_name}
        self.world.post(group, self.user, {"new_chat_members": [{**bot, "username": self.world.bot.username}]})

    def remove_bot(self, chat_id: int) -> None:
        """Take the bot out of a group."""
        self.world.set_membership(self._chat(chat_id), self.user, Membership.KICKED)

    def _chat(self, chat_id: int | None) -> Chat:
        chat = self.world.chats[chat_id or self.id]
        if self.id not in {user.id for user in chat.members}:
            raise NotPossible("this person is not in that chat")
        return chat

    def _own_message(self, chat_id: int | None, message_id: int) -> tuple[Chat, Message]:
        chat = self._chat(chat_id)
        message = chat.messages.get(message_id)
        if message is None or message.sender.id != self.id:
            raise NotPossible("only an own message can be edited")
        if "text" not in message.content and "caption" not in message.content:
            raise NotPossible("there is no text in this message")
        return chat, message

    def _send(self, chat_id: int | None, content: Json, reply_to: int | None = None) -> Message:
        chat = self._chat(chat_id)
        if chat.is_private and chat.membership is Membership.KICKED:
            raise NotPossible("the bot is blocked: unblock it first")
        if chat.moved_to:
            raise NotPossible("this group has moved: write in the new one")
        chat.started = True
        if chat.reply_markup and (chat.reply_markup.get("one_time_keyboard") or chat.reply_markup.get("force_reply")):
            chat.reply_markup = None
        return self.world.post(chat, self.user, content, reply_to_id=reply_to if reply_to in chat.messages else None)


def photo_sizes(stored: StoredFile, size: tuple[int, int]) -> list[Json]:
    """Return the Bot API's list of PhotoSize, with the one size there is."""
    return [{**_file_json(stored), "width": size[0], "height": size[1]}]


def document_json(stored: StoredFile) -> Json:
    """Return the Bot API's Document."""
    return {**_file_json(stored), "file_name": stored.name, "mime_type": stored.mime_type}


def _file_json(stored: StoredFile) -> Json:
    return {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}


def _entities(name: str, text: str) -> Json:
    found = with_found(text, [])
    return {name: found} if found else {}


def _caption(text: str) -> Json:
    kept, _ = plain(text)
    return {"caption": kept, **_entities("caption_entities", kept)} if kept else {}
