"""What is answered over HTTP: posts by their secret and size, health, metrics; and the ports themselves."""

import asyncio
import re

import httpx
import pytest
import structlog

from bot.listening import CannotListen, PortInUse, listen, serving
from bot.web import metrics_app, open_ports, webhook_app
from bot.webhook import Acknowledgement
from scheduler.incoming import Raw, store
from tests.bot.conversation.team import RED_FLAG, a_team

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "open-sesame"}
MIB = 1024 * 1024


class Taking:
    """A webhook that keeps what it is given."""

    trouble = ""

    def __init__(self):
        self.bodies, self.answer = [], Acknowledgement(status=200)

    def knows(self, secret):
        return secret == "open-sesame"

    async def receive(self, body):
        self.bodies.append(body)
        return self.answer


class Healthy:
    """A health that says what it is told to."""

    def __init__(self):
        self.parts = []

    async def troubles(self):
        return self.parts


@pytest.fixture
def taking():
    return Taking()


@pytest.fixture
def health():
    return Healthy()


@pytest.fixture
async def client(taking, health):
    transport = httpx.ASGITransport(webhook_app(taking, health))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/telegram", "/any/path?x=1"])
async def test_a_post_with_the_secret_is_taken_wherever_the_proxy_sends_it(client, taking, path):
    """It asks for the secret and for no path."""
    answer = await client.post(path, content=b"{}", headers=SECRET)

    assert (answer.status_code, taking.bodies) == (200, [b"{}"])


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "open"}])
async def test_a_post_without_the_secret_is_refused_unread(client, taking, headers):
    """It reads nothing of a stranger's."""

    async def endless():
        raise AssertionError("it was read")
        yield b""

    answer = await client.post("/telegram", content=endless(), headers=headers)

    assert (answer.status_code, taking.bodies) == (403, [])


