"""The server: tokens, methods, encodings, faults; who may reach it and how much they may send."""

import json

import httpx
import pytest

from bot.preview.faults import Fault, Slow
from bot.preview.guard import LARGEST_BODY
from bot.preview.refusals import too_many_requests
from bot.preview.server import application


async def test_an_unknown_method_is_a_plain_404(client, world):
    """It answers exactly as Telegram does."""
    response = await client.get(f"/bot{world.token}/sendSomethingNew")

    assert response.status_code == 404
    assert response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_wrong_token_is_401(client):
    """It answers 401, for methods and files."""
    for path in ("/bot1:wrong/getMe", "/file/bot1:wrong/photos/file_0.png"):
        response = await client.get(path)

        assert response.status_code == 401
        assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize(
    "request_of",
    [
        pytest.param(lambda p: {"method": "GET", "params": p}, id="query"),
        pytest.param(lambda p: {"method": "POST", "params": p}, id="query of a post"),
        pytest.param(lambda p: {"method": "POST", "json": p}, id="json"),
        pytest.param(lambda p: {"method": "POST", "data": p}, id="form"),
        pytest.param(lambda p: {"method": "POST", "data": p, "files": {"x": b""}}, id="multipart"),
    ],
)
async def test_parameters_come_in_every_way_of_the_bot_api(client, world, ana, request_of):
    """It reads the same call from a query, a form, a multipart form and JSON; method names in any case."""
    parameters = {"chat_id": str(ana.id), "text": "¿Qué tal? 🌞", "reply_markup": json.dumps({"force_reply": True})}
    response = await client.request(url=f"/bot{world.token}/SENDMESSAGE", **request_of(parameters))

    assert response.json()["result"]["text"] == "¿Qué tal? 🌞"
    assert world.chats[ana.id].reply_markup == {"force_reply": True}


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"[" * 100_000])
async def test_json_that_is_none_is_refused(client, world, body):
    """It answers 400, whatever comes."""
    headers = {"content-type": "application/json"}
    response = await client.post(f"/bot{world.token}/getMe", content=body, headers=headers)

    assert response.json()["description"] == "Bad Request: can't parse JSON object"


async def test_a_parameter_that_is_nested_without_end_is_refused(client, world, ana):
    """It answers 400, as for any JSON that cannot be read."""
    parameters = {"chat_id": ana.id, "text": "x", "reply_markup": "[" * 100_000}
    response = await client.post(f"/bot{world.token}/sendMessage", data=parameters)

    assert response.json()["description"] == "Bad Request: can't parse reply keyboard markup JSON object"


async def test_lengths_and_versions_that_no_number_holds_are_answered(client, world):
    """It turns thousands of digits into no error of its own."""
    digits = "9" * 5000

    assert (await client.get("/preview/state", params={"since": digits})).status_code == 200
    assert (await client.post("/preview/acts", headers={"content-length": digits})).status_code == 413


async def test_a_file_may_be_attached_by_name(client, world, ana, picture):
    """It follows attach://."""
    data, files = {"chat_id": str(ana.id), "photo": "attach://p1"}, {"p1": ("a.png", picture)}
    response = await client.post(f"/bot{world.token}/sendPhoto", data=data, files=files)

    assert response.json()["result"]["photo"][0]["width"] == 60


async def test_a_fault_spares_counts_and_chooses(call, world, ana, carla):
    """It meets the calls it names, after those it spares, as often as it says."""
    carla.start()
    world.faults.append(Fault(what=too_many_requests(7), method="sendMessage", chat_id=ana.id, spare=1, times=2))

    async def outcome(person):
        answer = await call("sendMessage", chat_id=person.id, text="x")
        return answer.get("parameters", {}).get("retry_after", "sent")

    assert [await outcome(ana) for _ in range(4)] == ["sent", 7, 7, "sent"]
    world.faults.append(Fault(what=too_many_requests(7), chat_id=ana.id, times=None))
    assert [await outcome(person) for person in (carla, ana, ana, carla)] == ["sent", 7, 7, "sent"]


