"""The preview's clock and settings; the whole of it is driven in tests/e2e."""

from datetime import timedelta

import pytest

from bot.previewing import TOKEN, PreviewClock, demo_settings
from bot.settings import load_settings
from scheduler.clock import MovableClock
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import a_team


def test_a_preview_never_uses_the_clinics_token_or_database(monkeypatch):
    """It keeps what a patient reads, and puts its own token, database and Telegram in place of the real ones."""
    monkeypatch.setenv("BOT_TOKEN", "123456789:a-real-token-of-a-real-clinic-0000")
    monkeypatch.setenv("DATABASE_URL", "postgresql://clinic/patients")
    monkeypatch.setenv("CLINIC_NAME", "Clínica del Prado")

    settings = demo_settings(load_settings(), telegram_api_url="http://127.0.0.1:1", database_url="sqlite:///x.db")

    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.database_url == "sqlite:///x.db"
    assert settings.telegram_api_url == "http://127.0.0.1:1"
    assert settings.clinic_name == "Clínica del Prado"
    assert settings.clinic_phone == "+44 20 7946 0123"


@pytest.fixture
async def enrolled(talk):
    """The preview's clock over a bot with one enrolled patient."""
    ana = talk.person("Ana")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("today 2pm")
    await ana.presses("Yes")
    await talk.dispatch()
    control = PreviewClock(clock=_Moving(talk), world=talk.world, engine=talk.engine)
    return control, talk, ana


class _Moving(MovableClock):
    """The preview's clock, on the clock of the test."""

    def __init__(self, talk):
        super().__init__()
        self.talk = talk

    def __call__(self):
        return self.talk.now

    def advance(self, by):
        self.talk.time.pass_to(self.talk.now + by)


async def test_everything_due_on_the_way_happens(enrolled):
    """It stops at each due instant: what is sent says the time at which it was due, not that of the arrival."""
    control, talk, ana = enrolled
    due_at = await control.next_due()

    await control.advance(timedelta(days=2))

    sent = [message.sent_at for message in ana.person.messages()]
    assert due_at in sent
    assert sent == sorted(sent)
    assert await control.next_due() > talk.now


async def test_the_next_reminder_is_no_digest(open_talk):
    """It names the next thing that a patient reads, whatever the team is to read before."""
    talk = await open_talk(digest_at="16:00")
    control = PreviewClock(clock=_Moving(talk), world=talk.world, engine=talk.engine)
    await a_team(talk)

    assert await control.next_due() is None

    await enrols(talk.person("Ana"))

    assert await control.next_due() == talk.now


async def test_without_a_bot_only_the_clock_moves(talk):
    """It can be moved before the bot is up."""
    control = PreviewClock(clock=_Moving(talk), world=talk.world)
    before = control.now()

    await control.advance(timedelta(hours=1))

    assert control.now() - before == timedelta(hours=1)
    assert await control.next_due() is None
