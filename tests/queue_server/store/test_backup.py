"""Copies: taken from a running server, brought back into an empty folder."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from queue_server.store.backup import backup, restore
from queue_server.store.contract import Batch, JournalCorrupt, Statement, StoreError
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_journal import SqliteJournal
from queue_server.store.verify import verify
from tests.support.pen import CENTRE, Pen, records

APPENDS = 1000
KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from queue_server.store.sqlite import SqliteStore
from tests.support.pen import CENTRE, Pen

async def main():
    store = await SqliteStore.open(Path(sys.argv[1]))
    pen = Pen()
    for _ in range(20):
        await store.journal(CENTRE).append(pen.ticket())
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def seq_in(folder: Path) -> int:
    """Open a restored store, verify it whole, and return its last event."""
    store = await SqliteStore.open(folder)
    journal = store.journal(CENTRE)
    assert await verify(journal, records) is None
    seq, _ = await journal.last()
    await store.close()
    return seq


async def test_a_backup_brings_back_all_that_was_there(
    tmp_path: Path, journal: SqliteJournal, pen: Pen
) -> None:
    await journal.append(Batch(entries=[pen.plan(), pen.day()]))
    await journal.append(pen.ticket())
    await journal.append(pen.note("ticket-3"))

    backup(tmp_path, tmp_path / "copy.bak")
    restore(tmp_path / "copy.bak", tmp_path / "new")

    assert await seq_in(tmp_path / "new") == 4


async def test_a_backup_is_its_owners_alone_and_one_whole_file(
    tmp_path: Path, journal: SqliteJournal, pen: Pen
) -> None:
    (tmp_path / "copies").mkdir()
    file = tmp_path / "copies" / "copy.bak"
    file.write_text("yesterday's")
    await journal.append(pen.ticket())

    backup(tmp_path, file)

    assert list(file.parent.iterdir()) == [file]
    assert file.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT count(*) FROM journal").fetchone() == (1,)


async def test_a_backup_amid_a_thousand_appends_is_a_consistent_beginning(
    tmp_path: Path, journal: SqliteJournal, pen: Pen
) -> None:
    async def write() -> None:
        for _ in range(APPENDS):
            await journal.append(pen.ticket())

    writing = asyncio.create_task(write())
    copies: list[Path] = []
    while not writing.done():
        copies.append(tmp_path / f"{len(copies)}.bak")
        await asyncio.to_thread(backup, tmp_path, copies[-1])
    await writing

    seqs = []
    for copy in copies[:: len(copies) // 6 + 1]:
        restore(copy, tmp_path / copy.stem)
        seqs.append(await seq_in(tmp_path / copy.stem))
    assert seqs == sorted(seqs)
    assert 0 < seqs[len(seqs) // 2] < APPENDS
    assert (await journal.last())[0] == APPENDS


async def test_a_killed_servers_last_events_are_in_the_backup(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "data")], check=False)

    backup(tmp_path / "data", tmp_path / "copy.bak")
    restore(tmp_path / "copy.bak", tmp_path / "new")

    assert await seq_in(tmp_path / "new") == 20
    assert await seq_in(tmp_path / "data") == 20


async def test_a_purged_text_is_in_no_later_backup(
    tmp_path: Path, journal: SqliteJournal, pen: Pen
) -> None:
    await journal.append(pen.ticket())
    await journal.append(pen.note("ticket-1", "Canary-7391"))
    backup(tmp_path, tmp_path / "before.bak")
    await journal.append(Batch(statements=[Statement("DELETE FROM texts", ())]))

    backup(tmp_path, tmp_path / "after.bak")

    assert b"Canary-7391" in (tmp_path / "before.bak").read_bytes()
    assert b"Canary-7391" not in (tmp_path / "after.bak").read_bytes()


@pytest.mark.parametrize("there", ["a file", ".hidden", "queue.db"])
async def test_nothing_is_restored_over_anything(
    tmp_path: Path, journal: SqliteJournal, there: str
) -> None:
    backup(tmp_path, tmp_path / "copy.bak")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / there).write_text("kept")

    with pytest.raises(StoreError, match="not an empty folder"):
        restore(tmp_path / "copy.bak", tmp_path / "full")

    assert [path.read_text() for path in (tmp_path / "full").iterdir()] == ["kept"]


async def test_nothing_is_restored_into_a_file(tmp_path: Path, journal: SqliteJournal) -> None:
    backup(tmp_path, tmp_path / "copy.bak")

    with pytest.raises(StoreError, match="not an empty folder"):
        restore(tmp_path / "copy.bak", tmp_path / "copy.bak")


async def test_a_damaged_backup_is_refused_and_leaves_the_folder_empty(
    tmp_path: Path, journal: SqliteJournal, pen: Pen
) -> None:
    for _ in range(50):
        await journal.append(pen.ticket())
    backup(tmp_path, tmp_path / "copy.bak")
    with (tmp_path / "copy.bak").open("r+b") as raw:
        raw.seek(20 * 4096)
        raw.write(b"\xa5" * 4096 * 5)

    with pytest.raises(JournalCorrupt, match=r"copy\.bak is damaged"):
        restore(tmp_path / "copy.bak", tmp_path / "new")

    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.bak").write_bytes(content)

    with pytest.raises(StoreError, match=r"copy\.bak is"):
        restore(tmp_path / "copy.bak", tmp_path / "new")


def test_a_backup_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no backup .*copy\.bak"):
        restore(tmp_path / "copy.bak", tmp_path / "new")


def test_a_folder_without_a_store_has_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        backup(tmp_path, tmp_path / "copy.bak")

    assert list(tmp_path.iterdir()) == []


async def test_a_place_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, journal: SqliteJournal
) -> None:
    with pytest.raises(StoreError, match="cannot be read or written"):
        backup(tmp_path, tmp_path / "nowhere" / "copy.bak")


async def test_a_damaged_store_gives_no_backup(
    tmp_path: Path, store: SqliteStore, journal: SqliteJournal, pen: Pen
) -> None:
    for _ in range(50):
        await journal.append(pen.ticket())
    await store.close()
    with (tmp_path / "queue.db").open("r+b") as raw:
        raw.seek(20 * 4096)
        raw.write(b"\xa5" * 4096 * 20)

    with pytest.raises(JournalCorrupt):
        backup(tmp_path, tmp_path / "copy.bak")

    assert not (tmp_path / "copy.bak").exists()
