"""Which printer a kiosk has, as it is written on the command line."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from kiosk.printing.local import FilePrinter, PicturePrinter
from kiosk.printing.network import NetworkPrinter
from kiosk.printing.printer import NoPrinter, Printer
from kiosk.printing.raster import WIDTHS

FORMS = (
    "tcp://HOST:9100, file:///dev/usb/lp0, png:///FOLDER or none; behind it may stand "
    "?width=384 for paper of 58 mm, and &silent=1 for a printer that never answers: "
    "then people are asked whether their slip came out"
)
PORT = 9100
SWITCH = {"0": False, "1": True}


class Options(NamedTuple):
    """What stands behind the question mark of a printer's address."""

    width: int
    silent: bool


def printer(spec: str) -> Printer:
    """Return the printer that `spec` names.

    Raises:
        ValueError: nobody understands it; the text says why, for whoever typed it.
    """
    if spec.strip().lower() in ("none", ""):
        return NoPrinter()
    parts = urlsplit(spec)
    match parts.scheme:
        case "tcp":
            return NetworkPrinter(*_address(parts, spec), *_options(parts, spec))
        case "file":
            return FilePrinter(_path(parts, spec), *_options(parts, spec))
        case "png":
            return PicturePrinter(_path(parts, spec), *_options(parts, spec))
        case "usb" | "serial":
            raise ValueError(
                f"{spec!r}: {parts.scheme} printers come with a later version; "
                "a USB printer can be used today as file:///dev/usb/lp0"
            )
    raise ValueError(f"{spec!r} is no printer; it is one of {FORMS}")


def _address(parts: SplitResult, spec: str) -> tuple[str, int]:
    if not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"{spec!r}: a network printer is written tcp://HOST:{PORT}")
    try:
        return parts.hostname, parts.port or PORT
    except ValueError as error:
        raise ValueError(f"{spec!r}: the port is a number from 1 to 65535") from error


def _path(parts: SplitResult, spec: str) -> Path:
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/") or path == "/":
        raise ValueError(
            f"{spec!r}: a whole path follows three strokes, as in {parts.scheme}:///tmp/slips"
        )
    return Path(path)


def _options(parts: SplitResult, spec: str) -> Options:
    given = parse_qs(parts.query, keep_blank_values=True)
    if unknown := given.keys() - set(Options._fields):
        names = ", ".join(sorted(unknown))
        raise ValueError(f"{spec!r}: unknown option {names}; there are ?width= and silent=")
    width = given.get("width", [str(WIDTHS[0])])[-1]
    if width not in map(str, WIDTHS):
        raise ValueError(f"{spec!r}: width is 576 (80 mm paper) or 384 (58 mm paper)")
    silent = given.get("silent", ["0"])[-1]
    if silent not in SWITCH:
        raise ValueError(f"{spec!r}: silent is 1 (the printer never answers) or 0")
    return Options(int(width), SWITCH[silent])
