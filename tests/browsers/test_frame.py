"""The frame of all pages in a real browser: signing in, languages, refusals, policies."""

import re

import pytest
from playwright.async_api import expect

from tests.support.browser import Glass, on_one_loop
from tests.support.house import PASSWORD

pytestmark = on_one_loop

_SHORTEN = """
document.querySelectorAll("article:nth-of-type(n+4), tr:nth-child(n+6)").forEach(e => e.remove())
"""


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en")])
async def test_somebody_signs_in_comes_back_and_signs_out(
    glass: Glass, size: str, language: str
) -> None:
    async with glass.open("/home", size=size, language=language) as sheet:
        page = sheet.page
        assert page.url.endswith("/sign-in?next=/home")
        await sheet.axe()

        await page.fill("[name=name]", "officer")
        await page.fill("[name=password]", "falsch")
        await page.press("[name=password]", "Enter")
        wrong = {"vi": "Tên hoặc mật khẩu không đúng.", "en": "The name or the password is wrong."}
        await expect(page.locator("#said")).to_have_text(wrong[language])
        await sheet.axe()
        sheet.forgive("401")

        await page.fill("[name=password]", PASSWORD)
        await page.press("[name=password]", "Enter")
        await page.wait_for_url(re.compile(r"/staff\?counter=1$"))
        await expect(page.locator(".who-name")).to_have_text("officer")

        await page.click("#sign-out")
        await page.wait_for_url("**/sign-in")
        # the page that was left may still be on its way: its line was cut as well
        another = await page.context.new_page()
        await another.goto(glass.url + "/home")
        assert "/sign-in" in another.url


async def test_a_language_is_kept(glass: Glass) -> None:
    async with glass.open("/sign-in?next=/staff", language="vi") as sheet:
        await expect(sheet.page.locator("h1")).to_have_text("Đăng nhập")
        await sheet.page.click("text=EN")
        await expect(sheet.page.locator("h1")).to_have_text("Sign in")
        await expect(sheet.page.locator("html")).to_have_attribute("lang", "en")
        assert "next=%2Fstaff" in sheet.page.url
        await sheet.page.goto(glass.url + "/")
        await expect(sheet.page.locator("h1")).to_have_text("Sample centre")


async def test_a_screen_is_paired_by_its_code(glass: Glass) -> None:
    wish = {"name": "Bảng sảnh", "role": "display"}
    code = (await glass.house.told("/devices", "admin", wish))["code"]
    async with glass.open("/pair?next=/docs", size="tv") as sheet:
        await sheet.axe()
        await sheet.page.fill("[name=code]", code.lower())
        await sheet.page.press("[name=code]", "Enter")
        await sheet.page.wait_for_url(glass.url + "/docs")
        await sheet.page.goto(glass.url + "/")
        await expect(sheet.page.locator(".who-name")).to_have_text("Bảng sảnh")


@pytest.mark.parametrize(
    ("path", "theme"),
    [("/", "light"), ("/", "dark"), ("/docs", "light"), ("/pair", "dark"), ("/t/none", "light")],
)
async def test_open_pages_are_for_everybody(glass: Glass, path: str, theme: str) -> None:
    async with glass.open(path, language="en", color_scheme=theme) as sheet:
        await expect(sheet.page.locator("h1")).to_be_visible()
        if path == "/docs":
            # it is very long and its parts are all alike: a few of them are enough to look at
            await sheet.page.evaluate(_SHORTEN)
        await sheet.axe()
        sheet.forgive("404")


async def test_the_policy_stops_a_script_in_the_page(glass: Glass) -> None:
    async with glass.open("/sign-in") as sheet:
        await sheet.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'),"
            "{textContent: 'window.broken = true'}))"
        )
        assert not await sheet.page.evaluate("window.broken === true")
        assert any(re.search("Content Security Policy", told) for told in sheet.wrong)
        sheet.wrong.clear()
