"""The manager's statistics in a real browser, at every size and in both languages."""

import pytest
from playwright.async_api import expect

from tests.support.browser import Glass, on_one_loop

pytestmark = on_one_loop

_WAITS = {"vi": "Thời gian chờ", "en": "Waits"}


async def filled(glass: Glass) -> None:
    """Let a few be served, one be sent on and one be called out of turn."""
    house = glass.house
    await house.post("/counters/1/open", "officer")
    for field in ("HT", "HT", "CT"):
        await house.ticket(field)
        house.clock.move(240)
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/start", "officer")
    house.clock.move(300)
    await house.told("/counters/1/finish", "officer", {"outcome": "received"})
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/transfer", "officer", {"field": "CT", "keep_place": False})


@pytest.mark.parametrize(
    ("size", "language"), [("phone", "vi"), ("phone", "en"), ("desktop", "vi"), ("desktop", "en")]
)
async def test_figures_pictures_and_the_way_down_are_there_for_everybody(
    glass: Glass, size: str, language: str
) -> None:
    await filled(glass)
    path = "/manager/statistics?period=2026-11-20"
    async with glass.open(path, "manager", size=size, language=language) as sheet:
        page = sheet.page
        await expect(page.locator(".trend")).to_be_visible()
        await expect(page.locator(".heat td a").first).to_be_visible()
        await sheet.axe()
        fits = "document.documentElement.scrollWidth <= innerWidth"
        assert await page.evaluate(fits)

        await page.locator(".heat td a").first.click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text(_WAITS[language])
        await expect(page.locator("a.plate").first).to_be_visible()
        await sheet.axe()
        assert await page.evaluate(fits)

        await page.go_back()
        await page.locator(".figures-table tbody td a").first.click()
        await expect(page.locator("a.plate").first).to_be_visible()
        await sheet.axe()
        assert await page.evaluate(fits)

        await page.locator("a.plate").first.click()
        await expect(page.locator(".events li").first).to_be_visible()
        await sheet.axe()
        assert await page.evaluate(fits)


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en")])
async def test_an_auditor_comes_home_to_what_an_inspection_asks_first(
    glass: Glass, size: str, language: str
) -> None:
    await glass.house.told("/series/ct/pause", "manager", {"reason": "Tập huấn"})
    await glass.house.told("/series/ct/resume", "manager")
    async with glass.open("/home", "auditor", size=size, language=language) as sheet:
        page = sheet.page
        assert page.url.endswith("/auditor")
        links = page.locator(".bar > nav li a")
        assert await links.evaluate_all("all => all.map(one => new URL(one.href).pathname)") == [
            "/auditor",
            "/manager/statistics",
            "/manager/reports",
        ]
        await expect(page.locator(".changes li").first).to_be_visible()
        await sheet.axe()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
