"""The options that commands share: where the data lies, and which period is meant."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from queue_server.cli.trouble import Trouble
from queue_server.config import ServerConfig, of_folder, read
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics import periods
from queue_server.store.backup import DATABASE

_PERIODS = "2026-11-20, 2026-W47, 2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026, FROM..TO"


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a server's data; one of the two is needed."""
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--data", type=Path, metavar="DIR", help="the server's data folder")
    place.add_argument("--config", type=Path, metavar="FILE", help="the server's server.toml")


def add_period(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a period; what is none is wrongly typed."""
    parser.add_argument("--period", required=True, type=_period, metavar="PERIOD", help=_PERIODS)


def _period(text: str) -> str:
    try:
        periods.parse(text)
    except Refused as refused:
        raise argparse.ArgumentTypeError(refused.sentence.en) from refused
    return text


def config_of(given: argparse.Namespace) -> ServerConfig:
    """Return the configuration that the options name.

    Raises:
        ConfigError: it cannot be used.
    """
    if given.config is not None:
        return read(given.config, os.environ)
    return of_folder(given.data, os.environ)


def folder_of(given: argparse.Namespace) -> Path:
    """Return the data folder that the options name, with a database in it.

    Raises:
        ConfigError: the configuration cannot be used.
        Trouble: there is no database.
    """
    folder = new_folder_of(given)
    if not (folder / DATABASE).exists():
        raise Trouble(f"There is no database in {folder}; `queue-server init` makes one.")
    return folder


def new_folder_of(given: argparse.Namespace) -> Path:
    """Return the data folder that the options name, whether it exists or not."""
    config = config_of(given)
    if "://" in config.database:
        raise Trouble("Only SQLite can be used so far: `database` names a folder.")
    return config.folder


def centre_of(known: Sequence[CentreId], asked: str | None) -> CentreId:
    """Return the centre that is meant, which need not be said where there is but one.

    Raises:
        Trouble: it is not there, or there are several.
    """
    if asked is not None and asked not in known:
        raise Trouble(f"There is no centre {asked}; there is {', '.join(known) or 'none'}.")
    if asked is None and len(known) != 1:
        raise Trouble(f"Say which centre is meant: {', '.join(known) or 'there is none yet'}.")
    return CentreId(asked) if asked is not None else known[0]
