"""The driver's errors become sentences, and its threads hold up nobody."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from queue_server.store.contract import JournalCorrupt, StoreError
from queue_server.store.driver import open_reading, open_writing, translated

BREAKS = """
import asyncio, sqlite3, sys
from pathlib import Path
from queue_server.store.driver import open_writing

async def main():
    await open_writing(Path(sys.argv[1]), sqlite3.Connection)
    raise SystemExit(7)

asyncio.run(main())
"""


def fault(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("driver's words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "The disk is full"),
        (sqlite3.SQLITE_READONLY, "may not be written"),
        (sqlite3.SQLITE_IOERR | 4 << 8, "The disk does not answer"),
        (sqlite3.SQLITE_BUSY, "Another program holds"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_CONSTRAINT, "does not fit"),
        (sqlite3.SQLITE_ERROR, "refused"),
    ],
)
def test_an_error_becomes_a_sentence_with_the_drivers_words_behind(
    code: int, sentence: str
) -> None:
    error = translated(fault(code))

    assert sentence in str(error)
    assert str(error).endswith("(driver's words)")
    assert not isinstance(error, JournalCorrupt)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT | 1 << 8, sqlite3.SQLITE_NOTADB])
def test_damage_says_what_to_do(code: int) -> None:
    error = translated(fault(code))

    assert isinstance(error, JournalCorrupt)
    assert "restore the newest backup" in str(error)


async def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await open_reading(tmp_path / "none.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        await open_writing(tmp_path / "none.db", sqlite3.Connection)


async def test_a_database_without_a_log_is_refused(tmp_path: Path) -> None:
    class NoLog(sqlite3.Connection):
        def execute(self, sql: str, values: object = (), /) -> sqlite3.Cursor:
            return super().execute(sql.replace("journal_mode = WAL", "journal_mode = DELETE"))

    (tmp_path / "queue.db").touch()
    with pytest.raises(StoreError, match="no write-ahead log here, only delete"):
        await open_writing(tmp_path / "queue.db", NoLog)


def test_a_program_that_breaks_does_not_wait_for_its_connections(tmp_path: Path) -> None:
    (tmp_path / "queue.db").touch()
    command = [sys.executable, "-c", BREAKS, str(tmp_path / "queue.db")]

    assert subprocess.run(command, check=False, timeout=20).returncode == 7
