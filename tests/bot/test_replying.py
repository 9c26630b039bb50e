"""Replying: what it says of a database that fails."""

import structlog

from bot.replying import Replies


def test_a_database_that_can_be_read_but_not_written_is_said_once():
    """It is not well again because looking for work succeeds, as it does on a full disk."""
    replies = Replies(house=None, sender=None, owner="this process")

    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            replies.note_database(OSError(), at="settling")
            replies.note_database(None)
        replies.note_database(None, at="settling")

    assert [line["action"] for line in logs] == ["database_fails", "database_back"]
