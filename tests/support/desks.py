"""The officer's console on a stand-in server, and patience with its questions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, OptionList

from counter_display.console.app import ConsoleApp
from counter_display.console.presses import Guard
from queue_server.link import Limits, Link
from tests.support.screens import LONG_S, until
from tests.support.stage import Asked, Stage

LIMITS = Limits(answer_s=20.0, press_s=20.0, silence_s=30.0, dial_s=5.0, refused_s=0.05)
"""A busy machine must not turn a press into a lost one."""
IMPATIENT = LIMITS._replace(press_s=0.5)
"""Where nobody is to answer."""
LIVE = "/live/console/3"


@asynccontextmanager
async def console(
    stage: Stage, size: tuple[int, int] = (80, 24), limits: Limits = LIMITS, **how: object
) -> AsyncIterator[Pilot[int]]:
    """Give a console of counter 3 that has just begun."""
    link = Link(stage.url, limits=limits, monotonic=lambda: 0.0)
    app = ConsoleApp(link, "3", guard=Guard(), **({"signed_in": True} | how))  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        yield pilot


@asynccontextmanager
async def ready(stage: Stage, **how: object) -> AsyncIterator[Pilot[int]]:
    """Give a console that shows its number."""
    async with console(stage, **how) as pilot:  # type: ignore[arg-type]
        await until(pilot, "A005")
        yield pilot


async def focused(pilot: Pilot[int], kind: type[Widget]) -> None:
    """Wait until the keys go to such a part: under load a question is drawn before it listens."""
    async with asyncio.timeout(LONG_S):
        while not isinstance(pilot.app.focused, kind):
            await pilot.pause(0.01)


async def begin_to_type(pilot: Pilot[int]) -> None:
    """Go from the list of a question to the field beside it."""
    await focused(pilot, OptionList)
    await pilot.press("tab")
    await focused(pilot, Input)


async def asked(stage: Stage, verb: str) -> Asked:
    """Wait until the counter was asked for something, and return how."""
    return await stage.was_asked("POST", f"/counters/3/{verb}")
