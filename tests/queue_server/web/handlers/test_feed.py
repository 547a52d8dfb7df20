"""A copy kept by the feed is what the records say, whatever happens meanwhile."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from queue_server.protocol.commands import ConfirmClock, DoubtClock
from queue_server.protocol.vocabulary import TIMER, ActorId
from tests.support.house import House

DOCS = Path(__file__).parents[4] / "docs" / "integrators.md"
Copy = dict[str, Any]


@pytest.fixture(scope="module")
def take() -> Callable[..., Any]:
    """The worked example of the docs, as it stands there."""
    blocks = re.findall(r"```python\n([^`]*)```", DOCS.read_text(encoding="utf-8"))
    (example,) = [block for block in blocks if "def take" in block]
    names: dict[str, Any] = {}
    exec(example, names)
    return names["take"]  # type: ignore[no-any-return]


async def page(house: House, after: int, limit: int = 1000) -> list[str]:
    answer = await house.get(f"/legs?after={after}&limit={limit}", "auditor")
    assert answer.status == 200
    assert answer.content_type == "application/x-ndjson"
    return (await answer.text()).splitlines()


async def follow(house: House, take: Callable[..., Any], copy: Copy, after: int = 0) -> int:
    more = True
    while more:
        after, more = take(copy, await page(house, after, 3))
    return after


def assert_is_a_copy(house: House, copy: Copy) -> None:
    journal = house.journal
    assert copy.keys() == journal.visits.keys()
    for ticket, line in copy.items():
        legs = [leg for key, leg in sorted(journal.leg_rows.items()) if key[0] == ticket]
        assert line["visit"] == to_builtins(journal.visits[ticket])
        assert line["legs"] == [to_builtins(leg) for leg in legs]


async def test_the_worked_example_of_the_docs_keeps_a_copy(
    house: House, take: Callable[..., Any]
) -> None:
    copy: Copy = {}
    await house.served()
    after = await follow(house, take, copy)
    assert_is_a_copy(house, copy)

    await house.ticket("HT")
    await house.told("/counters/1/next", "officer")
    after = await follow(house, take, copy, after)
    assert_is_a_copy(house, copy)

    await house.told("/counters/1/undo", "officer")
    after = await follow(house, take, copy, after)
    assert_is_a_copy(house, copy)
    assert sorted(len(line["legs"]) for line in copy.values()) == [0, 1]


async def test_an_outcome_that_is_mended_later_comes_again(
    house: House, take: Callable[..., Any]
) -> None:
    copy: Copy = {}
    ticket = await house.served()
    after = await follow(house, take, copy)

    body = {"outcome": "supplement", "dossiers": [{"code": "H1", "quantity": 3}]}
    await house.told(f"/tickets/{ticket['id']}/outcome", "officer", body)
    await follow(house, take, copy, after)

    assert_is_a_copy(house, copy)
    assert copy[ticket["id"]]["legs"][-1]["dossiers"] == 3


async def test_a_doubted_clock_names_nobody_but_all_it_touched_come(
    house: House, take: Callable[..., Any]
) -> None:
    copy: Copy = {}
    for _ in range(3):
        await house.ticket()
    after = await follow(house, take, copy)

    await house.carry_out(DoubtClock(by=TIMER, why="step", by_s=900))
    await house.carry_out(ConfirmClock(by=ActorId("manager")))
    await follow(house, take, copy, after)

    assert_is_a_copy(house, copy)
    assert all(line["visit"]["doubted"] for line in copy.values())


async def test_a_page_ends_with_where_to_go_on(house: House) -> None:
    await house.served()
    last = len(house.journal.entries)

    assert json.loads((await page(house, 0, 2))[-1]) == {"after": 2, "last": last}
    assert [json.loads(line) for line in await page(house, last)] == [{"after": last, "last": last}]


async def test_lines_come_in_the_order_of_their_last_event(house: House) -> None:
    first, _ = await house.ticket(), await house.ticket()
    await house.told(f"/tickets/{first['id']}/cancel", "officer")

    lines = [json.loads(line) for line in await page(house, 0)]

    assert [line["seq"] for line in lines[:-1]] == sorted(line["seq"] for line in lines[:-1])
    assert lines[-2]["visit"]["ticket"] == first["id"]


@pytest.mark.parametrize("who", ["officer", "manager", "kiosk", None])
async def test_others_may_not_copy(house: House, who: str | None) -> None:
    assert (await house.get("/legs", who)).status in (401, 403)
