"""The first administrator, made in a browser."""

from playwright.async_api import expect

from queue_server.store.contract import Code
from queue_server.web.auth.codes import code_hash
from tests.support.browser import Glass, on_one_loop

pytestmark = on_one_loop
PASSWORD = "một câu dài dễ nhớ"


async def test_the_set_up_code_makes_an_administrator_once(glass: Glass) -> None:
    registry = glass.house.registry
    kept = Code(
        code_hash=code_hash("MKEW-CFGN"), purpose="setup", about="{}", expires_at=4_000_000_000
    )
    await glass.house.engine.keep([registry.put_code(kept)])

    async with glass.open("/setup", size="phone") as sheet:
        page = sheet.page
        await sheet.axe()
        await page.get_by_label("Mã cài đặt").fill("wrong")
        await page.get_by_label("Tên đăng nhập").fill("quantri")
        await page.get_by_label("Mật khẩu", exact=False).first.fill(PASSWORD)
        await page.get_by_label("Nhập lại mật khẩu").fill("khác")
        await page.get_by_role("button", name="Tạo người quản trị").click()
        await expect(page.locator("#said")).to_have_text("Hai mật khẩu không giống nhau.")

        await page.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
        await page.get_by_role("button", name="Tạo người quản trị").click()
        await expect(page.locator("#said")).to_contain_text("Mã không đúng")
        sheet.forgive("403")

        await page.get_by_label("Mã cài đặt").fill(" mkew-cfgn ")
        await page.get_by_role("button", name="Tạo người quản trị").click()
        await page.wait_for_url("**/admin*")
        await expect(page.locator(".who-name")).to_have_text("quantri")
