"""The page in a real browser, with a small echo bot behind it."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from playwright.async_api import expect

from tests.preview.conftest import NOON


@pytest.fixture
async def echo(port, world):
    """A bot that answers each text with a button, and edits the message when that is pressed."""

    async def answer(call, update):
        if "message" in update:
            text, chat_id = update["message"].get("text", "?"), update["message"]["chat"]["id"]
            again = {"inline_keyboard": [[{"text": "Again", "callback_data": "again"}]]}
            await call(
                "sendMessage", chat_id=chat_id, text=f"You said <b>{text}</b>", parse_mode="HTML", reply_markup=again
            )
        elif "callback_query" in update:
            query = update["callback_query"]
            message = query["message"]
            place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await call("editMessageText", **place, text="Pressed")
            await call("answerCallbackQuery", callback_query_id=query["id"], text="Noted")

    async def run():
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/bot{world.token}/", timeout=60) as http:

            async def call(method, **parameters):
                return (await http.post(method, json=parameters)).json()

            offset = 0
            while True:
                for update in (await call("getUpdates", offset=offset, timeout=50))["result"]:
                    await answer(call, update)
                    offset = update["update_id"] + 1

    task = asyncio.create_task(run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_chat_can_be_lived_through(page, echo, ana):
    """It sends a message, shows the formatted answer, presses its button and shows the edit and the notice."""
    await page.goto(page.address)
    phone = page.locator("#patient")
    await phone.get_by_label("Message", exact=True).fill("hello <i>you</i> & all")
    await phone.get_by_role("button", name="Send", exact=True).click()
    own = phone.locator(".message.mine").last
    await expect(own).to_contain_text("hello <i>you</i> & all")
    await expect(own.locator("i")).to_have_count(0)

    await phone.get_by_label("Message", exact=True).fill("good day")
    await phone.get_by_label("Message", exact=True).press("Enter")
    await expect(phone.locator(".message strong").last).to_have_text("good day")
    await phone.get_by_role("button", name="Again").last.press("Enter")
    await expect(phone.locator(".message").last).to_contain_text("Pressed")
    await expect(phone.locator(".message").last.get_by_role("button", name="Again")).to_have_count(0)
    await expect(phone.locator(".toast")).to_have_text("Noted")


async def test_the_clock_moves_from_the_page(page, ana, clock):
    """It moves by an hour, to the next thing due, and to the next morning, and shows the time."""
    clock.due = [NOON + timedelta(hours=3)]
    await page.goto(page.address)
    await expect(page.locator("#time")).to_have_text("12:00")
    await page.get_by_role("button", name="+1 h").click()
    await expect(page.locator("#time")).to_have_text("13:00")
    await page.get_by_role("button", name="Next reminder").click()
    await expect(page.locator("#time")).to_have_text("15:00")
    await page.get_by_role("button", name="Next reminder").click()
    await expect(page.locator("#trouble")).to_have_text("nothing is planned ahead")
    page.troubles.clear()
    await page.get_by_role("button", name="Next morning").click()
    await expect(page.locator("#time")).to_have_text("08:00")
    await expect(page.locator("#date")).to_have_text("Saturday 21 November")

    assert clock.passed == [NOON + timedelta(hours=3)]


async def test_a_new_patient_starts_the_bot(page, echo, world):
    """It adds a patient with a language, and Start sends /start."""
    await page.goto(page.address)
    await page.get_by_role("button", name="New patient").click()
    await page.get_by_label("First name").fill("Bea")
    await page.get_by_label("Language of the phone").select_option("es")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.locator("#patient").get_by_role("button", name="Start").click()
    await expect(page.locator("#patient .message strong")).to_have_text("/start")

    [bea] = world.people()
    assert (bea.user.first_name, bea.user.language_code) == ("Bea", "es")


async def test_staff_reply_and_invites_open_on_the_patients_phone(page, world, ana, carla, staff_group):
    """It replies to a message in the group, and an invite link starts the bot on the patient's phone."""
    link = f"https://t.me/{world.bot_username}?start=invite-7"
    alert = world.post(
        staff_group, world.bot, {"text": link, "entities": [{"type": "url", "offset": 0, "length": len(link)}]}
    )
    await page.goto(page.address)
    clinic = page.locator("#clinic")
    await clinic.get_by_role("button", name="Reply to").last.click()
    await clinic.get_by_label("Message", exact=True).fill("I take it")
    await clinic.get_by_label("Message", exact=True).press("Enter")
    await expect(clinic.locator(".message.mine .quoted")).to_contain_text("t.me")
    await clinic.get_by_role("link", name="invite-7").first.click()
    await expect(page.locator("#patient .message").last).to_contain_text("/start invite-7")

    assert carla.messages(staff_group.id)[-1].reply_to_id == alert.id
    assert ana.messages()[-1].content["text"] == "/start invite-7"


