"""What the node of a USB printer, such as /dev/usb/lp0, tells of the printer behind it."""

import fcntl
import struct
from collections.abc import Callable

from kiosk.printing.printer import Condition, PrinterState

LPGETSTATUS = 0x060B
"""The question of <linux/lp.h>, which the driver of USB printers answers too."""
NO_ERROR, SELECTED, NO_PAPER = 0x08, 0x10, 0x20
"""Lines of the old printer port: the first two are up while all is well."""

Ask = Callable[[int], int | None]


def status(wire: int) -> int | None:
    """Return the lines of an open node, None where it knows no such question."""
    try:
        answer = fcntl.ioctl(wire, LPGETSTATUS, bytes(struct.calcsize("i")))
    except OSError:
        # not a printer's node, or one whose printer does not say
        return None
    (lines,) = struct.unpack("i", answer)
    return int(lines)


def understood(lines: int | None) -> PrinterState:
    """Return what the lines mean together."""
    if lines is None:
        return PrinterState(Condition.UNKNOWN, "the node says nothing of the printer")
    detail = f"LPGETSTATUS={lines:02x}"
    if lines & NO_PAPER:
        return PrinterState(Condition.PAPER_OUT, detail)
    if not lines & NO_ERROR or not lines & SELECTED:
        return PrinterState(Condition.FAULT, detail)
    return PrinterState(Condition.READY, detail)
