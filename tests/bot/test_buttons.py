"""Buttons: packed small, read back whole, and forged data is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import Action, Press, pack, unpack


@given(st.sampled_from(Action), st.none() | st.integers(0, 10**17), st.text(max_size=8))
def test_a_button_reads_back_as_it_was_packed(action, row, choice):
    """It loses nothing on the way through Telegram."""
    assert unpack(pack(action, row, choice)) == Press(action, row, choice)


@pytest.mark.parametrize("data", ["", "done", "done:1", "drop:1:", "done:-1:", "done:²:", "done:9999999999999999999:"])
def test_data_that_was_never_made_means_nothing(data):
    """It reads forged and outdated data as no button at all."""
    assert unpack(data) is None


@given(st.text())
def test_no_data_breaks_it(data):
    """It never raises on what somebody else made up."""
    unpack(data)


def test_bytes_are_counted_not_characters():
    """It refuses what Telegram would refuse: 64 bytes are 32 accented letters."""
    with pytest.raises(ValueError, match="bytes"):
        pack(Action.CITY, None, "é" * 40)
