"""The page and what it talks to: `/`, `/page/...` and `/preview/...`."""

import asyncio
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from bot.preview.clock_control import ClockControl
from bot.preview.page_acts import Act, NewPerson, perform
from bot.preview.page_views import state_json
from bot.preview.people import NotPossible, Person
from bot.preview.world import World

PAGE = Path(__file__).parent / "page"
FILES = {
    "index.html": "text/html",
    "preview.css": "text/css",
    "preview.js": "text/javascript",
    "phone.js": "text/javascript",
    "messages.js": "text/javascript",
}
SHOWN = {"image/png", "image/jpeg"}
LONGEST_WAIT = 25.0  # seconds until an unchanged state is answered all the same
MORNING = time(8)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class Move(BaseModel):
    """How far to move the clock: hour, day, week, next_due or next_morning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str


class Outage(BaseModel):
    """Whether Telegram is to be down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: bool


class PageApi:
    """The page's side of the preview. One clock moves at a time."""

    def __init__(self, world: World, clock_control: ClockControl, zone: tzinfo) -> None:
        self.world = world
        self.clock_control = clock_control
        self.zone = zone
        self.moving = False

    async def page(self, request: Request) -> Response:
        """Serve the page and its two files."""
        name = request.path_params.get("name", "index.html")
        if name not in FILES:
            return _trouble(404, "there is no such file")
        return FileResponse(PAGE / name, media_type=FILES[name])

    async def state(self, request: Request) -> Response:
        """Answer the state; with `since`, as soon as it differs from that version."""
        since, person_id = request.query_params.get("since", ""), request.query_params.get("person", "")
        if since == str(self.world.bell.count) and not self.world.closing:
            await self.world.bell.wait(LONGEST_WAIT)
            # What changes together arrives together.
            await asyncio.sleep(0)
        people = {str(person.id): person for person in self.world.people()}
        person = people.get(person_id)
        now = self.clock_control.now()
        return JSONResponse(state_json(self.world, now=now, zone=self.zone, person=person, moving=self.moving))

    async def act(self, request: Request) -> Response:
        """Let a person do something."""
        try:
            perform(self.world, Act.model_validate_json(await request.body()))
        except ValidationError as error:
            return _unreadable(error)
        except NotPossible as error:
            return _trouble(409, str(error))
        return JSONResponse({"ok": True})

    async def add_person(self, request: Request) -> Response:
        """Let a new patient in."""
        try:
            given = NewPerson.model_validate_json(await request.body())
        except ValidationError as error:
            return _unreadable(error)
        person: Person = self.world.add_person(given.first_name, language_code=given.language_code)
        return JSONResponse({"ok": True, "id": person.id})

    async def move_clock(self, request: Request) -> Response:
        """Move the clock; answers when everything due on the way has happened."""
        try:
            move = Move.model_validate_json(await request.body())
        except ValidationError as error:
            return _unreadable(error)
        if self.moving:
            return _trouble(409, "the clock is moving already: wait for it")
        self._set_moving(moving=True)
        try:
            return await self._move(move)
        finally:
            self._set_moving(moving=False)

    async def set_outage(self, request: Request) -> Response:
        """Take Telegram down, or bring it back."""
        try:
            self.world.outage = Outage.model_validate_json(await request.body()).on
        except ValidationError as error:
            return _unreadable(error)
        return JSONResponse({"ok": True})

    async def file(self, request: Request) -> Response:
        """Serve a file of a chat: pictures to be shown, anything else to be saved."""
        stored = self.world.files.find(request.path_params["file_id"])
        if stored is None:
            return _trouble(404, "there is no such file")
        if stored.mime_type in SHOWN:
            return Response(stored.data, media_type=stored.mime_type)
        headers = {"content-disposition": "attachment"}
        return Response(stored.data, media_type="application/octet-stream", headers=headers)

    async def _move(self, move: Move) -> Response:
        if move.to in STEPS:
            await self.clock_control.advance(STEPS[move.to])
        elif move.to == "next_morning":
            await self.clock_control.advance_to(next_morning(self.clock_control.now(), self.zone))
        elif move.to == "next_due":
            due = await self.clock_control.next_due()
            if due is None:
                return _trouble(409, "nothing is planned ahead")
            await self.clock_control.advance_to(due)
        else:
            return _trouble(400, "move the clock to: hour, day, week, next_due or next_morning")
        return JSONResponse({"ok": True, "now": self.clock_control.now().isoformat()})

    def _set_moving(self, *, moving: bool) -> None:
        self.moving = moving
        self.world.bell.ring()


def next_morning(now: datetime, zone: tzinfo) -> datetime:
    """Return the next eight o'clock in a zone, strictly after now."""
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), MORNING, tzinfo=zone)
    return morning if morning > now else datetime.combine(local.date() + timedelta(days=1), MORNING, tzinfo=zone)


def _unreadable(error: ValidationError) -> Response:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the request"
    return _trouble(400, f"{where}: {first['msg']}")


def _trouble(status: int, description: str) -> Response:
    return JSONResponse({"ok": False, "description": description}, status_code=status)
