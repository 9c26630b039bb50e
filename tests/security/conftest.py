"""What the tests of security stand on: the bot of tests/bot."""

from tests.bot.conftest import open_talk, sqlite_url, talk

__all__ = ["open_talk", "sqlite_url", "talk"]