async def test_a_body_that_is_too_large_is_refused_while_it_is_read(client, taking):
    """It stops at one mebibyte, whatever length was stated."""
    parts = []

    async def endless():
        for _ in range(100):
            parts.append(1)
            yield b" " * (MIB // 4)

    unstated = await client.post("/telegram", content=endless(), headers=SECRET)
    stated = await client.post("/telegram", content=b" " * (MIB + 1), headers=SECRET)
    fits = await client.post("/telegram", content=b" " * MIB, headers=SECRET)

    assert (unstated.status_code, stated.status_code, fits.status_code) == (413, 413, 200)
    assert len(taking.bodies) == 1


async def test_telegram_is_told_when_to_come_again(client, taking):
    """It passes on what the webhook says."""
    taking.answer = Acknowledgement(status=503, retry_after=5)

    answer = await client.post("/telegram", content=b"{}", headers=SECRET)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_nothing_else_is_there(client):
    """It has no page to look at."""
    assert (await client.get("/telegram")).status_code == 405
    assert (await client.get("/metrics")).status_code == 405


async def test_health_names_what_is_wrong(client, health):
    """It answers a load balancer with 200 or 503."""
    well = await client.get("/healthz")
    health.parts = ["polling", "database"]
    ill = await client.get("/healthz")

    assert (well.status_code, well.json()) == (200, {"ok": True, "troubles": []})
    assert (ill.status_code, ill.json()) == (503, {"ok": False, "troubles": ["polling", "database"]})


async def test_metrics_tell_counts_and_ages_and_no_patient(talk):
    """It shows what this process did and what waits in the database."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("today 2pm")
    await ana.presses("Yes")
    await talk.dispatch()
    await ana.says("is redness normal")
    await a_team(talk)
    await ana.says(RED_FLAG)
    async with talk.database.session() as session:
        await store(session, 42, [Raw(update_id=1, chat_id=1, payload="{}")], talk.now)

    app = metrics_app(talk.engine.metrics, talk.engine.health, talk.database, talk.time.clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:9090") as client:
        answer = await client.get("/metrics")

    shown = answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in (
        "afterglow_stored_updates 1.0",
        "afterglow_stored_update_age_seconds 0.0",
        "afterglow_due_unsent_age_seconds 0.0",
        "afterglow_in_flight 0.0",
        'afterglow_alerts_open{state="open"} 1.0',
        'afterglow_alerts_open{state="acknowledged"} 0.0',
        'afterglow_outgoing_total{kind="reminder",state="sent"} 1.0',
        'afterglow_sends_total{outcome="delivered"} ',
        'afterglow_answers_total{kind="answer",urgency="none"} 1.0',
    ):
        assert line in shown
    for name in ("afterglow_update_dwell_seconds_count", "afterglow_sends_total", "afterglow_polls_total"):
        assert re.search(rf"^{name}.* [1-9]", shown, re.MULTILINE)
    assert str(ana.chat_id) not in shown
    assert "redness" not in shown


async def test_metrics_can_be_read_while_the_database_is_away(talk, monkeypatch):
    """It leaves open what waits."""

    def away():
        raise OSError

    monkeypatch.setattr(talk.database, "reading", away)
    app = metrics_app(talk.engine.metrics, talk.engine.health, talk.database, talk.time.clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:9090") as client:
        shown = (await client.get("/metrics")).text

    assert "afterglow_stored_updates NaN" in shown


async def test_two_engines_count_apart(open_talk):
    """It has no figures of the whole process."""
    one, other = await open_talk([]), await open_talk([])

    one.engine.metrics.answered("answer", "none")

    assert b"afterglow_answers_total{" not in other.engine.metrics.exposition(None)


async def opened(engine):
    """Open the ports of an engine; return which are answered, by what the log says of them."""
    with structlog.testing.capture_logs() as logs:
        async with open_ports(engine):
            ports = {line["action"]: line.get("port") for line in logs}
            answers = {}
            async with httpx.AsyncClient(trust_env=False) as client:
                for action, port in ports.items():
                    if port:
                        answers[action] = (await client.get(f"http://127.0.0.1:{port}/healthz")).json()["troubles"]
            return ports, answers


async def test_while_polling_only_the_metrics_port_is_open(open_talk):
    """It opens no port to others without a webhook."""
    talk = await open_talk([], metrics_port=0)

    assert (await opened(talk.engine))[1] == {"metrics": []}


async def test_with_a_webhook_both_ports_are_open(open_talk):
    """It shows its health on both; before it takes updates it does not call itself well."""
    talk = await open_talk([], metrics_port=0, port=0, webhook_url="http://127.0.0.1:9/telegram")

    assert (await opened(talk.engine))[1] == {"listening": ["draining"], "metrics": ["draining"]}


async def test_metrics_can_be_left_out(open_talk):
    """It opens nothing at all then."""
    talk = await open_talk([], metrics_port=None)

    assert await opened(talk.engine) == ({}, {})


async def test_a_metrics_port_that_is_taken_stops_nothing(open_talk):
    """It says so and serves patients all the same."""
    with listen("127.0.0.1", 0) as other:
        talk = await open_talk([], metrics_port=other.getsockname()[1])

        assert await opened(talk.engine) == ({"metrics_port_taken": None}, {})


async def test_a_port_that_is_taken_is_one_clear_line():
    """It names the port and the way out."""
    with listen("127.0.0.1", 0) as other, pytest.raises(PortInUse, match="choose another with PORT"):
        listen("127.0.0.1", other.getsockname()[1])


async def test_an_address_of_another_machine_is_one_clear_line():
    """It names the setting."""
    with pytest.raises(CannotListen, match=r"^HOST: nothing can listen on 192\.0\.2\.1 "):
        listen("192.0.2.1", 0)


async def test_answers_that_are_being_written_are_finished(taking, health):
    """It does not cut a post off when it ends."""
    asked, release = asyncio.Event(), asyncio.Event()

    async def receive(body):
        asked.set()
        await release.wait()
        return Acknowledgement(status=200)

    taking.receive = receive
    async with httpx.AsyncClient(trust_env=False) as client:
        async with serving(webhook_app(taking, health), listen("127.0.0.1", 0), ending=release.set) as port:
            posting = asyncio.create_task(client.post(f"http://127.0.0.1:{port}/", content=b"{}", headers=SECRET))
            async with asyncio.timeout(30):
                await asked.wait()
        answer = await posting

    assert answer.status_code == 200
