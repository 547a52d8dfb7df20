from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server import demo
from queue_server.cli import centre_file
from queue_server.demo.credentials import staff
from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.plan import Plan
from tests.queue_server.demo.hall import Hall
from tests.support.clock import HandClock
from tests.support.memory import MemoryJournal


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The demo centre's plan."""
    return centre_file.read(Path(demo.__path__[0]) / "cam-xuyen.toml")


@pytest.fixture
async def hall(plan: Plan) -> AsyncIterator[Hall]:
    """The demo centre with its simulated people, in a time that the test moves."""
    clock, journal = HandClock(), MemoryJournal(plan.centre)
    engine = Engine(plan.centre, journal, clock)
    await engine.start()
    await engine.carry_out(ChangePlan(by=staff().kiosk, plan=plan))
    await engine.tick()
    yield Hall(plan, engine, journal, clock)
    await engine.stop()
