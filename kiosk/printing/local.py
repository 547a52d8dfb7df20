"""A printer behind a file of this machine, and the virtual one that only makes pictures."""

import asyncio
import logging
import os
import select
import stat
import time
from pathlib import Path

from kiosk.printing import encoder
from kiosk.printing.printer import Condition, Job, PrinterState, Printout
from kiosk.printing.raster import draw
from queue_server.protocol.vocabulary import PrintResult

log = logging.getLogger(__name__)

WRITE_S = 15.0


class FilePrinter:
    """A device file such as /dev/usb/lp0, or a plain file that collects the bytes."""

    def __init__(self, path: Path, width: int = 576, write_s: float = WRITE_S) -> None:
        self._path = path
        self._width = width
        self._write_s = write_s

    async def check(self) -> PrinterState:
        """Return whether the file is there; a device file says no more than that."""
        return await asyncio.to_thread(self._state)

    async def print(self, job: Job) -> Printout:
        """Write the slip's bytes; a plain file proves them, a device does not."""
        return await asyncio.to_thread(self._print, job)

    def _state(self) -> PrinterState:
        target = self._path if self._path.exists() else self._path.parent
        if target.is_dir() and target == self._path:
            return PrinterState(Condition.ABSENT, f"{self._path} is a folder")
        if not target.exists():
            return PrinterState(Condition.ABSENT, f"{self._path} does not exist")
        if self._path.is_relative_to("/dev") and target != self._path:
            return PrinterState(Condition.ABSENT, f"{self._path} is not plugged in")
        if not os.access(target, os.W_OK):
            return PrinterState(Condition.FAULT, f"{self._path} may not be written")
        return PrinterState(Condition.UNKNOWN, "a file says nothing of its paper")

    def _print(self, job: Job) -> Printout:
        state = self._state()
        if state.stops:
            return Printout(PrintResult.FAILED, state)
        content = encoder.encode(draw(job.slip, self._width))
        try:
            plain = _write(self._path, content, self._write_s)
        except (OSError, TimeoutError) as error:
            log.warning("printer file %s: %s", self._path, error)
            return Printout(PrintResult.FAILED, PrinterState(Condition.FAULT, str(error)))
        return Printout(PrintResult.PRINTED if plain else PrintResult.UNKNOWN, state)


def _write(path: Path, content: bytes, limit_s: float) -> bool:
    """Append the bytes, never waiting longer than the limit; say whether it is a plain file."""
    end = time.monotonic() + limit_s
    flags = os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK
    if not path.is_relative_to("/dev"):
        flags |= os.O_CREAT
    wire = os.open(path, flags, 0o644)
    try:
        plain = stat.S_ISREG(os.fstat(wire).st_mode)
        rest = memoryview(content)
        while rest:
            _wait_until_writable(wire, end)
            rest = rest[_write_some(wire, rest) :]
        return plain
    finally:
        os.close(wire)


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

    def __init__(self, folder: Path, width: int = 576) -> None:
        self._folder = folder
        self._width = width

    async def check(self) -> PrinterState:
        """Return whether the folder can be written."""
        return await asyncio.to_thread(self._state)

    async def print(self, job: Job) -> Printout:
        """Write the picture."""
        return await asyncio.to_thread(self._print, job)

    def _state(self) -> PrinterState:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return PrinterState(Condition.ABSENT, str(error))
        if not os.access(self._folder, os.W_OK):
            return PrinterState(Condition.FAULT, f"{self._folder} may not be written")
        return PrinterState(Condition.READY)

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
        return Printout(PrintResult.PRINTED, state)
