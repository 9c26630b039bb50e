"""Content checks: every mistake is named with its file, its line and what to do; our own content has none."""

import re
import shutil

import pytest

from messages.checks import count_words
from messages.library import check_content
from messages.markup import markup_fault
from messages.readability import english_syllables, reading_ease, reading_fault, reading_grade, spanish_syllables
from messages.reading import SHIPPED
from tests.content import LIBRARY


def test_our_own_content_has_no_problem():
    """It ships clean."""
    assert [str(problem) for problem in check_content()] == []


@pytest.fixture
def content(tmp_path):
    """Return a copy of the content and a way to edit it: `change(file, old, new)` gives the problems after it."""
    root = tmp_path / "content"
    shutil.copytree(SHIPPED, root, ignore=shutil.ignore_patterns("red_flags"))  # they take the longest to read

    def change(name, old, new):
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [str(problem) for problem in check_content(root)]

    return change


def line_of(name, words):
    """Return the number of the line of a shipped file that holds some words first."""
    lines = (SHIPPED / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("topics.yaml", "sources: [SEED, CHELWEST, ICE-BARN", "sources: [SEAD, CHELWEST, ICE-BARN",
         f"topics.yaml:{line_of('topics.yaml', 'ice_packs:')}: topic `ice_packs`: sources.yaml has no source `SEAD`"),
        ("topics.yaml", "sources: [SEED, CHELWEST, ICE-BARN, ICE-BLACK, FROST]", "sources: []",
         "topic `ice_packs`: names no source: add `sources`"),
        ("topics.yaml", "step: ice_packs", "step: icepacks", "no course has the step `icepacks`: mend its spelling"),
        ("topics.yaml", "until_step: makeup_ok", "until_step: make_up", "no course has the step `make_up`"),
        ("topics.yaml", "near: [swelling, redness", "near: [sweling, redness", "there is no topic `sweling`"),
        ("topics.yaml", "{name: first_hours, until_hours: 4}", "{name: first_hours}",
         "the window `first_hours` needs an end"),
        ("topics.yaml", "{name: first_hours, until_hours: 4}", "{name: first_hours, until_hours: 99}",
         "the windows should be in order of time"),
        ("topics.yaml", "checked: 2026-11-24", "checked: soon", "`checked` should be the day its sources were checked"),
        ("en/topics/redness.md", "# Redness", "# Redness, and everything else that is red",
         "en/topics/redness.md:1: the name has 40 characters: at most 30"),
        ("en/topics/redness.md", "## now: late", "## now: later",
         "en/topics/redness.md:1: the window `late` has no part: add `## now: late`"),
        ("en/topics/redness.md", "## now: late", "## now: later",
         f"en/topics/redness.md:{line_of('en/topics/redness.md', '## now: late')}: topics.yaml gives this topic no "
         "window `later`"),
        ("en/topics/makeup.md", "{makeup_ok}", "{make_up}", "`{make_up}` is nothing that can be filled in"),
        ("en/topics/makeup.md", "{makeup_ok}", "{makeup_ok", "a { or } stands alone"),
        ("en/topics/makeup.md", "Use clean brushes", "Use **clean brushes", "a ** stands alone"),
        ("en/topics/makeup.md", "Use clean brushes", "This is purging. Use clean brushes",
         "“purging” is never said to a patient"),
        ("en/topics/makeup.md", "Use clean brushes", "- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h\n\nUse clean brushes",
         "a list of 8: at most 7"),
        ("en/topics/makeup.md", "Use clean brushes", "word " * 90 + "Use clean brushes",
         "an answer has 40 to 120, with its longest `now:` part"),
        ("es/topics/makeup.md", "## normal\n", "", "the English answer has a part `normal` and this one has not"),
        ("en/topics/makeup.md", "Use clean brushes",
         "Notwithstanding considerable individual variability, practitioners unanimously characterise immediate "
         "postprocedural application of cosmetic preparations as inadvisable irrespective of formulation, composition, "
         "manufacturer recommendations or dermatological certification documentation", "reads at school grade"),
        ("en/texts.ftl", "answer_yes = Yes", "answer_yess = Yes", "en/texts.ftl:1: the text `answer_yes` is missing"),
        ("es/texts.ftl", "answer_yes = Sí", "answer_yess = Sí", "nothing says the text `answer_yess`"),
        ("es/texts.ftl", "{ $treated }</b> (hora", "{ $day }</b> (hora", "text `registered`: nothing is known"),
        ("es/texts.ftl", "next_reminder = Lo próximo: { $when }", "next_reminder = Lo próximo",
         "text `next_reminder`: it does not say `$when`"),
        ("en/texts.ftl", "<b>You can again:</b>", "<b>You can again:", "text `list_allowed`: `<b>` is never closed"),
        ("en/texts.ftl", "date_locale = en_GB", "date_locale = english", "`english` is no language and country"),
        ("en/texts.ftl", "pattern_date = EEEE d MMMM", "pattern_date = EEEEEEEEE d", "text `pattern_date`: no pattern"),
        ("en/texts.ftl", "step_sunscreen = Put", "step_sunscren = Put", "the text `step_sunscreen` is missing"),
        ("en/texts.ftl", "until { $until }\nstep_no_makeup_short", "until { $untill }\nstep_no_makeup_short",
         "text `step_no_makeup`: nothing is known to fill in for `$untill`"),
        ("en/texts.ftl", "date_locale = en_GB", "date_locale = xx_XX", "`xx_XX` is no language and country"),
        ("en/texts.ftl", "date_locale = en_GB\n", "", "en/texts.ftl:1: the text `date_locale` is missing"),
        ("en/texts.ftl", "answer_yes = Yes", "answer_yes = { nothing }", "text `answer_yes`: cannot be put together"),
        ("en/texts.ftl", "answer_yes = Yes", "answer_yes = You're fine", "“you're fine” is never said to a patient"),
        ("courses/microneedling.yaml", "topic: ice_packs", "topic: ice", "step `ice_packs`: there is no topic `ice`"),
        ("courses/microneedling.yaml", "sources: [SEED, ICE-BARN]", "sources: [SEED, ICE]",
         "step `ice_packs`: sources.yaml has no source `ICE`"),
        ("courses/microneedling.yaml", "  sunscreen:\n", "  new_step:\n", "the text `step_new_step_short` is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(content, name, old, new, problem):
    """It says where, what, and what to do."""
    problems = content(name, old, new)

    assert any(problem in line for line in problems)
    assert all(re.match(r"[\w./-]+/content/[\w./]+:\d+: ", line) for line in problems)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("es/topics/redness.md", "es/topics/redness.md:1: this file is missing"),
        ("es/phrasings/redness.txt", "es/phrasings/redness.txt:1: there is no way of asking for this topic"),
    ],
)
def test_what_is_missing_is_named(content, tmp_path, name, problem):
    """It asks for the answer and the phrasings of every topic in every language."""
    (tmp_path / "content" / name).unlink()
    problems = content("en/texts.ftl", "answer_yes = Yes", "answer_yes = Yes")

    assert any(problem in line for line in problems)


