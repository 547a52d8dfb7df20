"""What the kiosk asks of a printer, whichever way leads to it.

Rule 1: `printed` is said only where the printer, or the file, proved it.
Rule 2: a transport's own exceptions never leave this room: they become a state or a result.
Rule 3: a printer set as silent is asked nothing, and people are asked in its stead.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol

from kiosk.printing.slip import Slip
from queue_server.protocol.vocabulary import PrintResult


class Condition(StrEnum):
    """How a printer is."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    UNKNOWN = "unknown"
    """It does not say."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    FAULT = "fault"
    ABSENT = "absent"


STOPPING = frozenset({Condition.PAPER_OUT, Condition.COVER_OPEN, Condition.FAULT, Condition.ABSENT})
"""No number is taken while the printer is like this."""


class PrinterState(NamedTuple):
    """How a printer is, with the technician's words for it."""

    condition: Condition
    detail: str = ""

    @property
    def stops(self) -> bool:
        """Whether nothing can be printed."""
        return self.condition in STOPPING


UNTOLD = PrinterState(Condition.UNKNOWN, "set as silent: it is not asked")


class Job(NamedTuple):
    """One slip to be printed."""

    ticket: str
    label: str
    slip: Slip
    again: bool = False

    @property
    def name(self) -> str:
        """A name for a file: harmless whatever the label holds."""
        label = "".join(c for c in self.label if c.isascii() and c.isalnum()) or "ticket"
        start = "".join(c for c in self.ticket if c.isascii() and c.isalnum())[:8]
        return f"{label}-{start}" + ("-reprint" if self.again else "")


class Printout(NamedTuple):
    """What became of a job; no result where there is no printer at all."""

    result: PrintResult | None
    state: PrinterState = PrinterState(Condition.UNKNOWN)
    ask: bool = False
    """The printer is set as silent: only who stands before it knows whether the slip came out."""


class Printer(Protocol):
    """A way to paper."""

    async def check(self) -> PrinterState:
        """Return how the printer is now, within two seconds or so."""

    async def print(self, job: Job) -> Printout:
        """Print one slip and say what became of it; one job at a time."""


class NoPrinter:
    """A kiosk that only shows the number."""

    async def check(self) -> PrinterState:
        """Return that nothing is in the way."""
        return PrinterState(Condition.READY)

    async def print(self, job: Job) -> Printout:
        """Print nothing."""
        return Printout(None)
