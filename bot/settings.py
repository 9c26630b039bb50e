"""Settings: every one typed, from the environment or `.env`. A wrong one stops the start with a line that names it."""

import re
from datetime import time
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from messages.opening_hours import BadHours, read_closed_days, read_opening_hours

TELEGRAM = "https://api.telegram.org"
ADDRESS = r"https?://[^\s/]+(/\S*)?"
BARE_ADDRESS = r"https?://[^\s/?#@]+(/[^\s?#]*)?"
OWN_NETWORK = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
POSTED_TO = r"https://[^\s/:@]+(:(443|80|88|8443))?(/|$)"
LIVE = ("bot_token", "clinic_name", "clinic_phone", "clinic_timezone")


class WrongSetting(Exception):
    """A setting is missing or wrong. The message has one line per setting, with its name and the way out."""


NO_PLACE = {"Factory", "localtime"}  # in the table of zones, and nobody lives there


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - NO_PLACE)


def _zone(name: str) -> str:
    if name and name not in _zones():
        raise ValueError(f"{name!r} is no time zone; write it like Europe/Madrid or America/Mexico_City")
    return name


def _token(value: SecretStr | None) -> SecretStr | None:
    if value and not re.fullmatch(r"\d+:[\w-]{30,}", value.get_secret_value()):
        raise ValueError("this is no bot token; BotFather gives one like 123456789:AbC... in one piece")
    return value


def _folder(path: Path | None) -> Path | None:
    if path and not path.is_dir():
        raise ValueError(f"{path} is no folder: name one that holds files as in messages/content, or leave it empty")
    return path


def _has_a_port(address: str) -> bool:
    """Return whether what stands for the port, if anything, is one."""
    try:
        urlsplit(address).port  # noqa: B018 - reading it raises
    except ValueError:
        return False
    return True


def _is_in_own_network(address: str) -> bool:
    """Return whether an address names a machine that is not reached over the internet."""
    name = urlsplit(address).hostname or ""
    try:
        return not ip_address(name).is_global
    except ValueError:
        return "." not in name or name.endswith(OWN_NETWORK)


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


Zone = Annotated[str, AfterValidator(_zone)]
Token = Annotated[SecretStr | None, BeforeValidator(_empty_is_none), AfterValidator(_token)]
OptionalFolder = Annotated[Path | None, BeforeValidator(_empty_is_none), AfterValidator(_folder)]
OptionalChat = Annotated[int | None, BeforeValidator(_empty_is_none)]


