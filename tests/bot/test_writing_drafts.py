"""Writing drafts: `drafts` as an operator types it, while the bot runs."""

from datetime import date

import pytest

from bot import writing_drafts
from messages.library import BrokenContent, load
from scheduler.models import DraftTopic, KeptQuestion
from tests.bot.conversation.stories import enrols, patients
from tests.bot.test_reporting import does


@pytest.fixture(autouse=True)
def _the_library_of_the_bot(monkeypatch, library):
    """Read the content once for all tests."""
    monkeypatch.setattr(writing_drafts, "load", lambda **_: library)


async def keep(talk):
    """The team has kept a reply to Ana as a draft."""
    await enrols(talk.person("Ana"))
    [ana] = await patients(talk)
    async with talk.database.session() as session:
        draft = DraftTopic(topic="exercise", language="en", reply="Wait a day.", kept_by="Carla", kept_at=talk.now)
        session.add(draft)
        await session.flush()
        for message_id, words in enumerate(["May I\ndance?", "May I dance?", "Dancing ok?"]):
            session.add(
                KeptQuestion(
                    patient_id=ana.id,
                    draft_id=draft.id,
                    message_id=message_id,
                    sent_at=talk.now,
                    language="en",
                    topic="exercise",
                    words=words,
                )
            )


async def test_drafts_are_files_that_the_check_refuses(talk, tmp_path):
    """It writes the reply and each way of asking once, and says that nobody has reviewed them."""
    await keep(talk)
    code, written = await does(talk, "drafts", "--out", "mine")

    assert code == 0
    assert "mine/en/topics/draft_1.md" in written
    assert "Nobody has reviewed these" in written
    assert (tmp_path / "mine/en/phrasings/draft_1.txt").read_text().splitlines()[1:] == ["May I dance?", "Dancing ok?"]
    assert "Wait a day." in (tmp_path / "mine/en/topics/draft_1.md").read_text()
    assert f"kept as a draft on {date(2026, 11, 20)}" in (tmp_path / "mine/topics.yaml").read_text()
    with pytest.raises(BrokenContent, match="draft_1"):
        load(overlay=tmp_path / "mine")


async def test_it_writes_over_nothing(talk, tmp_path):
    """It leaves a folder alone that somebody works in."""
    await keep(talk)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    code, written = await does(talk, "drafts", "--out", "mine")

    assert code == 2
    assert "mine is not empty" in written
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


async def test_without_drafts_it_says_how_one_is_kept(talk, tmp_path):
    """It makes no empty folder."""
    code, written = await does(talk, "drafts", "--out", "mine")

    assert (code, written.startswith("no drafts")) == (0, True)
    assert not (tmp_path / "mine").exists()