def test_the_consent_does_not_change_in_one_language_alone(content):
    """It names the language whose patients would agree to something else."""
    problems = content("en/texts.ftl", "May I keep this and send", "May I keep this, share it and send")

    line = line_of("es/texts.ftl", "consent =")
    assert [problem.partition("content/")[2] for problem in problems] == [
        f"es/texts.ftl:{line}: text `consent`: it was changed in en and not here: everybody should agree to the same"
    ]

    assert content("es/texts.ftl", "¿Puedo guardar esto y", "¿Puedo guardar esto, compartirlo y") == []


@pytest.mark.parametrize("name", ["en/topics/tattoos.md", "en/phrasings/tattoos.txt"])
def test_what_belongs_to_no_topic_is_named(content, tmp_path, name):
    """It finds files that nothing uses."""
    (tmp_path / "content" / name).write_text("# Tattoos\n\nWait.\n", encoding="utf-8")
    problems = content("en/texts.ftl", "answer_yes = Yes", "answer_yes = Yes")

    assert any(f"{name}:1: topics.yaml has no topic `tattoos`" in line for line in problems)


def test_red_flags_without_lines(tmp_path):
    """It asks for lines to each red flag of the rules, for a rule to each flag of the lines, and for look-alikes."""
    root = tmp_path / "content"
    shutil.copytree(SHIPPED, root)
    (root / "red_flags" / "en" / "urgent.txt").write_text("# U2 fever\nso cold in bed\n# U77 tired\nso tired\n")
    (root / "red_flags" / "en" / "none.txt").unlink()
    problems = {str(problem) for problem in check_content(root)}

    assert {
        "tmp/content/red_flags/en/none.txt:1: there are no messages that only sound like a red flag",
        "tmp/content/red_flags/en/urgent.txt:1: U1 has 0 lines: write at least 5 under a heading `# U1 ...`",
        "tmp/content/red_flags/en/urgent.txt:1: U2 has 1 lines: write at least 5 under a heading `# U2 ...`",
        "tmp/content/red_flags/en/urgent.txt:1: red_flags/en.yaml has no rule for U77: add one, or mend the heading",
    } <= {re.sub(r"^[^/]+/", "tmp/", problem) for problem in problems}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<b>fine</b> &lt;3 &amp; more", None),
        ('<a href="https://x.test">link</a>', None),
        ("<b>open", "`<b>` is never closed: add `</b>`"),
        ("<b><i>crossed</b></i>", "`</b>` closes nothing: open it first, close in reverse order"),
        ("<p>no</p>", "`<p>` is no tag that Telegram knows: use <b> or <i>, or write &lt; for the sign"),
        ("3 < 4", "write &lt; &gt; and &amp; for the signs < > and &"),
        ("salt & pepper", "write &lt; &gt; and &amp; for the signs < > and &"),
        ("x" * 4097, "longer than the 4096 characters of a message: shorten it"),
    ],
)
def test_markup_that_telegram_would_refuse(text, fault):
    """It names what is wrong with the HTML of a message."""
    assert markup_fault(text) == fault


