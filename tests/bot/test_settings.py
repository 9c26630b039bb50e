"""Settings: typed, documented, and wrong ones named in one line."""

from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting, load_settings, missing_for_live

EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"


def test_the_example_lists_every_setting_with_its_default_and_meaning():
    """It keeps .env.example true: nothing missing, nothing else, each with its line."""
    expected = [
        (f"# {field.description}", f"{name.upper()}={'' if field.default is None else field.default}")
        for name, field in Settings.model_fields.items()
    ]
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line][1:]

    assert list(zip(lines[::2], lines[1::2], strict=True)) == expected


def test_the_example_can_be_copied_as_it_is(tmp_path):
    """It starts the preview from an untouched copy of the example."""
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")

    assert load_settings() == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "value", "way_out"),
    [
        ("CLINIC_TIMEZONE", "Madrid", "Europe/Madrid"),
        ("BOT_TOKEN", "hello", "BotFather"),
        ("PORT", "eighty", "integer"),
        ("DATABASE_URL", "mysql://x", "sqlite:///"),
        ("TELEGRAM_API_URL", "telegram", "https://api.telegram.org"),
        ("TELEGRAM_API_URL", "http://api.telegram.org", "https"),
        ("TELEGRAM_API_URL", "http://8.8.8.8:8081", "https"),
        ("TELEGRAM_API_URL", "https://api.telegram.org@bot.example.org", "https://api.telegram.org"),
        ("TELEGRAM_API_URL", "file:///etc/passwd", "https://api.telegram.org"),
        ("HEARTBEAT_URL", "file:///etc/passwd", "https://"),
        ("WEBHOOK_URL", "ftp://bot.example.org", "https://"),
        ("CONTENT_APPROVAL", "maybe", "waived"),
        ("RETENTION_DAYS", "0", "greater than or equal to 1"),
        ("WEBHOOK_URL", "bot.example.org", "https://"),
        ("WEBHOOK_URL", "http://bot.example.org/telegram", "443, 80, 88 or 8443"),
        ("WEBHOOK_URL", "https://bot.example.org:8080/telegram", "443, 80, 88 or 8443"),
        ("WEBHOOK_SECRET", "two words", "A-Z, a-z, 0-9, _ and -"),
        ("METRICS_PORT", "http", "integer"),
        ("HEARTBEAT_URL", "hc-ping", "https://"),
        ("DIGEST_AT", "8 am", "08:00"),
        ("DIGEST_AT", "24:00", "08:00"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(monkeypatch, name, value, way_out):
    """It says which setting is wrong and what would be right."""
    monkeypatch.setenv(name, value)

    with pytest.raises(WrongSetting) as caught:
        load_settings()

    assert str(caught.value).count("\n") == 0
    assert str(caught.value).startswith(f"{name}: ")
    assert way_out in str(caught.value)


def test_a_wrong_token_is_not_repeated(monkeypatch):
    """It never prints what might be most of a real token."""
    monkeypatch.setenv("BOT_TOKEN", "123456789-secret")

    with pytest.raises(WrongSetting) as caught:
        load_settings()

    assert "secret" not in str(caught.value)


def test_what_is_missing_to_go_live_is_listed():
    """It names the four settings without which no patient may be served."""
    assert [line.split()[0] for line in missing_for_live(load_settings())] == [
        "BOT_TOKEN",
        "CLINIC_NAME",
        "CLINIC_PHONE",
        "CLINIC_TIMEZONE",
    ]


def test_a_secret_or_a_heartbeat_address_is_not_repeated(monkeypatch):
    """It never prints what opens something."""
    monkeypatch.setenv("WEBHOOK_SECRET", "open sesame")
    monkeypatch.setenv("HEARTBEAT_URL", "hc-ping/open-sesame")

    with pytest.raises(WrongSetting) as caught:
        load_settings()

    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"webhook_url": "https://bot.example.org/telegram"},
        {"webhook_url": "https://bot.example.org:8443"},
        {"webhook_url": "http://127.0.0.1:8080/hook", "telegram_api_url": "http://127.0.0.1:8081"},
        {"telegram_api_url": "http://telegram-bot-api:8081"},
        {"telegram_api_url": "http://[fd00::1]:8081/"},
        {"metrics_port": "", "webhook_secret": "", "heartbeat_url": ""},
    ],
)
def test_what_is_right_is_taken(settings):
    """It lets a Bot API server of one's own post over http and to any port."""
    assert load_settings(**settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTENT_DIR", "no/such/folder"),
        ("CLINIC_TIMEZONE", "Factory"),
        ("EMERGENCY_NUMBER", "call me"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://clinic@localhost:abc/name"),
    ],
)
def test_a_setting_that_would_only_fail_later_is_refused_at_once(monkeypatch, name, value):
    """It names the setting in one line, rather than serve patients with something else."""
    monkeypatch.setenv(name, value)

    with pytest.raises(WrongSetting, match=f"^{name}: [^\n]+$"):
        load_settings()


def test_a_settings_file_that_is_not_utf_8_is_one_line(tmp_path):
    """It says how to save it."""
    (tmp_path / ".env").write_bytes("CLINIC_NAME=Cl\xednica".encode("latin-1"))

    with pytest.raises(WrongSetting, match=r"^\.env: this is not UTF-8"):
        load_settings()
