"""The disk fails in the middle of the day: people are told, and nothing is invented."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.centre import Centre, opened, staffed


class Disk:
    """What the disk does from now on."""

    full = False
    """Nothing can be written."""
    commit: str | None = None
    """`kept` or `lost`: a commit fails, and nobody knows."""


class TiredConnection(sqlite3.Connection):
    """Writes as long as the disk lets it."""

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        if Disk.full and sql.startswith(("BEGIN", "INSERT")):
            raise sqlite3.OperationalError("database or disk is full")
        if sql == "COMMIT" and Disk.commit is not None:
            if Disk.commit == "kept":
                super().execute(sql, values)
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, values)


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    Disk.full, Disk.commit = False, None
    async with opened(tmp_path, factory=TiredConnection) as centre:
        await staffed(centre)
        await centre.told("/tickets", "kiosk", {"field": "HT"})
        yield centre
        Disk.full, Disk.commit = False, None


async def test_a_full_disk_is_told_and_burns_no_number(centre: Centre) -> None:
    Disk.full = True
    refused = await centre.post("/tickets", "kiosk", {"field": "HT"}, key="tap-1")
    called = await centre.post("/counters/1/next", "officer-1", key="press-1")
    Disk.full = False
    again = await centre.post("/tickets", "kiosk", {"field": "HT"}, key="tap-1")
    pressed = await centre.post("/counters/1/next", "officer-1", key="press-1")

    assert (refused.status, refused.body["code"]) == (503, "storage_gone")
    assert refused.body["sentence"]["vi"]
    assert called.status == 503
    assert (again.status, again.body["label"], again.replayed) == (201, "A002", False)
    assert pressed.body["ticket"]["label"] == "A001"


async def test_what_was_shown_before_is_shown_while_the_disk_is_full(centre: Centre) -> None:
    Disk.full = True
    async with centre.screen("/hall", "display") as hall:
        before = await hall.view()
        await centre.post("/tickets", "kiosk", {"field": "HT"})
        floor = await centre.seen("/floor", "manager")
        Disk.full = False
        await centre.told("/tickets", "kiosk", {"field": "HT"})
        after = await hall.view()

    assert floor["waiting"] == 1
    assert sum(line["count"] for line in before["view"]["waiting"]) == 1
    assert sum(line["count"] for line in after["view"]["waiting"]) == 2
    assert after["serial"] == before["serial"] + 1


@pytest.mark.parametrize("fate", ["kept", "lost"])
async def test_a_tap_whose_commit_nobody_knows_of_gives_one_number(
    centre: Centre, fate: str
) -> None:
    Disk.commit = fate
    first = await centre.post("/tickets", "kiosk", {"field": "HT"}, key="tap-1")
    Disk.commit = None
    again = await centre.post("/tickets", "kiosk", {"field": "HT"}, key="tap-1")
    other = await centre.post("/tickets", "kiosk", {"field": "HT"}, key="tap-2")

    assert first.status == (201 if fate == "kept" else 503)
    assert (again.status, again.body["label"]) == (201, "A002")
    assert again.replayed == (fate == "kept")
    assert other.body["label"] == "A003"
