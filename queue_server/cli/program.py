"""`queue-server`: finds the command that was typed, and says what went wrong in one sentence.

Rule 1: only the command that was typed is imported: `--help` and short commands stay quick.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import NamedTuple

from queue_server.cli.trouble import FileTrouble, Trouble
from queue_server.config import ConfigError
from queue_server.store.contract import StoreError

WRONG = 1
TRACE = "QUEUE_SERVER_TRACE"
"""Set to anything, it shows where an error nobody foresaw came from."""

_CODES = """exit codes: 0 done; 1 not done, a sentence on standard error says why; 2 wrongly typed.
`queue-server COMMAND --help` tells more about a command."""


class _Command(NamedTuple):
    arranged_by: str
    """Module and function."""
    sentence: str


COMMANDS = {
    "demo": _Command("demo:arrange", "a ready-made centre to try, with made-up people"),
    "init": _Command("server:arrange_init", "make a new server's data folder"),
    "run": _Command("server:arrange_run", "run a server"),
    "centre": _Command("centre:arrange", "check, import and export a centre's plan"),
    "account": _Command("account:arrange", "the people who sign in"),
    "device": _Command("device:arrange", "kiosks, boards and rating tablets"),
    "voice": _Command("voice:arrange", "the recorded voice of the calls"),
    "estimates": _Command("estimates:arrange", "how good the told waits were"),
    "report": _Command("report:arrange", "a report of a period: XLSX, PDF, CSV or JSON"),
    "dossiers": _Command("dossiers:arrange", "take in what the case system says of dossiers"),
    "import": _Command("dossiers:arrange_import", "the same as `dossiers import`"),
    "verify": _Command("keeping:arrange_verify", "replay the journal and look for faults"),
    "backup": _Command(
        "keeping:arrange_backup", "copy the data to one file, also while the server runs"
    ),
    "restore": _Command("keeping:arrange_restore", "bring a backup into an empty folder"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was typed and return the exit status."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        given = _parser(typed).parse_args(typed)
        do: Callable[[argparse.Namespace], int] = given.do
        return do(given)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read our output has gone; nothing may be written at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except Exception as error:
        return _say(error)


def _parser(typed: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="queue-server",
        description="Tickets, queues and statistics for a one-stop public service centre.",
        epilog=_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    name = f"one-stop-queue {version('one-stop-queue')}"
    parser.add_argument("--version", action="version", version=name)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for word, command in COMMANDS.items():
        added = commands.add_parser(
            word, help=command.sentence, description=f"{command.sentence}.", allow_abbrev=False
        )
        if word in typed[:1]:
            module, _, arrange = command.arranged_by.partition(":")
            getattr(import_module(f"queue_server.cli.commands.{module}"), arrange)(added)
    return parser


def _say(error: Exception) -> int:
    """Tell an error to whoever typed the command."""
    if os.environ.get(TRACE):
        traceback.print_exception(error)
    # faults in a file begin with its name and line, as editors like it
    said = str(error) if isinstance(error, FileTrouble) else f"queue-server: {_told(error)}"
    print(said, file=sys.stderr)
    return WRONG


def _told(error: Exception) -> str:
    if isinstance(error, Trouble | ConfigError | StoreError):
        return str(error)
    what = str(error).partition("\n")[0]
    return f"Something unforeseen went wrong ({type(error).__name__}: {what})."
