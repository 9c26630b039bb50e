"""Takes the pictures of the clinic's guide from the preview, once more: `.venv/bin/python docs/pictures/take.py`.

It starts a preview of its own, plays the guide in Debian's chromium, and writes PNG files beside itself.
"""

import asyncio
import re
import sys
import tempfile
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.leaflet import Leaflet, leaflet_pdf
from messages.library import load

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PATIENCE = 60_000  # milliseconds, for a slow machine
COLOURS = 96  # enough for text on a few surfaces, and a third of the size
SIZE = {"width": 1000, "height": 800}


class Phones:
    """The two phones of the preview's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clinic, self.patient = page.locator("#clinic"), page.locator("#patient")

    async def says(self, phone: Locator, text: str) -> None:
        await phone.get_by_label("Message", exact=True).fill(text)
        await phone.get_by_label("Message", exact=True).press("Enter")

    async def presses(self, phone: Locator, label: str) -> None:
        await phone.get_by_role("button", name=label, exact=True).last.click(timeout=PATIENCE)

    async def replies(self, phone: Locator, to: str, text: str) -> None:
        message = phone.locator(".message", has_text=to).last
        await message.get_by_role("button", name="Reply to").click(timeout=PATIENCE)
        await self.says(phone, text)

    async def reads(self, phone: Locator, words: str) -> None:
        await expect(phone.locator(".message", has_text=words).last).to_be_visible(timeout=PATIENCE)

    async def moves_to(self, label: str) -> None:
        before = await self.page.locator("#date").inner_text(), await self.page.locator("#time").inner_text()
        await self.page.get_by_role("button", name=label, exact=True).click(timeout=PATIENCE)
        shown = re.compile(rf"^(?!{re.escape(before[label != 'Next morning'])}$)")
        await expect(self.page.locator("#date" if label == "Next morning" else "#time")).to_have_text(
            shown, timeout=PATIENCE
        )

    async def shoot(self, phone: Locator, name: str, words: str) -> None:
        """Take the whole phone, with the last message that has these words at the top."""
        await expect(phone.locator(".toast")).to_be_hidden(timeout=PATIENCE)
        await phone.locator(".message", has_text=words).last.evaluate("message => message.scrollIntoView()")
        await phone.locator(".head").hover()  # or what the mouse is over shows its acts
        await self.page.wait_for_timeout(600)
        keep(Image.open(BytesIO(await phone.locator(".phone").screenshot(timeout=PATIENCE))), name)


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture in few colours."""
    picture.convert("RGB").quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)


async def play(phones: Phones) -> None:
    """Live through the guide, and take a picture where it shows one."""
    for move in ("Next morning", "+1 h", "+1 h", "+1 h"):
        await phones.moves_to(move)
    await invite(phones)
    await enrol(phones)
    await raise_an_alert(phones)
    await ask_the_team(phones)
    await phones.moves_to("Next morning")
    await phones.reads(phones.clinic, "In recovery: 1")
    await phones.shoot(phones.clinic, "digest", "In recovery: 1")
    await phones.says(phones.patient, "/delete")
    await phones.reads(phones.patient, "Shall I erase everything")
    await phones.shoot(phones.patient, "erase", "/delete")


async def invite(phones: Phones) -> None:
    clinic = phones.clinic
    await phones.says(clinic, "/invite 4711")
    await phones.presses(clinic, "Today")
    await phones.presses(clinic, "10 am")
    await phones.reads(clinic, "Label: 4711")
    await phones.shoot(clinic, "invite", "Label: 4711")
    await clinic.get_by_role("link", name="start=").last.click(timeout=PATIENCE)


async def enrol(phones: Phones) -> None:
    patient = phones.patient
    for label in ("Yes, I agree", "Yes, that is right"):
        await phones.presses(patient, label)
    await phones.reads(patient, "What counts right now")
    await phones.shoot(patient, "enrolled", "What counts right now")


async def raise_an_alert(phones: Phones) -> None:
    clinic, patient = phones.clinic, phones.patient
    await phones.says(patient, "there is pus coming out of my cheek")
    await phones.reads(clinic, "Nobody has taken it yet")
    await phones.shoot(clinic, "alert", "Nobody has taken it yet")
    await phones.presses(clinic, "I take it")
    await phones.reads(patient, "Seen by Carla")
    await phones.shoot(patient, "alert-patient", "Seen by Carla")
    await phones.replies(clinic, "Alert 1", "Please come in today at 5 pm. I am at the desk.")
    await phones.reads(patient, "Please come in today")
    await phones.presses(clinic, "Close")
    await phones.reads(clinic, "Closed by Carla")
    await phones.shoot(clinic, "alert-closed", "Closed by Carla")


async def ask_the_team(phones: Phones) -> None:
    clinic, patient = phones.clinic, phones.patient
    await phones.says(patient, "/clinic")
    await phones.says(patient, "May I fly to Lisbon on Friday?")
    await phones.reads(clinic, "A question for the team")
    await phones.replies(clinic, "A question for the team", "Yes, gladly. Keep your face in the shade.")
    await phones.reads(patient, "Keep your face in the shade")
    await phones.reads(clinic, "has your message")
    await phones.shoot(clinic, "question", "A question for the team")


def leaflet() -> None:
    """Draw the leaflet as it is printed, from made-up settings."""
    page = Leaflet(
        language="en",
        clinic="Demo Clinic",
        phone="+44 20 7946 0123",
        hours="Mon–Fri 09:00–18:00",
        emergency_number="999",
        bot="DemoClinicCareBot",
        link="https://t.me/DemoClinicCareBot",
        is_invite=False,
    )
    [sheet] = pypdfium2.PdfDocument(leaflet_pdf(load(), page))
    keep(sheet.render(scale=1.2).to_pil(), "leaflet")


@asynccontextmanager
async def preview():
    """Run a preview in an empty folder; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "preview",
            "--port",
            "0",
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "HOME": folder, "CLINIC_HOURS": "Mon-Sun 00:00-24:00"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            yield await address_of(process)
        finally:
            process.terminate()
            await process.wait()


async def address_of(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    while line := (await process.stdout.readline()).decode():
        if found := re.match(r"Open (http\S+)", line):
            reading = asyncio.create_task(process.stdout.read())  # or it stops once the pipe is full
            reading.add_done_callback(lambda _: None)
            return found[1]
    raise SystemExit("the preview did not start")


async def main() -> None:
    async with preview() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        await page.goto(address)
        await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible(timeout=PATIENCE)
        await play(Phones(page))
        await browser.close()
    leaflet()


if __name__ == "__main__":
    asyncio.run(main())
