"""The team's commands: what the group's help names, the clinic's guide explains."""

from pathlib import Path

import pytest

from bot.routing import TEAM_COMMANDS, TEAM_MENU

GUIDE = (Path(__file__).parents[2] / "docs" / "clinic-guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted({*TEAM_COMMANDS} - {"start"}))
def test_the_guide_has_every_command_of_the_group(command):
    """It lists each in its table; Telegram alone sends /start there."""
    assert f"| `/{command}" in GUIDE


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", ["staff_help", "staff_welcome"])
def test_the_help_names_every_command_of_the_menu(library, language, key):
    """It names each, but for itself."""
    said = library.label(language, key, clinic="Clínica del Prado")

    assert [command for command in TEAM_MENU if command != "help" and f"/{command}" not in said] == []


def test_the_guide_says_what_the_buttons_say(library):
    """It quotes the button that lets messages go on as it stands in the group."""
    assert f'"{library.label("en", "button_care_resume")}"' in GUIDE
    assert library.label("en", "person_no_plan_minor") in GUIDE
    assert library.label("en", "person_no_plan_procedure") in GUIDE
