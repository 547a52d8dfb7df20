"""A picture as the bytes that thermal printers understand (ESC/POS), with python-escpos.

The library is used for its commands alone: its own transports block and hide what went wrong.
"""

import os
import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from PIL import Image

STRIP = 256
"""Rows sent at once; small printers have room for no more."""
PROFILES = {576: "TM-T20II", 384: "RP-F10-58mm"}
"""What the library knows of paper this wide; the bytes are the same for the makers' others."""

RASTER = b"\x1dv0\x00"
TURNED = bytes(255 - dots for dots in range(256))
"""A printer's 1 is black, a picture's is white."""
ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE_CAUSE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"
ASK_WHEN_DONE = b"\x1dr\x01"
"""Answered only after all that was sent before is printed."""


def encode(picture: Image.Image) -> bytes:
    """Return the bytes that print the picture and cut the paper."""
    printer = _library().Dummy(profile=PROFILES[picture.width])
    printer.hw("INIT")
    begin: bytes = printer.output
    printer.clear()
    printer.cut()
    end: bytes = printer.output
    return b"".join((begin, *_strips(picture), end))


def _strips(picture: Image.Image) -> Iterator[bytes]:
    """Yield the picture as raster commands.

    The library would do the same by way of a coloured picture, in forty times the time.
    """
    across = (picture.width // 8).to_bytes(2, "little")
    for top in range(0, picture.height, STRIP):
        strip = picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))
        down = strip.height.to_bytes(2, "little")
        yield RASTER + across + down + strip.tobytes().translate(TURNED)


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    """Import the library with a fixed place for its table of printers.

    Left alone it reads 7,000 lines of YAML at every start and leaves a folder behind. A table cut
    short by a power failure must not keep the kiosk from starting ever again.
    """
    folder = _cache_folder()
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(folder)
    try:
        from escpos import printer
    except (EOFError, pickle.UnpicklingError, ValueError):
        for table in folder.glob("*.capabilities.pickle"):
            table.unlink(missing_ok=True)
        from escpos import printer
    module: ModuleType = printer
    return module


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "one-stop-queue" / "escpos"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
