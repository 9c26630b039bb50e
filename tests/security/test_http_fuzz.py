"""Raw HTTP of every kind, through the web applications: never a 500, never a traceback, never a hang."""

import asyncio
import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.health import Health
from bot.metrics import Metrics
from bot.preview.server import application
from bot.preview.world import World
from bot.web import metrics_app, webhook_app
from bot.webhook import Webhook
from scheduler.clock import MovableClock
from tests.bot.harness import NOW, TOKEN

SECRET = "open-sesame"  # of the webhook alone
SHORT, LONG = 40, 10_000
OWN = "127.0.0.1:8080"
ODD = ["", "0", "-1", "9" * 5000, "²", "1e999", "NaN", "null", "[]", "{", "[" * 5000, "\x00", "\ud800", "é", "..", "/"]
BOT_METHODS = ["getMe", "sendMessage", "editMessageText", "setWebhook", "sendPhoto", "getFile", "sendMediaGroup"]
PAGE_PATHS = ["acts", "people", "clock", "outage", "state", "files/x"]

odd = st.sampled_from(ODD) | st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | odd,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd, inner, max_size=4),
    max_leaves=12,
)
FIELDS = {
    "page": [
        "kind",
        "person_id",
        "chat_id",
        "message_id",
        "text",
        "data",
        "latitude",
        "file",
        "to",
        "on",
        "first_name",
    ],
    "bot": [
        "chat_id",
        "text",
        "parse_mode",
        "reply_markup",
        "entities",
        "message_id",
        "url",
        "photo",
        "offset",
        "limit",
    ],
    "update": ["update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "text"],
}
KINDS = ["start", "text", "edit", "press", "location", "contact", "file", "voice", "block", "add_bot", "language"]
MARKUP = ['{"inline_keyboard": [[{"text": "\\ud800", "callback_data": "x"}]]}', '{"inline_keyboard": 5}', "[[[]]]"]


def an_object(kind, known):
    """A body that may be an object of this kind with some of what is known in it, or anything else."""
    near = st.dictionaries(st.sampled_from(FIELDS[kind]), values | st.sampled_from(known), max_size=6)
    whole = near | st.recursive(near, lambda inner: st.dictionaries(st.sampled_from(FIELDS[kind]), inner, max_size=3))
    return (whole | values).map(json.dumps).map(str.encode) | st.binary(max_size=200) | odd.map(_encoded)


def _encoded(text):
    return text.encode("utf-8", "surrogatepass")


def requests(paths, bodies, headers):
    """Requests as (method, target, headers, body): well formed as HTTP, and nothing else is certain."""
    names = st.sampled_from([*headers, b"content-type", b"content-length", b"host", b"origin", b"cookie"])
    kinds = st.sampled_from(
        [b"application/json", b"multipart/form-data; boundary=x", b"application/x-www-form-urlencoded"]
    )
    pairs = st.tuples(names, kinds | odd.map(_encoded).map(lambda value: value.replace(b"\n", b"")))
    return st.tuples(
        st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "X"]),
        paths,
        st.lists(pairs, max_size=3).map(lambda odd_ones: [*headers.items(), *odd_ones]),
        bodies,
    )


async def answer(app, request):
    """Return the status and the body of the answer; what the application raises is raised here."""
    method, target, headers, body = request
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path, errors="surrogatepass").encode(),
        "query_string": quote(query, safe="=&%", errors="surrogatepass").encode(),
        "headers": headers,
        "server": ("127.0.0.1", 8080),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "state": {},
    }
    parts = [{"type": "http.request", "body": body, "more_body": False}]
    sent = []

    async def receive():
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    async with asyncio.timeout(20):
        await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


class NoDatabase:
    """A database that is away: the answers must do without."""

    def reading(self):
        raise OSError("of the driver: secret")

    async def ping(self):
        raise OSError("of the driver: secret")


class Still:
    """A pulse, and a receiver, that are well."""

    age, trouble = 0.0, ""


class Clock:
    """The clock of the preview, which everybody may move."""

    def __init__(self, clock):
        self.now = clock

    async def advance(self, delta):
        self.now.advance(min(delta, timedelta(weeks=1)))

    async def advance_to(self, instant):
        pass

    async def next_due(self):
        return None


def a_webhook():
    webhook = Webhook.__new__(Webhook)
    webhook._secret, webhook._accepting, webhook._storing_fails, webhook._metrics = SECRET, True, False, Metrics()

    async def take(updates):
        json.dumps(updates)

    webhook._take = take
    health = Health(Still(), NoDatabase(), Still())
    paths = st.sampled_from(["/", "/telegram", "/healthz", "/metrics"]) | odd.map(lambda path: f"/{path}")
    bodies = an_object("update", [1, {"id": 1, "type": "private"}, "I cannot breathe"])
    return webhook_app(webhook, health), requests(paths, bodies, {b"x-telegram-bot-api-secret-token": SECRET.encode()})


def a_metrics_port():
    app = metrics_app(Metrics(), Health(Still(), NoDatabase(), Still()), NoDatabase(), lambda: NOW)
    paths = st.sampled_from(["/healthz", "/metrics"]) | odd.map(lambda path: f"/{path}")
    return app, requests(paths, st.binary(max_size=50), {})


def a_preview():
    clock = MovableClock()
    waited = asyncio.Event()
    waited.set()
    world = World(token=TOKEN, clock=clock, wait=lambda seconds: waited.wait())
    ana = world.add_person("Ana", language_code="en")
    ana.start()
    world.close()  # nobody is made to wait for what is to come
    a_method = st.sampled_from(BOT_METHODS) | odd
    queries = st.lists(st.tuples(st.sampled_from(FIELDS["bot"]), odd | st.sampled_from(MARKUP)), max_size=3)
    query = queries.map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
    paths = (
        st.tuples(a_method, query).map(lambda of: f"/bot{TOKEN}/{of[0]}?{of[1]}")
        | st.sampled_from(PAGE_PATHS).map(lambda path: f"/preview/{path}")
        | st.tuples(st.sampled_from(["since", "person"]), odd).map(lambda of: f"/preview/state?{of[0]}={of[1]}")
        | odd.map(lambda path: f"/page/{path}")
        | odd.map(lambda path: f"/file/bot{TOKEN}/{path}")
        | odd.map(lambda path: f"/{path}")
    )
    bodies = an_object("page", [ana.id, *KINDS]) | an_object("bot", [ana.id, *MARKUP, "HTML", "http://127.0.0.1:1/"])
    return application(world, Clock(clock)), requests(paths, bodies, {b"host": OWN.encode()})


APPLICATIONS = [
    pytest.param(a_webhook, id="webhook"),
    pytest.param(a_metrics_port, id="health and metrics"),
    pytest.param(a_preview, id="preview"),
]
LENGTHS = [
    pytest.param(SHORT, id="short"),
    pytest.param(LONG, id="long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
]


@pytest.mark.parametrize("examples", LENGTHS)
@pytest.mark.parametrize("an_application", APPLICATIONS)
def test_whatever_is_asked_is_answered(an_application, examples):
    """It answers with a status of its own and no word of how it is made."""
    with asyncio.Runner() as runner:
        app, asked = runner.run(_made(an_application))

        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(asked)
        def try_it(request):
            status, body = runner.run(answer(app, request))

            assert status < 500 or (status == 503 and b'"troubles"' in body)
            assert b"Traceback" not in body
            assert b"secret" not in body

        try_it()


async def _made(an_application):
    return an_application()
