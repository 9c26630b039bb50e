"""Team: the clinic's group in the tests of conversations, and what its people do there."""

from bot.preview.chats import ChatKind
from scheduler.staff import new_code

RED_FLAG = "there is pus coming out of my cheek"
EMERGENCY = "I can't breathe and my tongue is swelling"


class Team:
    """A group with Carla and David of the clinic; acts are Carla's unless `by` names another."""

    def __init__(self, talk):
        self.talk = talk
        self.carla, self.david = talk.person("Carla"), talk.person("David")
        self.group = talk.world.add_group("The clinic", [self.carla.person, self.david.person])

    @property
    def chat_id(self):
        return self.group.id

    @property
    def messages(self):
        """What the bot has said in the group, as it stands now."""
        return [one for one in self.group.messages.values() if one.sender.is_bot]

    @property
    def reads(self):
        return [one.content.get("text") or one.content.get("caption") or "" for one in self.messages]

    @property
    def notes(self):
        """The answers to the buttons that anybody of the team pressed, oldest first."""
        return [one.answer["text"] for one in self.talk.world.callbacks.values() if one.chat_id == self.chat_id]

    def buttons_of(self, message):
        rows = (message.markup or {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def find(self, words):
        """Return the newest message of the bot's with these words."""
        for message in reversed(self.messages):
            if words in (message.content.get("text") or message.content.get("caption") or ""):
                return message
        raise AssertionError(f"nobody said {words!r} in the group; there is {self.reads}")

    async def pair(self):
        """Bring the bot into the group with a code, as the clinic does."""
        async with self.talk.database.session() as session:
            code = await new_code(session, self.talk.now)
        self.carla.person.add_bot(self.chat_id)
        await self.talk.settle()
        await self.says(f"/connect {code}")
        return self

    async def says(self, text, *, to=None, by=None):
        """Write in the group; `to` are words of the bot's message that this replies to."""
        reply_to = self.find(to).id if to else None
        (by or self.carla).person.send_text(text, chat_id=self.chat_id, reply_to=reply_to)
        await self._happen()

    async def presses(self, label, *, by=None, on=None):
        message_id = self.find(on).id if on else None
        (by or self.carla).person.press(label, message_id=message_id, chat_id=self.chat_id)
        await self._happen()

    async def forges(self, data):
        self.carla.person.press_data(self.messages[-1].id, data, chat_id=self.chat_id)
        await self._happen()

    def becomes_a_supergroup(self):
        self.group = self.talk.world.upgrade_group(self.chat_id)
        assert self.group.kind is ChatKind.SUPERGROUP

    async def _happen(self):
        await self.talk.settle()
        await self.talk.dispatch()


async def a_team(talk):
    return await Team(talk).pair()


async def writes(talk, person, text):
    """Somebody writes, and what follows from it is sent."""
    await person.says(text)
    await talk.dispatch()


async def taps(talk, person, label):
    await person.presses(label)
    await talk.dispatch()
