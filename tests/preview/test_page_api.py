"""What the page asks for over HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.preview.calls import Upload
from bot.preview.page_api import next_morning
from tests.preview.conftest import NOON


async def test_the_state_shows_phones_people_and_clock(client, world, ana, carla, staff_group):
    """It shows Ana's phone and the staff group's, who is who, and what time it is."""
    world.profile.descriptions["es"] = "Cuidados"
    state = (await client.get("/preview/state", params={"person": ana.id})).json()

    assert (state["now"], state["zone"], state["outage"]) == ("2026-11-20T12:00:00+00:00", "UTC", False)
    assert [(person["first_name"], person["in_group"]) for person in state["people"]] == [
        ("Ana", False),
        ("Carla", True),
    ]
    assert state["phone"]["messages"][0]["text"] == "/start"
    assert state["bot"]["description"] == "Cuidados"
    assert state["groups"][0]["title"] == "Skin clinic"


async def test_the_state_waits_for_a_change(client, world, ana):
    """It answers a known version only when something has changed."""
    version = (await client.get("/preview/state")).json()["version"]
    waiting = asyncio.create_task(client.get("/preview/state", params={"since": version, "person": ana.id}))
    for _ in range(20):
        await asyncio.sleep(0)
    early = waiting.done()
    ana.send_text("hello")
    state = (await waiting).json()

    assert not early
    assert state["phone"]["messages"][-1]["text"] == "hello"


async def test_the_answer_to_a_press_is_shown(client, call, world, ana):
    """It shows the newest answer on the phone of the person who pressed."""
    message = ana.send_text("x")
    pressed = ana.press_data(message.id, "x")
    before = (await client.get("/preview/state", params={"person": ana.id})).json()["phone"]["alert"]
    await call("answerCallbackQuery", callback_query_id=pressed.id, text="Noted")
    after = (await client.get("/preview/state", params={"person": ana.id})).json()["phone"]["alert"]

    assert before is None
    assert after == {"id": pressed.id, "text": "Noted", "show_alert": False, "url": ""}


@pytest.mark.parametrize(
    ("kind", "details", "content"),
    [
        ("text", {"text": "hello"}, {"text": "hello"}),
        ("start", {"text": "invite-7"}, {"text": "/start invite-7"}),
        ("location", {"latitude": 40.5, "longitude": -3.5}, {"location": {"latitude": 40.5, "longitude": -3.5}}),
        ("voice", {}, {"voice": ...}),
        ("sticker", {}, {"sticker": ...}),
        ("contact", {}, {"contact": ...}),
        ("file", {"file": "aGk=", "file_name": "a.txt", "mime_type": "text/plain"}, {"document": ...}),
    ],
)
async def test_people_act_over_http(client, ana, kind, details, content):
    """It lets Ana do each thing a phone can do."""
    response = await client.post("/preview/acts", json={"kind": kind, "person_id": ana.id, **details})

    assert response.json() == {"ok": True}
    said = ana.messages()[-1].content
    assert all(value in (..., said[name]) for name, value in content.items())


@pytest.mark.parametrize(
    ("act", "status", "words"),
    [
        ({"kind": "fly", "person_id": 5400000017}, 409, "there is no act called 'fly'"),
        ({"kind": "text", "person_id": 1, "text": "x"}, 409, "this person or chat is gone: reload the page"),
        (
            {"kind": "text", "person_id": 5400000017, "text": " "},
            409,
            "there is nothing in this message: write something",
        ),
        ({"kind": "file", "person_id": 5400000017, "file": "?"}, 409, "the file cannot be read: choose it again"),
        ({"kind": "press", "person_id": 5400000017, "message_id": 1}, 409, "this message is gone"),
        ({"kind": "text"}, 400, "person_id: Field required"),
        (
            {"kind": "location", "person_id": 1, "latitude": 99},
            400,
            "latitude: Input should be less than or equal to 90",
        ),
    ],
)
async def test_what_is_not_possible_is_said(client, ana, act, status, words):
    """It answers with one line that says why."""
    response = await client.post("/preview/acts", json=act)

    assert (response.status_code, response.json()["description"]) == (status, words)


async def test_a_new_patient_comes_in(client, world):
    """It adds a patient with name and language and gives the id."""
    answer = (await client.post("/preview/people", json={"first_name": "Bea", "language_code": "es"})).json()
    nameless = await client.post("/preview/people", json={"first_name": ""})

    assert world.users[answer["id"]].language_code == "es"
    assert nameless.status_code == 400


@pytest.mark.parametrize(
    ("to", "instant"),
    [
        ("hour", NOON + timedelta(hours=1)),
        ("day", NOON + timedelta(days=1)),
        ("week", NOON + timedelta(weeks=1)),
        ("next_due", NOON + timedelta(minutes=90)),
        ("next_morning", datetime(2026, 11, 21, 8, 0, tzinfo=UTC)),
    ],
)
async def test_the_clock_moves(client, clock, to, instant):
    """It moves the clock it was given, and says where it stands."""
    clock.due = [NOON + timedelta(minutes=90)]
    answer = (await client.post("/preview/clock", json={"to": to})).json()

    assert clock.instant == instant
    assert answer["now"] == instant.isoformat()


async def test_a_clock_with_nowhere_to_go_stays(client, clock):
    """It says that nothing is planned, and refuses a word it does not know."""
    nothing = await client.post("/preview/clock", json={"to": "next_due"})
    unknown = await client.post("/preview/clock", json={"to": "yesterday"})

    assert (nothing.status_code, nothing.json()["description"]) == (409, "nothing is planned ahead")
    assert unknown.status_code == 400
    assert clock.instant == NOON


async def test_one_clock_moves_at_a_time(client, clock, world):
    """It refuses a second move while the first is under way, and shows that it is."""
    gate = asyncio.Event()

    async def advance(delta):
        await gate.wait()

    clock.advance = advance
    first = asyncio.create_task(client.post("/preview/clock", json={"to": "week"}))
    await world.until(lambda: world.bell.count)
    moving = (await client.get("/preview/state")).json()["moving"]
    second = await client.post("/preview/clock", json={"to": "hour"})
    gate.set()

    assert (await first).status_code == 200
    assert (moving, second.status_code) == (True, 409)
    assert (await client.get("/preview/state")).json()["moving"] is False


async def test_files_of_people_are_never_shown_as_pages(client, world, ana, picture):
    """It shows pictures and hands out everything else for saving only."""
    page = ana.send_document(Upload(name="a.html", mime_type="text/html", data=b"<script>1</script>"))
    shown = ana.send_photo(Upload(name="a.png", mime_type="image/png", data=picture))
    saved = await client.get(f"/preview/files/{page.content['document']['file_id']}")
    seen = await client.get(f"/preview/files/{shown.content['photo'][0]['file_id']}")

    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment"
    assert seen.headers["content-type"] == "image/png"
    assert (await client.get("/preview/files/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        pytest.param("2026-11-20T05:00", "2026-11-20T08:00", id="the same day"),
        pytest.param("2026-11-20T08:00", "2026-11-21T08:00", id="strictly later"),
        pytest.param("2026-10-24T20:00", "2026-10-25T08:00", id="clocks go back"),
    ],
)
def test_mornings_begin_at_eight_in_the_zone(now, morning):
    """It finds eight o'clock on the wall of that zone."""
    madrid = ZoneInfo("Europe/Madrid")
    found = next_morning(datetime.fromisoformat(now).replace(tzinfo=madrid), madrid)

    assert found == datetime.fromisoformat(morning).replace(tzinfo=madrid)
