"""Updates of every kind the Bot API knows, and what no kind is: valid ones, and valid ones with something wrong.

Everything follows from the dice that are passed in: a seed makes the same updates again.
"""

from copy import deepcopy

from bot.buttons import Action
from tests.fuzz.kinds import DETAILS, MEDIA, OTHER_KINDS, RIGHTS, SERVICE, STATUSES, WHEN, WORDS, WRONG


class Updates:
    """Makes updates from some people; each gets the next id."""

    def __init__(self, dice, people, *, first_id):
        self.dice, self.people, self.next_id = dice, people, first_id

    def valid(self):
        """Return an update as Telegram may send it."""
        kinds = (self._message, self._message, self._edited, self._press, self._membership, self._other)
        kind, body = self.dice.choice(kinds)()
        return self._numbered({kind: body})

    def mutated(self):
        """Return a valid one with one to three things wrong; its id stays right."""
        update = deepcopy(self.valid())
        for _ in range(self.dice.randint(1, 3)):
            self._spoil(update)
        if self.dice.random() < 0.1:
            holder, name = self._place(update)
            holder[name] = _nested(holder[name], self.dice.choice((3, 30, 300, 3000)))
        return update

    def says(self, person, text):
        """Return a message of somebody."""
        content = {"text": text}
        self._mark(content, text)
        message = {**self._of(person, content), "chat": {"id": person, "type": "private", "first_name": "Ana"}}
        return self._numbered({"message": message})

    def _numbered(self, update):
        self.next_id += 1
        return {"update_id": self.next_id, **update}

    def _of(self, person, content):
        return {
            "message_id": self.dice.randint(1, 10**6),
            "from": {"id": person, "is_bot": False, "first_name": "Ana", "language_code": self._language()},
            "chat": self._chat(person),
            "date": WHEN,
            **content,
        }

    def _language(self):
        return self.dice.choice(("en", "es", "es-MX", "de", "zh-hans", ""))

    def _chat(self, person):
        if self.dice.random() < 0.9:
            return {"id": person, "type": "private", "first_name": "Ana"}
        kind = self.dice.choice(("group", "supergroup", "channel"))
        return {"id": -self.dice.randint(10**9, 10**13), "type": kind, "title": "Group"}

    def _message(self):
        return "message", self._of(self.dice.choice(self.people), self._content())

    def _edited(self):
        return "edited_message", {**self._of(self.dice.choice(self.people), self._content()), "edit_date": WHEN + 60}

    def _content(self):
        roll = self.dice.random()
        if roll < 0.6:
            content = {"text": self._words()}
        elif roll < 0.8:
            content = self._one_of(MEDIA)
            if self.dice.random() < 0.5:
                content["caption"] = self._words()[:1024]
        else:
            content = self._one_of(SERVICE)
        if self.dice.random() < 0.2:
            content |= self._one_of(DETAILS)
        if text := content.get("text") or content.get("caption"):
            self._mark(content, text)
        return content

    def _words(self):
        words = self.dice.choice(WORDS)
        return words if self.dice.random() < 0.8 else f"{words} {self.dice.choice(WORDS)}"[:4096]

    def _mark(self, content, text):
        """Mark a command as Telegram does, and now and then something else, with units of UTF-16."""
        name = "entities" if "text" in content else "caption_entities"
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            content[name] = [{"type": "bot_command", "offset": 0, "length": length}]
        elif self.dice.random() < 0.1:
            content[name] = [{"type": "bold", "offset": self.dice.randint(0, 9), "length": self.dice.randint(0, 9)}]

    def _press(self):
        person = self.dice.choice(self.people)
        body = {"id": str(self.dice.randint(1, 10**18)), "from": self._of(person, {})["from"], "chat_instance": "1"}
        roll = self.dice.random()
        if roll < 0.8:
            body["message"] = self._of(person, {"text": "Press"})
        elif roll < 0.9:
            body["message"] = {"message_id": 5, "date": 0, "chat": {"id": person, "type": "private"}}
        else:
            body["inline_message_id"] = "1"
        return "callback_query", {**body, "data": self._data()} if roll < 0.98 else {**body, "game_short_name": "x"}

    def _data(self):
        choices = ("", "yes", "no", "0", "1", "-1", "es", "worse", "redness", "2026-11-20", "14:00", "99", "é" * 20)
        row = self.dice.choice(("", "0", "1", "2", "7", "999999999", "9" * 18, "9" * 30, "-1", "x"))
        return f"{self.dice.choice((*Action, 'gone'))}:{row}:{self.dice.choice(choices)}"

    def _membership(self):
        person = self.dice.choice(self.people)
        of = self._of(person, {})
        member = {**RIGHTS, "until_date": 0, "user": {"id": 7_000_000_001, "is_bot": True, "first_name": "A"}}
        return "my_chat_member", {
            "chat": of["chat"],
            "from": of["from"],
            "date": WHEN,
            "old_chat_member": {**member, "status": self.dice.choice(STATUSES)},
            "new_chat_member": {**member, "status": self.dice.choice(STATUSES)},
        }

    def _other(self):
        [(kind, body)] = self._one_of(OTHER_KINDS).items()
        return kind, body

    def _one_of(self, table):
        name = self.dice.choice(list(table))
        return {name: deepcopy(table[name])}

    def _spoil(self, update):
        """Do something wrong at a random place below the id."""
        holder, name = self._place(update)
        match self.dice.randrange(4):
            case 0:
                del holder[name]
            case 1 | 2:
                holder[name] = deepcopy(self.dice.choice(WRONG))
            case 3:
                update[self.dice.choice(("message", "callback_query", "my_chat_member"))] = deepcopy(holder[name])

    def _place(self, update):
        """Return a random holder and key below the id; where nothing is left, a new one."""
        if len(update) == 1:
            update["message"] = {}
        return self.dice.choice([place for place in _places(update) if place[1] != "update_id"])


def _places(value):
    """Return every (holder, key) in a structure."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    places = []
    for name, part in items:
        places += [(value, name), *_places(part)]
    return places


def _nested(value, levels):
    for _ in range(levels):
        value = [value] if levels % 2 else {"message": value}
    return value
