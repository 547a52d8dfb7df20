"""What stands behind a figure is found the same by a database and by hand."""

from pathlib import Path

from queue_server.store.contract import Measured, Span, Wanted
from queue_server.store.sqlite import SqliteStore
from tests.support import journal_of_a_day
from tests.support.counting import MemoryRecords
from tests.support.memory import MemoryJournal
from tests.support.plans import CENTRE
from tests.support.random_days import changed

DAYS = Span(CENTRE, "2026-11-20", "2026-11-21")
MEASURED = (
    Measured("wait_s"),
    Measured("wait_work_s", over=60, up_to=900),
    Measured("left_s"),
    Measured("service_s", values={"counter": "1"}),
    Measured("service_s", implied=True),
    Measured("dossiers", values={"priority": None}, days=["2026-11-20"]),
)
WANTED = (Wanted(rated=True), Wanted(waited=True), Wanted(values={"hour": 8}))


async def test_legs_and_visits_behind_a_figure(tmp_path: Path) -> None:
    batch = changed(journal_of_a_day.day())
    memory = MemoryJournal(CENTRE)
    await memory.append(batch)
    by_hand = MemoryRecords({CENTRE: memory})
    store = await SqliteStore.open(tmp_path)
    await store.journal(CENTRE).append(batch)

    for measured in MEASURED:
        found = await store.records.legs_where(DAYS, measured, 100, 0)
        assert found == await by_hand.legs_where(DAYS, measured, 100, 0), measured
        some = await store.records.legs_where(DAYS, measured, 2, 1)
        assert some.legs == found.legs[1:3]
    for wanted in WANTED:
        found_visits = await store.records.visits_where(DAYS, wanted, 100)
        assert found_visits == await by_hand.visits_where(DAYS, wanted, 100), wanted
    await store.close()
