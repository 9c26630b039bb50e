"""`afterglow preview`, the real process, driven as its page drives it: from /start to the last day in seconds."""

import asyncio
import signal

import httpx
import pytest

PATIENCE = 60.0


class Phone:
    """One patient of the preview, by the page's own interface."""

    def __init__(self, client, person_id):
        self.client, self.person_id = client, person_id

    async def state(self, since=""):
        answer = await self.client.get("/preview/state", params={"person": self.person_id, "since": since})
        return answer.json()

    async def reads(self):
        """Return what the bot has said, as it stands now."""
        messages = (await self.state())["phone"]["messages"]
        return [message.get("text", "") for message in messages if message["from"]["is_bot"]]

    async def does(self, kind, **fields):
        answer = await self.client.post("/preview/acts", json={"kind": kind, "person_id": self.person_id, **fields})
        assert answer.json() == {"ok": True}

    async def says(self, text):
        await self.does("text", text=text)

    async def presses(self, label):
        """Press the newest button with this label, once it is there."""

        def button(state):
            for message in reversed(state["phone"]["messages"]):
                for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        if button["text"] == label:
                            return {"message_id": message["message_id"], "data": button["callback_data"]}
            return None

        await self.does("press", **await self.until(button))

    async def until(self, found):
        """Wait until the state shows something, and return it."""
        state = await self.state()
        async with asyncio.timeout(PATIENCE):
            while not (thing := found(state)):
                state = await self.state(since=str(state["version"]))
        return thing

    async def hears(self, words):
        """Wait until the bot has said something with these words."""
        await self.until(lambda state: words in "\n".join(one.get("text", "") for one in state["phone"]["messages"]))


@pytest.fixture
async def preview(place):
    """The running preview: its process and a client for its page."""
    process = await place.start("preview", "--port", "0")
    line = await process.wrote("Open http://127.0.0.1:")
    async with httpx.AsyncClient(base_url=line.split()[1], timeout=PATIENCE, trust_env=False) as client:
        yield process, client


async def patient(client, first_name, language_code):
    answer = await client.post("/preview/people", json={"first_name": first_name, "language_code": language_code})
    return Phone(client, answer.json()["id"])


async def move(client, to):
    return await client.post("/preview/clock", json={"to": to})


async def test_six_weeks_of_aftercare(preview):
    """It leads a patient from the first message to the end of the course, and ends with 0."""
    process, client = preview
    bea = await patient(client, "Bea", "en")

    await bea.does("start")
    await bea.presses("Yes, I agree")
    await bea.presses("Yes")
    await bea.presses("Micro-needling only")
    await bea.hears("When is your treatment")
    await bea.says("yesterday 3pm")
    await bea.hears("where you are?")
    await bea.presses("Yes")
    await bea.hears("Your plan at a glance")
    await bea.presses("Done")
    await bea.hears("✓ Done")
    await bea.says("when can I wear make-up?")
    await bea.hears("make-up")
    assert (await move(client, "week")).status_code == 200
    moves = 0
    while (moved := await move(client, "next_due")).status_code == 200:
        moves += 1

    said = await bea.reads()
    assert moved.json()["description"] == "nothing is planned ahead"
    assert 5 <= moves <= 40
    assert 20 <= len(said) <= 80
    assert len([text for text in said if "skin" in text and "?" in text]) >= 3
    assert "Next:" not in said[-1]
    assert await process.stop(signal.SIGINT) == 0


async def test_it_speaks_spanish_to_a_phone_in_spanish(preview):
    """It greets in the language of the phone."""
    _, client = preview
    luis = await patient(client, "Luis", "es")

    await luis.does("start")

    await luis.hears("Hola")


async def test_an_outage_loses_nothing(preview):
    """It answers what was written before and during an outage of Telegram."""
    _, client = preview
    bea = await patient(client, "Bea", "en")
    await client.post("/preview/outage", json={"on": True})
    await bea.says("/help")

    await client.post("/preview/outage", json={"on": False})

    await bea.hears("I help with care after micro-needling")


async def test_a_real_token_and_the_clinics_database_are_left_alone(place):
    """It says so, and leaves nothing behind in the folder."""
    process = await place.start("preview", "--port", "0")
    await process.wrote("the preview leaves BOT_TOKEN alone")
    await process.wrote("Open http://127.0.0.1:")

    assert await process.stop() == 0
    assert list(place.folder.iterdir()) == []


async def test_a_port_in_use_is_one_clear_line(place):
    """It names the port and the way out."""
    process = await place.start("preview", "--port", str(place.port))

    assert await process.ends() == 1
    assert [line for line in process.lines if line.startswith("afterglow: ")] == [
        f"afterglow: port {place.port} is in use by another program: choose another with PORT or --port"
    ]


async def test_it_listens_on_this_machine_alone(place):
    """It refuses an address that others could reach."""
    process = await place.start("preview", "--host", "0.0.0.0", "--port", "0")

    assert await process.ends() == 1
    assert "set HOST to 127.0.0.1" in process.lines[-1]
