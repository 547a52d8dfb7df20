"""The house: the store of one data folder and the engines of its centres.

Rule 1: the store is opened once, and all that is written goes through an engine's turn.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from queue_server.cli.options import centre_of
from queue_server.cli.trouble import Trouble
from queue_server.engine.engine import Engine
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics.archive import Archive
from queue_server.store.contract import Records, Registry, StoreError
from queue_server.store.registry import purge_expired, purge_texts
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_archive import purge_owners

log = logging.getLogger(__name__)

PROGRAM = f"queue-server {version('one-stop-queue')}"
STORAGE = f"SQLite {sqlite3.sqlite_version}, one connection writes"

SWEEP_S = 60 * 60


class House:
    """One store and its running engines."""

    def __init__(self, folder: Path, store: SqliteStore) -> None:
        self.folder = folder
        self.store = store
        self._engines: dict[CentreId, Engine] = {}
        self._starting = asyncio.Lock()
        self.died: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Ends with the first engine that ends; with its exception if it broke."""

    @property
    def registry(self) -> Registry:
        """The accounts and devices of the whole server."""
        return self.store.registry

    @property
    def archive(self) -> Archive:
        """What is kept for reports."""
        return self.store.archive

    @property
    def records(self) -> Records:
        """The records of all centres, to be counted."""
        return self.store.records

    @property
    def engines(self) -> Mapping[CentreId, Engine]:
        """The engines that run, by centre."""
        return self._engines

    async def engine(self, centre: CentreId) -> Engine:
        """Return the engine of a centre, which is started if it does not run yet.

        Raises:
            StoreError: its journal cannot be read.
        """
        async with self._starting:
            if centre not in self._engines:
                engine = Engine(centre, self.store.journal(centre), program=PROGRAM)
                await engine.start()
                engine.died.add_done_callback(self._ended)
                self._engines[centre] = engine
        return self._engines[centre]

    async def centre(self, asked: CentreId | None) -> CentreId:
        """Return the centre that is meant: the one asked for, or the only one.

        Raises:
            Trouble: there is no such centre, or it has to be said which one.
        """
        return centre_of(await self.store.centres(), asked)

    async def home(self) -> CentreId:
        """Return the centre in whose record stands what belongs to no centre.

        Raises:
            Trouble: there is no centre yet.
        """
        known = await self.store.centres()
        if not known:
            raise Trouble("There is no centre yet; `queue-server centre import` makes one.")
        return known[0]

    def now_s(self) -> int:
        """Return the time in whole seconds since the epoch."""
        return int(time.time())

    def _ended(self, engine: asyncio.Future[None]) -> None:
        if self.died.done():
            return
        error = engine.exception()
        if error is not None:
            self.died.set_exception(error)
            self.died.exception()  # somebody has looked: nobody has to
        else:
            self.died.set_result(None)

    async def start_all(self) -> None:
        """Start the engines of all centres.

        Raises:
            StoreError: a journal cannot be read.
        """
        for centre in await self.store.centres():
            await self.engine(centre)

    async def sweep(self) -> None:
        """Forget, every hour, the texts, sessions and codes whose time is over."""
        while True:
            now_s = self.now_s()
            engine = await self.engine(await self.home())
            try:
                await engine.keep([purge_texts(now_s), purge_owners(now_s), *purge_expired(now_s)])
            except StoreError as error:
                log.warning("what is over could not be forgotten: %s", error)
            await asyncio.sleep(SWEEP_S)

    async def stop(self) -> None:
        """Let what has begun end, and stop every engine."""
        for engine in self._engines.values():
            await engine.stop()


@asynccontextmanager
async def open_house(folder: Path) -> AsyncIterator[House]:
    """Open the store in `folder`; no engine runs yet.

    Raises:
        StoreError: another server uses it, or it cannot be used.
    """
    store = await SqliteStore.open(folder)
    house = House(folder, store)
    try:
        log.info("%s in %s", STORAGE, folder)
        yield house
    finally:
        await house.stop()
        await store.close()
