"""Section 3 and 4: who may do what. Everybody else is refused."""

from typing import Any, NamedTuple

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.contract.conftest import People

ROLES = ("nobody", "kiosk", "display", "rating", "officer", "manager", "auditor", "admin")


class Door(NamedTuple):
    """One row of the contract's table, and a wish that changes nothing for who may ask."""

    method: str
    path: str
    roles: str
    body: dict[str, Any] | None = None


UNCHANGED: dict[str, Any] = {"no such member": 1}
DOORS = [
    Door("POST", "tickets", "kiosk officer manager", UNCHANGED),
    Door("POST", "tickets/none/printed", "kiosk", {"result": "printed"}),
    Door("POST", "tickets/none/outcome", "officer", {"outcome": "received"}),
    Door("POST", "tickets/none/reprint", "officer", {"kiosk": "none"}),
    Door("POST", "tickets/none/return", "officer", {}),
    Door("POST", "tickets/none/priority", "officer manager", {"group": None, "reason": "x"}),
    Door("POST", "series/none/pause", "manager", {"reason": "x"}),
    Door("POST", "series/none/resume", "manager", {}),
    *(
        Door("POST", f"counters/none/{verb}", "officer", {})
        for verb in ["open", "close", "next", "recall", "start", "miss", "undo"]
    ),
    Door("POST", "counters/none/pause", "officer", {"reason": "x"}),
    Door("POST", "counters/none/hold", "officer", {"reason": "x"}),
    Door("POST", "counters/none/call", "officer", {"ticket": "none", "reason": "x"}),
    Door("POST", "counters/none/finish", "officer", {"outcome": "received"}),
    Door("POST", "counters/none/transfer", "officer", {"field": "HT", "keep_place": True}),
    Door("GET", "floor", "officer manager"),
    Door("GET", "journal", "auditor admin"),
    Door("GET", "plan", "manager admin"),
    Door("PUT", "plan", "manager admin", UNCHANGED),
    Door("GET", "accounts", "admin"),
    Door("POST", "accounts", "admin", UNCHANGED),
    Door("GET", "devices", "admin"),
    Door("POST", "devices", "admin", UNCHANGED),
    Door("GET", "audit", "admin"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")
async def test_a_door_opens_to_its_roles_alone(people: People, door: Door) -> None:
    before = await people.last_seq()
    statuses = {}
    for role in ROLES:
        answer = await people.anyone(role).send(door.method, door.path, json=door.body)
        statuses[role] = answer.status

    assert statuses["nobody"] == 401
    refused = {role for role in ROLES if statuses[role] == 403}
    assert refused == set(ROLES) - {"nobody", *door.roles.split()}
    assert await people.last_seq() == before


@pytest.mark.parametrize("verb", ["cancel", "rating"])
async def test_who_holds_the_id_needs_no_sign_in(people: People, verb: str) -> None:
    body = {"satisfaction": 3} if verb == "rating" else {}
    answer = await people.nobody.post(f"tickets/none/{verb}", body)

    answer.refused("unknown_ticket", 404)


WATCHES = {
    "hall": "display officer manager auditor admin",
    "counter/1": "display officer manager auditor admin",
    "console/1": "officer manager",
    "kiosk": "kiosk",
    "dashboard": "officer manager",
}


@pytest.mark.parametrize("watch", WATCHES)
async def test_a_live_view_opens_to_its_roles_alone(people: People, watch: str) -> None:
    ends = {role: await first_news(people, role, watch) for role in ROLES}
    allowed = WATCHES[watch].split()

    assert ends["nobody"] == 4401
    assert {role for role in ROLES if ends[role] == "view"} == set(allowed)
    assert {ends[role] for role in ROLES if role not in allowed} == {4401, 4403}


async def first_news(people: People, role: str, watch: str) -> int | str:
    """Say how a live view begins: with a view, or with a closing code."""
    async with people.anyone(role).watch(watch) as screen:
        try:
            await screen.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
        return "view"


async def test_a_made_up_token_watches_nothing(people: People) -> None:
    async with people.holding("made-up").watch("hall") as screen:
        with pytest.raises(ConnectionClosed) as closed:
            await screen.recv()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("watch", ["hall", "ticket"])
async def test_another_sites_page_watches_nothing(people: People, watch: str) -> None:
    if watch == "ticket":
        watch += f"/{(await people.kiosk.take('HT'))['id']}"
    with pytest.raises(InvalidStatus) as refused:
        async with people.display.watch(watch, Origin="https://elsewhere.example"):
            pass

    assert refused.value.response.status_code == 403


async def test_our_own_page_may_watch(people: People) -> None:
    async with people.display.watch("hall", Origin=people.demo.url) as screen:
        await screen.recv()


async def test_a_browser_watches_by_its_cookie(people: People) -> None:
    token = people.staff("manager").token
    cookie = (await people.nobody.post("/api/v1/session", signs_in(people))).headers["Set-Cookie"]
    name = cookie.partition("=")[0]
    by_cookie = {"Cookie": f"{name}={token}", "Origin": people.demo.url}
    async with people.nobody.watch("dashboard", **by_cookie) as screen:
        await screen.recv()


def signs_in(people: People) -> dict[str, str]:
    account = people.demo.one("manager")
    return {"name": account["name"], "password": account["password"]}


async def test_who_holds_the_id_watches_the_ticket(people: People) -> None:
    ticket = await people.kiosk.take("HT")

    assert await first_news(people, "nobody", f"ticket/{ticket['id']}") == "view"


async def test_a_ticket_that_is_not_there_cannot_be_watched(people: People) -> None:
    assert await first_news(people, "nobody", "ticket/none") not in ("view", 4401)
