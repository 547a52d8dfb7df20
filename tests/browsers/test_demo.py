"""The demo's first page in a real browser, as a newcomer meets it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support import program
from tests.support.browser import CHROMIUM, SIZES, Sheet, needs_chromium, on_one_loop, watch
from tests.support.program import Program, started
from tests.support.served import Pane

pytestmark = [on_one_loop, needs_chromium]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with started(*program.demo(tmp_path_factory.mktemp("demo") / "d")) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, demo: Program, size: str, language: str
) -> AsyncIterator[tuple[Sheet, Pane]]:
    how = {**SIZES[size], "has_touch": True, "reduced_motion": "reduce"}
    window = await browser.new_context(**how, locale=language, base_url=demo.url)
    sheet = Sheet(await window.new_page())
    watch(sheet, demo.url)
    pane = Pane(sheet.page)
    await sheet.page.goto(demo.url)
    yield sheet, pane
    sheet.expect_clean()
    await window.close()


async def open_counter(page: Page) -> None:
    """Let an officer sit at a counter that serves everything, as most of the day somebody does."""
    password = await page.locator("[data-account=officer8] code").nth(1).text_content()
    wish = {"name": "officer8", "password": password}
    session = await page.request.post("/api/v1/session", data=wish)
    headers = {"Authorization": f"Bearer {(await session.json())['token']}"}
    counter = "/api/v1/centres/cam-xuyen/counters/8/open"
    assert (await page.request.post(counter, data={}, headers=headers)).ok


async def test_a_newcomer_takes_a_number_holds_the_paper_and_calls_it(
    browser: Browser, demo: Program
) -> None:
    async with opened(browser, demo, "desktop", "vi-VN") as (sheet, pane):
        page = sheet.page
        frame = page.locator("#kiosk")
        await frame.scroll_into_view_if_needed()
        box = await frame.bounding_box()
        assert box is not None
        pane.cell, pane.corner = int(box["width"] // 136), (box["x"], box["y"])

        await open_counter(page)
        await pane.until("không phải chờ")
        await pane.tap("Hộ tịch")

        await expect(page.get_by_role("heading", name="Phiếu của bạn")).to_be_visible()
        slip = page.get_by_alt_text("Phiếu A001 của bạn, đúng như đã in")
        await expect(slip).to_be_visible()
        assert await slip.evaluate("image => image.decode().then(() => image.naturalWidth)") == 576
        await page.get_by_role("button", name="Gọi số này đến quầy 8").click()
        await expect(page.locator("#stands")).to_have_text("Mời A001 đến Quầy 8")
        await expect(page.locator("#counter")).to_have_attribute("src", "/counter/8")
        await sheet.axe()


@pytest.mark.parametrize(("size", "language"), [("phone", "vi-VN"), ("tv", "en-GB")])
async def test_it_fits_every_screen(
    browser: Browser, demo: Program, size: str, language: str
) -> None:
    async with opened(browser, demo, size, language) as (sheet, _):
        wide, seen = await sheet.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= seen
        dots = sheet.page.frame_locator("#kiosk").locator("canvas").first
        sharp = await dots.evaluate("dots => dots.width / parseFloat(dots.style.width)")
        assert sharp == SIZES[size].get("device_scale_factor", 1)
        await sheet.axe()


async def test_a_door_signs_in_by_itself(browser: Browser, demo: Program) -> None:
    async with opened(browser, demo, "desktop", "en-GB") as (sheet, _):
        await sheet.page.get_by_role("button", name="Officer").click()
        await sheet.page.wait_for_url("**/staff*")
        await expect(sheet.page.locator(".who-name")).to_have_text("officer8")
