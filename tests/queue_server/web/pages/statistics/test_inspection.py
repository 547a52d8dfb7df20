"""The auditor's first page: what an inspection asks before anything else."""

import re

import pytest

from tests.support.house import House


async def _page(house: House, language: str = "vi") -> str:
    answer = await house.get(f"!/auditor?lang={language}", "auditor")
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def test_it_counts_the_month_and_leads_down_to_its_visits(house: House) -> None:
    await house.served()
    await house.ticket("CT")

    shown = await _page(house)
    assert "Tháng 11 năm 2026" in shown
    links = re.findall(r'<a href="([^"]+)">2</a>', shown)
    assert links
    down = await house.get("!" + links[0].replace("&amp;", "&"), "auditor")
    assert "2 lượt" in await down.text()


async def test_it_tells_who_changed_what_newest_first(house: House) -> None:
    await house.told("/series/ht/pause", "manager", {"reason": "hết giấy"})
    house.clock.move(60)
    await house.told("/series/ht/resume", "manager")

    shown = await _page(house)
    assert "hết giấy" not in shown
    assert shown.index("Phát số trở lại") < shown.index("Tạm dừng dãy số")
    assert "Series resumed" in await _page(house, "en")


async def test_it_names_the_end_of_the_chain(house: House) -> None:
    last, head = await house.journal.last()
    shown = await _page(house)

    assert head.hex() in shown
    assert f'<dd class="number">{last}</dd>' in shown
    export = re.search(r'href="(/api[^"]+/journal[^"]+)"', shown)
    assert export is not None
    answer = await house.get("!" + export[1].replace("&amp;", "&"), "auditor")
    assert (await answer.text()).count("\n") == last


@pytest.mark.parametrize("who", ["officer", "manager", "admin", "kiosk"])
async def test_it_is_the_auditors_alone(house: House, who: str) -> None:
    assert (await house.get("!/auditor", who)).status == 403
