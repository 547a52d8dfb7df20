"""Every setting of the plan has a field in a form, and the reports' settings are kept as chosen."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from queue_server.protocol.plan import CaseColumns, Plan
from queue_server.statistics.dossiers import headings
from queue_server.statistics.dossiers.sheet import Row
from tests.support.browser import Glass, on_one_loop
from tests.support.settings import members

pytestmark = on_one_loop

EDITED_ELSEWHERE = {
    "centre": "names the centre for ever; written when it is set up",
    "version": "counts by itself",
    "blank": "one press on the overview",
    "hours.weeks[].days": "seven lines of clock times, each with a place of its own",
    "hours.holidays[].intervals[].start": "typed as 07:30-11:30",
    "hours.holidays[].intervals[].end": "typed as 07:30-11:30",
}
"""Members without a field of their own, and where people change them."""

REPORTS = "#panel-6"

OFFERED = """() => [...document.querySelectorAll("[data-where]")]
    .filter((one) => one.matches("input, select, textarea, fieldset"))
    .map((one) => one.dataset.where.replaceAll(/\\[\\d+\\]/g, "[]"))"""
ADD_ONE_OF_EACH = """() => {
    for (const list of document.querySelectorAll("#panels .items"))
      list.parentElement.querySelector(":scope > .buttons button").click();
}"""


async def offered(page: Page) -> set[str]:
    found: list[str] = await page.evaluate(OFFERED)
    return set(found)


async def plan_of(glass: Glass) -> Any:
    return await (await glass.house.get("/plan", "admin")).json()


async def open_reports(page: Page) -> None:
    await page.click("#tab-6")
    await page.locator(f"{REPORTS} summary").click()


async def test_every_member_of_the_plan_has_a_field_in_a_form(glass: Glass) -> None:
    async with glass.open("/admin/plan", "admin") as sheet:
        await expect(sheet.page.locator("#panel-0")).to_be_visible()
        await sheet.page.evaluate(ADD_ONE_OF_EACH)
        in_forms = await offered(sheet.page)
        await sheet.page.click("#drop")
        await sheet.page.goto(f"{glass.url}/admin/procedures")
        await sheet.page.locator("#rows button").first.click()
        in_forms |= await offered(sheet.page)
    every = set(members(Plan))
    forgotten = sorted(every - in_forms - EDITED_ELSEWHERE.keys())
    outdated = sorted(EDITED_ELSEWHERE.keys() - (every - in_forms))
    assert (forgotten, outdated) == ([], [])


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en")])
async def test_the_section_of_reports_is_fit_for_everybody(
    glass: Glass, size: str, language: str
) -> None:
    async with glass.open("/admin/plan", "manager", size=size, language=language) as sheet:
        await open_reports(sheet.page)
        await sheet.axe()
        assert await sheet.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        hidden = sheet.page.locator(f"{REPORTS} small:not(:visible)")
        await expect(hidden).to_have_count(0)


async def test_the_headings_it_names_as_usual_are_the_ones_an_import_finds(glass: Glass) -> None:
    async with glass.open("/admin/plan", "admin", language="en") as sheet:
        await open_reports(sheet.page)
        hints = await sheet.page.locator(f"{REPORTS} details small").all_inner_texts()
    told = [hint.removeprefix("Usually “").removesuffix("”.") for hint in hints]
    _, found = headings.find([Row(1, told)], CaseColumns())
    assert sorted(found) == sorted(CaseColumns.__struct_fields__)


async def test_what_is_chosen_for_reports_is_reviewed_in_words_and_kept(glass: Glass) -> None:
    before = await plan_of(glass)
    async with glass.open("/admin/plan", "admin") as sheet:
        page = sheet.page
        await open_reports(page)
        await page.fill("[data-where='reporting.owners_days']", "0")
        await page.fill("[data-where='reporting.columns.code']", "Số biên nhận hồ sơ")
        await page.select_option("[data-where='reporting.register']", "form_2018")
        await page.select_option("[data-where='reporting.withdrawn']", "settled")
        for box in ("expected'] [value=queue]", "register_complete'] [value=officer]"):
            await page.locator(f"[data-where='reporting.{box}").check(force=True)
        await page.check("[data-where='reporting.keep_owners']")
        await page.click("#review")
        await expect(page.locator(f"{REPORTS} .fault:visible")).to_have_text(
            "Phải là số từ 1 trở lên."
        )
        await expect(page.locator("[data-where='reporting.owners_days']")).to_be_focused()

        await page.fill("[data-where='reporting.owners_days']", "90")
        await page.click("#review")
        review = page.locator("#review-body")
        await expect(review.locator("ins", has_text="Mẫu năm 2018")).to_be_visible()
        await expect(review).to_contain_text("Tình hình tiếp công dân")
        await expect(review).to_contain_text("Tên các cột · Mã hồ sơ")
        await sheet.axe()
        await page.click("#save")
        await expect(page.locator("#reviewing")).to_be_hidden()
    kept = await plan_of(glass)
    assert kept["reporting"] == {
        **before["reporting"],
        "register": "form_2018",
        "withdrawn": "settled",
        "expected": ["ii06a", "register", "queue"],
        "register_complete": ["code", "procedure", "received", "due", "officer"],
        "columns": {**before["reporting"]["columns"], "code": "Số biên nhận hồ sơ"},
        "keep_owners": True,
        "owners_days": 90,
    }
