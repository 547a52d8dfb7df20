"""Slips in their order: one after the other to the printer, and the server told of each."""

import asyncio
import logging
from collections.abc import Iterable

from kiosk.printing.printer import Condition, Job, Printer, Printout
from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import PrintJob
from queue_server.protocol.views import TicketView

log = logging.getLogger(__name__)


class Tray:
    """What waits to be printed."""

    def __init__(self, link: Link, printer: Printer) -> None:
        self._link = link
        self._printer = printer
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._last_reprint: int | None = None

    def put(self, job: Job) -> None:
        """Leave a slip to be printed."""
        self._jobs.put_nowait(job)

    def begin(self, serial: int) -> None:
        """Note the serial of the first view heard: what staff asked for up to it is old."""
        if self._last_reprint is None:
            self._last_reprint = serial

    def new_reprints(self, jobs: Iterable[PrintJob]) -> list[PrintJob]:
        """Return what staff asked for since the beginning, each once."""
        last = self._last_reprint
        if last is None:
            return []
        fresh = sorted((job for job in jobs if job.serial > last), key=_serial)
        if fresh:
            self._last_reprint = fresh[-1].serial
        return fresh

    async def print_next(self) -> tuple[Job, Printout]:
        """Wait for a slip, print it, and return what became of it."""
        job = await self._jobs.get()
        printout = await self._printer.print(job)
        log.info("slip of %s: %s (%s)", job.label, printout.result, printout.state.detail)
        return job, printout

    async def report(self, job: Job, printout: Printout) -> None:
        """Tell the server what became of a slip; without a printer there is nothing to tell."""
        if printout.result is None:
            return
        detail = f"{printout.state.condition} {printout.state.detail}".strip()
        body: dict[str, object] = {"result": printout.result, "detail": detail}
        if printout.state.condition is Condition.PAPER_LOW:
            body["paper_low"] = True
        try:
            await self._link.ask(TicketView, "POST", f"/tickets/{job.ticket}/printed", body)
        except (Refused, LinkLost) as error:
            log.warning("the server does not know what became of %s: %s", job.label, error)


def _serial(job: PrintJob) -> int:
    return job.serial
