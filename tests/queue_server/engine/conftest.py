"""An engine that runs a small centre over a journal which can be held up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan
from queue_server.store.contract import Journal
from queue_server.store.sqlite import SqliteStore
from tests.support.centre import CENTRE, MANAGER, opened, plan
from tests.support.clock import HandClock
from tests.support.journals import GuardedJournal
from tests.support.memory import MemoryJournal


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["memory", "sqlite"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journal]:
    """A journal in memory, then one on disk."""
    if request.param == "memory":
        yield MemoryJournal(CENTRE)
        return
    store = await SqliteStore.open(tmp_path)
    try:
        yield store.journal(CENTRE)
    finally:
        await store.close()


@pytest.fixture
def journal(kept: Journal) -> GuardedJournal:
    return GuardedJournal(kept)


@pytest.fixture
async def engine(journal: GuardedJournal, clock: HandClock) -> AsyncIterator[Engine]:
    """An engine with a plan, an open day and both counters open."""
    engine = Engine(CENTRE, journal, clock)
    try:
        await engine.start()
        await engine.carry_out(ChangePlan(by=MANAGER, plan=plan()))
        for counter in (1, 2):
            await engine.carry_out(opened(counter))
        yield engine
    finally:
        await engine.stop()
