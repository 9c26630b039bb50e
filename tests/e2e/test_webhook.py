"""One real process behind a webhook, on SQLite: posts are taken, health is told, the end is clean."""

import asyncio
import re

import httpx
import pytest

from bot.preview.faults import Fault, Slow
from tests.e2e.process import ROOT

FIGURES = sorted(set(re.findall(r"`(afterglow_\w+)", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8"))))
SECRET = {"X-Telegram-Bot-Api-Secret-Token": "open-sesame"}


@pytest.fixture
async def client():
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        yield client


async def port_of(process, words):
    return int((await process.wrote(words)).rpartition("port=")[2])


async def test_it_takes_posts_tells_its_health_and_drains(place, client, unused_tcp_port):
    """It answers what is posted; at SIGTERM it finishes what is in hand and sends the rest away, to come again soon."""
    ana, asked, release = place.world.add_person("Ana"), asyncio.Event(), asyncio.Event()
    url = f"http://127.0.0.1:{unused_tcp_port}/telegram"
    bot = await place.start(
        "run", WEBHOOK_URL=url, WEBHOOK_SECRET="open-sesame", PORT=str(unused_tcp_port), METRICS_PORT="0"
    )
    metrics = await port_of(bot, "Health and metrics")
    await bot.wrote("Ready")
    ana.send_text("/help")
    await place.world.until(lambda: len(ana.texts_from_bot()) == 1, seconds=60)
    well = [await client.get(f"http://127.0.0.1:{port}/healthz") for port in (unused_tcp_port, metrics)]
    shown = await client.get(f"http://127.0.0.1:{metrics}/metrics")
    stranger = await client.post(url, content=b"{}")

    async def hang(seconds):
        asked.set()
        await release.wait()

    place.world.wait = hang
    place.world.faults.append(Fault(what=Slow(seconds=1), method="sendMessage"))
    ana.send_text("/privacy")
    async with asyncio.timeout(60):
        await asked.wait()
    ending = asyncio.create_task(bot.stop())
    while (health := await client.get(f"http://127.0.0.1:{unused_tcp_port}/healthz")).status_code == 200:
        pass
    late = await client.post(url, content=b'{"update_id": 1}', headers=SECRET)
    release.set()

    assert await ending == 0
    assert [answer.json() for answer in well] == [{"ok": True, "troubles": []}] * 2
    assert 'afterglow_webhook_posts_total{status="200"} ' in shown.text
    assert [name for name in FIGURES if f"# HELP {name} " not in shown.text] == []
    assert stranger.status_code == 403
    assert health.json()["troubles"] == ["draining"]
    assert (late.status_code, late.headers["retry-after"]) == (503, "1")
    assert len(ana.texts_from_bot()) == 2


async def test_a_port_in_use_is_one_clear_line(place):
    """It does not start without the port that Telegram posts to."""
    bot = await place.start("run", WEBHOOK_URL="http://127.0.0.1:9/telegram", PORT=str(place.port))

    assert await bot.ends() == 1
    assert bot.lines[-1] == (
        f"afterglow: port {place.port} is in use by another program: choose another with PORT or --port"
    )
