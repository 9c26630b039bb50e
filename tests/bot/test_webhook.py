"""The webhook: Telegram is told once, a post is stored before it is acknowledged, rubbish never comes again."""

import asyncio
import json

import pytest
import structlog
from pydantic import SecretStr
from sqlmodel import select
from telegram.ext import MessageHandler, filters

from bot.contact import TokenRefused
from bot.preview.faults import Fault
from bot.preview.refusals import bad_request, server_trouble, unauthorized
from bot.settings import WrongSetting
from bot.webhook import Acknowledgement, Webhook
from scheduler.models import Incoming

URL = "http://127.0.0.1:9/telegram"
TAKEN = Acknowledgement(status=200)
EMERGENCY = "I cannot breathe and my throat is closing"


async def repeat(update, context):
    context.say(update.effective_message.text)


class Looking:
    """A sleep that lasts until it is told to end: then the webhook looks after what Telegram knows."""

    def __init__(self):
        self.seconds = []
        self._began, self._slept = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def sleep(self, seconds):
        self.seconds.append(seconds)
        self._began.release()
        await self._slept.acquire()

    async def begins(self):
        """Wait until the next sleep has begun."""
        async with asyncio.timeout(10):
            await self._began.acquire()

    def end(self):
        self._slept.release()


class Hook:
    """A webhook of a running bot; `posts` is what people did, as Telegram would post it."""

    def __init__(self, talk, **settings):
        self.talk, self.looking = talk, Looking()
        house = talk.settings.model_copy(update={"webhook_url": URL, **settings})
        bot, take = talk.engine.application.bot, talk.engine.intake.take
        self.webhook = Webhook(house, bot, talk.database, take, metrics=talk.engine.metrics, sleep=self.looking.sleep)
        self.running = None

    def run(self):
        self.running = asyncio.create_task(self.webhook.run())
        return asyncio.sleep(0)

    async def end(self):
        self.webhook.stop()
        if self.running:
            await self.running
        self.talk.world.webhook.stop()

    def posts(self):
        waiting = self.talk.world.queue.pending()
        self.talk.world.queue.updates.clear()
        return [json.dumps(update.json).encode() for update in waiting]

    async def stored(self):
        async with self.talk.database.session() as session:
            return len((await session.exec(select(Incoming))).all())


@pytest.fixture
async def a_hook(open_talk):
    """Return a function that opens a webhook with these settings; it takes no updates until it runs."""
    hooks = []
    talk = await open_talk([MessageHandler(filters.TEXT, repeat)])

    def one(**settings):
        hooks.append(Hook(talk, **settings))
        return hooks[-1]

    yield one
    for hook in hooks:
        await hook.end()


@pytest.fixture
async def hook(a_hook):
    """A webhook that takes updates."""
    hook = a_hook()
    await hook.run()
    return hook


def calls(talk, method):
    """Count the calls of a method from now on; returns a function that tells how many there were."""
    counting = Fault(what=server_trouble(), method=method, times=None, spare=1000)
    talk.world.faults.append(counting)
    return lambda: 1000 - counting.spare


async def test_telegram_is_told_where_to_post(a_hook):
    """It names the address, the secret and the kinds of updates; what waits stays."""
    hook = a_hook()
    hook.talk.person("Ana").person.send_text("waiting")

    assert await hook.webhook.first_contact()

    told = hook.talk.world.webhook
    assert (told.url, hook.webhook.knows(told.secret)) == (URL, True)
    assert hook.talk.world.queue.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert len(hook.talk.world.queue.pending()) == 1