async def test_keyboards_commands_and_places_work_from_the_keyboard(page, world, ana):
    """It offers commands after a slash, answers by reply keyboard, and shares a place that was asked for."""
    world.profile.set_commands({"type": "default"}, "", [{"command": "today", "description": "My day"}])
    keys = [[{"text": "Better"}, {"text": "Here I am", "request_location": True}]]
    world.chats[ana.id].reply_markup = {"keyboard": keys}
    await page.goto(page.address)
    phone = page.locator("#patient")
    await expect(phone.locator(".message")).to_have_count(1)
    await phone.get_by_label("Message", exact=True).press_sequentially("/to")
    await phone.get_by_label("Message", exact=True).press("ArrowDown")
    await expect(phone.get_by_role("button", name="/today My day")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(phone.locator(".message").last).to_contain_text("/today")
    await phone.get_by_role("button", name="Better").press("Enter")
    await expect(phone.locator(".message").last).to_contain_text("Better")
    await phone.get_by_role("button", name="Here I am").press("Enter")
    await page.get_by_label("Where is the phone?").select_option("Mexico City")
    await page.get_by_role("button", name="Share", exact=True).press("Enter")
    await expect(phone.locator(".message").last).to_contain_text("19.4326, -99.1332")


async def test_pictures_and_files_are_sent_and_shown(page, ana, picture):
    """It shows a chosen picture in the chat and offers a file for saving."""
    await page.goto(page.address)
    phone = page.locator("#patient")
    await expect(phone.locator(".message")).to_have_count(1)
    await phone.locator("input[type=file]").set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": picture}
    )
    await expect(phone.get_by_role("img", name="Photo")).to_have_js_property("naturalWidth", 60)
    await page.reload()
    await expect(phone.locator(".message").last).to_be_in_viewport(ratio=1)
    await phone.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hi"}
    )
    await expect(phone.get_by_role("link", name="a.txt")).to_have_attribute("download", "a.txt")


async def test_outage_and_blocking_are_switches(page, world, ana):
    """It takes Telegram down and up again, and blocks and unblocks the bot."""
    await page.goto(page.address)
    outage = page.get_by_role("button", name="Outage")
    await outage.click()
    await expect(outage).to_have_attribute("aria-pressed", "true")
    assert world.outage
    await outage.click()
    await expect(outage).to_have_attribute("aria-pressed", "false")
    await page.locator("#patient").get_by_role("button", name="Block the bot", exact=True).click()
    await expect(page.locator("#patient").get_by_role("button", name="Unblock the bot")).to_be_visible()

    assert world.chats[ana.id].membership == "kicked"


async def test_what_arrives_is_read_from_its_beginning(page, world, ana):
    """It shows the first new message from its top, marks it for a screen reader, and leads on to the newest."""
    await page.set_viewport_size({"width": 1280, "height": 600})
    await page.goto(page.address)
    phone = page.locator("#patient")
    await expect(phone.locator(".message")).to_have_count(1)
    for number in (1, 2):
        world.post(world.chats[ana.id], world.bot, {"text": f"Message {number}\n" + "and more\n" * 14})
    first, second = (phone.get_by_role("article", name="Afterglow").nth(place) for place in (0, 1))
    await expect(first.get_by_text("Message 1")).to_be_in_viewport(ratio=0.2)
    await expect(second).not_to_be_in_viewport(ratio=0.9)

    newest = phone.get_by_role("button", name="To the newest message")
    await newest.press("Enter")
    await expect(second).to_be_in_viewport(ratio=0.9)
    await expect(newest).to_be_hidden()
    await expect(phone.get_by_role("log", name="Messages")).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("width", [pytest.param(320, id="narrow"), pytest.param(1280, id="wide")])
async def test_the_page_fits_the_window(page, ana, staff_group, width):
    """It never scrolls sideways, and shows one phone at a time where there is no room for two."""
    await page.set_viewport_size({"width": width, "height": 740})
    await page.goto(page.address)
    await expect(page.locator("#patient .message")).to_have_count(1)

    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.locator("#clinic").is_visible() is (width == 1280)
