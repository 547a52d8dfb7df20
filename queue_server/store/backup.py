"""Copies of the store: made while the server runs, and brought back into an empty folder.

Rule 1: a backup only reads. It holds one view of the file while it copies: the writer goes on,
only its log cannot begin anew meanwhile.
Rule 2: a file has its name only when it is whole and on disk.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from queue_server.store.contract import JournalCorrupt, StoreError
from queue_server.store.driver import DRIVER_ERRORS, read_only, translated

DATABASE = "queue.db"


def backup(folder: Path, file: Path) -> None:
    """Copy the store in `folder` to `file`, which may exist, also while a server runs.

    Raises:
        StoreError: it could not be read, or the copy not be written.
    """
    database = folder / DATABASE
    if not database.exists():
        raise StoreError(f"There is no store in {folder}.")
    snapshot(database, file)


def snapshot(database: Path, file: Path) -> None:
    """Copy one file of SQLite as it stands at this moment.

    The copy is written anew, tree by tree: nothing that was purged is in it, and damage is noticed.

    Raises:
        StoreError: it could not be read, or the copy not be written.
    """
    with _written_whole(file) as unfinished, _in_our_words():
        with closing(read_only(database)) as raw:
            raw.execute("VACUUM INTO ?", (str(unfinished),))
        _check(unfinished, file.name)


def restore(file: Path, folder: Path) -> None:
    """Bring a backup into an empty folder; where there is none, make one.

    Raises:
        StoreError: the folder is not empty, or the backup is none of ours.
        JournalCorrupt: the backup is damaged.
    """
    if not file.is_file():
        raise StoreError(f"There is no backup {file}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is not an empty folder.")
    with _in_our_words():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _written_whole(folder / DATABASE) as unfinished:
            shutil.copyfile(file, unfinished)
            if "journal" not in _check(unfinished, file.name):
                raise StoreError(f"{file.name} is no backup of ours.")


def _check(file: Path, name: str) -> set[str]:
    """Return the tables of a file that nobody else uses, if it is whole."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)) as raw:
        try:
            found = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
            tables = raw.execute("SELECT name FROM sqlite_master").fetchall()
        except sqlite3.DatabaseError as error:
            raise JournalCorrupt(f"{name} is damaged. ({error})") from error
    if found != "ok":
        raise JournalCorrupt(f"{name} is damaged. ({found})")
    return {table for (table,) in tables}


@contextmanager
def _written_whole(file: Path) -> Iterator[Path]:
    """Give a new file to write; once it is on disk it gets its name, and if that fails it goes."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with _in_our_words():
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield unfinished
        with _in_our_words():
            _to_disk(unfinished)
            unfinished.replace(file)
            _to_disk(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"A file cannot be read or written. ({error})") from error
    except DRIVER_ERRORS as error:
        raise translated(error) from error
