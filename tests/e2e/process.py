"""The real process: `python -m bot ...` in a folder of its own, with the embedded server in place of Telegram."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from bot.preview.serving import serve
from bot.preview.world import World
from scheduler import clock

ROOT = Path(__file__).parent.parent.parent
TOKEN = "7000000001:of-the-embedded-server-alone-0000"
LIVE = {
    "BOT_TOKEN": TOKEN,
    "CLINIC_NAME": "Clínica del Prado",
    "CLINIC_PHONE": "+34 910 000 000",
    "CLINIC_TIMEZONE": "Europe/Madrid",
    "CONTENT_APPROVAL": "waived",
}
PATIENCE = 60.0  # seconds, for a slow machine; nothing waits so long when all is well


class Process:
    """A process of the command, with what it has written so far."""

    def __init__(self, process):
        self.process = process
        self.lines = []
        self._changed = asyncio.Condition()
        self._readers = [asyncio.create_task(self._read(stream)) for stream in (process.stdout, process.stderr)]

    async def wrote(self, words):
        """Wait for a line with these words, and return it."""
        async with asyncio.timeout(PATIENCE), self._changed:
            while not (found := [line for line in self.lines if words in line]):
                if all(reader.done() for reader in self._readers):
                    raise AssertionError("it ended without writing it:\n" + "\n".join(self.lines))
                await self._changed.wait()
        return found[0]

    async def ends(self):
        """Wait for its end, and return the exit code."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._readers)
            return await self.process.wait()

    async def stop(self, name=signal.SIGTERM):
        self.process.send_signal(name)
        return await self.ends()

    async def _read(self, stream):
        while line := await stream.readline():
            async with self._changed:
                self.lines.append(line.decode().rstrip())
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()


class Place:
    """A folder to run in, and a Telegram. Every process started here is ended with the test."""

    def __init__(self, folder):
        self.folder = folder
        self.world = World(token=TOKEN, clock=clock.now)
        self.port = 0
        self._processes = []
        self._serving = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    async def open_telegram(self):
        """Let Telegram be reached; at the port it had before, if it had one."""
        ready = asyncio.get_running_loop().create_future()
        self._serving = asyncio.create_task(
            serve(self.world, None, host="127.0.0.1", port=self.port, ready=ready.set_result)
        )
        self.port = await ready

    async def close_telegram(self):
        if self._serving:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
            self._serving = None

    async def start(self, *arguments, **settings):
        """Start the command; settings by name win over those of a live clinic."""
        mine = {**LIVE, "TELEGRAM_API_URL": self.address, **settings}
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.folder,
            env={**kept, "PYTHONPATH": str(ROOT), **{name: value for name, value in mine.items() if value is not None}},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._processes.append(process)
        return Process(process)

    async def end(self):
        for process in self._processes:
            if process.returncode is None:
                process.kill()
                await process.wait()
        await self.close_telegram()


@asynccontextmanager
async def a_place(folder):
    place = Place(folder)
    await place.open_telegram()
    try:
        yield place
    finally:
        await place.end()
