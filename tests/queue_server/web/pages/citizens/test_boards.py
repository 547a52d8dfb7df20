"""The boards' pages: who gets them, in which look, and how a demo lends its board to a browser."""

import json
import re
from typing import Any

import pytest

from queue_server.voice.chime import CHIME_S
from tests.support.house import House, open_house


def _data(page: str) -> Any:
    found = re.search(r'id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("query", "look", "sound"),
    [
        ("", "<html", True),
        ("?theme=dark", 'data-theme="dark"', True),
        ("?theme=light&sound=off", 'data-theme="light"', False),
        ("?theme=%22%3E%3Cscript%3E&sound=%22%3E", '<html lang="vi">', True),
    ],
)
async def test_the_address_chooses_look_and_sound(
    house: House, query: str, look: str, sound: bool
) -> None:
    page = await (await house.get(f"!/hall{query}", "display")).text()

    assert look in page
    assert _data(page)["sound"] is sound
    assert _data(page)["chime_s"] == CHIME_S
    assert "<script>" not in page


async def test_a_counter_that_is_not_there_has_no_board(house: House) -> None:
    answer = await house.get("!/counter/%3Cscript%3E", "display")
    page = await answer.text()

    assert answer.status == 404
    assert "Không có quầy này." in page
    assert "<script>" not in page


async def test_a_board_of_another_centre_shows_its_own(house: House) -> None:
    own = await (await house.get("!/hall", "display-elsewhere")).text()
    answer = await house.get("!/hall?centre=mau", "display-elsewhere")

    assert _data(own)["centre"] == "khac"
    assert answer.status == 403


async def test_a_demo_makes_a_stranger_s_browser_a_board_and_nothing_else() -> None:
    async with open_house(demo=True, lent_token="token-display", cookies=True) as house:
        page = await house.get("!/hall")
        cookie = page.cookies["queue_session"]
        board = await house.watch("/hall")
        refused = await house.get("/floor")

        assert page.status == 200
        assert cookie.value == "token-display"
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert (await board.receive_json())["type"] == "view"
        assert refused.status == 403


async def test_a_demo_lends_nothing_to_somebody_and_nothing_for_other_pages() -> None:
    async with open_house(demo=True, lent_token="token-display") as house:
        for path, who in (("/hall", "officer"), ("/home", None), ("/sign-in", None)):
            answer = await house.get(f"!{path}", who, allow_redirects=False)
            assert "queue_session" not in answer.cookies, path


async def test_a_demo_whose_board_was_revoked_lends_nothing_that_opens() -> None:
    async with open_house(demo=True, lent_token="token-never") as house:
        answer = await house.get("!/hall", allow_redirects=False)

        assert answer.status == 303
        assert "queue_session" not in answer.cookies
