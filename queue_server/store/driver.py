"""How this room speaks to SQLite: connections on threads of their own, its errors in our words."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from queue_server.store.contract import JournalCorrupt, StoreError

T = TypeVar("T")

BUSY_S = 5
"""How long to wait for somebody else's lock, for instance a curious person's shell."""
CHECKPOINT_PAGES = 4_000
"""Write the log back every 16 MB: half the work of the default 4 MB under load."""
LOG_LIMIT = 64 << 20
"""A log that grew during a backup is cut back to this many bytes."""
CACHE_KB = 8_000

_WRITING = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # what was purged must not be read from the file by anybody
    "PRAGMA secure_delete = ON",
    f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
    f"PRAGMA journal_size_limit = {LOG_LIMIT}",
    f"PRAGMA cache_size = -{CACHE_KB}",
)

_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full.",
    sqlite3.SQLITE_READONLY: "The database may not be written.",
    sqlite3.SQLITE_IOERR: "The disk does not answer.",
    sqlite3.SQLITE_BUSY: "Another program holds the database.",
    sqlite3.SQLITE_LOCKED: "Another program holds the database.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened.",
    sqlite3.SQLITE_CONSTRAINT: "A row does not fit the rules of its table.",
}
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

DRIVER_ERRORS = (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError)
"""All that the driver raises for a bad disk, a bad statement or a bad value."""


def translated(error: BaseException) -> StoreError:
    """Return a driver's error in our words."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGE or "malformed" in str(error):
        return JournalCorrupt(
            f"The database is damaged ({error}). Keep the file and restore the newest backup."
        )
    return StoreError(f"{_SENTENCES.get(code, 'The database refused.')} ({error})")


class Connection(aiosqlite.Connection):
    """One connection to SQLite that lives on a thread of its own."""

    closed = False

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # a program that breaks must end: a lost thread is no worse than a lost power supply
        self._thread.daemon = True

    async def opened(self) -> Self:
        """Open it and return it.

        Raises:
            StoreError: the driver refused.
        """
        try:
            await self
        except DRIVER_ERRORS as error:
            # the thread has a last word for this loop, which may end soon
            await asyncio.to_thread(self._thread.join)
            raise translated(error) from error
        return self

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` on the connection's thread, to its end even if the caller goes away.

        A whole transaction is one hop between threads, and no two of them can mix.

        Raises:
            StoreError: the driver refused.
        """
        if self.closed:
            raise StoreError("The store is closed.")
        hop: Callable[..., Awaitable[T]] = self._execute
        try:
            return await hop(work, self._conn)
        except DRIVER_ERRORS as error:
            raise translated(error) from error

    async def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a question.

        Raises:
            StoreError: the driver refused.
        """
        return await self.run(lambda raw: raw.execute(sql, values).fetchall())

    async def close(self) -> None:
        """Finish what has begun and close."""
        self.closed = True
        await super().close()


async def open_writing(path: Path, factory: type[sqlite3.Connection]) -> Connection:
    """Return the one connection that writes, and that alone brings the log into the file.

    Raises:
        StoreError: the file cannot be opened, or not as it must be.
    """
    return await Connection(lambda: _write(path, factory)).opened()


async def open_reading(path: Path) -> Connection:
    """Return a connection that can only read.

    Raises:
        StoreError: the file cannot be opened.
    """
    return await Connection(lambda: read_only(path)).opened()


def read_only(path: Path) -> sqlite3.Connection:
    """Return a bare connection that can only read."""
    return _connect(path, "ro", sqlite3.Connection)


def _write(path: Path, factory: type[sqlite3.Connection]) -> sqlite3.Connection:
    raw = _connect(path, "rw", factory)
    try:
        mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise sqlite3.OperationalError(f"no write-ahead log here, only {mode}")
        for pragma in _WRITING:
            raw.execute(pragma)
    except BaseException:
        raw.close()
        raise
    return raw


def _connect(path: Path, mode: str, factory: type[sqlite3.Connection]) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        factory=factory,
    )
