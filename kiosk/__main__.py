"""`kiosk`: the touch kiosk of a centre."""

import argparse
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.app import KioskApp
from kiosk.pressing import PressBook
from kiosk.printing import specs
from kiosk.printing.printer import Printer
from queue_server.link import Link
from queue_server.protocol.vocabulary import Language, Role
from queue_server.terminal import options, pairing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the kiosk until it is ended; return the exit status."""
    parser = _parser()
    typed = list(sys.argv[1:] if arguments is None else arguments)
    given = parser.parse_args(typed)
    server, token = pairing.place(given, parser, Role.KIOSK)
    options.write_log("kiosk", given.log)
    if given.serve is not None:
        return _serve(given, typed)
    book = PressBook(_folder(server, token))
    app = KioskApp(
        Link(server, token, given.centre),
        given.printer,
        language=Language(given.lang),
        staff_code=given.staff_code or os.environ.get("KIOSK_STAFF_CODE") or None,
        book=book,
    )
    app.run()
    book.close()
    return app.return_code or 0


def _folder(server: str, token: str | None) -> Path:
    """Return where this kiosk keeps a press that is not done: each device has its own."""
    device = hashlib.sha256(f"{server} {token}".encode()).hexdigest()[:16]
    return options.state_folder() / f"kiosk-{device}"


def _serve(given: argparse.Namespace, typed: Sequence[str]) -> int:
    """Serve the same kiosk to a browser; only then is a web server loaded."""
    from kiosk.browser import serve

    host, port = given.serve
    try:
        serve.run(host, port, _without_serve(typed))
    except OSError as error:
        print(f"kiosk: {host}:{port} cannot be used: {error}", file=sys.stderr)
        return 1
    return 0


def _without_serve(typed: Sequence[str]) -> list[str]:
    """Return what was typed, for a kiosk that is shown and not served."""
    words = iter(typed)
    kept = []
    for word in words:
        if word == "--serve":
            next(words, None)
        elif not word.startswith("--serve="):
            kept.append(word)
    return kept


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT like 127.0.0.1:8090")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk",
        description="The touch kiosk: take a number, get a printed ticket.",
        allow_abbrev=False,
    )
    options.add_link_options(parser)
    parser.add_argument(
        "--printer", type=_printer, default="none", metavar="SPEC", help=specs.FORMS
    )
    parser.add_argument("--lang", choices=[language.value for language in Language], default="vi")
    parser.add_argument(
        "--serve",
        type=_address,
        metavar="HOST:PORT",
        help="show the kiosk in a browser at this address; whoever reaches it has a kiosk",
    )
    parser.add_argument(
        "--staff-code",
        metavar="CODE",
        help="lets staff end the kiosk by Ctrl+Q, or five taps on the clock, and this code: up to "
        "16 signs, digits where there is no keyboard (or set KIOSK_STAFF_CODE, which other users "
        "of the machine cannot see); without one only the machine's administrator can",
    )
    return parser


def _printer(spec: str) -> Printer:
    try:
        return specs.printer(spec)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
