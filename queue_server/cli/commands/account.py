"""`queue-server account`: the people who sign in."""

import argparse
import asyncio
import getpass
import sys
import warnings
from typing import get_args

from queue_server.cli.options import add_place, folder_of
from queue_server.cli.serving import control
from queue_server.cli.serving.acts import (
    Act,
    AddAccount,
    DisableAccount,
    ListAccounts,
    SetPassword,
    StaffRole,
)
from queue_server.cli.trouble import Trouble
from queue_server.web.auth import passwords


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    add = verbs.add_parser("add", help="make an account; the password is asked for")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=get_args(StaffRole))
    add.add_argument("--counter", metavar="N", help="the counter where an officer usually sits")
    add.add_argument("--centre", metavar="ID", help="needed only where there are several")
    _add_password(add)
    add.set_defaults(do=_add)
    show = verbs.add_parser("list", help="all accounts")
    show.set_defaults(do=lambda given: _ask(given, ListAccounts()))
    disable = verbs.add_parser("disable", help="let somebody sign in no more")
    disable.add_argument("name", metavar="NAME")
    disable.set_defaults(do=lambda given: _ask(given, DisableAccount(name=given.name)))
    change = verbs.add_parser("password", help="give somebody another password")
    change.add_argument("name", metavar="NAME")
    _add_password(change)
    change.set_defaults(do=_password)
    for verb in (add, show, disable, change):
        add_place(verb)


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from the first line of standard input instead of asking",
    )


def _add(given: argparse.Namespace) -> int:
    act = AddAccount(
        name=given.name,
        role=given.role,
        password_hash=passwords.hashed(_typed(given)),
        centre=given.centre,
        counter=given.counter,
    )
    return _ask(given, act)


def _password(given: argparse.Namespace) -> int:
    hashed = passwords.hashed(_typed(given))
    return _ask(given, SetPassword(name=given.name, password_hash=hashed))


def _ask(given: argparse.Namespace, act: Act) -> int:
    reply = asyncio.run(control.ask(folder_of(given), act))
    print(*reply.lines, sep="\n")
    return 0


def _typed(given: argparse.Namespace) -> str:
    """Return the password; twice the same where somebody types it unseen."""
    folder_of(given)  # say that there is no data before anybody types a password
    password = _piped() if given.password_stdin else _asked_for()
    if not passwords.is_good(password):
        raise Trouble(f"A password has at least {passwords.SHORTEST} letters or other signs.")
    return password


def _asked_for() -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            password = getpass.getpass("Password: ")
            again = getpass.getpass("Once more: ")
    except getpass.GetPassWarning:
        return _piped()  # there is no terminal: a program answers
    except EOFError as error:
        raise Trouble("No password was given; there is --password-stdin for programs.") from error
    if again != password:
        raise Trouble("The two passwords are not the same.")
    return password


def _piped() -> str:
    return sys.stdin.readline().rstrip("\r\n")
