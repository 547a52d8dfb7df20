"""The rating tablet's page: who gets it, and who is asked for a code."""

import pytest

from tests.support.house import House


@pytest.mark.parametrize("who", ["rating", "manager", "admin"])
async def test_the_tablet_of_a_counter_is_shown(house: House, who: str) -> None:
    answer = await house.get("!/rate/1", who)

    assert answer.status == 200
    assert "Quầy 1" in await answer.text()


@pytest.mark.parametrize(
    ("who", "counter", "status"),
    [("rating", "2", 403), ("kiosk", "1", 403), ("officer", "1", 403), ("rating", "9", 403),
     ("admin", "9", 404)],
)  # fmt: skip
async def test_nobody_else_gets_it(house: House, who: str, counter: str, status: int) -> None:
    assert (await house.get(f"!/rate/{counter}", who)).status == status


async def test_a_tablet_that_is_not_paired_is_asked_for_its_code(house: House) -> None:
    page = await (await house.get("!/rate/1")).text()

    assert 'id="pair"' in page
    assert '"next": "/rate/1"' in page