class Settings(BaseSettings):
    """The description of each field is its line in .env.example."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: Token = Field(None, description="The token from BotFather. Empty: the preview is started instead.")
    telegram_api_url: str = Field(TELEGRAM, description="Where the Bot API answers.")
    database_url: str = Field(
        "sqlite:///data/afterglow.db", description="sqlite:///file or postgresql://user:password@host/name."
    )
    clinic_name: str = Field("", description="The clinic's name, as patients read it. Needed to go live.")
    clinic_phone: str = Field("", description="The number patients call. Needed to go live.")
    clinic_timezone: Zone = Field("", description="The clinic's time zone, such as Europe/Madrid. Needed to go live.")
    clinic_language: str = Field("en", description="The clinic's language: en or es.")
    clinic_hours: str = Field("", description="When the phone is answered: Mon-Fri 09:00-18:00; Sat 10:00-14:00.")
    clinic_closed: str = Field("", description="Days on which it is closed: 2026-12-25, 2026-12-31..2027-01-02.")
    staff_chat_id: OptionalChat = Field(
        None, description="The team's group by its number. Empty: the one paired with `afterglow connect`."
    )
    second_contact_chat_id: OptionalChat = Field(
        None, description="Who is told when nobody in the group takes an alert: a chat by its number."
    )
    digest_at: str = Field("08:00", description="When the team gets its digest, in the clinic's zone. Empty: never.")
    open_enrolment: bool = Field(True, description="False: only patients with a link from the clinic can enrol.")
    emergency_number: str = Field("", description="Used where the patient's country is not known. Empty: by zone.")
    content_dir: OptionalFolder = Field(None, description="A folder whose files replace those of messages/content.")
    content_approval: Literal["required", "waived"] = Field(
        "required", description="waived: start with content that nobody at the clinic has approved."
    )
    retention_days: int = Field(180, ge=1, le=3650, description="Days after the course until a patient is erased.")
    backup_keep: int = Field(
        14, ge=0, le=3650, description="Nightly backups that are kept, with SQLite. 0: none are made."
    )
    dispatch_rate: float = Field(
        25, ge=0, le=1000, description="Reminders a second in all; Telegram takes about 30. 0: as fast as it goes."
    )
    webhook_url: str = Field(
        "", description="The https address that Telegram posts updates to. Empty: they are polled."
    )
    webhook_secret: SecretStr | None = Field(
        None, description="What Telegram shows with each post. Empty: made from BOT_TOKEN, the same in every process."
    )
    host: str = Field("127.0.0.1", description="Where the webhook and the preview listen.")
    port: int = Field(8080, ge=0, le=65535, description="Their port; 0 takes a free one.")
    metrics_port: int | None = Field(
        9090,
        ge=0,
        le=65535,
        description="/metrics and /healthz, on this machine alone; 0 takes a free port. Empty: off.",
    )
    heartbeat_url: str = Field("", description="Asked for every minute while all is well. Empty: nobody is told.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_format: Literal["text", "json"] = Field("text", description="text for people, json for machines.")

    @field_validator("clinic_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        try:
            read_opening_hours(value, "", ZoneInfo("UTC"))
        except BadHours as wrong:
            raise ValueError(str(wrong)) from None
        return value

    @field_validator("digest_at")
    @classmethod
    def _digest(cls, value: str) -> str:
        if value and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("this is no time of day: write it like 08:00, or leave it empty for no digest")
        return value

    @field_validator("clinic_closed")
    @classmethod
    def _closed(cls, value: str) -> str:
        try:
            read_closed_days(value)
        except BadHours as wrong:
            raise ValueError(str(wrong)) from None
        return value

    @field_validator("log_level", "log_format", "content_approval", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("webhook_secret", "metrics_port", mode="before")
    @classmethod
    def _left_empty(cls, value: Any) -> Any:
        return _empty_is_none(value)

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("use 1 to 256 of A-Z, a-z, 0-9, _ and -, or leave it empty")
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def _heartbeat(cls, value: str) -> str:
        if value and not re.fullmatch(ADDRESS, value):
            raise ValueError("this is no web address; write https://... or leave it empty")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return value
        if not re.fullmatch(ADDRESS, value):
            raise ValueError("this is no web address; write https://your.domain/telegram, or leave it empty")
        if info.data.get("telegram_api_url") == TELEGRAM and not re.match(POSTED_TO, value):
            raise ValueError(
                "Telegram posts to https on port 443, 80, 88 or 8443 only; put nginx or the like before it"
            )
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.fullmatch(BARE_ADDRESS, value) or not _has_a_port(value):
            raise ValueError(f"this is no web address; Telegram's is {TELEGRAM}")
        if value.startswith("http:") and not _is_in_own_network(value):
            raise ValueError("write https: the token is in each address, and over http anybody on the way reads it")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        is_file = value.startswith("sqlite:///") and value.removeprefix("sqlite:///").strip("/:") not in {"", "memory"}
        if not (is_file or (value.startswith("postgresql://") and _has_a_port(value))):
            raise ValueError("write sqlite:///data/afterglow.db or postgresql://user:password@host/name")
        return value

    @field_validator("emergency_number")
    @classmethod
    def _number(cls, value: str) -> str:
        if value and not re.fullmatch(r"\+?\d[\d -]{1,14}", value):
            raise ValueError("this is no phone number; an emergency number is one like 112 or 911")
        return value

    @property
    def digest_time(self) -> time | None:
        """When the team gets its digest, in the clinic's zone; None for never."""
        return time.fromisoformat(self.digest_at) if self.digest_at else None

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's zone; UTC until it is set (the preview, `check`)."""
        return ZoneInfo(self.clinic_timezone or "UTC")


def load_settings(**given: Any) -> Settings:
    """Read the settings; `given` ones win over the environment, which wins over .env. Raises WrongSetting."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise WrongSetting("\n".join(_line(detail) for detail in error.errors())) from None
    except UnicodeDecodeError:
        raise WrongSetting(".env: this is not UTF-8 text: save the file with the encoding UTF-8") from None


def missing_for_live(settings: Settings) -> list[str]:
    """Return a line for each setting without which no patient may be served."""
    return [f"{name.upper()} is not set: put it in .env" for name in LIVE if not getattr(settings, name)]


def _line(detail: Any) -> str:
    name = str(detail["loc"][0]).upper() if detail["loc"] else "settings"
    return f"{name}: {detail['msg'].removeprefix('Value error, ')}"
