"""The record of care on paper."""

import re
import zlib

import pytest

from bot.care_page import record_pdf, written
from messages.person_wording import Person
from tests.messages.test_care_wording import a_record, care


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_one_page_for_a_usual_course(library, language):
    """It writes a PDF with embedded letters, on one sheet of A4."""
    page = record_pdf(library, language, a_record())

    assert page.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", page)) == 1
    assert b"/FontFile2" in page
    assert len(page) < 200_000


def test_a_long_record_goes_on_with_the_number_of_pages(library):
    """It leaves out nothing."""
    page = record_pdf(library, "en", a_record(care=tuple(care("ice_packs", why="tried") for _ in range(3)) * 1))
    longer = record_pdf(library, "en", a_record(muted=("sunscreen",) * 2, asked=a_record().asked * 120))

    assert len(re.findall(rb"/Type /Page\b", page)) == 1
    assert len(re.findall(rb"/Type /Page\b", longer)) == 3


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Íñigo Núñez", "Íñigo Núñez", id="Spanish"),
        pytest.param("Đặng Thị Hoa", "Đặng Thị Hoa", id="Vietnamese"),
        pytest.param("Анна", "Анна", id="Cyrillic"),
        pytest.param("陈静", "ChenJing*", id="Chinese"),
        pytest.param("Μαρία", "Maria*", id="Greek"),
        pytest.param("", "", id="none"),
    ],
)
def test_any_name_can_be_written(library, name, shown):
    """It writes what the font has, and spells the rest, marked as such."""
    assert written(name) == shown
    assert record_pdf(library, "en", a_record(person=Person(number=1, name=name, day=2))).startswith(b"%PDF")


def test_any_character_at_all_does_no_harm(library):
    """It writes emoji, marks and lone signs without failing."""
    record = a_record(person=Person(number=1, name="😀\u202e\u0301\U0001f469\u200d\u2695\ufe0f", label="\u0000\t"))

    assert zlib.crc32(record_pdf(library, "es", record))
