"""One demo centre for all of these tests, and the people and devices of it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.support.outside import Caller, Demo, Trace, view

ENDED = ("served", "cancelled", "no_show", "abandoned")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "data")
    demo.start()
    yield demo
    demo.stop()


@pytest.fixture(scope="session")
def sessions(demo: Demo) -> dict[str, str]:
    """Sign everybody in once: a password costs its time on purpose."""
    return asyncio.run(sign_in(demo, demo.credentials()["accounts"]))


async def sign_in(demo: Demo, accounts: list[dict[str, Any]]) -> dict[str, str]:
    async with aiohttp.ClientSession() as http:
        tokens = {}
        for account in accounts:
            wish = {"name": account["name"], "password": account["password"]}
            async with http.post(demo.url + "/api/v1/session", json=wish) as reply:
                tokens[account["name"]] = (await reply.json())["token"]
        return tokens


@dataclass
class People:
    """Everybody who may call, each with an own token."""

    demo: Demo
    tokens: dict[str, str]
    http: aiohttp.ClientSession
    trace: Trace

    def holding(self, token: str | None) -> Caller:
        return Caller(self.http, self.demo.url, self.demo.root, token, self.trace)

    @property
    def nobody(self) -> Caller:
        return self.holding(None)

    def device(self, role: str) -> Caller:
        return self.holding(self.demo.credentials()["devices"][role])

    @property
    def kiosk(self) -> Caller:
        return self.device("kiosk")

    @property
    def display(self) -> Caller:
        return self.device("display")

    def officer(self, counter: str) -> Caller:
        return self.holding(self.tokens[self.demo.officer(counter)["name"]])

    def staff(self, role: str) -> Caller:
        return self.holding(self.tokens[self.demo.one(role)["name"]])

    @property
    def manager(self) -> Caller:
        return self.staff("manager")

    @property
    def admin(self) -> Caller:
        return self.staff("admin")

    @property
    def auditor(self) -> Caller:
        return self.staff("auditor")

    def anyone(self, role: str) -> Caller:
        """Give somebody of this role, staff or device."""
        if role in ("kiosk", "display", "rating"):
            return self.device(role)
        return self.nobody if role == "nobody" else self.staff(role)

    async def open(self, *counters: str) -> Caller:
        """Open counters, each by its own officer; give the first officer."""
        for counter in counters:
            await self.officer(counter).press(counter, "open")
        return self.officer(counters[0])

    async def journal(self, after: int = 0) -> list[dict[str, Any]]:
        """Read the events after a number."""
        lines = (await self.auditor.get(f"journal?after={after}&limit=10000")).ok()
        return [line["event"] for line in lines]

    async def last_seq(self) -> int:
        """Say where the journal ends, by a live view's serial."""
        async with self.display.watch("hall") as hall:
            return int((await view(hall))["serial"])


@pytest.fixture
async def people(demo: Demo, sessions: dict[str, str]) -> AsyncIterator[People]:
    async with aiohttp.ClientSession() as http:
        people = People(demo, sessions, http, Trace())
        yield people
        await leave_the_floor_empty(people)


async def leave_the_floor_empty(people: People) -> None:
    """End what a test left open, so that the next finds nobody waiting."""
    trace, people.trace = people.trace, Trace()
    floor = (await people.manager.get("floor")).ok()
    seats = {counter["id"]: counter for counter in floor["counters"]}
    for counter in sorted(trace.counters):
        officer = people.officer(counter)
        if seats[counter]["label"] is not None:
            await officer.press(counter, "finish", outcome="other")
        await officer.post(f"counters/{counter}/close")
    left = [t for t in trace.tickets if not await gave_up(people, t)]
    if left:
        await serve(people, left)


async def gave_up(people: People, ticket: str) -> bool:
    answer = await people.nobody.post(f"tickets/{ticket}/cancel")
    return answer.status == 200 or (await people.nobody.ticket(ticket))["state"] in ENDED


async def serve(people: People, tickets: list[str]) -> None:
    """End those who were served before and were set aside: they cannot give up any more."""
    officer = await people.open("8")
    for ticket in tickets:
        await officer.press("8", "call", ticket=ticket, reason="còn lại")
        await officer.press("8", "finish", outcome="other")
    await officer.press("8", "close")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"
