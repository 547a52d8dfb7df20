"""A printer behind a file of this machine, and the virtual one that only makes pictures."""

import asyncio
import logging
import os
import select
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.printing import encoder, port
from kiosk.printing.printer import UNTOLD, Condition, Job, PrinterState, Printout
from kiosk.printing.raster import draw
from queue_server.protocol.vocabulary import PrintResult

log = logging.getLogger(__name__)

WRITE_S = 15.0


class FilePrinter:
    """A device file such as /dev/usb/lp0, or a plain file that collects the bytes."""

    def __init__(
        self,
        path: Path,
        width: int = 576,
        silent: bool = False,
        *,
        write_s: float = WRITE_S,
        ask: port.Ask = port.status,
    ) -> None:
        self._path = path
        self._width = width
        self._silent = silent
        self._write_s = write_s
        self._ask = ask
        # a node of a USB printer can be opened once: a question must not meet a job
        self._alone = asyncio.Lock()

    async def check(self) -> PrinterState:
        """Return whether the file is there, and what its node says of the printer."""
        async with self._alone:
            return await asyncio.to_thread(self._state)

    async def print(self, job: Job) -> Printout:
        """Write the slip's bytes; a plain file proves them, a device does not."""
        async with self._alone:
            return await asyncio.to_thread(self._print, job)

    def _state(self) -> PrinterState:
        found = self._found()
        if found.stops or self._silent or not _is_device(self._path):
            return found
        try:
            with _opened(self._path) as wire:
                return port.understood(self._ask(wire))
        except OSError as error:
            return PrinterState(Condition.FAULT, str(error))

    def _found(self) -> PrinterState:
        """Return whether there is something to write to."""
        target = self._path if self._path.exists() else self._path.parent
        if target.is_dir() and target == self._path:
            return PrinterState(Condition.ABSENT, f"{self._path} is a folder")
        if not target.exists():
            return PrinterState(Condition.ABSENT, f"{self._path} does not exist")
        if self._path.is_relative_to("/dev") and target != self._path:
            return PrinterState(Condition.ABSENT, f"{self._path} is not plugged in")
        if not os.access(target, os.W_OK):
            return PrinterState(Condition.FAULT, f"{self._path} may not be written")
        if self._silent:
            return UNTOLD
        return PrinterState(Condition.UNKNOWN, "a file says nothing of its paper")

    def _print(self, job: Job) -> Printout:
        state = self._state()
        if state.stops:
            return Printout(PrintResult.FAILED, state)
        content = encoder.encode(draw(job.slip, self._width))
        try:
            with _opened(self._path) as wire:
                _write(wire, content, self._write_s)
        except (OSError, TimeoutError) as error:
            log.warning("printer file %s: %s", self._path, error)
            return Printout(PrintResult.FAILED, self._broken(error))
        return self._done()

    def _broken(self, error: Exception) -> PrinterState:
        """Return why no more bytes were taken: the node may know."""
        state = self._state()
        return state if state.stops else PrinterState(Condition.FAULT, str(error))

    def _done(self) -> Printout:
        after = self._state()
        if after.stops:
            return Printout(PrintResult.FAILED, after)
        proved = not _is_device(self._path) and not self._silent
        return Printout(
            PrintResult.PRINTED if proved else PrintResult.UNKNOWN, after, ask=self._silent
        )


def _is_device(path: Path) -> bool:
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open a file to append to; nothing new is ever made among the devices."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK
    if not path.is_relative_to("/dev"):
        flags |= os.O_CREAT
    wire = os.open(path, flags, 0o644)
    try:
        yield wire
    finally:
        os.close(wire)


def _write(wire: int, content: bytes, limit_s: float) -> None:
    """Write all bytes, never waiting longer than the limit."""
    end = time.monotonic() + limit_s
    rest = memoryview(content)
    while rest:
        _wait_until_writable(wire, end)
        rest = rest[_write_some(wire, rest) :]
    # closing a USB printer's node ends what is still on its way
    _wait_until_writable(wire, end)


def _wait_until_writable(wire: int, end: float) -> None:
    left = end - time.monotonic()
    if left <= 0 or not select.select([], [wire], [], left)[1]:
        raise TimeoutError("the printer takes no more bytes")


def _write_some(wire: int, rest: memoryview) -> int:
    try:
        return os.write(wire, rest[:4096])
    except BlockingIOError:
        return 0


class PicturePrinter:
    """A virtual printer: every slip becomes one PNG in a folder."""

    def __init__(self, folder: Path, width: int = 576, silent: bool = False) -> None:
        self._folder = folder
        self._width = width
        self._silent = silent

    async def check(self) -> PrinterState:
        """Return whether the folder can be written."""
        return await asyncio.to_thread(self._state)

    async def print(self, job: Job) -> Printout:
        """Write the picture; one set as silent tells nobody that it did."""
        return await asyncio.to_thread(self._print, job)

    def _state(self) -> PrinterState:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return PrinterState(Condition.ABSENT, str(error))
        if not os.access(self._folder, os.W_OK):
            return PrinterState(Condition.FAULT, f"{self._folder} may not be written")
        return UNTOLD if self._silent else PrinterState(Condition.READY)

    def _print(self, job: Job) -> Printout:
        state = self._state()
        if state.stops:
            return Printout(PrintResult.FAILED, state)
        path = self._folder / f"{job.name}.png"
        unfinished = path.with_suffix(".part")
        try:
            draw(job.slip, self._width).save(unfinished, format="PNG")
            unfinished.replace(path)
        except OSError as error:
            return Printout(PrintResult.FAILED, PrinterState(Condition.FAULT, str(error)))
        if self._silent:
            return Printout(PrintResult.UNKNOWN, state, ask=True)
        return Printout(PrintResult.PRINTED, state)
