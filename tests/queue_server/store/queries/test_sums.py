"""Records are counted the same by a database and by hand."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from queue_server.store.contract import LegSums, Span, Sums
from queue_server.store.queries.sums import months
from queue_server.store.sqlite import SqliteStore
from tests.support import journal_of_a_day
from tests.support.counting import MemoryRecords
from tests.support.memory import MemoryJournal
from tests.support.plans import CENTRE
from tests.support.random_days import changed

DAY = Span(CENTRE, "2026-11-20", "2026-11-21")


def in_order(sums: Sums) -> Sums:
    visits = sorted(sums.visits, key=lambda one: (str(one.keys), one.state))
    return Sums(visits, sorted(map(ascending, sums.legs), key=str))


def ascending(legs: LegSums) -> LegSums:
    return legs._replace(
        waits=sorted(legs.waits),
        work_waits=sorted(legs.work_waits),
        services=sorted(legs.services),
        left=sorted(legs.left),
    )


@pytest.mark.parametrize("by", [("field",), ("hour", "month"), ("counter", "officer", "priority")])
async def test_a_database_counts_as_one_does_by_hand(tmp_path: Path, by: Sequence[str]) -> None:
    batch = changed(journal_of_a_day.day())
    memory = MemoryJournal(CENTRE)
    await memory.append(batch)
    store = await SqliteStore.open(tmp_path)
    await store.journal(CENTRE).append(batch)

    counted = await store.records.sums(DAY, by)
    by_hand = await MemoryRecords({CENTRE: memory}).sums(DAY, by)
    await store.close()

    assert in_order(counted) == in_order(by_hand)
    assert counted.visits
    assert counted.legs


async def test_where_nothing_is_nothing_is_counted(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path)

    counted = await store.records.sums(DAY, ["field"])
    whole = await store.records.sums(DAY, [])
    await store.close()

    assert counted == whole == Sums([], [])


def test_a_span_is_asked_month_by_month() -> None:
    over_new_year = Span(CENTRE, "2025-11-30", "2026-02-03")

    assert [month[1:] for month in months(over_new_year)] == [
        ("2025-11-30", "2025-11-31"),
        ("2025-12-01", "2025-12-31"),
        ("2026-01-01", "2026-01-31"),
        ("2026-02-01", "2026-02-03"),
    ]
    assert list(months(DAY)) == [DAY]
