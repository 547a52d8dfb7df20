"""The power goes while people wait, are called and are served; half an hour later it is back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.centre import Centre, disk_of, opened, staffed

HALF_AN_HOUR_S = 30 * 60
AT_ONE, AT_TWO = "officer-1", "officer-2"


async def a_morning(centre: Centre) -> None:
    """One is served, one called twice, one missed, one held, three wait."""
    await staffed(centre)
    for field in ("HT", "CT", "HT", "CT", "HT", "HT", "CT"):
        await centre.told("/tickets", "kiosk", {"field": field})
    await centre.told("/counters/1/next", AT_ONE)
    await centre.told("/counters/1/miss", AT_ONE)
    await centre.told("/counters/1/next", AT_ONE)
    await centre.told("/counters/1/start", AT_ONE)
    await centre.told("/counters/2/next", AT_TWO)
    await centre.told("/counters/2/hold", AT_TWO, {"reason": "Đi phô tô"})
    await centre.told("/counters/2/next", AT_TWO)
    await centre.told("/counters/2/recall", AT_TWO)


async def boards(centre: Centre) -> dict[str, Any]:
    """Return what every screen of the hall and the counters shows, and the officers' consoles."""
    shown = {}
    for path, who in (
        ("/hall", "display"),
        ("/counter/1", "display"),
        ("/counter/2", "display"),
        ("/console/1", AT_ONE),
        ("/console/2", AT_TWO),
    ):
        async with centre.screen(path, who) as screen:
            shown[path] = (await screen.view())["view"]
    return shown


@asynccontextmanager
async def after_the_cut(folder: Path) -> AsyncIterator[tuple[Centre, dict[str, Any]]]:
    """Give the centre half an hour after the power went, and what stood on the boards before."""
    async with opened(folder / "old") as before:
        await a_morning(before)
        shown, tokens = await boards(before), before.tokens
        disk = disk_of(folder / "old", folder / "disk")
        clock = before.clock
    clock.move(HALF_AN_HOUR_S)
    async with opened(disk, clock) as after:
        after.tokens = tokens
        yield after, shown


@pytest.fixture
async def cut(tmp_path: Path) -> AsyncIterator[tuple[Centre, dict[str, Any]]]:
    async with after_the_cut(tmp_path) as both:
        yield both


Cut = tuple[Centre, dict[str, Any]]


async def test_the_boards_show_what_they_showed(cut: Cut) -> None:
    centre, before = cut
    after = await boards(centre)

    for path in ("/hall", "/counter/1", "/counter/2"):
        assert after[path] == before[path]


async def test_no_old_call_looks_new(cut: Cut) -> None:
    centre, before = cut
    calls = (await boards(centre))["/hall"]["calls"]

    assert [(call["serial"], call["at"]) for call in calls] == [
        (call["serial"], call["at"]) for call in before["/hall"]["calls"]
    ]
    async with centre.screen("/hall", "display") as hall:
        assert max(call["serial"] for call in calls) < (await hall.view())["serial"]


async def test_counters_are_open_with_their_tickets_and_the_line_is_the_same(cut: Cut) -> None:
    centre, before = cut
    after = await boards(centre)

    for path in ("/console/1", "/console/2"):
        now, then = after[path], before[path]
        assert now["counter"]["state"] == "open"
        assert now["counter"]["officer"] == then["counter"]["officer"]
        for what in ("current", "held", "missed", "waiting"):
            assert _standing(now[what]) == _standing(then[what])
    assert after["/console/1"]["current"]["state"] == "serving"
    assert after["/console/2"]["current"]["calls"] == 2


def _standing(tickets: Any) -> Any:
    """Return what must not have changed of a ticket or of many; the estimate may."""
    if isinstance(tickets, list):
        return [_standing(ticket) for ticket in tickets]
    return {name: told for name, told in tickets.items() if name != "estimate"}


async def test_officers_are_still_signed_in_and_go_on(cut: Cut) -> None:
    centre, _ = cut
    finished = await centre.told("/counters/1/finish", AT_ONE, {"outcome": "received"})
    called = await centre.told("/counters/1/next", AT_ONE)

    assert finished["current"] is None
    assert called["ticket"]["label"] == "A003"


async def test_the_next_number_is_the_next_number(cut: Cut) -> None:
    centre, _ = cut

    assert (await centre.told("/tickets", "kiosk", {"field": "HT"}))["label"] == "A005"
    assert (await centre.told("/tickets", "kiosk", {"field": "CT"}))["label"] == "B004"


async def test_the_wait_goes_on_through_the_cut(cut: Cut) -> None:
    centre, _ = cut
    floor = await centre.seen("/floor", "manager")

    waits = [field["longest_wait_s"] for field in floor["fields"] if field["waiting"]]
    assert set(waits) == {HALF_AN_HOUR_S}


async def test_the_record_says_how_long_nobody_ran_the_floor(cut: Cut) -> None:
    centre, _ = cut
    events = [json.loads(line)["event"] for line in (await centre.journal()).splitlines()]

    assert events[-1]["type"] == "server_started"
    assert events[-1]["gap_s"] == HALF_AN_HOUR_S
    assert not any(event["clock_doubt"] for event in events)
