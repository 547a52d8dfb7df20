"""A printer on the network: raw bytes to port 9100, and its own answers about itself."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from kiosk.printing import encoder
from kiosk.printing.printer import UNTOLD, Condition, Job, PrinterState, Printout
from kiosk.printing.raster import draw
from queue_server.protocol.vocabulary import PrintResult

log = logging.getLogger(__name__)

OFFLINE = 0x08
COVER_OPEN, PAPER_END, ERROR = 0x04, 0x20, 0x40
NEAR_END, PAPER_GONE = 0x0C, 0x60


class Patience(NamedTuple):
    """How long a printer may take, in seconds."""

    connect_s: float = 2.0
    status_s: float = 1.0
    send_s: float = 15.0
    done_s: float = 10.0


class NetworkPrinter:
    """A thermal printer that listens on a TCP port."""

    def __init__(
        self,
        host: str,
        port: int = 9100,
        width: int = 576,
        silent: bool = False,
        *,
        patience: Patience | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._width = width
        self._silent = silent
        self._patience = patience or Patience()
        # these printers speak with one at a time: a question must not cut into a job
        self._alone = asyncio.Lock()

    async def check(self) -> PrinterState:
        """Return how the printer is now."""
        async with self._alone:
            try:
                async with self._connected() as wire:
                    return await wire.state()
            except (OSError, TimeoutError) as error:
                return _absent(error)

    async def print(self, job: Job) -> Printout:
        """Ask for the state, send the slip, and wait for the word that it is done."""
        content = await asyncio.to_thread(self._bytes, job)
        async with self._alone:
            try:
                async with self._connected() as wire:
                    return await self._deliver(wire, content)
            except (OSError, TimeoutError) as error:
                return Printout(PrintResult.FAILED, _absent(error))

    def _bytes(self, job: Job) -> bytes:
        return encoder.encode(draw(job.slip, self._width))

    async def _deliver(self, wire: "_Wire", content: bytes) -> Printout:
        before = await wire.state()
        if before.stops:
            return Printout(PrintResult.FAILED, before)
        await wire.send(content)
        if self._silent:
            return Printout(PrintResult.UNKNOWN, before, ask=True)
        try:
            done = await wire.answer(encoder.ASK_WHEN_DONE, self._patience.done_s)
            after = await wire.state()
        except (OSError, TimeoutError) as error:
            # all was sent: it may lie in the tray or in a dead printer's memory
            return Printout(PrintResult.UNKNOWN, _absent(error))
        if after.stops:
            return Printout(PrintResult.FAILED, after)
        return Printout(PrintResult.UNKNOWN if done is None else PrintResult.PRINTED, after)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator["_Wire"]:
        async with asyncio.timeout(self._patience.connect_s):
            reader, writer = await asyncio.open_connection(self._host, self._port)
        # what was sent has then left this machine: the next connection must not overtake it
        writer.transport.set_write_buffer_limits(high=0)
        try:
            yield _Wire(reader, writer, self._patience, self._silent)
        finally:
            writer.close()
            # a dead printer says no goodbye; whatever mattered was said before
            await asyncio.wait([asyncio.ensure_future(_closed(writer))], timeout=1)


class _Wire:
    """One connection to a printer."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        patience: Patience,
        silent: bool,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._patience = patience
        self._told_silent = silent
        self._silent = silent

    async def send(self, content: bytes) -> None:
        async with asyncio.timeout(self._patience.send_s):
            self._writer.write(content)
            await self._writer.drain()

    async def answer(self, question: bytes, limit_s: float) -> int | None:
        """Return the printer's one byte, None if it never answers anything."""
        if self._silent:
            return None
        await self.send(question)
        try:
            async with asyncio.timeout(limit_s):
                return (await self._reader.readexactly(1))[0]
        except TimeoutError:
            # what comes later would be taken for the answer to another question
            self._silent = True
            return None
        except asyncio.IncompleteReadError as error:
            raise ConnectionResetError("the printer hung up") from error

    async def state(self) -> PrinterState:
        """Return what the printer says of itself; a silent one is unknown, never ready."""
        if self._told_silent:
            return UNTOLD
        limit = self._patience.status_s
        printer = await self.answer(encoder.ASK_PRINTER, limit)
        if printer is None:
            return PrinterState(Condition.UNKNOWN, "no answer to status questions")
        cause = await self.answer(encoder.ASK_OFFLINE_CAUSE, limit)
        paper = await self.answer(encoder.ASK_PAPER, limit)
        return understood(printer, cause or 0, paper or 0)


def understood(printer: int, cause: int, paper: int) -> PrinterState:
    """Return what the three status bytes mean together."""
    detail = f"DLE EOT 1={printer:02x} 2={cause:02x} 4={paper:02x}"
    if cause & COVER_OPEN:
        return PrinterState(Condition.COVER_OPEN, detail)
    if cause & PAPER_END or paper & PAPER_GONE:
        return PrinterState(Condition.PAPER_OUT, detail)
    if cause & ERROR or printer & OFFLINE:
        return PrinterState(Condition.FAULT, detail)
    low = paper & NEAR_END
    return PrinterState(Condition.PAPER_LOW if low else Condition.READY, detail)


def _absent(error: Exception) -> PrinterState:
    log.info("printer not reached: %s", error or type(error).__name__)
    return PrinterState(Condition.ABSENT, str(error) or type(error).__name__)


async def _closed(writer: asyncio.StreamWriter) -> None:
    try:
        await writer.wait_closed()
    except OSError as error:
        log.debug("printer connection ended: %s", error)
