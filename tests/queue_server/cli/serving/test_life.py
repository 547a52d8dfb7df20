"""How long a server runs."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.cli.serving.house import House, open_house
from queue_server.cli.serving.life import DIED, STOPPED, live
from queue_server.protocol.commands import ChangePlan
from queue_server.store.contract import StoreError
from tests.support import centre


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        engine = await house.engine(centre.CENTRE)
        await engine.carry_out(ChangePlan(by=centre.MANAGER, plan=centre.plan()))
        yield house


async def begun(house: House, *background: asyncio.Task[None]) -> asyncio.Task[int]:
    """Return a life that listens to signals."""
    life = asyncio.create_task(live(house, background))
    await asyncio.sleep(0)
    return life


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order(house: House, number: signal.Signals):
    going_on = asyncio.create_task(asyncio.Event().wait(), name="people")
    life = await begun(house, going_on)  # type: ignore[arg-type]

    os.kill(os.getpid(), number)

    assert await life == STOPPED
    assert going_on.cancelled()


async def test_a_task_that_breaks_ends_it_loudly(house: House, caplog: pytest.LogCaptureFixture):
    async def break_() -> None:
        raise ValueError("broken")

    life = await begun(house, asyncio.create_task(break_(), name="people"))

    assert await life == DIED
    assert "people died, the server ends" in caplog.text
    assert "ValueError: broken" in caplog.text


async def test_a_task_that_just_ends_ends_it_too(house: House, caplog: pytest.LogCaptureFixture):
    async def end() -> None:
        return None

    assert await (await begun(house, asyncio.create_task(end(), name="people"))) == DIED
    assert "people died" in caplog.text


async def test_an_engine_that_breaks_ends_it_loudly(house: House, caplog: pytest.LogCaptureFixture):
    life = await begun(house)
    engine = house.engines[centre.CENTRE]

    engine.died.set_exception(StoreError("the engine broke"))

    assert await life == DIED
    assert "engine died, the server ends" in caplog.text
    engine.died.exception()
