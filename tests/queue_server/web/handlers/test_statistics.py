"""The figures at their door."""

from typing import Any

import pytest

from tests.support.house import House, problem


async def told(house: House, query: str = "", who: str = "manager") -> Any:
    answer = await house.get(f"/statistics{query}", who)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_the_figures_of_today_are_told_by_field(house: House) -> None:
    await house.served()
    await house.ticket("CT")

    found = await told(house, "?by=field")

    assert found["from"] == found["to"] == "2026-11-20"
    assert (found["by"], found["exact"]) == (["field"], True)
    assert [(row["field"], row["issued"]) for row in found["rows"]] == [("CT", 1), ("HT", 1)]
    assert found["total"]["issued"] == 2
    assert found["total"]["served"] == 1
    assert set(found["total"]["reasons"]) == {
        *("turn", "priority", "helping", "returned", "waited_too_long", "named"),
    }
    assert "counter" not in found["rows"][0]


async def test_without_keys_there_is_only_the_total(house: House) -> None:
    await house.served()

    found = await told(house, "?from=2026-11-01&to=2026-11-30")

    assert found["rows"] == []
    assert found["by"] == []


async def test_days_may_be_asked_for_by_the_name_of_their_period(house: House) -> None:
    found = await told(house, "?period=2026-Q4&basis=official", "auditor")
    assert (found["from"], found["to"]) == ("2026-09-15", "2026-12-14")
    found = await told(house, "?period=2026-Q4")
    assert (found["from"], found["to"]) == ("2026-10-01", "2026-12-31")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?by=colour", "wrong_value"),
        ("?from=yesterday", "wrong_value"),
        ("?from=2026-11-20&to=2026-11-19", "wrong_period"),
        ("?period=2026-Q7", "wrong_period"),
        ("?period=2026&basis=lunar", "wrong_value"),
    ],
)
async def test_what_cannot_be_asked_is_refused(house: House, query: str, code: str) -> None:
    await problem(await house.get(f"/statistics{query}", "manager"), 422, code)


@pytest.mark.parametrize("who", ["officer", "kiosk", "display", None])
async def test_others_are_not_told(house: House, who: str | None) -> None:
    answer = await house.get("/statistics", who)
    assert answer.status in (401, 403)
