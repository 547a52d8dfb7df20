"""The manager's page in a real browser: the floor as it is, and what a manager may do about it."""

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from queue_server.protocol.commands import ChangePlan, DoubtClock
from queue_server.protocol.vocabulary import TIMER, ActorId, FieldCode
from tests.support import hostile
from tests.support.browser import Glass, on_one_loop
from tests.support.hostile_plans import HALVES, hostile_plan
from tests.support.small import CENTRE, small_plan

pytestmark = on_one_loop

SEEN = [("phone", "vi"), ("desktop", "en"), ("tv", "vi")]
"""Every size and every language."""


@pytest.mark.parametrize(("size", "language"), SEEN)
async def test_the_floor_is_shown_as_it_is(glass: Glass, size: str, language: str) -> None:
    house = glass.house
    ticket = await house.ticket("CT")
    theme = "dark" if language == "en" else "light"
    async with glass.open(
        "/manager", "manager", size=size, language=language, color_scheme=theme
    ) as sheet:
        page = sheet.page
        words = {
            "vi": ("Người đang chờ", "Chờ quá 15 phút", "Trực tiếp", "chưa có quầy mở"),
            "en": ("People waiting", "Over 15 minutes", "Live", "no open counter"),
        }
        for said in words[language]:
            await expect(page.locator("body")).to_contain_text(said)
        await expect(page.locator("#chart-arrivals")).to_be_visible()
        assert await page.evaluate("document.getElementById('chart-arrivals').decode()") is None
        await expect(page.locator("#machines")).to_contain_text("kiosk")
        await expect(page.locator("#alerts .banner")).not_to_have_count(0)
        await page.click("summary")
        await sheet.axe()
        wide = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]

        await expect(page.locator("#sum-waiting")).not_to_have_text("–")
        before = int(await page.locator("#sum-waiting").inner_text())
        await house.told(f"/tickets/{ticket['id']}/cancel", "officer")
        await expect(page.locator("#sum-waiting")).to_have_text(str(before - 1))


async def test_paper_that_runs_low_is_a_calm_warning_with_its_kiosk(glass: Glass) -> None:
    house = glass.house
    ticket = await house.ticket()
    body = {"result": "printed", "paper_low": True}
    await house.told(f"/tickets/{ticket['id']}/printed", "kiosk", body)
    async with glass.open("/manager", "manager", size="phone") as sheet:
        alert = sheet.page.locator("#alerts .banner", has_text="sắp hết giấy")
        await expect(alert).to_have_class("banner warn")
        await expect(alert).to_contain_text("kiosk")
        await expect(sheet.page.locator("#machines .badge.bad")).to_have_count(0)
        await sheet.axe()
        await house.told(f"/tickets/{ticket['id']}/printed", "kiosk", {"result": "printed"})
        await expect(alert).to_have_count(0)
        await house.told(f"/tickets/{ticket['id']}/cancel", "officer")


async def test_waits_that_are_too_long_stand_out(glass: Glass) -> None:
    house = glass.house
    ticket = await house.ticket()
    async with glass.open("/manager", "manager") as sheet:
        await expect(sheet.page.locator("#sum-30")).not_to_have_text("–")
        before = int(await sheet.page.locator("#sum-30").inner_text() or "0")
        house.clock.move(31 * 60)
        other = await house.ticket()
        await expect(sheet.page.locator("#sum-30")).to_have_text(str(before + 1))
        await expect(sheet.page.locator("#card-30")).to_have_attribute("data-many", "")
        await expect(sheet.page.locator("#sum-longest")).to_have_text("31 phút")
        await sheet.axe()
    for one in (ticket, other):
        await house.told(f"/tickets/{one['id']}/cancel", "officer")


async def test_a_service_of_over_an_hour_is_marked(glass: Glass) -> None:
    house = glass.house
    await house.ticket()
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/start", "officer")
    async with glass.open("/manager", "manager") as sheet:
        await expect(sheet.page.locator("#counters")).to_contain_text("officer")
        house.clock.move(61 * 60)
        await house.ticket()
        await expect(sheet.page.locator("#counters tr[data-long]")).to_have_count(1)
        await expect(sheet.page.locator("#alerts")).to_contain_text("đã quá lâu")
        await sheet.axe()
    await house.told("/counters/1/finish", "officer", {"outcome": "received"})
    await house.told("/counters/1/close", "officer")


async def test_a_series_is_paused_with_a_reason_and_resumed(glass: Glass) -> None:
    async with glass.open("/manager", "manager") as sheet:
        page = sheet.page
        first = page.locator("#series li[data-key=ht]")
        await first.get_by_role("button").click()
        await expect(page.locator("dialog")).to_be_visible()
        await sheet.axe()
        await page.fill("dialog [name=own]", "Hết giấy in")
        await page.press("dialog [name=own]", "Enter")
        await expect(first).to_contain_text("tạm dừng")
        assert (await glass.house.post("/tickets", "kiosk", {"field": "HT"})).status == 409

        await page.wait_for_timeout(1_000)
        await first.get_by_role("button").click()
        await expect(first).not_to_contain_text("tạm dừng")
        assert (await glass.house.post("/tickets", "kiosk", {"field": "HT"})).status == 201
        sheet.forgive("409")


async def test_a_clock_in_doubt_is_said_and_confirmed(glass: Glass) -> None:
    await glass.house.carry_out(DoubtClock(by=TIMER, why="step", by_s=900))
    async with glass.open("/manager", "manager", language="en") as sheet:
        alerts = sheet.page.locator("#alerts")
        await expect(alerts).to_contain_text("clock may be wrong")
        await sheet.axe()
        await sheet.page.click("text=The clock is right")
        await expect(alerts).not_to_contain_text("clock may be wrong")


async def test_many_fields_without_a_counter_are_one_alert(glass: Glass) -> None:
    house, usual = glass.house, small_plan()
    more = [
        replace(usual.fields[0], code=FieldCode(f"X{n}"), name_vi=f"Việc {n}") for n in range(4)
    ]
    codes = (*usual.counters[1].fields, *(field.code for field in more))
    counters = (usual.counters[0], replace(usual.counters[1], fields=codes))
    plan = replace(usual, fields=(*usual.fields, *more), counters=counters)
    await house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=plan))
    tickets = [await house.ticket(field.code) for field in more]
    for path, who in (("/manager", "manager"), ("/staff?counter=1", "officer")):
        async with glass.open(path, who, size="phone") as sheet:
            alert = sheet.page.locator(".alerts .banner", has_text="chưa có quầy nào mở")
            await expect(alert).to_have_count(1)
            await expect(alert).to_contain_text("lĩnh vực")
    for ticket in tickets:
        await house.told(f"/tickets/{ticket['id']}/cancel", "officer")
    await house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=usual))


async def test_hostile_texts_stay_text(glass: Glass) -> None:
    async with glass.open("/manager", "manager") as sheet:
        for some in HALVES:
            await glass.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=hostile_plan(some)))
            names = sheet.page.locator("#counters tr th")
            await expect(names.last).to_have_text(some[-1])
            assert (await names.all_text_contents())[2:] == list(some)
        assert await sheet.page.evaluate(f"typeof {hostile.FLAG}") == "undefined"
        await glass.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=small_plan(CENTRE)))
