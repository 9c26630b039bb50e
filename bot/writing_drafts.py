"""Writing drafts: the `drafts` command. Replies that the team kept, as topic files for somebody to review."""

from collections.abc import Mapping
from pathlib import Path

import typer

from bot.operating import in_one_line, read_database
from bot.private_files import write_private
from bot.settings import load_settings
from bot.usage import refuse
from messages.drafting import TOPICS, draft_files
from messages.library import load
from messages.reading import SHIPPED, ContentFiles
from scheduler.draft_topics import all_drafts


def write_drafts(out: Path) -> None:
    """Write every draft that is no topic yet into a new folder, and say what to do with it."""
    with in_one_line():
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            refuse("drafts", f"--out: {out} is not empty: name a new folder, so that nothing in it is lost")
        overlay = load_settings().content_dir
        library = load(overlay=overlay)
        topics_yaml = ContentFiles(SHIPPED, overlay).text(TOPICS) or ""
        files = draft_files(library, topics_yaml, read_database(all_drafts))
        if not files:
            typer.echo("no drafts: the team keeps a reply as one with the buttons under /unanswered")
            return
        _write(out, files)
        for name in files:
            typer.echo(str(out / name))
        typer.echo(
            "Nobody has reviewed these, and no start takes them as they are. Add what is missing, copy them into "
            "the folder CONTENT_DIR, and run `afterglow check`: docs/editing-content.md says how.",
            err=True,
        )


def _write(out: Path, files: Mapping[str, str]) -> None:
    try:
        for name, contents in files.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            write_private(out / name, contents.encode())  # what patients asked
    except OSError as error:
        refuse("drafts", f"--out: {out}: {error.strerror}: choose another folder")
