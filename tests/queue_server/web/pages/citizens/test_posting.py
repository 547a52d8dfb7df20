"""The posting of procedures, as it is read."""

import re
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from queue_server.web.pages.citizens.posting import grouped
from tests.support.house import House
from tests.support.small import small_plan


async def _page(house: House, query: str = "") -> str:
    answer = await house.get(f"!/procedures{query}")
    assert answer.status == 200
    return await answer.text()


def _names(page: str) -> list[str]:
    return re.findall(r'<th scope="row">(.*?)<br>', page)


async def _put(house: House, *entries: dict[str, Any]) -> None:
    plan = await (await house.get("/plan", "admin")).json()
    plan["procedures"] = [{"code": f"1.{n:06}", "field": "HT", **e} for n, e in enumerate(entries)]
    await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})


async def test_everything_that_must_be_posted_is_posted(house: House) -> None:
    one = {"name": "Khai sinh", "days": 3, "days_unit": "working", "fee": "Miễn phí"}
    await _put(house, {**one, "papers": "Tờ khai", "source": "CSDL", "checked_on": "2026-11-02"})
    page = await _page(house)

    for said in ("3 ngày làm việc", "Miễn phí", "Tờ khai", "CSDL", "02/11/2026", "1.000000"):
        assert said in page
    assert "chưa ghi" not in page


async def test_what_is_not_known_is_said_so(house: House) -> None:
    await _put(house, {"name": "Khai sinh"}, {"name": "Khai tử", "days": 2})
    page = await _page(house)

    assert page.count("chưa ghi") >= 4
    assert "2 ngày (chưa ghi loại ngày)" in page
    assert "2 thủ tục chưa ghi ngày kiểm tra." in page


async def test_each_field_is_in_the_order_of_the_vietnamese_alphabet(house: House) -> None:
    await _put(house, *({"name": name} for name in ("Đổi tên", "Ăn ở", "Dời nhà", "An cư")))

    assert _names(await _page(house)) == ["An cư", "Ăn ở", "Dời nhà", "Đổi tên"]


@pytest.mark.parametrize("query", ["?q=khai+sinh", "?q=lam%20giay%20khai%20sinh&field=HT"])
async def test_it_is_searched_without_accents(house: House, query: str) -> None:
    assert _names(await _page(house, query)) == ["Thủ tục đăng ký khai sinh"]


async def test_a_search_that_finds_nothing_says_so(house: House) -> None:
    assert "Không tìm thấy." in await _page(house, "?q=zzzz")
    assert _names(await _page(house, "?field=XX")) == []


def test_what_is_not_valid_on_the_day_is_not_posted() -> None:
    plan, today = small_plan(), date(2026, 11, 20)
    one = plan.procedures[0]
    old = replace(one, valid_to=date(2026, 11, 19))
    to_come = replace(one, valid_from=date(2026, 11, 21))

    assert grouped(replace(plan, procedures=(old, to_come)), today) == []


async def test_a_change_is_posted_at_once_also_where_the_list_was_drawn_before(
    house: House,
) -> None:
    await _put(house, {"name": "Khai sinh"})
    assert _names(await _page(house)) == ["Khai sinh"]

    await _put(house, {"name": "Khai tử"})
    assert _names(await _page(house)) == ["Khai tử"]
    assert "not stated" in await _page(house, "?lang=en")


async def test_what_is_posted_is_only_text(house: House) -> None:
    await _put(house, {"name": "<b>x</b>", "fee": "{{ 7*7 }}", "papers": "<script>1</script>"})
    page = await _page(house)

    assert _names(page) == ["&lt;b&gt;x&lt;/b&gt;"]
    assert "{{ 7*7 }}" in page
    assert "<script>1" not in page
