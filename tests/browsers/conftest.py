"""One Chromium and one server for each module of journeys in browsers."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.browser import CHROMIUM, Glass, open_glass


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def glass() -> AsyncIterator[Glass]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    async with open_glass() as glass:
        yield glass
