"""`kiosk`: the touch kiosk of a centre."""

import argparse
import os
import sys
from collections.abc import Sequence

from kiosk.app import KioskApp
from kiosk.printing import specs
from kiosk.printing.printer import Printer
from queue_server.link import Link
from queue_server.protocol.vocabulary import Language, Role
from queue_server.terminal import options, pairing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the kiosk until it is ended; return the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    server, token = pairing.place(given, parser, Role.KIOSK)
    if given.serve is not None:
        parser.error("--serve, the kiosk in a browser, comes with a later version")
    options.write_log("kiosk", given.log)
    app = KioskApp(
        Link(server, token, given.centre),
        given.printer,
        language=Language(given.lang),
        staff_code=given.staff_code or os.environ.get("KIOSK_STAFF_CODE") or None,
    )
    app.run()
    return app.return_code or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk", description="The touch kiosk: take a number, get a printed ticket."
    )
    options.add_link_options(parser)
    parser.add_argument(
        "--printer", type=_printer, default="none", metavar="SPEC", help=specs.FORMS
    )
    parser.add_argument("--lang", choices=[language.value for language in Language], default="vi")
    parser.add_argument("--serve", metavar="HOST:PORT", help="comes with a later version")
    parser.add_argument(
        "--staff-code",
        metavar="CODE",
        help="lets staff end the kiosk by Ctrl+Q and this code (or set KIOSK_STAFF_CODE); "
        "without one only the machine's administrator can",
    )
    return parser


def _printer(spec: str) -> Printer:
    try:
        return specs.printer(spec)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
