"""One whole visit, from the tap at the kiosk to the record of the service."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.centre import Centre, opened, staffed
from tests.support.small import CENTRE


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with opened(tmp_path) as centre:
        await staffed(centre)
        yield centre


def followed(export: bytes) -> list[dict[str, Any]]:
    """Return the events of an export whose chain holds, by the contract's own formula."""
    link = hashlib.sha256(CENTRE.encode()).digest()
    events = []
    for number, line in enumerate(export.splitlines(), start=1):
        told = json.loads(line)
        event = told["event"]
        text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        link = hashlib.sha256(link + text.encode()).digest()
        assert told["hash"] == link.hex()
        assert event["seq"] == number
        events.append(event)
    return events


async def test_a_whole_visit(centre: Centre) -> None:
    async with centre.screen("/hall", "display") as hall:
        ticket = await centre.told("/tickets", "kiosk", {"procedure": "1.001193"})
        assert (ticket["label"], ticket["field"], ticket["ahead"]) == ("A001", "HT", 0)
        await centre.told(f"/tickets/{ticket['id']}/printed", "kiosk", {"result": "printed"})
        await hall.until(lambda view: sum(line["count"] for line in view["waiting"]) == 1)

        centre.clock.move(240)
        called = await centre.told("/counters/1/next", "officer-1", {"after": None})
        assert (called["ticket"]["id"], called["reason"]) == (ticket["id"], "turn")
        view = await hall.until(lambda view: view["calls"])
        assert (view["calls"][0]["label"], view["calls"][0]["counter"]) == ("A001", "1")
        assert view["calls"][0]["sentence_vi"]
        assert [line for line in view["waiting"] if line["count"]] == []

        await centre.told("/counters/1/start", "officer-1")
        view = await hall.until(lambda view: view["serving"][0]["state"] == "serving")
        assert view["serving"][0]["label"] == "A001"
        centre.clock.move(420)
        dossiers = [{"code": "H29.14-261120-0001", "due_on": "2026-11-27"}]
        told = {"outcome": "received", "dossiers": dossiers, "note": "Bà Lan, thiếu bản sao"}
        await centre.told("/counters/1/finish", "officer-1", told)
        await hall.until(lambda view: not view["serving"])

    seen = await centre.seen(f"/tickets/{ticket['id']}")
    assert (seen["state"], seen["outcome"], seen["dossiers"]) == ("served", "received", 1)
    await centre.told(f"/tickets/{ticket['id']}/rating", None, {"satisfaction": 3})


async def test_the_record_of_a_visit_is_whole_and_holds_no_words(centre: Centre) -> None:
    await test_a_whole_visit(centre)
    export = await centre.journal()
    events = followed(export)

    visit = [event for event in events if "ticket" in event]
    assert [event["type"] for event in visit] == [
        "ticket_issued",
        "ticket_printed",
        "ticket_called",
        "service_started",
        "service_finished",
        "ticket_rated",
    ]
    issued, _, called, started, finished, _ = visit
    assert issued["procedure"] == "1.001193"
    assert (called["label"], called["counter"], called["officer"]) == ("A001", "1", "id-officer-1")
    assert (called["reason"], called["call"]) == ("turn", 1)
    assert (started["by"], finished["outcome"]) == ("id-officer-1", "received")
    assert finished["dossiers"][0]["code"] == "H29.14-261120-0001"
    assert issued["at"].endswith("+07:00")
    assert b"Lan" not in export


async def test_the_days_figures_are_those_of_the_visit(centre: Centre) -> None:
    await test_a_whole_visit(centre)
    today = (await centre.seen("/floor", "manager"))["today"]

    assert (today["issued"], today["served"], today["waiting"]) == (1, 1, 0)
    assert (today["wait_mean_s"], today["service_mean_s"]) == (240, 420)
