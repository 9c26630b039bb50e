"""Red-flag lines: messages under the red flag that they raise, one file a level."""

import pytest

from messages.reading import ContentFiles
from messages.red_flag_lines import RedFlagLine, load_red_flag_lines, urgency_of
from messages.topics import Urgency


def _load(tmp_path, **texts):
    folder = tmp_path / "red_flags" / "en"
    folder.mkdir(parents=True)
    for level, text in texts.items():
        (folder / f"{level}.txt").write_text(text)
    files = ContentFiles(tmp_path)
    return load_red_flag_lines(files, "en"), [(problem.line, problem.message) for problem in files.problems]


def test_a_line_belongs_to_the_heading_above_it(tmp_path):
    """It reads the red flag from the heading, and passes over comments and empty lines."""
    lines, problems = _load(tmp_path, urgent="# U2 fever\nfreezing in bed\n\n# a comment\n# U10\npus spots all over\n")

    assert problems == []
    assert lines == (
        RedFlagLine(text="freezing in bed", flag="U2"),
        RedFlagLine(text="pus spots all over", flag="U10"),
    )


def test_a_line_of_none(tmp_path):
    """It raises no red flag, whatever heading stands above it."""
    lines, problems = _load(tmp_path, none="# E1 in a joke\nthe price took my breath away\n")

    assert problems == []
    assert lines == (RedFlagLine(text="the price took my breath away", flag=None),)


@pytest.mark.parametrize(
    ("level", "text", "problem"),
    [
        pytest.param(
            "urgent", "freezing in bed\n",
            (1, "this line stands under no red flag: put a heading such as `# U2 fever` above it"), id="no heading",
        ),
        pytest.param(
            "urgent", "# E1 breathing\ngasping\n",
            (1, "E1 is not of this file: move it to emergency.txt"), id="another level",
        ),
        pytest.param(
            "urgnt", "# U2 fever\n",
            (1, "this file should be called emergency.txt, urgent.txt, clinic.txt or none.txt: rename it"),
            id="another name",
        ),
    ],
)  # fmt: skip
def test_a_mistake(tmp_path, level, text, problem):
    """It is named with its line and its mend."""
    _, problems = _load(tmp_path, **{level: text})

    assert problems == [problem]


@pytest.mark.parametrize(
    ("flag", "urgency"),
    [("E10", Urgency.EMERGENCY), ("U1", Urgency.URGENT), ("C3", Urgency.CLINIC), ("question", Urgency.NONE)],
)
def test_the_letter_tells_the_urgency(flag, urgency):
    """It is an emergency, urgent or for the clinic by its first letter; anything else is none."""
    assert urgency_of(flag) == urgency
