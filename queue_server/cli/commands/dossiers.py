"""`queue-server dossiers`: the case system's export, taken in line by line."""

import argparse
import asyncio
from datetime import date
from pathlib import Path

from queue_server.cli.options import add_place, folder_of
from queue_server.cli.serving import control
from queue_server.cli.serving.acts import ImportDossiers
from queue_server.cli.trouble import Trouble
from queue_server.statistics.dossiers.sheet import MOST_BYTES


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    take_in = verbs.add_parser("import", help="take in an export of the case system (CSV or XLSX)")
    arrange_import(take_in)


def arrange_import(parser: argparse.ArgumentParser) -> None:
    """Say how `import` is typed."""
    parser.epilog = "The same file again changes nothing. Exit code 1: a line was not taken."
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="first day covered")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="last day covered")
    parser.add_argument("--all", action="store_true", help="show every line, not only refused ones")
    parser.add_argument("--centre", metavar="ID", help="needed only where there are several")
    add_place(parser)
    parser.set_defaults(do=_import)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2026-11-20") from error


def _import(given: argparse.Namespace) -> int:
    act = ImportDossiers(
        content=_read(given.file),
        first=given.first,
        last=given.last,
        every_line=given.all,
        centre=given.centre,
    )
    reply = asyncio.run(control.ask(folder_of(given), act))
    for line in reply.lines:
        print(f"{given.file}:{line}" if line[:1].isdigit() else line)
    return 1 if reply.refused else 0


def _read(file: Path) -> bytes:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from error
    if len(body) > MOST_BYTES:
        raise Trouble(f"{file} is larger than {MOST_BYTES // 1024 // 1024} MB.")
    return body
