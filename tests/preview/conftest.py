"""A world with Ana the patient, Carla of the clinic and a clock that moves when told to."""

import asyncio
import json
import os
import shutil
import struct
import subprocess
import zlib
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
from playwright.async_api import async_playwright

from bot.preview.server import application
from bot.preview.serving import serve
from bot.preview.world import World

TOKEN = "100200300:preview-token-that-opens-nothing"  # in the shape of a real one
CHROMIUM = shutil.which("chromium") or ""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class SteppingClock:
    """A ClockControl with a list of instants at which something falls due."""

    def __init__(self):
        self.instant = NOON
        self.due = []
        self.passed = []

    def now(self):
        return self.instant

    async def advance(self, delta):
        await self.advance_to(self.instant + delta)

    async def advance_to(self, instant):
        self.passed += [due for due in self.due if due <= instant]
        self.due = [due for due in self.due if due > instant]
        self.instant = instant

    async def next_due(self):
        return min(self.due, default=None)


class Ageing:
    """A monotonic time that moves when told to, and a wait that takes no time but notes how long it was."""

    def __init__(self):
        self.seconds = 1000.0
        self.waits = []

    def monotonic(self):
        return self.seconds

    async def wait(self, seconds):
        self.waits.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def clock():
    return SteppingClock()


@pytest.fixture
def ageing():
    return Ageing()


@pytest.fixture
def world(clock, ageing):
    return World(token=TOKEN, clock=clock.now, monotonic=ageing.monotonic, wait=ageing.wait)


@pytest.fixture
def ana(world):
    """A patient who has started the bot; that update is acknowledged."""
    person = world.add_person("Ana", language_code="es")
    person.start()
    world.queue.updates.clear()
    return person


@pytest.fixture
def carla(world):
    return world.add_person("Carla")


@pytest.fixture
def staff_group(world, carla):
    """A group with the bot in it, its updates acknowledged."""
    group = world.add_group("Skin clinic", [carla])
    carla.add_bot(group.id)
    world.queue.updates.clear()
    return group


@pytest.fixture
async def client(world, clock):
    transport = httpx.ASGITransport(app=application(world, clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as http:
        yield http


@pytest.fixture
def call(client):
    """Call a method and return its result, or its whole answer when it was refused."""

    async def do(method, files=None, **parameters):
        address = f"/bot{TOKEN}/{method}"
        if files:
            response = await client.post(address, data=parameters, files=files)
        else:
            as_json = {"content": json.dumps(parameters), "headers": {"content-type": "application/json"}}
            response = await client.post(address, **as_json)
        answer = response.json()
        assert response.status_code == (200 if answer["ok"] else answer["error_code"])
        return answer["result"] if answer["ok"] else answer

    return do


@pytest.fixture
async def port(world, clock):
    """The port of a real server on loopback."""
    ready = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(world, clock, host="127.0.0.1", port=0, ready=ready.set_result))
    done, _ = await asyncio.wait({ready, serving}, return_when=asyncio.FIRST_COMPLETED)
    assert ready in done, serving.exception()
    yield ready.result()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


@pytest.fixture
def picture():
    """A PNG of 60 x 40 pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    pixels = b"".join(b"\x00" + b"\xd9\x8c\x6e" * 60 for _ in range(40))
    header = struct.pack(">IIBBBBB", 60, 40, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """The address of one browser for all tests of a module: to start it takes longer than most of them."""
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("chromium is not installed: the page is not tried")
    assert CHROMIUM, "chromium is missing: install Debian's package of that name"
    profile = f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"
    command = [CHROMIUM, *FLAGS, "--no-first-run", "--remote-debugging-port=0", profile]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        listening = next(line for line in process.stderr if "DevTools listening on " in line)
        yield listening.rpartition(" ")[2].strip()
        process.terminate()


@pytest.fixture
def open_page(chromium):
    """Open a page of a preview in a profile of its own; no error may have reached its console in the end."""

    @asynccontextmanager
    async def opened(address, **options):
        async with async_playwright() as playwright:
            browser = await playwright.chromium.connect_over_cdp(chromium)
            context = await browser.new_context(**options)
            page = await context.new_page()
            page.address, page.troubles = address, []
            page.on("pageerror", lambda error: page.troubles.append(str(error)))
            page.on("console", lambda line: page.troubles.append(line.text) if line.type == "error" else None)
            yield page
            await context.close()
        assert page.troubles == []

    return opened


@pytest.fixture
async def page(open_page, port):
    async with open_page(f"http://127.0.0.1:{port}/") as page:
        yield page
