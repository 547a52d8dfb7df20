"""One store in one folder: who may open it, how it ends, and what becomes of a damaged file."""

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from queue_server.protocol.vocabulary import CentreId
from queue_server.store import sqlite
from queue_server.store.contract import Batch, JournalCorrupt, StoreError
from queue_server.store.driver import Connection
from queue_server.store.sqlite import SqliteStore
from tests.support.pen import CENTRE, Pen

ROOT_OF_LEGS = "SELECT rootpage FROM sqlite_master WHERE name = 'legs'"
CRASH = """
import asyncio, os, sys
from pathlib import Path
from queue_server.store.sqlite import SqliteStore
from tests.support.pen import CENTRE, Pen

async def main():
    store = await SqliteStore.open(Path(sys.argv[1]))
    pen = Pen()
    for _ in range(20):
        await store.journal(CENTRE).append(pen.ticket())
    os._exit(9)

asyncio.run(main())
"""


async def filled(folder: Path, tickets: int = 60) -> Path:
    """Make a store with some tickets, close it, and return its file."""
    store = await SqliteStore.open(folder)
    pen = Pen()
    await store.journal(CENTRE).append(Batch(entries=[pen.plan(), pen.day()]))
    for _ in range(tickets):
        await store.journal(CENTRE).append(pen.ticket())
    await store.close()
    return folder / "queue.db"


def crashed(folder: Path) -> Path:
    """Make a store whose server ended as by a power cut, and return its file."""
    done = subprocess.run([sys.executable, "-c", CRASH, str(folder)], check=False)
    assert done.returncode == 9
    assert (folder / "queue.db-wal").stat().st_size > 0
    return folder / "queue.db"


def damage(file: Path, *, pages: int, seed: int = 1) -> None:
    """Put random bytes in the place of all pages but the first `pages`."""
    chance = random.Random(seed)
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(pages * 4096)
        raw.write(chance.randbytes(size - pages * 4096))


async def test_a_second_server_is_refused_and_told_who_holds_the_folder(
    tmp_path: Path, store: SqliteStore
) -> None:
    with pytest.raises(StoreError, match=rf"Another server \(process {os.getpid()}\) uses"):
        await SqliteStore.open(tmp_path)

    await store.close()
    again = await SqliteStore.open(tmp_path)
    await again.close()


async def test_a_refused_server_leaves_the_folder_to_the_first(
    tmp_path: Path, store: SqliteStore, pen: Pen
) -> None:
    with pytest.raises(StoreError):
        await SqliteStore.open(tmp_path)
    with pytest.raises(StoreError):
        await SqliteStore.open(tmp_path)

    await store.journal(CENTRE).append(pen.ticket())


async def test_a_new_store_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "deep" / "data")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "deep/data").iterdir()}
    await store.close()

    assert (tmp_path / "deep/data").stat().st_mode & 0o777 == 0o700
    assert modes.pop("queue.db") == 0o600
    assert set(modes.values()) == {0o600}


async def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")

    with pytest.raises(StoreError, match="cannot be used"):
        await SqliteStore.open(tmp_path / "data")


async def test_a_database_that_is_a_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "queue.db").mkdir()

    with pytest.raises(StoreError, match="cannot be used"):
        await SqliteStore.open(tmp_path)


async def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "Trung tâm #1 100%?x=y & bạn"
    await filled(folder, 1)

    store = await SqliteStore.open(folder)
    assert (await store.journal(CENTRE).last())[0] == 3
    await store.close()


async def test_the_writer_waits_for_the_disk_and_only_it_can_write(store: SqliteStore) -> None:
    async def ask(pragma: str) -> object:
        return (await store._writer.rows(f"PRAGMA {pragma}"))[0][0]

    assert await ask("journal_mode") == "wal"
    assert await ask("synchronous") == 2
    assert await ask("foreign_keys") == 1
    with pytest.raises(StoreError, match="may not be written"):
        await store._reader.rows("DELETE FROM journal")


async def test_centres_are_those_with_a_journal(store: SqliteStore) -> None:
    assert await store.centres() == []
    for centre in ("xa-b", "xa-a", "xa-c"):
        pen = Pen(CentreId(centre))
        for _ in range(3):
            await store.journal(pen.centre).append(pen.ticket())
    store.journal(CentreId("xa-d"))

    assert await store.centres() == ["xa-a", "xa-b", "xa-c"]


async def test_a_centre_has_one_journal(store: SqliteStore) -> None:
    assert store.journal(CENTRE) is store.journal(CentreId("mau"))


async def test_an_orderly_end_leaves_one_whole_file(tmp_path: Path) -> None:
    await filled(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock", "queue.db"]


async def test_a_closed_store_refuses(tmp_path: Path, pen: Pen) -> None:
    store = await SqliteStore.open(tmp_path)
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.journal(CENTRE).append(pen.ticket())
    with pytest.raises(StoreError, match="closed"):
        await store.journal(CENTRE).last()


async def test_after_a_crash_all_that_was_kept_is_there(tmp_path: Path) -> None:
    crashed(tmp_path)

    store = await SqliteStore.open(tmp_path)
    assert (await store.journal(CENTRE).last())[0] == 20
    await store.close()


class _Endless:
    """A connection that looks through its file until it is interrupted."""

    def __init__(self) -> None:
        self._interrupted = asyncio.Event()

    async def rows(self, _: str) -> list[tuple[str]]:
        await self._interrupted.wait()
        raise StoreError("interrupted")

    async def interrupt(self) -> None:
        self._interrupted.set()


async def test_looking_for_damage_keeps_nobody_waiting_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "CHECK_S", 0)

    await sqlite._look_through(cast(Connection, _Endless()), tmp_path / "queue.db")

    assert "too large" in caplog.text


async def test_a_file_of_random_bytes_is_damage(tmp_path: Path) -> None:
    damage(await filled(tmp_path), pages=0)

    with pytest.raises(JournalCorrupt, match="restore the newest backup"):
        await SqliteStore.open(tmp_path)


async def test_a_file_cut_short_is_damage(tmp_path: Path) -> None:
    file = await filled(tmp_path)
    os.truncate(file, 4096)

    with pytest.raises(JournalCorrupt, match="damaged"):
        await SqliteStore.open(tmp_path)


@pytest.mark.parametrize("seed", range(5))
async def test_damage_is_named_when_it_is_met(tmp_path: Path, seed: int) -> None:
    damage(await filled(tmp_path), pages=50, seed=seed)
    store = await SqliteStore.open(tmp_path)
    journal = store.journal(CENTRE)

    with pytest.raises(JournalCorrupt, match="damaged"):
        await asyncio.gather(
            journal.read(0, 1000), journal.visits_of("2026-11-20"), journal.legs_of("2026-11-20")
        )

    await store.close()


async def test_damage_is_found_at_every_start_after_a_crash(tmp_path: Path) -> None:
    file = crashed(tmp_path)
    store = await SqliteStore.open(tmp_path)
    root = (await store._reader.rows(ROOT_OF_LEGS))[0][0]
    await store.close()
    (tmp_path / "lock").write_text("4711\n")
    with file.open("r+b") as raw:
        raw.seek((root - 1) * 4096 + 8)
        raw.write(b"\xff" * 64)

    for _ in range(2):
        with pytest.raises(JournalCorrupt, match="is damaged"):
            await SqliteStore.open(tmp_path)
