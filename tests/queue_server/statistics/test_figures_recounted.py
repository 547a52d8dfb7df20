"""The figures are those that an independent slow path recounts from the journal alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from queue_server.protocol.codec import canonical
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics.figures import Key, Statistics, figures
from queue_server.store.contract import Batch
from queue_server.store.sqlite import SqliteStore
from tests.support import journal_of_a_day
from tests.support.floors import MORNING, Stage
from tests.support.random_days import Step, changed, played, steps
from tests.support.recount import recount

TODAY = MORNING.date()
ALONE = [(), *((key,) for key in Key)]
PAIRS = list(combinations(Key, 2))
SOME = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def centres() -> Iterator[CentreId]:
    return (CentreId(f"centre-{n}") for n in range(10_000))


def told(statistics: Statistics) -> dict[str, Any]:
    """Return the figures as the wire tells them, rows by their keys."""
    plain = to_builtins(statistics)
    keys = [key.value for key in statistics.by]
    rows = {tuple(row.pop(key) for key in keys): row for row in plain["rows"]}
    assert len(rows) == len(plain["rows"])
    return {"rows": rows if keys else {(): plain["total"]}, "total": plain["total"]}


async def kept(store: SqliteStore, centre: CentreId, batches: list[Batch]) -> None:
    journal = store.journal(centre)
    for batch in batches:
        await journal.append(batch)


async def assert_recounted(
    store: SqliteStore, centre: CentreId, stage: Stage, first: date, last: date, by: tuple[Key, ...]
) -> None:
    lines = [canonical(event) for event in stage.events]
    slow = recount(lines, first, last, tuple(key.value for key in by))
    fast = told(await figures(store.records, centre, first, last, by))
    assert fast["total"] == slow["total"]
    assert fast["rows"] == (slow["rows"] if by else {(): slow["total"]})


@SOME
@given(chosen=steps, by=st.sampled_from([*ALONE, *PAIRS]))
async def test_of_any_days_by_any_keys(
    store: SqliteStore, centres: Iterator[CentreId], chosen: list[Step], by: tuple[Key, ...]
) -> None:
    centre, batches = next(centres), []
    stage = played(chosen, batches.append)
    await kept(store, centre, batches)

    later = stage.now.date()
    for first, last in ((TODAY, later), (TODAY, TODAY), (TODAY + timedelta(days=1), later)):
        if first <= last:
            await assert_recounted(store, centre, stage, first, last, by)


@pytest.mark.parametrize("by", ALONE, ids=lambda by: ",".join(by) or "total")
async def test_of_a_day_in_which_everything_happens(
    store: SqliteStore, by: tuple[Key, ...]
) -> None:
    stage = journal_of_a_day.day()
    centre = stage.floor.centre
    await kept(store, centre, [changed(stage)])

    await assert_recounted(store, centre, stage, TODAY, TODAY + timedelta(days=1), by)


async def test_by_all_keys_at_once(store: SqliteStore) -> None:
    stage = journal_of_a_day.day()
    await kept(store, stage.floor.centre, [changed(stage)])

    await assert_recounted(store, stage.floor.centre, stage, TODAY, TODAY, tuple(Key))