async def test_telegram_is_told_once_however_many_start(a_hook):
    """It asks first, and says nothing when it is known."""
    first, second = a_hook(), a_hook()
    told = calls(first.talk, "setWebhook")

    await first.webhook.first_contact()
    await second.webhook.first_contact()

    assert told() == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"webhook_url": "http://127.0.0.1:9/elsewhere"}, id="another address"),
        pytest.param({"webhook_secret": SecretStr("another")}, id="another secret"),
    ],
)
async def test_telegram_is_told_of_a_change(a_hook, changes):
    """It also notices a change of the secret, which Telegram never tells back."""
    first = a_hook()
    await first.webhook.first_contact()
    first.talk.world.webhook.stop()
    second = a_hook(**changes)
    told = calls(first.talk, "setWebhook")

    await second.webhook.first_contact()

    assert told() == 1


async def test_other_kinds_of_updates_are_asked_for_again(a_hook):
    """It notices that another program asked for less."""
    hook = a_hook()
    await hook.webhook.first_contact()
    hook.talk.world.webhook.stop()
    hook.talk.world.queue.allowed = ["message"]
    told = calls(hook.talk, "setWebhook")

    await hook.webhook.first_contact()

    assert told() == 1


def test_the_secret_is_the_same_in_every_process(a_hook):
    """It makes one from the token; it is not the token, and nothing else opens."""
    one, other = a_hook(), a_hook()

    assert one.webhook.knows(other.webhook._secret)
    assert not one.webhook.knows("")
    assert not one.webhook.knows(one.talk.settings.bot_token.get_secret_value())
    assert not one.webhook.knows("sécret")


async def test_a_token_that_telegram_refuses_stops_the_start(a_hook):
    """It is the same clear line as with polling."""
    hook = a_hook()
    hook.talk.world.faults.append(Fault(what=unauthorized(), times=None))

    with pytest.raises(TokenRefused):
        await hook.webhook.first_contact()


async def test_an_address_that_telegram_refuses_stops_the_start(a_hook):
    """It names the setting and says why."""
    hook = a_hook()
    hook.talk.world.faults.append(Fault(what=bad_request("bad webhook: Failed to resolve host"), method="setWebhook"))

    with pytest.raises(WrongSetting, match=r"^WEBHOOK_URL: Telegram refuses it: .*failed to resolve host$"):
        await hook.webhook.first_contact()


async def test_a_webhook_that_another_program_took_away_is_set_again(hook):
    """It looks every five minutes, and mends it."""
    await hook.webhook.first_contact()
    hook.talk.world.webhook.stop()
    hook.talk.world.webhook.url = ""

    hook.looking.end()
    await hook.talk.world.until(lambda: hook.talk.world.webhook.url == URL)

    assert hook.looking.seconds[0] == 300


async def test_what_telegram_could_not_post_is_logged_once(hook):
    """It passes on what Telegram says went wrong."""
    await hook.webhook.first_contact()
    hook.talk.world.webhook.last_error = "Connection refused"
    hook.talk.world.webhook.last_error_at = hook.talk.now
    with structlog.testing.capture_logs() as logs:
        await hook.webhook._look_after()
        await hook.webhook._look_after()

    assert [(line["action"], line["reason"]) for line in logs] == [("post_failed", "Connection refused")]


async def test_the_start_waits_for_a_database_that_is_away(a_hook):
    """It says so once, and goes on when the database is back."""
    hook = a_hook()
    hook.talk.database.broken = True
    with structlog.testing.capture_logs() as logs:
        greeting = asyncio.create_task(hook.webhook.first_contact())
        for still_away in (True, False):
            await hook.looking.begins()
            hook.talk.database.broken = still_away
            hook.looking.end()
        greeted = await greeting

    assert greeted
    assert hook.looking.seconds == [1, 2]
    assert [line["action"] for line in logs if line["action"] != "webhook_set"] == ["polling_trouble", "polling_well"]


