"""Names and words of others among ours: never a link, never bold, never a command of ours, wherever they are shown."""

import pytest

from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import RED_FLAG, a_team

LINK = "<a href='https://evil.example'>tap</a>"
TAG = "</b><i>"
OURS = {
    "bold",
    "italic",
    "blockquote",
    "code",
    "expandable_blockquote",
    "phone_number",
    "bot_command",
    "url",
    "hashtag",
}


@pytest.mark.parametrize("who", ["the patient", "the team", "the clinic"])
async def test_what_others_write_is_shown_as_it_was_written(open_talk, monkeypatch, who):
    """It says everything, and makes no markup of a name, a question, a reply, a label or a clinic's name."""
    by = {name: f"{LINK}{TAG}" if name == who else "Ana" for name in ("the patient", "the team", "the clinic")}
    talk = await open_talk(clinic_name=by["the clinic"], telegram_api_url="http://127.0.0.1:8081")
    ana, person = talk.person(by["the patient"]), talk.person
    monkeypatch.setattr(talk, "person", lambda name: person(by["the team"] if name == "Carla" else name))
    team = await a_team(talk)
    await enrols(ana)
    await ana.says("/privacy")
    await ana.says("/clinic")
    await ana.says(f"{RED_FLAG} {by['the patient']}")
    await talk.dispatch()
    await team.presses("I take it")
    await team.says(f"We call you {by['the team']}", to="Alert 1")
    await team.says(f"/invite {by['the team']}")
    await ana.says(f"Thank you {by['the patient']}")
    await talk.dispatch()
    said = [one for chat in talk.world.chats.values() for one in chat.messages.values() if one.sender.is_bot]
    marks = [mark for one in said for name in ("entities", "caption_entities") for mark in one.content.get(name, [])]
    words = "\n".join(one.content.get("text") or one.content.get("caption") or "" for one in said)

    assert [mark for mark in marks if "evil.example" in mark.get("url", "")] == []
    assert {mark["type"] for mark in marks} <= OURS
    assert LINK[:20] in words
    assert "&lt;" not in words
    assert any("We call you" in text for text in ana.reads)
