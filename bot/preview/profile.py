"""What the bot says about itself: names, descriptions and commands, by language and by scope."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.preview.chats import Chat

Json = dict[str, Any]


@dataclass(kw_only=True)
class BotProfile:
    """The bot's public face. Keys are language codes, "" for all others; commands are kept per scope as well."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    def set_commands(self, scope: Json, language: str, commands: list[Json]) -> None:
        """Keep the commands of a scope and language; none takes them away."""
        key = (_scope_key(scope), language)
        if commands:
            self.commands[key] = commands
        else:
            self.commands.pop(key, None)

    def find_commands(self, scope: Json, language: str) -> list[Json]:
        """Return the commands set for exactly this scope and language."""
        return self.commands.get((_scope_key(scope), language), [])

    def menu(self, chat: Chat, language: str) -> list[Json]:
        """Return the commands somebody sees in a chat: the nearest scope wins, then the language."""
        nearest: list[Json] = [{"type": "chat", "chat_id": chat.id}]
        if chat.is_private:
            nearest.append({"type": "all_private_chats"})
        else:
            nearest += [{"type": "all_chat_administrators"}, {"type": "all_group_chats"}]
        for scope in [*nearest, {"type": "default"}]:
            for wanted in (language, ""):
                if found := self.find_commands(scope, wanted):
                    return found
        return []


def by_language(texts: dict[str, str], language: str) -> str:
    """Return the text for a language, else the one for all others, else ""."""
    return texts.get(language) or texts.get("", "")


def _scope_key(scope: Json) -> str:
    return json.dumps({name: str(value) for name, value in scope.items()}, sort_keys=True)
