"""What patients write, their names and the token are in no log line, figure, health page or answer, whatever fails.

At the level of debugging, with every library heard: what is kept from logs must not depend on how much is logged.
"""

import asyncio
import io
import logging

import httpx
import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot.heartbeat import Heartbeat
from bot.logs import set_up_logging
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import bad_request
from bot.routing import COMMANDS
from bot.web import metrics_app, webhook_app
from bot.webhook import Webhook
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import EMERGENCY, RED_FLAG, a_team
from tests.bot.harness import TOKEN

WORD = "zqxwords"
NAME = "Zqxname"
NUMBER = "+34 600 777 888"
SECRET = "zqx-heartbeat-secret"
SPOKEN = [command for command in COMMANDS if command not in {"today", "progress", "export"}]  # these draw for seconds
KEPT_IN = ("zqx", "600777888", "600 777 888", TOKEN.partition(":")[2])
FAILING = [
    pytest.param("bot.intake.check", id="triage"),
    pytest.param("bot.conversation.questions.answer", id="answering"),
    pytest.param("bot.handling.save_replies", id="writing down the replies"),
    pytest.param("bot.handling.read_update", id="reading what is stored"),
    pytest.param("bot.sending.make_call", id="calling Telegram"),
    pytest.param("bot.sending.picture_of", id="drawing"),
    pytest.param("bot.sending.announcement", id="wording what falls due"),
    pytest.param("scheduler.dispatcher.prepare", id="preparing what falls due"),
]


@pytest.fixture
def logged():
    """Everything that is logged, at the level of debugging; and what nobody caught."""
    root, stream = logging.getLogger(), io.StringIO()
    levels = {
        name: logger.level for name, logger in root.manager.loggerDict.items() if isinstance(logger, logging.Logger)
    }
    handlers, level = root.handlers[:], root.level
    set_up_logging(level="debug", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, former in levels.items():
        logging.getLogger(name).setLevel(former)
    structlog.reset_defaults()


def raising(*_args, **_given):
    raise ValueError(f"{WORD} of {NAME}, {NUMBER}: https://api.telegram.org/bot{TOKEN}/sendMessage")


def found(text):
    """Return the lines that hold what must be kept in."""
    return [
        line[:300] for line in text.splitlines() if any(secret in line.lower() for secret in map(str.lower, KEPT_IN))
    ]


async def shown(talk, webhook):
    """Return what is answered over HTTP, by health, figures and the webhook."""
    metrics = metrics_app(talk.engine.metrics, talk.engine.health, talk.database, talk.time.clock)
    answers = []
    for app in (metrics, webhook_app(webhook, talk.engine.health)):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            answers += [
                await client.get("/healthz"),
                await client.get("/metrics"),
                await client.post("/", content=WORD),
            ]
    return "\n".join(answer.text for answer in answers)


async def a_story(talk):
    """Ana does everything once, and the team answers."""
    team, ana = await a_team(talk), talk.person(NAME)
    await enrols(ana)
    await talk.dispatch()
    for words in ("is redness normal", RED_FLAG, EMERGENCY, "can I swim in the sea?", "my birthday is"):
        await ana.says(f"{words} {WORD} {NUMBER}")
        await talk.dispatch()
    await team.says(f"We call you, {NAME}: {WORD}", to="Alert 1")
    await ana.edits(f"{RED_FLAG} {WORD}, {NUMBER}")
    for command in SPOKEN:
        await ana.says(f"/{command} {WORD}")
    await ana.sends_photo(WORD)
    await ana.shares_contact()
    await talk.pass_time(hours=3)
    return ana


def the_webhook(talk):
    return Webhook(
        talk.settings.model_copy(update={"webhook_url": "http://127.0.0.1:9/telegram"}),
        talk.engine.application.bot,
        talk.database,
        talk.engine.intake.take,
    )


async def test_a_lively_day_is_told_by_ids_alone(logged, open_talk):
    """It logs at the level of debugging, and figures and health are shown: no word, no name, no number, no token."""
    talk = await open_talk()
    await a_story(talk)
    seen = await shown(talk, the_webhook(talk))

    assert logged.getvalue().count("settled") > 5
    assert found(logged.getvalue()) == []
    assert found(seen) == []


async def goes_wrong(talk, words):
    """Somebody writes, and it is taken and handled once: what is not stored would be taken for ever."""
    person = talk.person(NAME)
    talk.world.chats[person.chat_id].started = True
    person.person.send_text(words)
    await talk.engine.poller.take_waiting(hold=0)
    talk.world.queue.updates.clear()
    await talk.engine.workers.until_idle()


async def test_no_trouble_makes_it_talk(logged, open_talk, monkeypatch):
    """It fails in every layer, with errors that quote the patient and the token, and names class and place alone."""
    uncaught = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, trouble: uncaught.append(trouble))
    talk = await open_talk()
    webhook = the_webhook(talk)
    await enrols(talk.person(NAME))
    for failing in (one.values[0] for one in FAILING):
        with monkeypatch.context() as patch:
            patch.setattr(failing, raising)
            await goes_wrong(talk, f"{EMERGENCY} {WORD}")
            await goes_wrong(talk, f"/start {WORD}")
            await goes_wrong(talk, f"/help {WORD}")
    for fault in (
        Cut(),
        bad_request(f"can't parse entities: {WORD}"),
        bad_request(f'unsupported start tag "{WORD}" at byte 5'),
    ):
        talk.world.faults.append(Fault(what=fault, method="sendMessage", times=2))
        await goes_wrong(talk, f"/start {WORD}")
    webhook._accepting = True
    with monkeypatch.context() as patch:
        patch.setattr(webhook, "_take", raising)
        await webhook.receive(b'{"update_id": 1, "message": {"text": "zqxwords"}}')
        await webhook.receive(b"zqxwords")
    talk.database.broken = True
    update = {"update_id": 2, "message": {"text": WORD, "chat": {"id": 1, "type": "private"}}}
    with pytest.raises(OperationalError):
        await talk.engine.intake.take([update])
    await talk.engine.workers.until_idle()
    seen = await shown(talk, webhook)
    talk.database.broken = False
    heartbeat = Heartbeat(f"http://127.0.0.1:9/{SECRET}", httpx.MockTransport(lambda request: httpx.Response(500)))

    assert await heartbeat() == "status 500"
    assert logged.getvalue().count("ValueError") >= len(FAILING) - 2
    assert found(logged.getvalue()) == []
    assert found(seen) == []
    assert found(repr(uncaught)) == []
