"""Raw updates: read with care, whatever they hold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.updates import language_for, read_update

CHAT = {"id": 5_400_000_017, "type": "private"}
ANA = {"id": 5_400_000_017, "is_bot": False, "first_name": "Ana", "language_code": "es-MX"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "part",
    [
        pytest.param({"message": {"chat": CHAT, "from": ANA}}, id="message"),
        pytest.param({"edited_message": {"chat": CHAT, "from": ANA}}, id="edit"),
        pytest.param({"callback_query": {"from": ANA, "message": {"chat": CHAT}}}, id="button"),
        pytest.param({"callback_query": {"from": ANA}}, id="button of a message that is gone"),
        pytest.param({"my_chat_member": {"chat": CHAT, "from": ANA}}, id="blocked"),
    ],
)
def test_the_chat_and_language_are_found_in_every_kind(part):
    """It finds who is spoken to, whatever the kind of update."""
    arrival = read_update({"update_id": 1, **part})

    assert (arrival.chat_id, arrival.is_private, arrival.language_code) == (5_400_000_017, True, "es-MX")


@pytest.mark.parametrize("field", ["text", "caption"])
def test_words_are_read_from_private_messages_and_edits(field):
    """It sees texts and captions where a patient may speak of an emergency."""
    update = {"update_id": 1, "edited_message": {"chat": CHAT, "from": ANA, field: "help"}}

    assert read_update(update).text == "help"


def test_words_in_a_group_are_not_read():
    """It looks for nothing in groups."""
    update = {"update_id": 1, "message": {"chat": {"id": -5, "type": "group"}, "from": ANA, "text": "help"}}

    assert read_update(update).text == ""


@pytest.mark.parametrize("raw", [None, [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**70}])
def test_an_update_without_an_id_is_none(raw):
    """It has nothing to store it under."""
    assert read_update(raw) is None


@given(st.dictionaries(st.sampled_from(["message", "callback_query", "edited_message", "my_chat_member", "x"]), JSON))
def test_nothing_in_an_update_raises(parts):
    """It takes any JSON, and keeps it to be put aside."""
    arrival = read_update({"update_id": 7, **parts})

    assert json.loads(arrival.payload) == {"update_id": 7, **parts}


def test_half_a_character_is_replaced():
    """It keeps nothing that cannot be written down or looked through; whole ones stay."""
    update = {"update_id": 1, "message": {"chat": CHAT, "from": ANA, "text": "pus \ud83d \ud83d\ude00"}}
    arrival = read_update(update)

    assert arrival.text == "pus \ufffd \U0001f600"
    assert json.loads(arrival.payload)["message"]["text"] == "pus \ufffd \U0001f600"


def test_what_is_nested_without_end_is_kept_by_its_id():
    """It lets nobody block the others with a message that cannot be written down; the words are looked through."""
    nested = []
    for _ in range(100_000):
        nested = [nested]
    arrival = read_update({"update_id": 1, "message": {"chat": CHAT, "from": ANA, "text": "help", "x": nested}})

    assert (arrival.payload, arrival.text) == ('{"update_id": 1}', "help")


@pytest.mark.parametrize(
    ("code", "language"),
    [("es", "es"), ("es-MX", "es"), ("ES_ar", "es"), ("en-GB", "en"), ("de", "en"), ("", "en")],
)
def test_telegrams_language_becomes_one_that_is_spoken_here(code, language):
    """It answers in English where it does not speak the language."""
    assert language_for(code, ["en", "es"]) == language
