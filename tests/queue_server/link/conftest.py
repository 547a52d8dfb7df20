from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from queue_server.link import Link
from tests.support.ear import QUICK
from tests.support.stage import Stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    made.beat_s = 0.1
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def link(stage: Stage) -> AsyncIterator[Link]:
    async with aclosing(Link(stage.url, "token-1", limits=QUICK)) as made:
        yield made
