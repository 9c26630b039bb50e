"""Six weeks of aftercare on the page: the real bot, lived through in a browser by its clock's buttons."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from bot.previewing import run_preview
from bot.settings import load_settings

PATIENCE = 60_000  # milliseconds, for a slow machine; nothing waits so long when all is well


class Phone:
    """The patient's phone on the page."""

    def __init__(self, page):
        self.page, self.screen = page, page.locator("#patient")

    @property
    def newest(self):
        return self.screen.locator(".message").last

    async def taps(self, label):
        await self.screen.get_by_role("button", name=label, exact=True).last.click()

    async def reads(self, words):
        await expect(self.newest).to_contain_text(words, timeout=PATIENCE)

    async def says(self, text):
        message = self.screen.get_by_label("Message", exact=True)
        await message.fill(text)
        await message.press("Enter")

    async def moves_the_clock(self, label):
        """Press a button of the clock and wait until it stands again, with everything due on the way said."""
        button = self.page.get_by_role("button", name=label, exact=True)
        async with self.page.expect_response("**/preview/clock") as moved:
            await button.click()
        assert (await (await moved.value).json())["ok"]
        await expect(button).to_be_enabled(timeout=PATIENCE)


@pytest.fixture
async def phone(open_page, monkeypatch):
    """Ana's phone, on the page of a running preview that learns no phrasings first."""
    stop = asyncio.Event()
    monkeypatch.setattr("bot.previewing.stop_on_signals", lambda: stop)
    monkeypatch.setenv("DIGEST_AT", "")  # a picture each day for the team is not what this is about
    monkeypatch.setattr("bot.running.prepare", lambda library, folder: None)
    ready = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(run_preview(load_settings(), host="127.0.0.1", port=0, say=ready.set_result))
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    assert ready.done(), running.exception()
    async with open_page(ready.result().split()[1]) as page:
        page.set_default_timeout(PATIENCE)
        await page.goto(page.address)
        yield Phone(page)
    stop.set()
    await running


async def test_six_weeks_from_the_first_tap_to_the_last_picture(phone):
    """It enrols Ana, takes her taps of a day, and after six weeks shows the end of the plan with its picture."""
    await phone.taps("Start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await phone.taps(label)
    await phone.reads("When is your treatment")
    await phone.says("yesterday 3pm")
    await phone.taps("Yes")
    await phone.reads("Next:")
    await phone.taps("Done")
    await phone.reads("✓ Done at")
    await phone.says("Can I go swimming?")
    await phone.reads("swimming and saunas are fine from")
    await phone.moves_the_clock("+1 day")
    await phone.taps("Better")
    await phone.reads("Glad to hear it.")

    for _ in range(6):
        await phone.moves_the_clock("+1 week")

    over = phone.screen.locator(".message", has_text="This plan is over.")
    await expect(over).to_have_count(1)
    picture = over.get_by_role("img", name="Photo")
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 600
    await expect(over).to_contain_text(re.compile("How your skin was: Day [12]: Better."))  # by the hour it is now
