"""A picture as the bytes that thermal printers understand (ESC/POS), made by python-escpos.

The library is used for its bytes alone: its own transports block and hide what went wrong.
"""

import os
import pickle
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from PIL import Image

STRIP = 256
"""Rows sent at once; small printers have room for no more."""
PROFILES = {576: "TM-T20II", 384: "RP-F10-58mm"}
"""What the library knows of paper this wide; the bytes are the same for the makers' others."""

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE_CAUSE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"
ASK_WHEN_DONE = b"\x1dr\x01"
"""Answered only after all that was sent before is printed."""


def encode(picture: Image.Image) -> bytes:
    """Return the bytes that print the picture and cut the paper."""
    printer = _library().Dummy(profile=PROFILES[picture.width])
    printer.hw("INIT")
    printer.image(picture, impl="bitImageRaster", fragment_height=STRIP)
    printer.cut()
    output: bytes = printer.output
    return output


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
