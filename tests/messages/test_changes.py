"""Changes: what an edit of the content changes, in the words of who edits it."""

import pytest

from messages.changes import Edit, edits
from messages.library import read
from messages.reading import SHIPPED, ContentFiles


@pytest.fixture(scope="module")
def before():
    files = ContentFiles(SHIPPED)
    return files, read(files)


def edited(before, tmp_path, name, old, new):
    """Return what differs once a text of one file is replaced."""
    old_files, old_library = before
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    was = (SHIPPED / name).read_text(encoding="utf-8")
    assert old in was
    file.write_text(was.replace(old, new, 1), encoding="utf-8")
    files = ContentFiles(SHIPPED, tmp_path)
    library = read(files)
    assert files.problems == []
    return edits(old_library, library, old_files, files)


def test_nothing_differs_from_itself(before):
    """It finds no change where there is none."""
    files, library = before

    assert edits(library, library, files, files) == []


def test_a_step_that_moves_is_named_with_its_times(before, tmp_path):
    """It shows the field that differs, as the course spells it."""
    [edit] = edited(before, tmp_path, "courses/microneedling.yaml", "{once: 14d}", "{once: 15d}")

    assert (edit.what, edit.removed, edit.added) == ("step", ("when: offset 336h",), ("when: offset 360h",))


def test_a_short_text_is_shown_before_and_after(before, tmp_path):
    """It names the key and the language; other texts of the file are left out."""
    [edit] = edited(before, tmp_path, "en/texts.ftl", "\nerase_kept = All right.", "\nerase_kept = Fine.")

    assert edit == Edit(
        what="text",
        name="erase_kept (en)",
        removed=("All right. I have erased nothing.",),
        added=("Fine. I have erased nothing.",),
    )


def test_an_answer_is_shown_by_its_lines(before, tmp_path):
    """It shows the lines that differ and no other."""
    [edit] = edited(before, tmp_path, "es/topics/redness.md", "## helps\n", "## helps\n\nAlgo nuevo.\n")

    assert edit == Edit(what="answer", name="redness (es)", added=("Algo nuevo.",))


def test_what_is_learnt_from_is_only_named(before, tmp_path):
    """It lists a file of rules or phrasings by its name."""
    [edit] = edited(before, tmp_path, "out_of_scope/en.txt", "\n", "\n# a remark\n")

    assert edit == Edit(what="file", name="out_of_scope/en.txt")
