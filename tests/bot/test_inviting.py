"""Inviting: `connect` and `invite` as an operator types them, with real processes, files and a Bot API on loopback."""

import sqlite3
from contextlib import closing

import pytest

from tests.e2e.process import a_place


@pytest.fixture
async def place(tmp_path):
    async with a_place(tmp_path) as place:
        yield place


async def does(place, *arguments, **settings):
    """Run a command to its end; return the exit code and what it wrote."""
    command = await place.start(*arguments, **settings)
    code = await command.ends()
    assert "Traceback" not in "\n".join(command.lines)
    return code, command.lines


def rows(place, query):
    with closing(sqlite3.connect(place.folder / "data" / "afterglow.db")) as connection:
        return connection.execute(query).fetchall()


async def test_connect_prints_the_line_to_send_and_keeps_its_hash(place):
    """It works before the bot has ever run, and each code replaces the one before."""
    code, lines = await does(place, "connect")
    again, others = await does(place, "connect")

    assert (code, again) == (0, 0)
    assert lines[0].startswith("/connect ")
    assert len(lines[0]) == len("/connect ABCD-EFGH")
    assert lines[0] != others[0]
    [(kept,)] = rows(place, "SELECT code_hash FROM pairing_code")
    assert lines[0].removeprefix("/connect ") not in kept


async def test_connect_is_no_use_where_the_setting_wins(place):
    """It says which setting is in the way."""
    code, lines = await does(place, "connect", STAFF_CHAT_ID="-100200300")

    assert code == 1
    assert lines == ["afterglow: STAFF_CHAT_ID is set and names the team's group: empty it to pair one with a code"]


async def test_invite_prints_a_link_and_writes_its_code(place):
    """It asks Telegram for the bot's name, reads the time in the clinic's zone, and prints nothing else."""
    soon = "2026-12-01T15:00"
    code, lines = await does(place, "invite", "--treated", soon, "--label", "4711", "--qr", "code.png")

    assert code == 0
    [link] = lines
    assert link.startswith("https://t.me/AfterglowPreviewBot?start=")
    assert (place.folder / "code.png").read_bytes().startswith(b"\x89PNG")
    [(label, token_hash, treated)] = rows(place, "SELECT label, token_hash, treated_at FROM invite")
    assert label == "4711"
    assert link.rpartition("=")[2] not in token_hash
    assert treated.startswith("2026-12-01 14:00")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--treated", "soon"), 2, "invite: --treated: `soon` is no time: write it like 2026-11-20T15:00"),
        (("--treated", "2019-01-01T15:00"), 2, "invite: --treated: give a time from 8 weeks ago to 90 days ahead"),
        (
            ("--treated", "2026-12-01T15:00", "--course", "laser"),
            2,
            "invite: --course: there is no `laser`: use one of microneedling",
        ),
    ],
)
async def test_a_wrong_option_is_named_in_one_line(place, arguments, code, said):
    """It says what is wrong and what to write, and makes no invite."""
    assert await does(place, "invite", *arguments) == (code, [said])


async def test_without_telegram_no_link_can_be_made(place):
    """It says what cannot be reached, and leaves no invite behind."""
    code, lines = await does(place, "invite", "--treated", "2026-12-01T15:00", TELEGRAM_API_URL="http://127.0.0.1:9")

    assert code == 1
    assert lines == [
        "afterglow: TELEGRAM_API_URL: http://127.0.0.1:9 cannot be reached: check the address and the network"
    ]
    assert not (place.folder / "data" / "afterglow.db").exists()
