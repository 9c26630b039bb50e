"""Reply markup is checked as Telegram checks it."""

import json

import pytest

from bot.preview.keyboards import read_markup
from bot.preview.refusals import Refused


def inline(**button):
    return {"inline_keyboard": [[{"text": "Done", **button}]]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"buttons": []}, "object expected as reply markup"),
        ({"inline_keyboard": [{"text": "x"}]}, 'field "inline_keyboard" must be an Array of Arrays'),
        (inline(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline(callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (inline(url="nowhere"), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (inline(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(callback_data="x", style="golden"), "invalid button style specified"),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}, "BUTTON_TEXT_EMPTY"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
    ],
)
def test_wrong_markup_is_refused(markup, words):
    """It refuses with Telegram's words."""
    with pytest.raises(Refused) as caught:
        read_markup(markup, private=True)

    assert caught.value.description == f"Bad Request: {words}"


@pytest.mark.parametrize("data", ["x", "é" * 32, "done:9007199254740993:"])
def test_callback_data_may_have_64_bytes(data):
    """It counts bytes, up to 64."""
    assert read_markup(json.dumps(inline(callback_data=data)), private=True) == inline(callback_data=data)


def test_contact_and_place_are_asked_in_private_only():
    """It refuses to ask a group for a phone number or a place."""
    for request, words in (("request_contact", "phone number"), ("request_location", "location")):
        markup = {"keyboard": [[{"text": "x", request: True}]]}

        assert read_markup(markup, private=True) == markup
        with pytest.raises(Refused, match=f"{words} can be requested in private chats only"):
            read_markup(markup, private=False)


@pytest.mark.parametrize("markup", [None, "", {}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}])
def test_no_buttons_is_no_markup(markup):
    """It takes an empty keyboard for none."""
    assert read_markup(markup, private=True) is None
