"""`counter-display`: the hall's board, the board above a counter, and the officer's console."""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence

from counter_display.console.app import ConsoleApp
from counter_display.counter.app import CounterApp
from counter_display.hall.app import HallApp
from counter_display.hall.voice import Command, Voice
from queue_server.link import Link
from queue_server.protocol.vocabulary import Role
from queue_server.terminal import options, pairing
from queue_server.terminal.shell import TerminalApp


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one screen until it is ended; return the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.screen != "console" and given.account is not None:
        parser.error("boards have a device's token, not an account")
    if given.screen != "hall" and given.voice is not None:
        parser.error("the hall's board alone speaks: leave --voice out, or say off")
    place = _place(given, parser)
    number = getattr(given, "number", "")
    options.write_log("-".join(filter(None, ("counter-display", given.screen, number))), given.log)
    app = _app(given, place)
    app.run()
    return app.return_code or 0


def _place(given: argparse.Namespace, parser: argparse.ArgumentParser) -> pairing.Place:
    if given.screen == "console":
        return pairing.desk(given, parser)
    return pairing.place(given, parser, Role.DISPLAY)


def _app(given: argparse.Namespace, place: pairing.Place) -> TerminalApp:
    link = Link(place.server, place.token, given.centre)
    if given.screen == "hall":
        return HallApp(link, Voice(link, given.voice) if given.voice else None)
    if given.screen == "counter":
        return CounterApp(link, given.number)
    return ConsoleApp(
        link,
        given.number,
        account=given.account or "",
        password=os.environ.get("COUNTER_PASSWORD", "") if given.account else "",
        signed_in=place.token is not None,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="counter-display",
        description="The hall's board, the board above a counter, and the officer's console.",
    )
    screens = parser.add_subparsers(dest="screen", required=True, metavar="hall|counter|console")
    for name, says in (
        ("hall", "the board of the whole hall"),
        ("counter", "the board above one counter"),
        ("console", "the officer's console at one counter"),
    ):
        screen = screens.add_parser(name, help=says, description=says)
        if name != "hall":
            screen.add_argument("number", metavar="N", type=_number, help="the counter, such as 3")
        options.add_link_options(screen, pairs=name != "console")
        screen.add_argument(
            "--account",
            metavar="NAME",
            help="console: who signs in; the password is asked, or taken from COUNTER_PASSWORD",
        )
        screen.add_argument(
            "--voice",
            type=_voice,
            metavar="CMD|off",
            default=None,
            help="hall: the program that plays the calls, such as 'aplay -q'; it is given a wav "
            "file's name in place of {} or at the end, or the sound itself where it reads from -",
        )
    return parser


def _voice(text: str) -> Command | None:
    if text.strip().lower() == "off":
        return None
    try:
        command = Command.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no command: {error}") from error
    if shutil.which(command.parts[0]) is None:
        raise argparse.ArgumentTypeError(f"there is no program {command.parts[0]!r} here")
    return command


def _number(text: str) -> str:
    if not text.isascii() or not text.replace("-", "").replace("_", "").isalnum():
        raise argparse.ArgumentTypeError(f"{text!r} is no counter")
    return text


if __name__ == "__main__":
    sys.exit(main())
