"""What is counted is of one moment, whatever is written meanwhile."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.backup import DATABASE
from queue_server.store.contract import Batch, Span
from queue_server.store.driver import Connection, open_reading, read_only
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_records import SqliteRecords
from tests.support import journal_of_a_day
from tests.support.counting import MemoryRecords
from tests.support.memory import MemoryJournal
from tests.support.pen import CENTRE, Pen
from tests.support.random_days import changed

T = TypeVar("T")
ALWAYS = Span(CENTRE, "2000-01-01", "2999-12-31")


async def test_what_was_just_kept_is_counted(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path)
    pen = Pen(CENTRE)
    for _ in range(3):
        await store.journal(CENTRE).append(pen.ticket())
        counted = await store.records.sums(ALWAYS, ["field"])
    await store.close()

    assert [(visits.keys, visits.visits) for visits in counted.visits] == [(("HT",), 3)]


async def test_other_centres_are_not_counted(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path)
    await store.journal(CENTRE).append(Pen(CENTRE).ticket())

    counted = await store.records.sums(Span(CentreId("other"), *ALWAYS[1:]), [])
    await store.close()

    assert counted.visits == []


async def test_tickets_come_with_their_legs_and_those_that_are_not_kept_do_not(
    tmp_path: Path,
) -> None:
    batch = changed(journal_of_a_day.day())
    store = await SqliteStore.open(tmp_path)
    await store.journal(CENTRE).append(batch)
    memory = MemoryJournal(CENTRE)
    await memory.append(batch)

    tickets = [*memory.visits, "nobody"]
    kept = await store.records.kept(CENTRE, tickets)
    by_hand = await MemoryRecords({CENTRE: memory}).kept(CENTRE, tickets)
    await store.close()

    def ticket(one: tuple[Visit, Sequence[Leg]]) -> str:
        return one[0].ticket

    assert sorted(kept, key=ticket) == sorted(by_hand, key=ticket)


async def test_the_day_that_was_open_at_an_event_tells_its_tickets(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path)
    pen, journal = Pen(CENTRE), store.journal(CENTRE)
    await journal.append(Batch(entries=[pen.plan(), pen.day()]))
    await journal.append(pen.ticket())

    assert await store.records.tickets_around(CENTRE, 1) == []
    assert await store.records.tickets_around(CENTRE, 3) == ["ticket-3"]
    await store.close()


class Interrupted(Connection):
    """A connection before whose turn somebody else writes, once."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return await super().run(work)


async def test_visits_and_legs_are_of_one_moment_also_when_somebody_writes_between(
    tmp_path: Path,
) -> None:
    store = await SqliteStore.open(tmp_path)
    pen, journal = Pen(CENTRE), store.journal(CENTRE)
    await journal.append(pen.ticket())
    path = tmp_path / DATABASE
    reader, beside = await open_reading(path), Interrupted(lambda: read_only(path))
    await beside.opened()
    beside.meanwhile = lambda: journal.append(pen.ticket())

    counted = await SqliteRecords(reader, beside).sums(ALWAYS, [])

    for one in (reader, beside, store):
        await one.close()
    assert sum(visits.visits for visits in counted.visits) == 2
