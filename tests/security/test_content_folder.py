"""The clinic's content folder: whoever may edit wording reads no other file, runs nothing and breaks no start."""

import pytest

from messages import reading
from messages.reading import ContentFiles

BOMB = "\n".join(
    [
        "a: &a [x, x]",
        *(f"{name}: &{name} [*{former}, *{former}]" for former, name in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "clinic"
    made.mkdir()
    return made


def read(folder, contents):
    (folder / "topics.yaml").write_text(contents, encoding="utf-8")
    files = ContentFiles(folder)
    return files.yaml("topics.yaml"), [problem.message for problem in files.problems]


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    """It shows nobody a file of the machine, be it the settings; a link within the folder is as good as a file."""
    (tmp_path / ".env").write_text("BOT_TOKEN=1:secret", encoding="utf-8")
    (folder / "topics.yaml").symlink_to(tmp_path / ".env")
    (folder / "en").symlink_to(tmp_path)
    (folder / "..data").mkdir()
    (folder / "..data" / "sources.yaml").write_text("a: b", encoding="utf-8")
    (folder / "sources.yaml").symlink_to("..data/sources.yaml")
    files = ContentFiles(tmp_path / "nothing", folder)

    assert [files.text(name) for name in ("topics.yaml", "en/.env", "sources.yaml")] == [None, None, "a: b"]
    assert [problem.message.partition(":")[0] for problem in files.problems] == [
        "this is a link to a file outside of the content folder"
    ] * 2


def test_a_huge_file_is_refused_unread(folder, monkeypatch):
    """It does not fill the memory."""
    monkeypatch.setattr(reading, "LARGEST", 10)

    assert read(folder, "a: bcdefghijk") == (None, ["larger than the 0 MiB of a content file: is this the right file?"])


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        pytest.param("a: !!python/object/apply:os.system ['false']", "could not determine", id="a tag that runs code"),
        pytest.param("a: !!python/name:os.system", "could not determine", id="a tag that names code"),
        pytest.param(BOMB, "`*` for an alias", id="aliases of aliases"),
        pytest.param("a: &a [*a]", "`*` for an alias", id="an alias of itself"),
        pytest.param("a: " + "[" * 200_000, "more than 40 levels", id="brackets without end"),
        pytest.param("- " * 20_000, "more than 40 levels", id="lists of lists without end"),
        pytest.param("a: 2026-13-45", "this is no value", id="a day that is none"),
        pytest.param("a: !!bool perhaps", "this is no value", id="a yes or no that is neither"),
        pytest.param("a: " + "9" * 5000, "this is no value", id="a number of five thousand digits"),
        pytest.param("a: \x01", "not valid YAML", id="a character that no text has"),
    ],
)
def test_no_file_runs_anything_or_ends_the_process(folder, contents, why):
    """It says in one line what is wrong."""
    data, [problem] = read(folder, contents)

    assert data is None
    assert problem.startswith(why)
