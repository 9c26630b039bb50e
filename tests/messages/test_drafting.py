"""Drafting: the team's replies as topic files that no check lets pass until a person has finished them."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from messages.drafting import Draft, draft_files
from messages.library import check_content, load
from messages.reading import SHIPPED
from tests.content import LIBRARY

TOPICS = (SHIPPED / "topics.yaml").read_text(encoding="utf-8")
BLOOD = Draft(
    number=7,
    near="exercise",
    language="en",
    reply="# Please wait {24} hours.\n**Drink** a lot.",
    asked={"en": ("Can I donate blood?", "#blood ok?"), "es": ("¿Puedo donar sangre?",)},
    kept_on=date(2026, 11, 24),
)
ANSWER = """# Giving blood

Please ask the blood service first. It has its own rules about needles and skin.

## helps

Eat and drink well on the day. Tell the staff when your treatment was and where on your body it was done.

## call

Call {clinic_phone} if you feel faint, or if your skin gets worse.
"""
RESPUESTA = """# Donar sangre

Pregunta primero al servicio de sangre. Tiene sus propias reglas sobre agujas y piel.

## helps

Come y bebe bien ese día. Di al personal cuándo fue tu tratamiento y en qué parte del cuerpo se hizo.

## call

Llama al {clinic_phone} si te mareas o si tu piel empeora.
"""


def write(folder, files):
    for name, contents in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(contents, encoding="utf-8")


@pytest.fixture
def root(tmp_path):
    """The shipped content without red flags, which take the longest to read."""
    return shutil.copytree(SHIPPED, tmp_path / "shipped", ignore=shutil.ignore_patterns("red_flags"))


def test_a_draft_is_a_topic_in_every_language():
    """It writes the reply where it was said, the questions where they were asked, and harms no format."""
    files = draft_files(LIBRARY, TOPICS, [BLOOD])

    assert sorted(files) == [
        "en/phrasings/draft_7.txt",
        "en/topics/draft_7.md",
        "es/phrasings/draft_7.txt",
        "es/topics/draft_7.md",
        "topics.yaml",
    ]
    assert files["en/topics/draft_7.md"].split("\n\n")[1] == "Please wait (24) hours.\nDrink a lot.\n"
    assert files["en/phrasings/draft_7.txt"].splitlines()[1:] == ["Can I donate blood?", "blood ok?"]
    assert files["es/phrasings/draft_7.txt"].splitlines()[1:] == ["¿Puedo donar sangre?"]
    assert files["topics.yaml"].startswith(TOPICS.rstrip())


def test_as_it_is_every_check_refuses_it(root, tmp_path):
    """It names the missing date, the missing source and what else is unfinished."""
    mine = tmp_path / "mine"
    write(mine, draft_files(LIBRARY, TOPICS, [BLOOD]))

    assert [problem.message for problem in check_content(root, mine) if "draft_7" in str(problem)] == [
        "topic `draft_7`: `checked` should be the day its sources were checked, such as 2026-11-24"
    ]

    topics = mine / "topics.yaml"
    text = topics.read_text(encoding="utf-8")
    topics.write_text(text.replace("  checked:  #", "  checked: 2026-11-24  #"), encoding="utf-8")

    problems = "\n".join(str(problem) for problem in check_content(root, mine))
    assert "topic `draft_7`: names no source: add `sources`" in problems
    assert "en/topics/draft_7.md:1: 7 to 7 words" in problems
    assert "es/topics/draft_7.md:2: the short answer is missing" in problems


def test_finished_by_a_person_it_passes(root, tmp_path):
    """It needs nothing else than what the check asked for."""
    mine = tmp_path / "mine"
    files = draft_files(LIBRARY, TOPICS, [BLOOD])
    files["topics.yaml"] = (
        files["topics.yaml"]
        .replace("  sources: []  #", "  sources: [NHS-SKIN]  #")
        .replace("  checked:  #", "  checked: 2026-11-24  #")
    )
    write(mine, {**files, "en/topics/draft_7.md": ANSWER, "es/topics/draft_7.md": RESPUESTA})

    assert [str(problem) for problem in check_content(root, mine) if "draft_7" in str(problem)] == []
    assert "draft_7" in load(root, mine).topics


def test_what_is_a_topic_already_is_no_draft_any_more():
    """It writes nothing twice."""
    other = replace(BLOOD, number=8)
    library = replace(LIBRARY, topics={**LIBRARY.topics, BLOOD.id: LIBRARY.topics["exercise"]})

    assert draft_files(library, TOPICS, [BLOOD]) == {}
    assert "draft_7" not in draft_files(library, TOPICS, [BLOOD, other])["topics.yaml"]
