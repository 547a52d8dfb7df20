"""Step 0005 gives the records of before the same waits that the rules give today."""

from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from queue_server.protocol.codec import canonical
from queue_server.store.contract import Batch, Entry
from queue_server.store.driver import read_only
from queue_server.store.migrations import SCRIPTS
from queue_server.store.sqlite import SqliteStore
from tests.support.floors import Stage
from tests.support.plans import OFFICE_HOURS, plan
from tests.support.random_days import changed

_ASKED = "SELECT ticket, leg, wait_s, wait_work_s, left_s FROM legs ORDER BY ticket, leg"
_WAITS = "SELECT ticket, wait_s FROM visits ORDER BY ticket"


def lived() -> Stage:
    """Return days with lunches, transfers, people who give up, and other hours from noon on."""
    stage = Stage(plan(hours=OFFICE_HOURS)).open("1", "2", "3")
    for clock in (8, 11):
        stage.clock(clock, 20)
        for field in ("HT", "CT", "HT", "DD"):
            stage.issue(field)
        stage.later(minutes=5).next("1")
    stage.clock(13, 40).next("1")
    stage.transfer("1", field="CT")
    stage.cancel(stage.issue())
    stage.later(minutes=1).replan(hours=plan().hours)
    stage.clock(14, 10).next("2")
    stage.later(days=1).tick()
    return stage


def kept(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(read_only(file)) as raw:
        return raw.execute(sql).fetchall()


async def test_waits_of_before_are_those_the_rules_give(tmp_path: Path) -> None:
    stage = lived()
    entries = [Entry(event.seq, b"", canonical(event)) for event in stage.events]
    store = await SqliteStore.open(tmp_path)
    batch = changed(stage)
    await store.journal(stage.floor.centre).append(
        Batch(entries=entries, visits=batch.visits, legs=batch.legs)
    )
    await store.close()
    file = tmp_path / "queue.db"
    legs, visits = kept(file, _ASKED), kept(file, _WAITS)

    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        for column in ("wait_work_s", "left_s"):
            connection.execute(sa.text(f"ALTER TABLE legs DROP COLUMN {column}"))
        connection.execute(sa.text("ALTER TABLE visits DROP COLUMN wait_s"))
        step = ScriptDirectory(str(SCRIPTS)).get_revision("0005")
        assert step is not None
        with Operations.context(MigrationContext.configure(connection)):
            step.module.upgrade()
    engine.dispose()

    assert kept(file, _ASKED) == legs
    assert kept(file, _WAITS) == visits
    assert any(wait != work for _, _, wait, work, _ in legs)
    assert any(left is not None for *_, left in legs)
