"""Which printer a kiosk has, as it is written on the command line."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from kiosk.printing.local import FilePrinter, PicturePrinter
from kiosk.printing.network import NetworkPrinter
from kiosk.printing.printer import NoPrinter, Printer
from kiosk.printing.raster import WIDTHS

FORMS = "tcp://HOST:9100, file:///dev/usb/lp0, png:///FOLDER or none"
PORT = 9100


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
            return NetworkPrinter(*_address(parts, spec), width=_width(parts, spec))
        case "file":
            return FilePrinter(_path(parts, spec), width=_width(parts, spec))
        case "png":
            return PicturePrinter(_path(parts, spec), width=_width(parts, spec))
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


def _width(parts: SplitResult, spec: str) -> int:
    options = parse_qs(parts.query, keep_blank_values=True)
    if unknown := options.keys() - {"width"}:
        raise ValueError(f"{spec!r}: unknown option {', '.join(sorted(unknown))}; there is ?width=")
    text = options.get("width", [str(WIDTHS[0])])[-1]
    if text not in map(str, WIDTHS):
        raise ValueError(f"{spec!r}: width is 576 (80 mm paper) or 384 (58 mm paper)")
    return int(text)
