"""What the tests of the real process stand on."""

import pytest

from tests.e2e.process import a_place


@pytest.fixture
async def place(tmp_path):
    async with a_place(tmp_path) as place:
        yield place
