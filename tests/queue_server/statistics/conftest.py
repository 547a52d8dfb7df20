"""What the tests of the figures share: a store, and a day played into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.store.sqlite import SqliteStore


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(tmp_path)
    yield store
    await store.close()
