"""The store on one SQLite file: who may open it, and its connections.

Rule 1: one server at a time: a lock on the folder refuses a second one.
Rule 2: one connection writes, and it alone brings the log into the file; all others only read.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
import sqlite3
from collections.abc import Awaitable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from queue_server.protocol.vocabulary import CentreId
from queue_server.store.backup import DATABASE
from queue_server.store.contract import JournalCorrupt, StoreError
from queue_server.store.driver import Connection, open_reading, open_writing
from queue_server.store.migrations import migrate
from queue_server.store.registry import SqliteRegistry
from queue_server.store.sqlite_archive import SqliteArchive
from queue_server.store.sqlite_journal import SqliteJournal
from queue_server.store.sqlite_records import SqliteRecords

log = logging.getLogger(__name__)

LOCK = "lock"
CHECK_S = 2.0
"""Most time that looking through the file may take at the start after a crash."""

# from centre to centre along the key, instead of through all events
_CENTRES = """
WITH RECURSIVE found(centre) AS (
    SELECT min(centre) FROM journal
    UNION ALL
    SELECT (SELECT min(centre) FROM journal WHERE centre > found.centre)
    FROM found WHERE found.centre IS NOT NULL
)
SELECT centre FROM found WHERE centre IS NOT NULL
"""


class SqliteStore:
    """All that one server keeps."""

    def __init__(
        self,
        writer: Connection,
        reader: Connection,
        registry: SqliteRegistry,
        records: SqliteRecords,
        archive: SqliteArchive,
    ) -> None:
        self.registry = registry
        self.records = records
        self.archive = archive
        self._writer = writer
        self._reader = reader
        self._journals: dict[CentreId, SqliteJournal] = {}
        self._stack = AsyncExitStack()

    @classmethod
    async def open(
        cls, folder: Path, *, factory: type[sqlite3.Connection] = sqlite3.Connection
    ) -> Self:
        """Return the store in `folder`; where there is none, make one.

        Raises:
            StoreError: another server uses the folder, or the file cannot be used.
            JournalCorrupt: the file is damaged.
        """
        path = folder / DATABASE
        async with AsyncExitStack() as stack:
            crashed = stack.enter_context(locked(folder))
            await asyncio.to_thread(_make, path)
            writer = await _closing(stack, open_writing(path, factory))
            reader = await _closing(stack, open_reading(path))
            registry = await _closing(stack, open_reading(path))
            records = await _closing(stack, open_reading(path))
            beside = await _closing(stack, open_reading(path))
            if crashed:
                await _look_through(reader, path)
            log.info("the store is %s, kept by SQLite %s", path, sqlite3.sqlite_version)
            past = SqliteRecords(records, beside), SqliteArchive(records)
            store = cls(writer, reader, SqliteRegistry(registry), *past)
            store._stack = stack.pop_all()
        return store

    def journal(self, centre: CentreId) -> SqliteJournal:
        """Return the journal of a centre; for each centre there is one."""
        if centre not in self._journals:
            self._journals[centre] = SqliteJournal(centre, self._writer, self._reader)
        return self._journals[centre]

    async def centres(self) -> list[CentreId]:
        """Return the centres that have a journal, by id."""
        return [CentreId(row[0]) for row in await self._reader.rows(_CENTRES)]

    async def close(self) -> None:
        """Finish what has begun, bring the log into the file and let the folder go."""
        await self._stack.aclose()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold `folder` against a second server; tell whether the last one did not end in order.

    Raises:
        StoreError: another server holds it, or it cannot be used.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be used. ({error})") from error
    try:
        yield _take(lock, folder)
        # only an orderly end gets here: what a crash leaves is looked at by the next start
        os.ftruncate(lock, 0)
    finally:
        os.close(lock)


def _take(lock: int, folder: Path) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _holder(lock) or "unknown"
        raise StoreError(f"Another server (process {holder}) uses the folder {folder}.") from None
    crashed = _holder(lock) != ""
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return crashed


def _holder(lock: int) -> str:
    return os.pread(lock, 20, 0).decode("ascii", "replace").strip()


def _make(path: Path) -> None:
    """Bring the file to the newest schema; a new one is nobody else's to read."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"The file {path} cannot be used. ({error})") from error
    migrate(path)


async def _closing(stack: AsyncExitStack, opening: Awaitable[Connection]) -> Connection:
    connection = await opening
    stack.push_async_callback(connection.close)
    return connection


async def _look_through(reader: Connection, path: Path) -> None:
    """Look for damage, for a limited time: people are waiting.

    Raises:
        JournalCorrupt: some was found.
    """
    check = asyncio.create_task(reader.rows("PRAGMA quick_check(1)"), name="quick check")
    done, _ = await asyncio.wait({check}, timeout=CHECK_S)
    if not done:
        await reader.interrupt()
    try:
        found = await check
    except JournalCorrupt:
        raise
    except StoreError:
        log.warning("%s is too large to be looked through now, run verify when there is time", path)
        return
    if found != [("ok",)]:
        raise JournalCorrupt(f"The file {path} is damaged ({found[0][0]}). Restore a backup.")