@pytest.mark.parametrize("taken", [True, False])
async def test_a_slow_call_waits_before_or_after(call, world, ana, ageing, taken):
    """It carries the call out and answers, with the wait on the side that was asked for."""
    seen = []

    async def wait(seconds):
        seen.append((seconds, ana.texts_from_bot()))

    world.wait = wait
    world.faults.append(Fault(what=Slow(seconds=9, taken=taken)))
    await call("sendMessage", chat_id=ana.id, text="x")

    assert seen == [(9, ["x"] if taken else [])]
    assert ana.texts_from_bot() == ["x"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:80", "localhost:9999", ""]
)
async def test_a_foreign_host_is_refused(client, world, host):
    """It answers 403 to any name that is not its own with its own port, for page and Bot API alike."""
    for path in ("/", f"/bot{world.token}/getMe", "/preview/state"):
        response = await client.get(path, headers={"host": host})

        assert response.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "LOCALHOST:8080"])
async def test_its_own_names_are_welcome(client, host):
    """It answers under each of its own names."""
    assert (await client.get("/", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
async def test_a_foreign_page_is_refused(client, origin):
    """It takes no act from another page."""
    act = {"kind": "text", "person_id": 1, "text": "x"}
    response = await client.post("/preview/acts", json=act, headers={"origin": origin})

    assert response.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_picture_or_a_form_elsewhere_does_nothing(client, world, ana, site):
    """It goes by what browsers say of each request: pictures have no Origin, and every preview has the same token."""
    for method, path in (
        ("GET", f"/bot{world.token}/sendMessage?chat_id={ana.id}&text=x"),
        ("GET", f"/bot{world.token}/setWebhook?url=http://127.0.0.1:1/"),
        ("POST", "/preview/outage"),
        ("GET", "/preview/state"),
    ):
        response = await client.request(method, path, headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"})

        assert response.status_code == 403
    assert (ana.texts_from_bot(), world.webhook.is_set) == ([], False)


async def test_a_link_to_the_page_may_be_followed(client, world):
    """It opens from anywhere; nothing but the page does."""
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}

    assert (await client.get("/", headers=headers)).status_code == 200
    assert (await client.get(f"/bot{world.token}/getMe", headers=headers)).status_code == 403


async def test_no_other_page_is_invited(client):
    """It answers no question of a browser whether another page may read or write."""
    headers = {"origin": "http://127.0.0.1:8080", "access-control-request-method": "POST"}
    answers = [await client.options("/preview/acts", headers=headers), await client.get("/preview/state")]

    assert [name for answer in answers for name in answer.headers if name.startswith("access-control")] == []


async def test_huge_bodies_are_refused(client, world):
    """It answers 413 to a stated length, and to a body that goes on without one."""

    async def endless():
        for _ in range(LARGEST_BODY // 1_000_000 + 2):
            yield b"x" * 1_000_000

    stated = await client.post(
        f"/bot{world.token}/getMe", content=b"", headers={"content-length": str(LARGEST_BODY + 1)}
    )
    headers = {"content-type": "application/json"}
    streamed = await client.post(f"/bot{world.token}/getMe", content=endless(), headers=headers)

    assert (stated.status_code, streamed.status_code) == (413, 413)


async def test_the_page_trusts_nothing_but_itself(client):
    """It serves the page with headers that forbid foreign scripts, frames and guesses of types."""
    for path, kind in (("/", "text/html"), ("/page/preview.css", "text/css"), ("/page/preview.js", "text/javascript")):
        response = await client.get(path)

        assert response.status_code == 200
        assert response.headers["content-type"].startswith(kind)
        assert "default-src 'none'; script-src 'self'" in response.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page/world.py", "/page/..%2Fworld.py", "/page/%2Fetc%2Fpasswd", "/nowhere"])
async def test_nothing_else_is_served(client, path):
    """It answers 404 to any other path."""
    assert (await client.get(path)).status_code == 404


async def test_port_80_may_be_left_out(world, clock):
    """It knows that browsers leave out the usual port."""
    transport = httpx.ASGITransport(app=application(world, clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get("/")).status_code == 200