def test_words_are_counted_as_a_reader_would():
    """It takes a placeholder, a number and a hyphenated word for one word each."""
    assert count_words("Make-up is fine {makeup_ok}, after 48 hours: don't hurry.") == 9


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("make", 1), ("whole", 1), ("calmed", 1), ("makes", 1), ("table", 2), ("people", 2), ("washes", 2), ("needed", 2),
     ("area", 3), ("being", 2), ("usual", 3), ("medicine", 3), ("moisturizer", 4), ("don't", 1), ("clinic's", 2)],
)  # fmt: skip
def test_english_syllables_are_counted_by_ear(word, syllables):
    """It knows silent endings, and vowels that are spoken apart."""
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("piel", 1), ("muy", 1), ("y", 1), ("quien", 1), ("agua", 2), ("día", 2), ("guía", 2), ("leer", 2),
     ("hinchazón", 3), ("cuidado", 3), ("ejercicio", 4), ("maquillaje", 4)],
)  # fmt: skip
def test_spanish_syllables_are_counted_by_ear(word, syllables):
    """It knows diphthongs, accents that part them, and letters that are silent."""
    assert spanish_syllables(word) == syllables


def test_the_scales_are_the_published_ones():
    """It computes the grade of Flesch and Kincaid, and the ease of Fernández Huerta."""
    assert reading_grade("The cat sat on the mat. It was fat.") == pytest.approx(-2.0, abs=0.2)
    assert reading_ease("La piel sana sola. Espera dos días.") == pytest.approx(100.2, abs=3)


def test_reminders_read_easily():
    """It keeps the words of the steps at the same ease, all together: one line has too few words to score."""
    for language in LIBRARY.languages:
        keys = [key for key in LIBRARY.texts.entries[language] if re.match(r"(step|check_in_reply)_(?!.*_short$)", key)]
        said = [LIBRARY.text(language, key, **dict.fromkeys(LIBRARY.variables(language, key), "x")) for key in keys]

        assert len(keys) > 30
        assert reading_fault(language, re.sub(r"<[^>]+>|• ", "", "\n".join(said))) is None
