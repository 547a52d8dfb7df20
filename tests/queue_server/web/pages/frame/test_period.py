"""The choice of a period, the same wherever it is offered."""

import re

import pytest

from tests.support.house import House

PAGES = ["/manager/statistics?by=kind", "/manager/reports?report=officers"]


async def _chooser(house: House, path: str) -> str:
    answer = await house.get(f"!{path}", "manager")
    text = await answer.text()
    return text.partition('class="card chooser"')[2].partition("</section>")[0]


@pytest.mark.parametrize("path", PAGES)
async def test_every_way_to_another_period_keeps_what_else_was_asked(
    house: House, path: str
) -> None:
    kept = path.partition("?")[2]
    shown = await _chooser(house, f"{path}&period=2026-Q4&basis=official")
    links = re.findall(r'href="([^"]+)"', shown)

    assert len(links) == 2 + 7 + 2
    assert all(f"?{kept}&amp;" in link for link in links)
    name, _, value = kept.partition("=")
    assert f'<input type="hidden" name="{name}" value="{value}">' in shown
    assert '<input type="hidden" name="basis" value="official">' in shown
    assert 'name="from" value="15/09/2026"' in shown


@pytest.mark.parametrize("path", PAGES)
async def test_two_days_are_a_period_and_the_same_day_twice_is_that_day(
    house: House, path: str
) -> None:
    shown = await _chooser(house, f"{path}&from=2/11/2026&to=20/11/2026")
    assert "02/11/2026 – 20/11/2026" in shown
    shown = await _chooser(house, f"{path}&from=2026-11-20&to=2026-11-20")
    assert "Ngày 20/11/2026" in shown

    answer = await house.get(f"!{path}&from=2026-11-20&to=2026-11-02", "manager")
    text = await answer.text()
    assert "không hợp lệ" in text
    name, _, value = path.partition("?")[2].partition("=")
    assert f'name="{name}" value="{value}"' in text, "the report or key stays chosen"


async def test_no_arrow_leads_out_of_the_years_that_are_reckoned(house: House) -> None:
    shown = await _chooser(house, "/manager/statistics?period=2000")
    assert "‹" not in shown
    assert "›" in shown
