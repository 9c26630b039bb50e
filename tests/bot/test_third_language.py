"""A third language needs no code: a folder of content is enough, and what it lacks is found."""

import re

import pytest

from messages.library import check_content, load
from messages.reading import SHIPPED
from tests.bot.conversation.stories import patients
from tests.bot.harness import Talk

SPOKEN = "Xxish"  # what the made-up language calls itself


@pytest.fixture
def folder(tmp_path):
    """A clinic's own content: English with a mark before every text and answer, in a folder "xx"."""
    root = tmp_path / "content"
    (root / "xx" / "topics").mkdir(parents=True)
    source = (SHIPPED / "en" / "texts.ftl").read_text(encoding="utf-8")
    (root / "xx" / "texts.ftl").write_text(marked(source), encoding="utf-8")
    for answer in (SHIPPED / "en" / "topics").glob("*.md"):
        prose = answer.read_text(encoding="utf-8").replace("# ", "# xx ", 1)
        (root / "xx" / "topics" / answer.name).write_text(prose, encoding="utf-8")
    return root


def marked(source):
    """Put "xx" before every text that is said; lists of words, patterns and the language of dates stay."""
    lines = []
    for line in source.splitlines():
        key = re.match(r"(\w+) = \S", line)
        keeps = key and key[1].startswith(("when_", "phrases_", "pattern_", "date_locale", "words_never", "typed_"))
        lines.append(re.sub(r"^(\w+) = (?=\S)", r"\1 = xx ", line) if key and not keeps else line)
    return re.sub(r"(?m)^language_name = .*$", f"language_name = {SPOKEN}", "\n".join(lines))


@pytest.fixture
async def talk(folder, sqlite_url):
    from bot.routing import handlers

    talk = Talk(load(overlay=folder), sqlite_url, handlers())
    await talk.start()
    yield talk
    await talk.close()


async def test_a_patient_enrols_and_is_reminded_in_it(talk):
    """It speaks the language of the folder from the first word to the reminders and answers."""
    ana = talk.person("Ana", language_code="xx")
    await ana.says("/start")
    await ana.presses("xx Yes, I agree")
    await ana.presses("xx Yes")
    await ana.presses("xx Micro-needling only")
    await ana.says("yesterday 3 pm")
    await ana.presses("xx Yes")
    await talk.pass_time(hours=26)
    await ana.says("How long does redness last?")

    assert [one.language for one in await patients(talk)] == ["xx"]
    assert any(read.startswith("xx ") and "How is your skin today?" in read for read in ana.reads)
    assert "xx Redness" in " ".join(ana.reads[-1].splitlines())
    assert "xx Done" in [label for message in ana.person.messages() for label in labels(message)]


async def test_it_can_be_chosen_by_its_own_name(talk):
    """It stands among the languages, and is spoken from then on."""
    ana = talk.person("Ana", language_code="en")
    await ana.says("/language")
    await ana.presses(SPOKEN)

    assert ana.reads[-1] == "xx From now on I write in English."


async def test_english_dates_are_read_beside_it(talk):
    """It reads what people type in any language that there is."""
    ana = talk.person("Ana", language_code="en")
    await ana.says("/start")
    for label in ("Yes, I agree", "Yes", "Micro-needling only"):
        await ana.presses(label)
    await ana.says("20 November 2pm")

    assert ana.reads[-1].startswith("Is it 3 pm where you are?")


def test_what_it_lacks_is_found_text_by_text(folder):
    """It names every missing text with its file."""
    path = folder / "xx" / "texts.ftl"
    keys = re.findall(r"(?m)^(\w+) =", path.read_text(encoding="utf-8"))
    path.write_text("language_name = Xxish\ndate_locale = en_GB\n", encoding="utf-8")

    missing = [problem for problem in check_content(overlay=folder) if "is missing" in str(problem)]

    named = {key for problem in missing for key in re.findall(r"the text `(\w+)` is missing", str(problem))}
    assert named == set(keys) - {"language_name", "date_locale"}
    assert {problem.file for problem in missing if "the text" in str(problem)} == {"content/xx/texts.ftl"}


def test_a_missing_answer_is_found(folder):
    """It names the topic that has no answer in the language."""
    (folder / "xx" / "topics" / "redness.md").unlink()

    assert any("xx/topics/redness.md" in str(problem) for problem in check_content(overlay=folder))


def labels(message):
    return [button["text"] for row in (message.markup or {}).get("inline_keyboard", []) for button in row]
