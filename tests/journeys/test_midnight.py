"""Midnight comes while people wait, are called, are served and are on their way back."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.centre import Centre, opened, staffed

MIDNIGHT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Of the centre."""


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    """A centre a second before midnight."""
    async with opened(tmp_path) as centre:
        centre.clock.move_to(MIDNIGHT)
        centre.clock.move(-600)
        await staffed(centre)
        yield centre


async def a_late_evening(centre: Centre) -> list[str]:
    """Leave people waiting, called, served, missed and held; return their tickets by label."""
    labels = {}
    for field in ("HT", "HT", "HT", "CT", "CT"):
        ticket = await centre.told("/tickets", "kiosk", {"field": field})
        labels[ticket["label"]] = ticket["id"]
    await centre.told("/counters/1/next", "officer-1")
    await centre.told("/counters/1/miss", "officer-1")
    await centre.told("/counters/1/next", "officer-1")
    await centre.told("/counters/1/start", "officer-1")
    await centre.told("/counters/2/next", "officer-2")
    await centre.told("/counters/2/start", "officer-2")
    await centre.told("/counters/2/hold", "officer-2", {"reason": "Bổ sung giấy tờ"})
    await centre.told("/counters/2/next", "officer-2")
    return labels


async def test_everybody_s_day_ends_as_it_stood(centre: Centre) -> None:
    labels = await a_late_evening(centre)
    async with centre.screen("/hall", "display") as hall:
        centre.clock.move(601)
        view = await hall.until(lambda view: not view["calls"] and not view["serving"])

    assert view["missed"] == []
    assert not any(line["count"] for line in view["waiting"])
    ends = {}
    for label, ticket in labels.items():
        seen = await centre.seen(f"/tickets/{ticket}")
        ends[label] = (seen["state"], seen["outcome"])
    assert ends == {
        "A001": ("no_show", None),
        "A002": ("served", None),
        "A003": ("abandoned", None),
        "B001": ("served", "supplement"),
        "B002": ("no_show", None),
    }


async def test_the_timer_ends_the_day_and_nothing_of_it_counts(centre: Centre) -> None:
    await a_late_evening(centre)
    async with centre.screen("/hall", "display") as hall:
        centre.clock.move(601)
        await hall.until(lambda view: not view["calls"])
    ended = [event for event in await _events(centre) if event["by"] == "timer"][-9:]

    kinds = [event["type"] for event in ended]
    assert kinds[-4:] == ["counter_closed", "counter_closed", "day_closed", "day_opened"]
    assert {event["at"] for event in ended[:-1]} == {"2026-11-21T00:00:00+07:00"}


async def _events(centre: Centre) -> list[Any]:
    return [json.loads(line)["event"] for line in (await centre.journal()).splitlines()]


async def test_a_new_day_begins_with_the_first_number(centre: Centre) -> None:
    await a_late_evening(centre)
    centre.clock.move(599)
    last = await centre.told("/tickets", "kiosk", {"field": "HT"})
    centre.clock.move(1)
    first = await centre.told("/tickets", "kiosk", {"field": "HT"})

    assert (last["label"], last["service_day"]) == ("A004", "2026-11-20")
    assert (first["label"], first["service_day"], first["ahead"]) == ("A001", "2026-11-21", 0)


async def test_counters_are_opened_anew(centre: Centre) -> None:
    await a_late_evening(centre)
    centre.clock.move(601)
    await centre.told("/tickets", "kiosk", {"field": "HT"})
    refused = await centre.post("/counters/1/next", "officer-1")
    await centre.told("/counters/1/open", "officer-1")
    called = await centre.told("/counters/1/next", "officer-1")

    assert (refused.status, refused.body["code"]) == (409, "counter_closed")
    assert called["ticket"]["label"] == "A001"
