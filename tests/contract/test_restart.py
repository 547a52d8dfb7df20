"""What a restart keeps, also when nobody said goodbye; and how a day ends."""

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.contract.conftest import People, sign_in
from tests.support.outside import Demo, Trace, view, view_that

OVER_AT_ONCE = {
    "always_open": False,
    "weeks": [{"starts": "2020-01-01", "days": [[{"start": "00:00", "end": "00:01"}]] * 7}],
    "holidays": [],
}


@pytest.fixture
def own_demo(folder: Path) -> Iterator[Demo]:
    demo = Demo(folder)
    demo.start()
    yield demo
    demo.stop()


@asynccontextmanager
async def people_of(demo: Demo, tokens: dict[str, str]) -> AsyncIterator[People]:
    async with aiohttp.ClientSession() as http:
        yield People(demo, tokens, http, Trace())


async def test_a_kill_loses_nothing_that_was_answered(own_demo: Demo) -> None:
    before = own_demo.credentials()
    wanted = [own_demo.officer("6"), own_demo.one("manager"), own_demo.one("auditor")]
    tokens = await sign_in(own_demo, wanted)
    async with people_of(own_demo, tokens) as people:
        officer = await people.open("6")
        taken = await people.kiosk.post("tickets", {"field": "CA"}, key="tap-1")
        await people.kiosk.take("CA")
        await officer.press("6", "next")
        called = await officer.post("counters/6/recall", {}, key="press-1")
        floor = (await people.manager.get("floor")).ok()
        journal = await people.journal()
    own_demo.stop(signal.SIGKILL)
    own_demo.start()

    after = own_demo.credentials()
    assert before | {"url": None} == after | {"url": None}
    async with people_of(own_demo, tokens) as people:
        again = await people.kiosk.post("tickets", {"field": "CA"}, key="tap-1")
        assert (again.status, again.body) == (201, taken.body)
        officer = people.officer("6")
        repeated = await officer.post("counters/6/recall", {}, key="press-1")
        assert repeated.body == called.body
        other = await people.kiosk.post("tickets", {"field": "HT"}, key="tap-1")
        other.refused("idempotency_mismatch", 422)
        now = (await people.manager.get("floor")).ok()
        assert now["counters"] == floor["counters"]
        assert (now["today"]["waiting"], now["today"]["issued"]) == (2, 2)
        assert (await people.kiosk.take("CA"))["label"] == "S003"
        events = await people.journal()
        assert events[: len(journal)] == journal
        assert events[len(journal)]["type"] == "server_started"


async def test_a_server_that_stops_says_goodbye_to_every_screen(own_demo: Demo) -> None:
    async with (
        people_of(own_demo, {}) as people,
        people.display.watch("hall") as hall,
        people.kiosk.watch("kiosk") as kiosk,
    ):
        for screen in (hall, kiosk):
            await view(screen)
        assert own_demo.stop() == 0
        for screen in (hall, kiosk):
            await screen.wait_closed()
            assert screen.close_code == 1001


async def test_a_day_ends_when_service_is_over_and_no_counter_is_open(own_demo: Demo) -> None:
    roles = ("manager", "auditor")
    wanted = [own_demo.officer("6"), *(own_demo.one(role) for role in roles)]
    async with people_of(own_demo, await sign_in(own_demo, wanted)) as people:
        officer = await people.open("6")
        missed, waiting = [await people.kiosk.take("CA") for _ in range(2)]
        await officer.press("6", "next")
        await officer.press("6", "miss")
        before = len(await people.journal())
        plan = await people.manager.get("plan")
        (
            await people.manager.send(
                "PUT",
                "plan",
                json=plan.ok() | {"hours": OVER_AT_ONCE},
                headers={"If-Match": plan.headers["ETag"]},
            )
        ).ok()
        (await people.kiosk.post("tickets", {"field": "CA"})).refused("closed_now")
        async with people.kiosk.watch("kiosk") as kiosk:
            shown = (await view(kiosk))["view"]["open"]
            assert (shown["open"], bool(shown["reason_vi"])) == (False, True)
        async with people.nobody.watch(f"ticket/{waiting['id']}") as phone:
            await officer.press("6", "close")
            await view_that(phone, lambda v: v["state"] == "abandoned")
        assert (await people.nobody.ticket(missed["id"]))["state"] == "no_show"
        events = {event["type"]: event for event in (await people.journal())[before:]}

    ended = ("ticket_abandoned", "ticket_no_show", "day_closed")
    assert {events[kind]["by"] for kind in ended} == {"timer"}
    assert events["ticket_no_show"]["ticket"] == missed["id"]
