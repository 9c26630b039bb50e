"""The Bot API's methods about the bot itself, its commands and descriptions, its chats and files."""

import re
from collections.abc import Callable
from typing import Any

from bot.preview.addressing import chat_of, chat_to_write
from bot.preview.calls import Call
from bot.preview.chats import Chat, Json, Membership, chat_json, membership_json, user_json
from bot.preview.profile import by_language
from bot.preview.refusals import bad_request
from bot.preview.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(world: World, call: Call) -> Json:
    """getMe."""
    return {
        **user_json(world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, call: Call) -> bool:
    """setMyCommands."""
    commands = call.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.set_commands(_scope(call), call.text("language_code"), [_command(given) for given in commands])
    world.bell.ring()
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    """getMyCommands."""
    return world.profile.find_commands(_scope(call), call.text("language_code"))


def delete_my_commands(world: World, call: Call) -> bool:
    """deleteMyCommands."""
    world.profile.set_commands(_scope(call), call.text("language_code"), [])
    world.bell.ring()
    return True


def get_chat(world: World, call: Call) -> Json:
    """getChat."""
    chat = chat_of(world, call)
    full = {"accent_color_id": 3, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(GIFTS, False)}
    return {**chat_json(chat), **full}


def get_chat_member(world: World, call: Call) -> Json:
    """getChatMember."""
    chat, user_id = chat_of(world, call), call.integer("user_id")
    member = next((member for member in _members(world, chat) if member["user"]["id"] == user_id), None)
    if member is None:
        raise bad_request("user not found" if user_id not in world.users else "member not found")
    return member


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """getChatAdministrators: without other bots."""
    chat = chat_to_write(world, call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [member for member in _members(world, chat) if member["status"] in {"creator", "administrator"}]


def leave_chat(world: World, call: Call) -> bool:
    """leaveChat."""
    chat = chat_to_write(world, call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_membership(chat, world.bot, Membership.LEFT)
    return True


def get_file(world: World, call: Call) -> Json:
    """getFile: the path is below /file/bot<token>/."""
    stored = world.files.find(call.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


def set_chat_menu_button(world: World, call: Call) -> bool:
    """setChatMenuButton: one for all chats, kept and given back."""
    world.profile.menu_button = call.structure("menu_button") or {"type": "commands"}
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    """getChatMenuButton."""
    return world.profile.menu_button


def close(world: World, call: Call) -> bool:
    """close and logOut: nothing to do here, as the preview is the only server there is."""
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict) or not isinstance(given.get("command"), str):
        raise bad_request("can't parse BotCommand: Object expected")
    name, description = given["command"].removeprefix("/"), given.get("description")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> Json:
    scope = call.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or not isinstance(scope.get("type"), str):
        raise bad_request("can't parse BotCommandScope: Object expected")
    return scope


def _members(world: World, chat: Chat) -> list[Json]:
    """The first member of a group made it."""
    members: list[Json] = [{"status": "member", "user": user_json(user)} for user in chat.members]
    if not chat.is_private:
        members[0].update(status="creator", is_anonymous=False)
    return [*members, membership_json(world.bot, chat.membership)]


def _setter(texts_of: Callable[[World], dict[str, str]], field: str, longest: int) -> Callable[[World, Call], bool]:
    def set_text(world: World, call: Call) -> bool:
        if len(call.text(field)) > longest:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        texts_of(world)[call.text("language_code")] = call.text(field)
        world.bell.ring()
        return True

    return set_text


def _getter(texts_of: Callable[[World], dict[str, str]], field: str) -> Callable[[World, Call], Json]:
    def get_text(world: World, call: Call) -> Json:
        return {field: by_language(texts_of(world), call.text("language_code"))}

    return get_text


def _names(world: World) -> dict[str, str]:
    return world.profile.names


def _descriptions(world: World) -> dict[str, str]:
    return world.profile.descriptions


def _short_descriptions(world: World) -> dict[str, str]:
    return world.profile.short_descriptions


METHODS: dict[str, Callable[[World, Call], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter(_names, "name", 64),
    "getMyName": _getter(_names, "name"),
    "setMyDescription": _setter(_descriptions, "description", 512),
    "getMyDescription": _getter(_descriptions, "description"),
    "setMyShortDescription": _setter(_short_descriptions, "short_description", 120),
    "getMyShortDescription": _getter(_short_descriptions, "short_description"),
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "getFile": get_file,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "close": close,
    "logOut": close,
}
