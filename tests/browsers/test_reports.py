"""The manager's reports in a real browser: choose, take an export in, file, print with names."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from tests.queue_server.web.handlers.test_reports import EXPORT
from tests.support.browser import CHROMIUM, Glass, on_one_loop
from tests.support.office import open_office

pytestmark = on_one_loop
OCTOBER = "/manager/reports?report=ii06a&period=2026-10"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def glass(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Glass]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("office")
    async with open_office(folder) as house, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield Glass(browser, house)
        finally:
            await browser.close()


@pytest.mark.parametrize("name", ["ii06a", "queue", "gaps"])
@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en")])
async def test_every_report_can_be_read_by_everybody(
    glass: Glass, name: str, size: str, language: str
) -> None:
    path = f"/manager/reports?report={name}&period=2026-10"
    theme = "dark" if language == "en" else "light"
    async with glass.open(
        path, "manager", size=size, language=language, color_scheme=theme
    ) as sheet:
        await expect(sheet.page.locator(".paper h2")).to_be_visible()
        await sheet.axe()
        wide = await sheet.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]


async def test_a_manager_takes_an_export_in_and_files_the_form(
    glass: Glass, tmp_path: Path
) -> None:
    export = tmp_path / "xuất.csv"
    export.write_text(EXPORT + "H29-9;31/02/2026;;;;;\n", encoding="utf-8")
    async with glass.open(OCTOBER, "manager") as sheet:
        page = sheet.page
        await expect(page.locator(".paper-mark")).to_have_text("BẢN NHÁP")
        await expect(page.locator("#file")).to_have_count(0)
        await page.set_input_files("#import input[name=file]", export)
        await page.fill("#import input[name=from]", "15/09/2026")
        await page.fill("#import input[name=to]", "14/10/2026")
        await page.click("#import button")
        await expect(page.locator("#taken")).to_contain_text("5 dòng mới hoặc đổi")
        await expect(page.locator("#taken")).to_contain_text("không hiểu ngày “31/02/2026”")
        await sheet.axe("#taken")

        await page.click("#taken a")
        await expect(page.locator(".paper-mark")).to_have_count(0)
        await page.click("#file")
        await sheet.axe("#file-dialog")
        await page.click("#file-yes")
        await expect(page.locator(".actions .badge")).to_have_text("Đã nộp")
        await expect(page.locator("section[aria-labelledby=filed]")).to_contain_text("2026-10")


async def test_the_register_is_printed_with_names_that_are_not_kept(
    glass: Glass, tmp_path: Path
) -> None:
    export = tmp_path / "names.csv"
    export.write_text(EXPORT, encoding="utf-8")
    path = "/manager/reports?report=register&period=2026-10"
    async with glass.open(path, "manager") as sheet:
        page = sheet.page
        await page.set_input_files("#names-form input[name=file]", export)
        async with page.expect_download() as download:
            await page.click("#names-form button")
        saved = await (await download.value).path()
        assert Path(saved).read_bytes().startswith(b"%PDF")
        await page.reload()
        await expect(page.locator(".paper")).not_to_contain_text("Nguyễn Thị Lan")


async def test_a_file_that_is_none_is_told_kindly(glass: Glass, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a;b\n1;2\n", encoding="utf-8")
    async with glass.open(OCTOBER, "manager") as sheet:
        await sheet.page.set_input_files("#import input[name=file]", wrong)
        await sheet.page.click("#import button")
        await expect(sheet.page.locator(".toast")).to_contain_text("không thấy cột “Mã hồ sơ”")
        sheet.forgive("422")
