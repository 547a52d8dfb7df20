"""A kiosk under the pilot, with a printer in memory whose paper tests take away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from kiosk.app import KioskApp, Timing
from kiosk.printing.printer import Condition, Job, PrinterState, Printout
from queue_server.link import Limits, Link
from queue_server.protocol.vocabulary import PrintResult
from tests.support.screens import until
from tests.support.stage import Stage

PANEL = (136, 38)
"""A 15.6-inch panel of 1366 x 768 with cells of 10 x 20."""
LIMITS = Limits(answer_s=20.0, press_s=20.0, silence_s=30.0, dial_s=5.0, refused_s=0.05)
"""A busy machine must not turn a press into a lost one."""
IMPATIENT = LIMITS._replace(press_s=0.6)
"""Where the answer is to be lost."""
TIMING = Timing(
    stay_s=60, no_paper_s=60, sorry_s=60, idle_s=600, idle_large_s=600, printer_down_s=0.05
)


class PaperTray:
    """A printer in memory."""

    def __init__(self) -> None:
        self.condition = Condition.READY
        self.result = PrintResult.PRINTED
        self.asks = False
        """It says nothing of its paper: people are asked."""
        self.jobs: list[Job] = []
        self.may_print = asyncio.Event()
        self.may_print.set()
        self.held: asyncio.Event | None = None
        """Until then it does not say how it is."""
        self.looked_at = asyncio.Event()

    async def check(self) -> PrinterState:
        self.looked_at.set()
        if self.held is not None:
            await self.held.wait()
        return PrinterState(self.condition)

    async def print(self, job: Job) -> Printout:
        await self.may_print.wait()
        self.jobs.append(job)
        result = PrintResult.UNKNOWN if self.asks else self.result
        return Printout(result, PrinterState(self.condition), ask=self.asks)


@asynccontextmanager
async def kiosk(
    stage: Stage,
    tray: PaperTray,
    size: tuple[int, int] = PANEL,
    timing: Timing = TIMING,
    limits: Limits = LIMITS,
    **how: Any,
) -> AsyncIterator[Pilot[int]]:
    """Give a kiosk that was just started."""
    link = Link(stage.url, "token", limits=limits, monotonic=lambda: 0.0)
    app = KioskApp(link, tray, timing=timing, **how)
    async with app.run_test(size=size) as pilot:
        yield pilot


@asynccontextmanager
async def ready(stage: Stage, tray: PaperTray, **how: Any) -> AsyncIterator[Pilot[int]]:
    """Give a kiosk that shows its fields."""
    async with kiosk(stage, tray, **how) as pilot:
        await until(pilot, "Đất đai")
        yield pilot
