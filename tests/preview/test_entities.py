"""HTML is read as strictly as Telegram reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.entities import parse_html, utf16_length, with_found
from bot.preview.refusals import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        pytest.param(
            "<b>a</b><i>b</i><u>c</u><s>d</s>", "abcd", ["bold", "italic", "underline", "strikethrough"], id="simple"
        ),
        pytest.param("<tg-spoiler>x</tg-spoiler>", "x", ["spoiler"], id="spoiler"),
        pytest.param('<span class="tg-spoiler">x</span>', "x", ["spoiler"], id="spoiler by class"),
        pytest.param("<blockquote>x</blockquote>", "x", ["blockquote"], id="quote"),
        pytest.param("<blockquote expandable>x</blockquote>", "x", ["expandable_blockquote"], id="expandable quote"),
        pytest.param("<B>x</b >", "x", ["bold"], id="any case and a space in the end tag"),
        pytest.param("<b></b>x", "x", [], id="nothing inside"),
        pytest.param(
            "1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#233;&#xe9;&nbsp;", '1 < 2 && 3 > 2 "éé&nbsp;', [], id="characters"
        ),
        pytest.param("a > b & c", "a > b & c", [], id="loose signs"),
        pytest.param('<a href="">x</a>', "x", [], id="link to nowhere"),
    ],
)
def test_markup_becomes_entities(source, text, entities):
    """It takes every tag the Bot API names and leaves plain text."""
    found, marked = parse_html(source)

    assert found == text
    assert [entity["type"] for entity in marked] == entities


def test_offsets_count_utf16_units():
    """It counts an emoji as two, an accented letter as one."""
    assert parse_html("🌞é<b>día</b>") == ("🌞édía", [{"type": "bold", "offset": 3, "length": 3}])


def test_entities_nest_outer_first():
    """It gives the outer entity before the inner one."""
    assert parse_html('<b>see <a href="https://a.example/x?y=1&amp;z=2">it</a></b>')[1] == [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "text_link", "offset": 4, "length": 2, "url": "https://a.example/x?y=1&z=2"},
    ]


def test_code_in_pre_names_the_language():
    """It merges the code inside a pre into one entity."""
    assert parse_html('<pre><code class="language-python">1</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]


def test_space_around_is_cut_and_entities_move():
    """It trims the text as Telegram does, without losing what is marked."""
    assert parse_html("\n  <b> x</b> ") == ("x", [{"type": "bold", "offset": 0, "length": 1}])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>1</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ('<a href="x>y</a>', 'Unclosed start tag "a" at byte offset 0'),
        ("<a ='x'>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            '<tg-time unix="soon">x</tg-time>',
            'Tag "tg-time" must have attribute "unix" with a Unix time at byte offset 0',
        ),
        ('<tg-time unix="1" format="q">x</tg-time>', 'Tag "tg-time" has invalid attribute "format" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_with_the_place(source, words):
    """It refuses what Telegram refuses, in its words, counting bytes."""
    with pytest.raises(Refused) as caught:
        parse_html(source)

    assert (caught.value.code, caught.value.description) == (400, f"Bad Request: can't parse entities: {words}")


def test_commands_links_mentions_and_numbers_are_found():
    """It finds by itself what Telegram makes clickable."""
    text = "/start a@b.example https://c.example/x. 2/3 @Carla_M +34 600 123 456"

    assert [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in with_found(text, [])] == [
        ("bot_command", "/start"),
        ("email", "a@b.example"),
        ("url", "https://c.example/x"),
        ("mention", "@Carla_M"),
        ("phone_number", "+34 600 123 456"),
    ]


@given(st.text(alphabet=st.sampled_from("<>/&;= \"'abi🌞é\n"), max_size=40))
def test_no_text_breaks_the_reader(source):
    """It reads or refuses any text, and entities never leave the text."""
    try:
        text, entities = parse_html(source)
    except Refused:
        return
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(text)
