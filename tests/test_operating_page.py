"""docs/operating.md says what is there, and everything that is there to be watched."""

import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for room in ("bot", "scheduler") for path in (ROOT / room).rglob("*.py")
)
NOT_SETTINGS = {"POSTGRES_PASSWORD", "REPLICAS", "SIGTERM", "HOST", "PORT"}


def test_every_figure_is_explained():
    """It names each metric, and none that is not there."""
    families = text_string_to_metric_families(Metrics().exposition(None).decode())
    there = {family.name.removesuffix("_created") for family in families}

    named = {name.removesuffix("_total") for name in re.findall(r"`(afterglow_\w+)", PAGE)}
    assert named == there


def test_every_action_to_look_for_is_written_somewhere():
    """It sends nobody looking for lines that never come."""
    table = PAGE[PAGE.index("| action |") :]
    actions = [
        action for row in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE) for action in re.findall(r"`(\w+)`", row)
    ]

    assert len(actions) >= 12
    assert [action for action in actions if f'action="{action}"' not in SOURCES] == []


@pytest.mark.parametrize("part", ["polling", "draining", "database", "dispatcher"])
def test_every_part_that_may_be_in_trouble_is_explained(part):
    """It says when /healthz names it."""
    assert f"| `{part}` |" in PAGE
    assert f'"{part}"' in SOURCES


def test_every_setting_it_names_is_one():
    """It keeps up when a setting is renamed."""
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", PAGE)) - NOT_SETTINGS

    assert named <= {name.upper() for name in Settings.model_fields}
    assert {"WEBHOOK_URL", "WEBHOOK_SECRET", "METRICS_PORT", "HEARTBEAT_URL", "DISPATCH_RATE"} <= named


def test_the_containers_are_told_settings_that_exist():
    """It would be silently ignored otherwise."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]

    told = set(services["bot"]["environment"])
    assert told <= {name.upper() for name in Settings.model_fields}
    assert services["migrate"]["command"] == "migrate"
