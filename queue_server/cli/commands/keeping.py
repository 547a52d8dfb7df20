"""`queue-server verify`, `backup` and `restore`: whether the data is whole, and copies of it."""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from queue_server.cli.options import add_place, folder_of, new_folder_of
from queue_server.cli.trouble import Trouble
from queue_server.domain import dossiers, figures
from queue_server.domain.floor import Floor
from queue_server.protocol.events import AnyEvent
from queue_server.protocol.vocabulary import CentreId
from queue_server.store import backup as copies
from queue_server.store.contract import Batch
from queue_server.store.driver import open_reading
from queue_server.store.registry import SqliteRegistry
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_archive import SqliteArchive
from queue_server.store.sqlite_records import SqliteRecords
from queue_server.store.verify import Rebuild, verify

WHOLE, FAULTY = 0, 1


def arrange_verify(parser: argparse.ArgumentParser) -> None:
    """Say how `verify` is typed."""
    parser.epilog = "exit codes: 0 all is whole; 1 something is not, and the event is named."
    add_place(parser)
    parser.set_defaults(do=lambda given: asyncio.run(_verify(folder_of(given))))


def arrange_backup(parser: argparse.ArgumentParser) -> None:
    """Say how `backup` is typed."""
    parser.add_argument("file", type=Path, metavar="FILE", help="is written whole or not at all")
    add_place(parser)
    parser.set_defaults(do=_backup)


def arrange_restore(parser: argparse.ArgumentParser) -> None:
    """Say how `restore` is typed."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
    add_place(parser)
    parser.set_defaults(do=_restore)


def _backup(given: argparse.Namespace) -> int:
    copies.backup(folder_of(given), given.file)
    print(f"Written: {given.file} ({given.file.stat().st_size / 1e6:.1f} MB)")
    return 0


def _restore(given: argparse.Namespace) -> int:
    folder = new_folder_of(given)
    copies.restore(given.file, folder)
    print(f"Restored into {folder}.")
    return asyncio.run(_verify(folder))


async def _verify(folder: Path) -> int:
    """Go through every journal, also while a server writes; name the first fault."""
    async with reading(folder) as store:
        centres = await store.centres()
        if not centres:
            raise Trouble(f"There is no journal in {folder}.")
        return max([await _verify_centre(store, centre) for centre in centres])


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[SqliteStore]:
    """Open a store that another program may hold, to read only."""
    reader = await open_reading(folder / copies.DATABASE)
    try:
        yield SqliteStore(
            reader, reader, SqliteRegistry(reader), SqliteRecords(reader), SqliteArchive(reader)
        )
    finally:
        await reader.close()


async def _verify_centre(store: SqliteStore, centre: CentreId) -> int:
    journal = store.journal(centre)
    began = time.perf_counter()
    finding = await verify(journal, rebuilt(centre))
    if finding is not None:
        print(f"{centre}: event {finding.seq}: {finding.what}", file=sys.stderr)
        return FAULTY
    events = (await journal.last())[0]
    rate = events / max(time.perf_counter() - began, 1e-9)
    print(f"{centre}: {events} events are whole, and so are their records ({rate:.0f} events/s).")
    return WHOLE


def rebuilt(centre: CentreId) -> Rebuild:
    """Return what follows a journal by the rules, and tells the records after each event."""
    floor = Floor(centre)

    def follow(event: AnyEvent) -> Batch:
        floor.apply(event)
        changed = floor.take_changed()
        return Batch(
            visits=[figures.visit(ticket) for ticket in changed.tickets],
            legs=[leg for ticket in changed.tickets for leg in figures.legs(ticket)],
            gone_legs=changed.gone_legs,
            mended=changed.mended,
            judged=changed.judged,
            entered=dossiers.entered(event),
        )

    return follow