@pytest.mark.parametrize("failing", ["reading", "session"])
async def test_looking_after_the_webhook_outlives_a_database_that_is_away(hook, monkeypatch, failing):
    """It neither ends nor stops taking, and looks again five minutes later."""

    def away():
        raise OSError

    await hook.looking.begins()
    if failing == "reading":
        await hook.webhook.first_contact()
    monkeypatch.setattr(hook.talk.database, failing, away)
    with structlog.testing.capture_logs() as logs:
        hook.looking.end()
        await hook.looking.begins()

    assert not hook.running.done()
    assert hook.webhook.trouble == ""
    assert hook.looking.seconds == [300, 300]
    assert [line["action"] for line in logs if line["log_level"] == "error"] == ["storing_fails"]


async def test_a_post_is_stored_then_acknowledged_then_answered(hook):
    """It takes it the same way as a poll."""
    ana = hook.talk.person("Ana")
    ana.person.send_text("hello")
    [post] = hook.posts()

    answers = [await hook.webhook.receive(post), await hook.webhook.receive(post)]
    stored = await hook.stored()
    await hook.talk.engine.workers.until_idle()

    assert (answers, stored) == ([TAKEN, TAKEN], 1)
    assert ana.reads == ["hello"]


async def test_advice_in_an_emergency_goes_out_when_nothing_can_be_stored(hook):
    """It advises, asks Telegram to come again, and advises once."""
    ana = hook.talk.person("Ana")
    ana.person.send_text(EMERGENCY)
    [post] = hook.posts()
    hook.talk.database.broken = True
    with structlog.testing.capture_logs() as logs:
        refused = [await hook.webhook.receive(post), await hook.webhook.receive(post)]
    advised = len(ana.reads)
    hook.talk.database.broken = False

    assert refused == [Acknowledgement(status=503, retry_after=5)] * 2
    assert advised == 1
    assert [line["action"] for line in logs if "storing" in line["action"]] == ["storing_fails"]
    assert await hook.webhook.receive(post) == TAKEN


@pytest.mark.parametrize(
    "rubbish",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"hello", id="no JSON"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[1]", id="no object"),
        pytest.param(b'{"message": {}}', id="no id"),
        pytest.param(b'{"update_id": "1"}', id="an id that is none"),
        pytest.param(b'{"update_id": 1e999}', id="an endless id"),
        pytest.param(b'{"update_id": ' + b"9" * 5000 + b"}", id="an id of 5000 digits"),
        pytest.param(b'{"update_id": 1, "message": ' + b"[" * 50 + b"]" * 50 + b"}", id="nested deep"),
        pytest.param(b'{"update_id": 1, "message": ' + b"[" * 100_000, id="nested without end"),
    ],
)
async def test_rubbish_is_acknowledged_and_left_out(hook, rubbish):
    """It stores nothing and writes one line, without the words: refused, it would come for ever."""
    with structlog.testing.capture_logs() as logs:
        answer = await hook.webhook.receive(rubbish)

    assert answer == TAKEN
    assert await hook.stored() == 0
    assert [(line["action"], line["length"]) for line in logs] == [("unreadable_post", len(rubbish))]


async def test_an_update_that_makes_no_sense_blocks_nobody(hook):
    """It stores what has an id, and leaves it to the workers to find out that nobody can be answered."""
    posts = [b'{"update_id": 5, "message": {"chat": [], "text": {}}}', b'{"update_id": 6, "poll": {"\\ud800": NaN}}']

    answers = [await hook.webhook.receive(post) for post in posts]
    await hook.talk.engine.workers.until_idle()

    assert answers == [TAKEN, TAKEN]


async def test_nothing_is_taken_before_the_start_and_while_ending(a_hook):
    """It asks Telegram to come again soon, and says so to whoever looks at its health."""
    hook = a_hook()
    hook.talk.person("Ana").person.send_text("hello")
    [post] = hook.posts()
    before = await hook.webhook.receive(post), hook.webhook.trouble
    await hook.run()
    running = hook.webhook.trouble
    hook.webhook.stop()
    ending = await hook.webhook.receive(post), hook.webhook.trouble

    assert before == ending == (Acknowledgement(status=503, retry_after=1), "draining")
    assert running == ""
    assert await hook.stored() == 0
