"""What both kinds of terminal are told when they are started, and where they write their log."""

import argparse
import logging
import logging.handlers
import os
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

LOG_BYTES = 1_000_000
LOG_FILES = 5


def add_link_options(parser: argparse.ArgumentParser, *, pairs: bool = True) -> None:
    """Add the options that say where the server is and who the terminal is."""
    parser.add_argument(
        "--server",
        type=_server,
        metavar="URL",
        help="http://HOST:PORT (or set TERMINAL_SERVER); remembered once the device is paired",
    )
    if pairs:
        parser.add_argument(
            "--pair",
            metavar="CODE",
            help="exchange a one-time code for this device's token, keep it and start",
        )
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--token", help="the device's token (or set TERMINAL_TOKEN)")
    who.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help="a file that holds the token alone; --pair writes it. Default: in the state folder",
    )
    parser.add_argument("--centre", metavar="ID", help="needed only where a server has several")
    parser.add_argument(
        "--log", type=Path, metavar="FILE", default=None, help="default: in the user's state folder"
    )


def token(options: argparse.Namespace, parser: argparse.ArgumentParser) -> str | None:
    """Return the device's token, from the option, the file or the environment."""
    if options.token_file is None:
        return options.token or os.environ.get("TERMINAL_TOKEN")
    try:
        text: str = options.token_file.read_text(encoding="utf-8")
    except OSError as error:
        parser.error(f"cannot read the token file: {error}")
    if not (found := text.strip()):
        parser.error(f"the token file {options.token_file} is empty")
    return found


def write_log(program: str, path: Path | None) -> None:
    """Send the log to a rotating file: the screen belongs to Textual."""
    path = path or state_folder() / f"{program}.log"
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
    except OSError as error:
        sys.stderr.write(f"{program}: no log is kept: {error}\n")
        handler = logging.NullHandler()
    logging.basicConfig(
        level=logging.INFO,
        handlers=[handler],
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )


def state_folder() -> Path:
    """Return where a terminal may keep files of its own."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "one-stop-queue"


def _server(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        _wrong(f"{text!r} is no address like http://127.0.0.1:8080")
    return text


def _wrong(sentence: str) -> NoReturn:
    raise argparse.ArgumentTypeError(sentence)
