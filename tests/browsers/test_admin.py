"""The administrator's pages in a real browser: from typing to what holds on the floor."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.support.browser import Glass, Sheet, on_one_loop
from tests.support.hostile import FLAG, PAYLOADS

pytestmark = on_one_loop

PAGES = {
    "": "#boards-state",
    "/plan": "#panel-0",
    "/procedures": "#rows tr",
    "/accounts": "#rows tr",
    "/devices": "#rows tr",
    "/audit": "#rows li",
}


async def plan_of(glass: Glass) -> Any:
    return await (await glass.house.get("/plan", "admin")).json()


async def put(glass: Glass, plan: Any) -> None:
    headers = {"If-Match": "*"}
    answer = await glass.house.ask("PUT", "/plan", "admin", json=plan, headers=headers)
    assert answer.status == 200, await answer.text()


async def look_before(sheet: Sheet) -> None:
    await sheet.page.click("#review")


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en"), ("tv", "vi")])
async def test_every_page_is_there_for_everybody(glass: Glass, size: str, language: str) -> None:
    async with glass.open("/admin", "admin", size=size, language=language) as sheet:
        for path, ready in PAGES.items():
            await sheet.page.goto(f"{glass.url}/admin{path}")
            await expect(sheet.page.locator(ready).first).to_be_visible()
            await sheet.axe()
            wide = "document.documentElement.scrollWidth <= innerWidth"
            assert await sheet.page.evaluate(wide), path


async def test_every_section_of_the_set_up_is_fit_for_everybody(glass: Glass) -> None:
    async with glass.open("/admin/plan", "manager") as sheet:
        page = sheet.page
        for number in range(7):
            await page.click(f"#tab-{number}")
            for item in await page.locator(f"#panel-{number} summary").all():
                await item.click()
        await page.click("#tab-4")
        await page.uncheck("[data-where='hours.always_open']")
        await page.locator("#panel-4 button", has_text="Thêm lịch tuần").click()
        await page.locator("#panel-4 button", has_text="Thêm ngày").click()
        for number in range(7):
            await page.click(f"#tab-{number}")
            await sheet.axe()
        await page.click("#drop")
        await expect(page.locator("#save-bar")).to_be_hidden()


async def test_what_is_wrong_stands_beside_its_field_and_what_is_right_holds_at_once(
    glass: Glass,
) -> None:
    ticket = await glass.house.ticket()
    async with (
        glass.open("/admin/plan", "admin", size="phone") as sheet,
        glass.open(f"/t/{ticket['id']}", size="phone") as phone,
    ):
        page = sheet.page
        await page.click("#tab-1")
        await page.locator("#panel-1 summary").first.click()
        name = page.locator("[data-where='fields[0].name_vi']")
        await name.fill("")
        await page.click("#tab-3")
        await page.locator("#panel-3 summary").first.click()
        await page.fill("[data-where='counters[0].name']", "")
        await look_before(sheet)

        await expect(page.locator("#summary")).to_contain_text("Còn 2 chỗ phải sửa")
        await expect(name).to_be_focused()
        await expect(page.locator("#panel-1 .fault:visible")).to_have_text(
            "Chưa nhập tên lĩnh vực."
        )
        assert [await page.locator(f"#tab-{n} .tab-faults").inner_text() for n in (1, 3)] == [
            "1"
        ] * 2
        await sheet.axe()

        await name.fill("Hộ tịch, quốc tịch")
        await page.click("#tab-3")
        await page.fill("[data-where='counters[0].name']", "Quầy 1")
        await look_before(sheet)
        await expect(page.locator("#review-body")).to_contain_text("Hộ tịch, quốc tịch")
        await expect(page.locator(".preview").first).to_contain_text("Chứng thực")
        await sheet.axe()
        await page.click("#save")
        await expect(page.locator("#reviewing")).to_be_hidden()
        await expect(page.locator("#save-bar")).to_be_hidden()

        await phone.page.reload()
        await expect(phone.page.locator(".field")).to_have_text("Hộ tịch, quốc tịch")
        await expect(phone.page.locator("#label")).to_have_text(ticket["label"])


async def test_what_is_added_or_renamed_in_one_section_is_there_in_the_others(
    glass: Glass,
) -> None:
    async with glass.open("/admin/plan", "admin") as sheet:
        page = sheet.page
        await page.click("#tab-2")
        await page.locator("#panel-2 button", has_text="Thêm dãy số").click()
        await page.fill("[data-where='series[3].prefix']", "M")
        await page.click("#tab-1")
        await page.locator("#panel-1 button", has_text="Thêm lĩnh vực").click()
        await page.fill("[data-where='fields[2].name_vi']", "Đất đai")
        await page.fill("[data-where='fields[2].name_en']", "Land")
        await page.fill("[data-where='fields[2].code']", "C")
        await page.fill("[data-where='fields[2].code']", "DD")
        await page.select_option("[data-where='fields[2].series']", label="M")
        await page.locator("#panel-1 summary").nth(0).click()
        await page.fill("[data-where='fields[0].code']", "CT")
        await page.fill("[data-where='fields[0].code']", "HTX")
        await page.click("#tab-3")
        await page.locator("#panel-3 summary").nth(0).click()
        fields = page.locator("[data-where='counters[0].fields']")
        assert await fields.locator("[value=HTX]").is_checked()
        await fields.locator("[value=DD]").check(force=True)
        await look_before(sheet)
        await expect(page.locator("#review-body")).to_contain_text("Đất đai (DD)")
        await page.click("#save")
        await expect(page.locator("#reviewing")).to_be_hidden()
    plan = await plan_of(glass)
    assert plan["counters"][0]["fields"] == ["HTX", "DD"]
    assert plan["counters"][1]["fields"] == ["CT"]
    assert plan["procedures"][0]["field"] == "HTX"
    plan["procedures"][0]["field"] = "HT"
    plan["fields"] = [{**plan["fields"][0], "code": "HT"}, plan["fields"][1]]
    plan["counters"][0]["fields"] = ["HT"]
    await put(glass, plan)


async def test_those_who_would_be_touched_are_told_before(glass: Glass) -> None:
    house = glass.house
    await house.told("/counters/2/open", "officer-2")
    ticket = await house.ticket("CT")
    async with glass.open("/admin/plan", "admin", language="en") as sheet:
        await sheet.page.click("#tab-3")
        await sheet.page.locator("#panel-3 summary").nth(1).click()
        fields = sheet.page.locator("[data-where='counters[1].fields']")
        await fields.locator("[value=CT]").uncheck(force=True)
        await fields.locator("[value=HT]").check(force=True)
        await look_before(sheet)
        told = sheet.page.locator("#review-body .banner.warn")
        await expect(told).to_contain_text("1 waiting for")
        await expect(told).to_contain_text("no counter that is open now serves it")
        await sheet.axe()
    await house.told(f"/tickets/{ticket['id']}/cancel")
    await house.told("/counters/2/close", "officer-2")


async def test_two_administrators_do_not_overwrite_each_other_unseen(glass: Glass) -> None:
    async with glass.open("/admin/plan", "admin") as sheet:
        page = sheet.page
        await expect(page.locator("#panel-0")).to_be_visible()
        other = await plan_of(glass)
        await put(glass, {**other, "notice_en": "From somebody else"})
        await page.fill("[data-where=notice_vi]", "Nghỉ trưa")
        await look_before(sheet)
        await expect(page.locator("#review-body .banner.warn")).to_contain_text(
            "Người khác vừa lưu"
        )
        await expect(page.locator("#review-body")).to_contain_text("From somebody else")
        await sheet.axe()

        await put(glass, {**other, "notice_en": "Once more"})
        await page.click("#save")
        await expect(page.locator("#review-body")).to_contain_text("Once more")
        sheet.forgive("412")
        await page.click("#save")
        await expect(page.locator("#reviewing")).to_be_hidden()
    assert (await plan_of(glass))["notice_vi"] == "Nghỉ trưa"


async def test_a_picture_becomes_the_logo(glass: Glass) -> None:
    shot = await glass.browser.new_page(viewport={"width": 900, "height": 600})
    picture = await shot.screenshot()
    await shot.close()
    async with glass.open("/admin/plan", "admin") as sheet:
        wrong = {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
        await sheet.page.set_input_files("[data-where=logo]", files=[wrong])
        await expect(sheet.page.locator("#panel-0 .fault:visible")).to_contain_text(
            "không phải ảnh"
        )
        right = {**wrong, "buffer": picture}
        await sheet.page.set_input_files("[data-where=logo]", files=[right])
        await expect(sheet.page.locator("canvas.logo")).to_be_visible()
        chosen = sheet.page.locator(".file", has=sheet.page.locator("[data-where=logo]"))
        await expect(chosen.locator(".file-name")).to_have_text(right["name"])
        await look_before(sheet)
        await sheet.page.click("#save")
        await expect(sheet.page.locator("#reviewing")).to_be_hidden()
    centre = await (await glass.house.get("")).json()
    assert (await glass.house.get("!" + centre["logo"])).content_type == "image/png"


async def test_a_procedure_is_found_mended_and_a_file_taken_in(glass: Glass) -> None:
    async with glass.open("/admin/procedures", "admin") as sheet:
        page = sheet.page
        await page.fill("[name=q]", "chung thuc")
        await expect(page.locator("#rows tr")).to_have_count(1)
        await page.click("#rows button")
        await sheet.axe()
        await page.fill("[data-where$='.name']", "")
        await page.click("#entry button[type=submit]")
        await expect(page.locator("#entry .fault:visible")).to_have_text("Chưa nhập tên thủ tục.")
        await page.fill("[data-where$='.name']", "Sao y bản chính")
        await page.click("#entry button[type=submit]")
        await expect(page.locator("#editing")).to_be_hidden()

        await page.fill("[name=q]", "")
        await page.click("#take-in")
        csv = "code;field;name;fee\n1.001193;HT;Khai sinh;8.000\n9.1;HT;Sai mã;\n"
        file = {"name": "a.csv", "mimeType": "text/csv", "buffer": csv.encode()}
        await page.set_input_files("[name=file]", files=[file])
        await expect(page.locator("#import-body")).to_contain_text("Dòng 3")
        await expect(page.locator("#import-save")).to_be_disabled()
        await sheet.axe()
        file["buffer"] = csv.replace("9.1;", "9.000001;").encode("utf-8-sig")
        await page.set_input_files("[name=file]", files=[file])
        await expect(page.locator("#import-body")).to_contain_text("1 mới, 1 thay đổi")
        await sheet.axe()
        await page.click("#import-save")
        await expect(page.locator("#importing")).to_be_hidden()
        await expect(page.locator("#count")).to_have_text("3 thủ tục")
    by_code = {one["code"]: one for one in (await plan_of(glass))["procedures"]}
    assert by_code["2.000815"]["name"] == "Sao y bản chính"
    assert (by_code["1.001193"]["fee"], by_code["1.001193"]["days"]) == ("8.000", 1)


async def test_people_come_and_go(glass: Glass) -> None:
    async with glass.open("/admin/accounts", "admin", size="phone") as sheet:
        page = sheet.page
        await page.click("#add")
        await page.fill("[data-where=name]", "lan")
        await page.fill("[data-where=password]", "ngắn")
        await page.click("#save")
        await expect(page.locator("#account .fault:visible")).to_have_text("Ít nhất 8 ký tự.")
        await sheet.axe()
        await page.fill("[data-where=password]", "một câu dài dễ nhớ")
        await page.select_option("[data-where=counter]", "2")
        await page.click("#save")
        row = page.locator("#rows tr", has_text="lan")
        await expect(row).to_contain_text("Quầy 2")

        await row.get_by_role("button", name="Khóa").click()
        await sheet.axe()
        await page.click("#save")
        await expect(row).to_contain_text("đã khóa")
        signed = {"name": "lan", "password": "một câu dài dễ nhớ"}
        assert (await glass.house.post("/api/v1/session", None, signed)).status == 401


async def test_a_device_is_paired_seen_and_revoked(glass: Glass) -> None:
    async with glass.open("/admin/devices", "admin") as sheet:
        page = sheet.page
        await page.click("#add")
        await page.fill("[data-where=name]", "Máy đánh giá 2")
        await page.select_option("[data-where=role]", "rating")
        await page.click("#save")
        await expect(page.locator("#device .fault:visible")).to_contain_text("một quầy")
        await page.select_option("[data-where=counter]", "2")
        await page.click("#save")
        await expect(page.locator("#code-where")).to_contain_text("/rate/2")
        await sheet.axe()
        code = await page.locator("#code").inner_text()
        assert (await glass.house.post("/api/v1/pair", None, {"code": code})).status == 201
        await expect(page.locator("#pairing")).to_be_hidden(timeout=9_000)
        row = page.locator("#rows tr", has_text="Máy đánh giá 2")
        await row.get_by_role("button").click()
        await row.get_by_role("button", name="Thu hồi thật?").click()
        await expect(row).to_contain_text("đã thu hồi")


async def test_the_trail_is_searched_and_a_version_tells_its_changes(glass: Glass) -> None:
    await put(glass, {**await plan_of(glass), "notice_vi": "Có dấu vết"})
    async with glass.open("/admin/audit", "admin", language="en") as sheet:
        page = sheet.page
        await page.select_option("[name=type]", "plan_changed")
        await expect(page.locator("#rows summary").first).to_be_visible()
        await page.locator("#rows summary").first.click()
        await expect(page.locator("#rows ins").first).to_have_text("Có dấu vết")
        await sheet.axe()
        await page.fill("[name=from]", "21/11/2026")
        await expect(page.locator("#count")).to_have_text("0 changes")
        await page.fill("[name=from]", "20/11/2026")
        await expect(page.locator("#rows summary").first).to_be_visible()
        await page.fill("[name=q]", "zzz")
        await expect(page.locator("#count")).to_have_text("0 changes")


async def test_one_press_blanks_and_mutes_the_boards(glass: Glass) -> None:
    async with glass.open("/admin", "manager", size="phone") as sheet:
        await sheet.page.click("#boards")
        await expect(sheet.page.locator("#boards-state")).to_contain_text("đang tắt hình")
        assert (await plan_of(glass))["blank"] is True
        await sheet.axe()
        await expect(sheet.page.locator("#devices")).to_have_count(0)
    async with glass.open("/admin", "admin") as sheet:
        await sheet.page.locator("#boards", has_text="Cho các bảng hiện").click()
        await expect(sheet.page.locator("#boards-state")).to_contain_text("đang hiện")


async def test_hostile_texts_stay_texts(glass: Glass) -> None:
    plain = [" ".join(payload.split()) for payload in PAYLOADS]
    before = await plan_of(glass)
    first = {**before["procedures"][0], "keywords": []}
    hostile = {
        **before,
        "notice_vi": plain[0],
        "notice_en": plain[1],
        "header_vi": plain[2:4],
        "fields": [{**one, "name_vi": plain[4 + n]} for n, one in enumerate(before["fields"])],
        "counters": [{**one, "name": plain[8 + n]} for n, one in enumerate(before["counters"])],
        "procedures": [
            {**first, "code": f"9.{n:06}", "name": text, "short_name": "", "fee": text}
            for n, text in enumerate(plain)
        ],
    }
    await put(glass, hostile)
    await glass.house.told("/devices", "admin", {"name": plain[20][:64], "role": "kiosk"})
    try:
        async with glass.open("/admin/procedures", "admin") as sheet:
            seen = await sheet.page.locator("#rows th").all_text_contents()
            assert seen == plain[:100]
            for path in ("/plan", "/devices", "/audit", "/accounts", ""):
                await sheet.page.goto(f"{glass.url}/admin{path}")
                await expect(sheet.page.locator(PAGES[path]).first).to_be_visible()
                if path == "/audit":
                    await sheet.page.locator("#rows summary").first.click()
                    await expect(sheet.page.locator("#rows .changes").first).to_be_visible()
                if path == "/plan":
                    await sheet.page.fill("[data-where=notice_vi]", plain[33])
                    await look_before(sheet)
                    await expect(sheet.page.locator("#review-body")).to_contain_text(plain[33])
                    await sheet.page.click("#review-back")
                    await sheet.page.click("#drop")
                assert not await sheet.page.evaluate(f"Boolean({FLAG})")
    finally:
        await put(glass, before)
