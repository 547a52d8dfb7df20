"""`queue-server estimates`, over a journal on disk."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from queue_server.cli import centre_file
from queue_server.demo.credentials import staff
from queue_server.demo.past import write_past
from queue_server.protocol.vocabulary import ActorId
from queue_server.store.sqlite import SqliteStore
from tests.queue_server.cli.conftest import Typed

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PLAN = Path(centre_file.__file__).parent.parent / "demo" / "cam-xuyen.toml"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a centre that has lived through two working days."""
    folder = tmp_path_factory.mktemp("lived")

    async def live() -> None:
        plan = centre_file.read(PLAN)
        store = await SqliteStore.open(folder)
        journal = store.journal(plan.centre)
        await write_past(journal, plan, staff(), ActorId("operator"), NOW, days=2)
        await store.close()

    asyncio.run(live())
    return folder


def test_a_table_says_how_good_the_estimates_of_each_day_were(typed: Typed, lived: Path) -> None:
    status, said, _ = typed("estimates", "--data", lived, "--period", "2026-11")

    lines = said.splitlines()
    assert status == 0
    assert lines[0] == "November 2026 (1 November 2026 to 30 November 2026)"
    assert [line.split()[0] for line in lines[2:]] == ["2026-11-19", "2026-11-20", "total"]
    _, tickets, off_then, inside_then, _, off_now, inside_now, _ = lines[-1].split()
    assert int(tickets) > 300
    assert (off_then, inside_then) == (off_now, inside_now)
    assert int(inside_now.rstrip("%")) > 60


def test_programs_get_json(typed: Typed, lived: Path) -> None:
    words = ("--period", "2026-12", "--basis", "official", "--json")
    status, said, _ = typed("estimates", "--data", lived, *words)

    tested = json.loads(said)
    assert status == 0
    assert tested["period"] == "2026-12"
    assert tested["told"] == tested["now"]
    assert tested["told"]["total"]["compared"] > 300


def test_a_day_without_numbers_has_nothing_to_say(typed: Typed, lived: Path) -> None:
    status, said, _ = typed("estimates", "--data", lived, "--period", "2020-01-01")

    assert status == 0
    assert said.splitlines()[-1].split() == ["total", "0", *["-"] * 6]


def test_what_is_no_centre_is_refused(typed: Typed, lived: Path) -> None:
    words = ("--period", "2026", "--centre", "other")
    status, _, complaint = typed("estimates", "--data", lived, *words)
    assert (status, "cam-xuyen" in complaint) == (1, True)
