"""The command line, as an operator runs it."""

from typer.testing import CliRunner

from bot.cli import app


def test_check_finds_no_fault_and_notes_what_is_missing_to_go_live():
    """It passes before anything is set up, and says what a live start will want."""
    result = CliRunner().invoke(app, ["check"])

    assert result.exit_code == 0
    assert "note: CLINIC_PHONE is not set: put it in .env" in result.stdout


def test_check_fails_for_a_wrong_setting(monkeypatch):
    """It exits 1 and names the setting in one line."""
    monkeypatch.setenv("PORT", "eighty")

    result = CliRunner().invoke(app, ["check"])

    assert result.exit_code == 1
    assert "fault: PORT: " in result.stderr


def test_check_fails_for_broken_content_with_file_and_line(monkeypatch, tmp_path):
    """It names the place in a file that the clinic replaced."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "texts.ftl").write_text("welcome = Hello { $clinic\n", encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))

    result = CliRunner().invoke(app, ["check"])

    assert result.exit_code == 1
    assert "texts.ftl:1: " in result.stderr
