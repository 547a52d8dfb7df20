"""Coming in by a page: where one goes afterwards, and whose cookie a screen gets."""

import json
import re

import pytest

from tests.support.house import House, open_house


async def _told(house: House, path: str) -> dict[str, object]:
    text = await (await house.get(f"!{path}")).text()
    found = re.search(r'id="page-data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("page", ["/sign-in", "/pair"])
@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("%2Fstaff%3Fcounter%3D2", "/staff?counter=2"),
        ("https%3A%2F%2Fevil.example", None),
        ("%2F%2Fevil.example", None),
        ("%2F%5Cevil.example", None),
    ],
)
async def test_one_goes_on_to_a_page_of_ours_only(
    house: House, page: str, wanted: str, told: str | None
) -> None:
    assert (await _told(house, f"{page}?next={wanted}"))["next"] == told


async def test_a_screen_that_is_paired_in_a_browser_gets_its_token_as_a_cookie() -> None:
    async with open_house(cookies=True) as house:
        wish = {"name": "Bảng", "role": "display"}
        code = (await house.told("/devices", "admin", wish))["code"]
        ours = {"Origin": str(house.client.make_url("")).rstrip("/"), "X-Requested-With": "page"}
        paired = await house.post("/api/v1/pair", None, {"code": code}, headers=ours)

        cookie = paired.cookies["queue_session"]
        assert paired.status == 201
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        house.client.session.cookie_jar.update_cookies(
            {"queue_session": cookie.value}, house.client.make_url("/")
        )
        assert (await house.get("!/home", allow_redirects=False)).headers["Location"] == "/hall"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
async def test_a_program_or_another_site_that_pairs_gets_no_cookie(
    house: House, headers: dict[str, str]
) -> None:
    code = (await house.told("/devices", "admin", {"name": "Kiosk 2", "role": "kiosk"}))["code"]
    answer = await house.post("/api/v1/pair", None, {"code": code}, headers=headers)

    assert "queue_session" not in answer.cookies
