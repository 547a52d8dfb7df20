"""The demo's first page, asked by hand."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.demo import credentials as who
from queue_server.demo.front.page import Front
from tests.support.house import House, open_house
from tests.support.small import CENTRE


@pytest.fixture
def known() -> who.Credentials:
    return who.fresh(CENTRE, "http://127.0.0.1:8080")


@pytest.fixture
async def house(known: who.Credentials, tmp_path: Path) -> AsyncIterator[House]:
    front = Front(known, tmp_path, ["--help"])
    async with open_house(demo=True, before_others=front.add_to) as house:
        yield house


async def test_the_page_needs_no_password_and_shows_those_of_the_demo(
    house: House, known: who.Credentials
) -> None:
    async with house.client.get("/", headers={"Accept-Language": "en"}) as answer:
        text = await answer.text()

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    for name in ("officer8", "manager", "admin"):
        assert known.password(name) in text
    assert known.password("officer1") not in text
    assert 'src="/kiosk/"' in text


async def test_outside_the_demo_the_door_page_stands_there(known: who.Credentials) -> None:
    async with open_house() as house, house.client.get("/") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert "/kiosk/" not in text
    async with open_house() as house, house.client.get("/demo/ticket") as answer:
        assert answer.status == 404


async def test_the_newest_ticket_is_told_and_drawn(house: House, tmp_path: Path) -> None:
    async with house.client.get("/demo/ticket") as answer:
        assert (await answer.json())["ticket"] is None
    first, second = await house.ticket(), await house.ticket()

    async with house.client.get("/demo/ticket") as answer:
        newest = await answer.json()
    async with house.client.get(f"/demo/ticket.png?of={second['id']}") as answer:
        drawn = await answer.read()

    assert (newest["ticket"]["label"], newest["yours"]) == (second["label"], False)
    assert drawn.startswith(b"\x89PNG")
    assert answer.content_type == "image/png"
    assert first["id"] != second["id"]


async def test_what_the_kiosk_printed_comes_first(house: House, tmp_path: Path) -> None:
    own, _ = await house.ticket(), await house.ticket()
    (tmp_path / f"{own['label']}-{own['id'][:8]}.png").write_bytes(b"\x89PNG of paper")
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")

    async with house.client.get("/demo/ticket") as answer:
        newest = await answer.json()
    async with house.client.get(f"/demo/ticket.png?of={own['id']}") as answer:
        printed = await answer.read()

    assert (newest["ticket"]["id"], newest["yours"]) == (own["id"], True)
    assert (newest["ticket"]["state"], newest["place"]) == ("called", "Quầy 1")
    assert printed == b"\x89PNG of paper"


async def test_yesterdays_paper_is_nobodys(house: House, tmp_path: Path) -> None:
    (tmp_path / "A001-00000000.png").write_bytes(b"old")
    own = await house.ticket()

    async with house.client.get("/demo/ticket") as answer:
        assert (await answer.json())["ticket"]["id"] == own["id"]


@pytest.mark.parametrize("wanted", ["", "nobody", "../credentials"])
async def test_no_other_file_is_read(house: House, wanted: str) -> None:
    async with house.client.get("/demo/ticket.png", params={"of": wanted}) as answer:
        assert answer.status == 404


async def test_the_kiosk_may_stand_in_our_page_only(house: House) -> None:
    async with house.client.get("/kiosk/") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert re.search(r"style-src 'self' 'unsafe-inline'", policy)
    assert "script-src" not in policy
    async with house.client.get("/kiosk/ws", headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403
