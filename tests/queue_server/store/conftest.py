"""A store on a real file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_journal import SqliteJournal
from tests.support.pen import CENTRE, Pen


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(tmp_path)
    yield store
    await store.close()


@pytest.fixture
def journal(store: SqliteStore) -> SqliteJournal:
    return store.journal(CENTRE)


@pytest.fixture
def pen() -> Pen:
    return Pen()
