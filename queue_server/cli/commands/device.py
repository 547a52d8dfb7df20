"""`queue-server device`: kiosks, boards and rating tablets."""

import argparse
import asyncio
from typing import get_args

from queue_server.cli.options import add_place, folder_of
from queue_server.cli.serving import control
from queue_server.cli.serving.acts import Act, DeviceRole, ListDevices, PairDevice, RevokeDevice


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    pair = verbs.add_parser("pair", help="print a one-time code that a new device shows")
    pair.add_argument("name", metavar="NAME", help="what people call it, e.g. 'Kiosk cửa chính'")
    pair.add_argument("--role", required=True, choices=get_args(DeviceRole))
    pair.add_argument("--counter", metavar="N", help="the counter of a rating tablet")
    pair.add_argument("--centre", metavar="ID", help="needed only where there are several")
    pair.set_defaults(do=_pair)
    show = verbs.add_parser("list", help="all devices")
    show.set_defaults(do=lambda given: _ask(given, ListDevices()))
    revoke = verbs.add_parser("revoke", help="take a device's token away")
    revoke.add_argument("name", metavar="NAME", help="its name, or its id from the list")
    revoke.set_defaults(do=lambda given: _ask(given, RevokeDevice(name=given.name)))
    for verb in (pair, show, revoke):
        add_place(verb)


def _pair(given: argparse.Namespace) -> int:
    act = PairDevice(name=given.name, role=given.role, centre=given.centre, counter=given.counter)
    return _ask(given, act)


def _ask(given: argparse.Namespace, act: Act) -> int:
    reply = asyncio.run(control.ask(folder_of(given), act))
    print(*reply.lines, sep="\n")
    return 0
