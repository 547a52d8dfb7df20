"""What citizens see in a real browser: their own page, the rating tablet, the posting."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import Glass, on_one_loop
from tests.support.hostile import FLAG, PAYLOADS

pytestmark = on_one_loop

LARGEST_FIRST_LOAD = 60_000


async def free(glass: Glass) -> None:
    """Let counter 1 be open and without anybody."""
    house = glass.house
    await house.post("/counters/1/open", "officer")
    counter = await (await house.get("/counters/1", "officer")).json()
    if counter["current"] is not None:
        await house.told("/counters/1/finish", "officer", {"outcome": "other"})


async def called(glass: Glass, ticket: Any) -> None:
    body = {"ticket": ticket["id"], "reason": "thử"}
    await glass.house.told("/counters/1/call", "officer", body)


async def served(glass: Glass) -> Any:
    await free(glass)
    ticket = await glass.house.ticket()
    await called(glass, ticket)
    await glass.house.told("/counters/1/start", "officer")
    await glass.house.told("/counters/1/finish", "officer", {"outcome": "received"})
    return ticket


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en"), ("tv", "vi")])
async def test_a_number_is_followed_to_its_judgement(
    glass: Glass, size: str, language: str
) -> None:
    await free(glass)
    ticket = await glass.house.ticket(procedure="1.001193")
    said = {"vi": ("Mời đến", "Cảm ơn bạn đã đánh giá."),
            "en": ("Please come to", "Thank you for your judgement.")}[language]  # fmt: skip
    async with glass.open(f"/t/{ticket['id']}", size=size, language=language) as sheet:
        page = sheet.page
        await expect(page.locator("#papers")).to_contain_text("Giấy chứng sinh")
        await expect(page.locator("#sound-row")).to_be_visible()
        await sheet.axe()

        await page.click("#sound")
        await expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
        await called(glass, ticket)
        await expect(page.locator("#state")).to_have_text(said[0])
        await expect(page.locator("#place")).to_have_text("Quầy 1")
        await expect(page).to_have_title(f"{ticket['label']} → Quầy 1")
        await sheet.axe()

        await glass.house.told("/counters/1/start", "officer")
        await expect(page.locator("#main")).to_have_attribute("data-state", "serving")
        await expect(page.locator("#cancel-row")).to_be_hidden()
        await glass.house.told("/counters/1/finish", "officer", {"outcome": "received"})
        await page.wait_for_selector("#rate")
        await sheet.axe()

        await page.check("[name=satisfaction][value='2']", force=True)
        await page.check("[name=attitude][value='1']", force=True)
        await page.check("[name=reasons][value=long_wait]", force=True)
        await page.fill("[name=comment]", PAYLOADS[0])
        await page.click("#rate button[type=submit]")
        await expect(page.locator("#thanks")).to_have_text(said[1])
        await expect(page.locator("#rate")).to_have_count(0)
        await sheet.axe()
    kept = glass.house.journal.visits[ticket["id"]]
    assert (kept.satisfaction, kept.attitude) == (2, 1)


async def test_every_other_state_is_told_and_fit_for_everybody(glass: Glass) -> None:
    await free(glass)
    house = glass.house
    said = {"miss": "Đã gọi nhưng chưa gặp", "hold": "Tạm giữ số", "cancel": "Đã hủy"}
    for verb, words in said.items():
        ticket = await house.ticket()
        if verb == "cancel":
            await house.told(f"/tickets/{ticket['id']}/cancel")
        else:
            await called(glass, ticket)
            body = {"reason": "thử"} if verb == "hold" else None
            await house.told(f"/counters/1/{verb}", "officer", body)
        path = f"/t/{ticket['id']}"
        async with glass.open(path, size="phone", color_scheme="dark") as sheet:
            await expect(sheet.page.locator("#state")).to_contain_text(words)
            await sheet.axe()
        if verb != "cancel":
            await house.told(f"/tickets/{ticket['id']}/cancel")


async def test_a_number_is_given_up_after_one_was_asked(glass: Glass) -> None:
    ticket = await glass.house.ticket()
    async with glass.open(f"/t/{ticket['id']}", size="phone") as sheet:
        await sheet.page.click("#cancel")
        await sheet.axe()
        await sheet.page.click("#keep")
        await expect(sheet.page.locator("#sure")).to_be_hidden()
        await sheet.page.click("#cancel")
        await sheet.page.click("#give-up")
        await expect(sheet.page.locator("#state")).to_have_text("Đã hủy")
        await expect(sheet.page.locator("#cancel-row")).to_be_hidden()


async def test_the_first_load_is_small(glass: Glass) -> None:
    ticket = await glass.house.ticket()
    async with glass.open("/healthz", size="phone") as sheet:
        wire = await sheet.page.context.new_cdp_session(sheet.page)
        sizes: dict[str, float] = {}
        kinds: dict[str, str] = {}
        wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        wire.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
        )
        await wire.send("Network.enable")
        await sheet.page.goto(f"{glass.url}/t/{ticket['id']}", wait_until="networkidle")

        loaded = sum(size for one, size in sizes.items() if kinds.get(one) != "Font")
        assert len(sizes) > 5
        assert loaded < LARGEST_FIRST_LOAD


async def test_without_script_the_state_is_still_told(glass: Glass) -> None:
    await free(glass)
    ticket = await glass.house.ticket()
    path = f"/t/{ticket['id']}"
    async with glass.open(path, size="phone", java_script_enabled=False) as sheet:
        await expect(sheet.page.locator("#state")).to_have_text("Đang chờ")
        await expect(sheet.page.locator("#ahead")).not_to_be_empty()
        assert "Tải lại trang" in await sheet.page.content()


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("tv", "en")])
async def test_a_tablet_asks_once_after_a_service(glass: Glass, size: str, language: str) -> None:
    await free(glass)
    async with glass.open("/rate/1", "rating", size=size, language=language) as sheet:
        page = sheet.page
        await page.wait_for_selector("#calm:visible, #satisfaction:visible")
        await sheet.axe()
        ticket = await served(glass)
        await expect(page.locator("#satisfaction .label")).to_have_text(ticket["label"])
        await expect(page.locator("#satisfaction")).to_be_visible()
        await sheet.axe()

        await page.click("#satisfaction .mark-3")
        await expect(page.locator("#attitude")).to_be_visible()
        await sheet.axe()
        await page.click("#attitude .mark-2")
        await expect(page.locator("#thanks")).to_be_visible()
        await sheet.axe()
        await expect(page.locator("#calm")).to_be_visible()
    kept = glass.house.journal.visits[ticket["id"]]
    assert (kept.satisfaction, kept.attitude) == (3, 2)


async def test_no_answer_is_no_judgement(glass: Glass) -> None:
    ticket = await served(glass)
    async with glass.open("/rate/1", "rating", size="tv") as sheet:
        await expect(sheet.page.locator("#satisfaction")).to_be_visible()
        glass.house.clock.move(31)
        await glass.house.engine.tick()
        await glass.house.ticket()
        await expect(sheet.page.locator("#calm")).to_be_visible()
    assert glass.house.journal.visits[ticket["id"]].satisfaction is None


async def test_a_tablet_is_paired_on_its_own_page(glass: Glass) -> None:
    wish = {"name": "Máy đánh giá 1", "role": "rating", "counter": "1"}
    code = (await glass.house.told("/devices", "admin", wish))["code"]
    async with glass.open("/rate/1", size="desktop") as sheet:
        await sheet.axe()
        await sheet.page.fill("[name=code]", code)
        await sheet.page.press("[name=code]", "Enter")
        await expect(sheet.page.locator("#counter")).to_have_text("Quầy 1")


async def names(page: Page) -> list[str]:
    return await page.locator("tbody th").all_inner_texts()


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("tv", "en")])
async def test_the_posting_is_searched_while_one_types(
    glass: Glass, size: str, language: str
) -> None:
    async with glass.open("/procedures", size=size, language=language) as sheet:
        page = sheet.page
        assert len(await names(page)) == 2
        await sheet.axe()
        await page.fill("[name=q]", "sao y")
        await expect(page.locator("tbody th")).to_have_count(1)
        await expect(page.locator("tbody th")).to_contain_text("2.000815")
        assert "q=sao" in page.url
        await sheet.axe()
        await page.fill("[name=q]", "")
        await page.select_option("[name=field]", "HT")
        await expect(page.locator("tbody th")).to_contain_text("1.001193")


async def test_on_paper_there_is_only_the_posting(glass: Glass) -> None:
    async with glass.open("/procedures") as sheet:
        await sheet.page.emulate_media(media="print")
        await expect(sheet.page.locator(".bar")).to_be_hidden()
        await expect(sheet.page.locator("#search")).to_be_hidden()
        await expect(sheet.page.locator(".paper-head")).to_contain_text("XÃ MẪU")
        await sheet.page.set_viewport_size({"width": 700, "height": 1000})
        shown = "getComputedStyle(document.querySelector('tbody tr')).display"
        assert await sheet.page.evaluate(shown) == "table-row"


async def test_hostile_texts_of_the_plan_stay_texts(glass: Glass) -> None:
    house = glass.house
    plan = await (await house.get("/plan", "admin")).json()
    plain = [" ".join(payload.split()) for payload in PAYLOADS]
    before = dict(plan)
    plan["procedures"] = [
        {"code": f"9.{n:06}", "field": "HT", "name": text, "fee": text, "papers": text,
         "source": text, "keywords": []}
        for n, text in enumerate(plain)
    ]  # fmt: skip
    put = await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})
    assert put.status == 200, await put.text()
    try:
        ticket = await house.ticket(procedure="9.000007")
        async with glass.open(f"/t/{ticket['id']}", size="phone") as sheet:
            await expect(sheet.page.locator("#papers .lines")).to_have_text(plain[7])
            assert not await sheet.page.evaluate(f"Boolean({FLAG})")
        async with glass.open("/procedures") as sheet:
            seen = await sheet.page.locator("td .lines").all_text_contents()
            assert sorted(seen) == sorted(plain)
            assert not await sheet.page.evaluate(f"Boolean({FLAG})")
    finally:
        await house.ask("PUT", "/plan", "admin", json=before, headers={"If-Match": "*"})
