"""Whether the data is whole, and copies of it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from queue_server.cli.serving.house import open_house
from queue_server.store.sqlite import SqliteStore
from tests.queue_server.cli.conftest import Typed
from tests.support import centre


@pytest.fixture
def used(data: Path) -> Path:
    """A data folder in which somebody was served."""

    async def use() -> None:
        async with open_house(data) as house:
            engine = await house.engine(centre.CENTRE)
            for command in (
                centre.number(),
                centre.opened(1),
                centre.next_at(1),
                centre.start_at(1),
                centre.finish_at(1, note="ghi chú"),
            ):
                await engine.carry_out(command)

    asyncio.run(use())
    return data


def tamper(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "queue.db")) as raw, raw:
        assert raw.execute(statement).rowcount > 0


def test_what_is_whole_is_0_and_counted(typed: Typed, used: Path):
    status, said, _ = typed("verify", "--data", used)

    assert status == 0
    assert said.startswith("mau: ")
    assert " events are whole, and so are their records (" in said
    assert said.endswith(" events/s).\n")


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE journal SET body = CAST(replace(body, 'mau', 'may') AS BLOB) WHERE seq = 5", 5),
        ("DELETE FROM journal WHERE seq = 6", 6),
        ("UPDATE journal SET hash = zeroblob(32) WHERE seq = 4", 4),
    ],
)
def test_the_first_bad_event_is_named(typed: Typed, used: Path, statement: str, seq: int):
    tamper(used, statement)

    status, _, complaint = typed("verify", "--data", used)

    assert status == 1
    assert complaint.startswith(f"mau: event {seq}: ")
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visits SET state = 'no_show'",
        "UPDATE legs SET wait_s = 5000",
        "DELETE FROM legs",
        "UPDATE texts SET text = 'another'",
    ],
)
def test_a_record_that_says_something_else_is_found(typed: Typed, used: Path, statement: str):
    tamper(used, statement)

    assert typed("verify", "--data", used)[0] == 1


def test_without_a_journal_there_is_nothing_to_verify(typed: Typed, tmp_path: Path):
    async def make() -> None:
        await (await SqliteStore.open(tmp_path)).close()

    asyncio.run(make())

    assert typed("verify", "--data", tmp_path)[2].startswith("queue-server: There is no journal in")


def test_a_backup_is_restored_and_verified(typed: Typed, used: Path, tmp_path: Path):
    file, folder = tmp_path / "copy.db", tmp_path / "new"

    backup = typed("backup", file, "--data", used)
    restored = typed("restore", file, "--data", folder)

    assert backup[0] == restored[0] == 0
    assert backup[1].startswith(f"Written: {file} (")
    assert restored[1].startswith(f"Restored into {folder}.\nmau: ")
    assert typed("account", "list", "--data", folder)[0] == 0


def test_a_backup_of_a_broken_chain_is_not_whole_when_restored(
    typed: Typed, used: Path, tmp_path: Path
):
    tamper(used, "UPDATE journal SET hash = zeroblob(32) WHERE seq = 4")
    typed("backup", tmp_path / "copy.db", "--data", used)

    status, _, complaint = typed("restore", tmp_path / "copy.db", "--data", tmp_path / "new")

    assert status == 1
    assert complaint.startswith("mau: event 4: ")


def test_nothing_is_restored_over_something(typed: Typed, used: Path, tmp_path: Path):
    typed("backup", tmp_path / "copy.db", "--data", used)

    status, _, complaint = typed("restore", tmp_path / "copy.db", "--data", used)

    assert status == 1
    assert complaint == f"queue-server: {used} is not an empty folder.\n"
