"""An engine that runs a small centre over a journal which can be held up."""

from collections.abc import AsyncIterator

import pytest

from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan
from tests.support.centre import CENTRE, MANAGER, opened, plan
from tests.support.clock import HandClock
from tests.support.journals import GuardedJournal
from tests.support.memory import MemoryJournal


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def journal() -> GuardedJournal:
    return GuardedJournal(MemoryJournal(CENTRE))


@pytest.fixture
async def engine(journal: GuardedJournal, clock: HandClock) -> AsyncIterator[Engine]:
    """An engine with a plan, an open day and both counters open."""
    engine = Engine(CENTRE, journal, clock)
    await engine.start()
    await engine.carry_out(ChangePlan(by=MANAGER, plan=plan()))
    for counter in (1, 2):
        await engine.carry_out(opened(counter))
    yield engine
    await engine.stop()
