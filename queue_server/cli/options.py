"""The options that all commands share: where the data lies."""

import argparse
import os
from pathlib import Path

from queue_server.cli.trouble import Trouble
from queue_server.config import ServerConfig, of_folder, read
from queue_server.store.backup import DATABASE


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a server's data; one of the two is needed."""
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--data", type=Path, metavar="DIR", help="the server's data folder")
    place.add_argument("--config", type=Path, metavar="FILE", help="the server's server.toml")


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
