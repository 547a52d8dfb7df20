"""What is counted is of one moment, whatever is written meanwhile."""

from pathlib import Path

from queue_server.protocol.vocabulary import CentreId
from queue_server.store.contract import Span
from queue_server.store.sqlite import SqliteStore
from tests.support.pen import CENTRE, Pen

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
