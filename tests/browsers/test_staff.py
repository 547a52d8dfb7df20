"""The officer's console in a real browser: every power, on good and on bad lines."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace
from playwright.async_api import Page, Request, Route, WebSocketRoute, expect

from queue_server.domain.floor import Floor
from queue_server.domain.standing import CounterNow
from queue_server.domain.ticket import Ticket
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import ActorId, CounterId, CounterState, TicketState
from tests.support.browser import Glass, on_one_loop
from tests.support.hostile import FLAG, PAYLOADS
from tests.support.house import PASSWORD, House
from tests.support.small import BIRTH, small_plan

pytestmark = on_one_loop

ENDED = {
    TicketState.SERVED,
    TicketState.CANCELLED,
    TicketState.NO_SHOW,
    TicketState.ABANDONED,
}


@pytest_asyncio.fixture(loop_scope="module")
async def house(glass: Glass) -> AsyncIterator[House]:
    """Give the house with an empty floor, and leave it empty."""
    yield glass.house
    house = glass.house
    floor = await floor_of(house)
    for counter in list(floor.counters.values()):
        if counter.officer is not None:
            who = counter.officer.removeprefix("id-")
            if counter.current is not None:
                await house.post(f"/counters/{counter.id}/finish", who, {"outcome": "other"})
            await house.post(f"/counters/{counter.id}/close", who)
    for ticket in list(floor.tickets.values()):
        if ticket.state not in ENDED:
            await house.post(f"/tickets/{ticket.id}/return", "officer")
            await house.told(f"/tickets/{ticket.id}/cancel", "officer")
    house.clock.move(120)


async def floor_of(house: House) -> Floor:
    """Return the floor itself: what the server knows."""
    return await house.engine.ask(lambda floor, now: floor)


async def known(house: House, label: str) -> Ticket:
    """Return the newest ticket of a label as the server knows it."""
    floor = await floor_of(house)
    return next(t for t in reversed(floor.tickets.values()) if t.label == label)


async def seat(house: House, counter: str) -> CounterNow:
    """Return a counter as the server knows it."""
    return (await floor_of(house)).counters[CounterId(counter)]


def presses(page: Page) -> list[Request]:
    """Return the list that takes every press from now on."""
    seen: list[Request] = []
    page.on("request", lambda asked: seen.append(asked) if asked.method == "POST" else None)
    return seen


async def sees(page: Page, label: str, state: str) -> None:
    await expect(page.locator("#label")).to_have_text(label)
    await expect(page.locator("#current")).to_have_attribute("data-state", state)
    await idle(page)


async def live(page: Page) -> None:
    """Wait until the console shows what the server knows."""
    await expect(page.locator("#line")).to_have_class("badge good")


async def fits(page: Page) -> bool:
    """Return whether nothing has to be pushed aside to be read."""
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return bool(wide <= 0)


async def idle(page: Page) -> None:
    """Wait until no press is under way."""
    await expect(page.locator("body")).not_to_have_class(re.compile("pressing"))


async def press(page: Page, key: str) -> None:
    """Press a key once the press before is done: it would be taken for an echo."""
    await idle(page)
    await page.keyboard.press(key)


async def asked(page: Page, key: str) -> None:
    """Press a key and wait for its question."""
    await press(page, key)
    await expect(page.locator("dialog[open]")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en")])
async def test_a_visit_is_served_with_one_key_an_action(
    glass: Glass, house: House, size: str, language: str
) -> None:
    label = (await house.ticket(quantity=2))["label"]
    async with glass.open("/staff", "officer", size=size, language=language) as sheet:
        page = sheet.page
        assert page.url.endswith("/staff?counter=1")
        await expect(page.locator("#do-open")).to_be_visible()
        await sheet.axe()
        await press(page, "m")
        await expect(page.locator("#do-next")).to_be_visible()
        await press(page, "Space")
        await sees(page, label, "called")
        await sheet.axe()
        await press(page, "l")
        await expect(page.locator("#lasting")).to_contain_text("2")
        await press(page, "b")
        await sees(page, label, "serving")
        await sheet.axe()
        await asked(page, "h")
        await page.fill("[name=code]", "H17.2026.1")
        await sheet.axe()
        await page.locator("dialog h2").click()
        await page.keyboard.press("1")
        await sees(page, "—", "none")
        served = await known(house, label)
        assert served.outcome == "received"
        assert [line.code for line in served.dossiers] == ["H17.2026.1"]
        assert await fits(page)


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desktop", "en")])
async def test_the_day_on_which_a_dossier_is_due_is_suggested_and_waits_to_be_taken(
    glass: Glass, house: House, size: str, language: str
) -> None:
    label = (await house.ticket("HT", procedure=BIRTH.code))["label"]
    for verb in ("open", "next", "start"):
        await house.told(f"/counters/1/{verb}", "officer")
    async with glass.open("/staff", "officer", size=size, language=language) as sheet:
        page = sheet.page
        await sees(page, label, "serving")
        await asked(page, "h")
        said = {"vi": "Hẹn trả: thứ Hai, 23/11/2026", "en": "Due: Monday, 23/11/2026"}
        due = page.locator(".due-day")
        await expect(due).to_contain_text(said[language])
        await expect(page.locator("[name=due_on]")).to_have_value("")
        await sheet.axe()
        assert await fits(page)

        await page.fill("[name=code]", "H17.2026.2")
        await due.locator("button").click()
        await expect(page.locator("[name=due_on]")).to_have_value("23/11/2026")
        await expect(due.locator("button")).to_be_hidden()
        await page.fill("[name=due_on]", "31/11/2026")
        wrong = "document.querySelector('[name=due_on]').validationMessage"
        assert "26/11/2026" in await page.evaluate(wrong) or language == "en"
        await page.fill("[name=due_on]", "27/11/2026")
        later = {"vi": "thứ Sáu, 27/11/2026", "en": "Friday, 27/11/2026"}
        await expect(due).to_contain_text(later[language])
        await page.locator("dialog h2").click()
        await page.keyboard.press("1")
        await sees(page, "—", "none")
        (line,) = (await known(house, label)).dossiers
        assert (line.code, line.procedure, line.due_on) == ("H17.2026.2", BIRTH.code, "2026-11-27")


async def test_a_procedure_that_was_known_before_makes_no_dossier(
    glass: Glass, house: House
) -> None:
    label = (await house.ticket("HT", procedure=BIRTH.code))["label"]
    for verb in ("open", "next", "start"):
        await house.told(f"/counters/1/{verb}", "officer")
    async with glass.open("/staff", "officer") as sheet:
        await sees(sheet.page, label, "serving")
        await asked(sheet.page, "h")
        await sheet.page.locator("dialog h2").click()
        await sheet.page.keyboard.press("6")
        await sees(sheet.page, "—", "none")
        assert (await known(house, label)).dossiers == ()


async def test_an_officer_opens_any_free_counter(glass: Glass, house: House) -> None:
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff/counters", "officer-2", size="phone") as sheet:
        page = sheet.page
        await expect(page.locator("#counters li").last).to_contain_text("cán bộ khác")
        await sheet.axe()
        await page.click("text=Mở Quầy 2")
        await page.wait_for_url("**/staff?counter=2")
        await expect(page.locator("#state")).to_have_text("mở")
        assert (await seat(house, "2")).officer == "id-officer-2"
        await asked(page, "t")
        await page.keyboard.press("1")
        await expect(page.locator("#state")).to_have_text("tạm dừng")
        await idle(page)
        await press(page, "m")
        await expect(page.locator("#state")).to_have_text("mở")
        await idle(page)
        await press(page, "x")
        await expect(page.locator("#state")).to_have_text("đóng")


async def test_who_does_not_come_is_absent_and_the_next_is_called(
    glass: Glass, house: House
) -> None:
    first, second = [(await house.ticket())["label"] for _ in range(2)]
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        await press(page, "Space")
        await sees(page, first, "called")
        await press(page, "v")
        await sees(page, second, "called")
        await expect(page.locator("#said")).to_contain_text(f"{first} vắng mặt. Đã gọi {second}")
        await press(page, "u")
        await sees(page, "—", "none")
        await asked(page, "r")
        await page.keyboard.type(first)
        await page.keyboard.press("Enter")
        await expect(page.locator("#aside-count")).to_have_text("0")
        await expect(page.locator("#waiting-count")).to_have_text("2")


async def test_a_number_is_held_moved_on_and_called_by_name(glass: Glass, house: House) -> None:
    label = (await house.ticket())["label"]
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/2/open", "officer-2")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        await press(page, "Space")
        await sees(page, label, "called")
        await asked(page, "g")
        await sheet.axe()
        await page.fill("[name=own]", "Photo thêm")
        await page.keyboard.press("Enter")
        await sees(page, "—", "none")
        await page.click("#tab-aside")
        await page.click(".ticket-row")
        await sheet.axe()
        await page.click("text=Gọi đến quầy này")
        await page.click("dialog [data-digit='2']")
        await sees(page, label, "called")
        await asked(page, "c")
        await page.keyboard.type("quay 2")
        await sheet.axe()
        await page.keyboard.press("Enter")
        await sees(page, "—", "none")
        moved = await known(house, label)
        assert moved.state is TicketState.WAITING
        await asked(page, "d")
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desktop", "vi")])
async def test_the_greeter_gives_a_number_and_prints_it(
    glass: Glass, house: House, size: str, language: str
) -> None:
    async with glass.open("/staff/door", "officer", size=size, language=language) as sheet:
        page = sheet.page
        await sheet.axe()
        await asked(page, "p")
        await page.keyboard.type("sao y")
        await page.click(".choice")
        await page.select_option("select >> nth=2", "elder")
        await sheet.axe()
        await page.click("dialog [type=submit]")
        label = await page.locator(".issued .plate").inner_text()
        await sheet.axe()
        ticket = await known(house, label)
        assert (ticket.procedure, ticket.priority) == ("2.000815", "elder")
        await page.click("dialog .primary")
        await expect(page.locator("#said")).to_contain_text(label)
        assert [job.ticket for job in (await floor_of(house)).reprints][-1] == ticket.id
        await asked(page, "f")
        await page.keyboard.type(label.lower())
        await page.keyboard.press("Enter")
        await page.locator("dialog button.wide").first.click()
        await page.click("dialog [data-value='']")
        await page.locator("dialog [data-digit='3']").click()
        changed = {"vi": "Đã đổi ưu tiên.", "en": "Priority changed."}
        await expect(page.locator("#said")).to_have_text(f"{label}: {changed[language]}")
        assert (await known(house, label)).priority is None


async def test_outcomes_that_are_missing_are_counted_and_entered(
    glass: Glass, house: House
) -> None:
    first, second = [(await house.ticket())["label"] for _ in range(2)]
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/start", "officer")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        await press(page, "Space")
        await sees(page, second, "called")
        await expect(page.locator("#no-outcome-count")).to_have_text("1")
        await page.click("#tab-no-outcome")
        await sheet.axe()
        await asked(page, "k")
        await page.keyboard.press("Enter")
        await expect(page.locator("#dialog-title")).to_have_text(f"Kết quả của số {first}")
        await page.keyboard.press("7")
        await expect(page.locator("#no-outcome-count")).to_have_text("0")


async def test_a_press_is_sent_once_and_says_what_was_seen(glass: Glass, house: House) -> None:
    first = (await house.ticket())["label"]
    await house.ticket()
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        sent = presses(page)
        await expect(page.locator("#waiting-count")).to_have_text("2")
        await page.evaluate(
            "for (let i = 0; i < 5; i++) document.getElementById('do-next').click()"
        )
        await page.keyboard.press("Space")
        await sees(page, first, "called")
        assert [press.post_data_json for press in sent] == [{"after": None}]
        assert sent[0].headers["idempotency-key"]


async def test_a_press_that_had_no_answer_is_sent_again_as_the_same(
    glass: Glass, house: House
) -> None:
    first = (await house.ticket())["label"]
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        keys: list[str] = []
        before = (await seat(house, "1")).called

        async def lose_the_answer(route: Route) -> None:
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) == 1:
                await route.fetch()
                await route.abort()
            else:
                await route.continue_()

        await page.route("**/counters/1/next", lose_the_answer)
        await page.reload()
        await live(page)
        await press(page, "Space")
        await expect(page.locator("#said")).to_have_text(f"Đã gọi {first} (theo lượt).")
        assert len(keys) == 2
        assert keys[0] == keys[1]
        assert (await seat(house, "1")).called == before + 1
        sheet.forgive("ERR_FAILED")


async def test_a_press_that_cannot_be_sent_is_said_to_have_had_no_answer(
    glass: Glass, house: House
) -> None:
    await house.ticket()
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        sent = presses(page)
        await page.route("**/counters/1/next", lambda route: route.abort())
        await page.reload()
        await live(page)
        await press(page, "Space")
        await expect(page.locator("#said")).to_have_text("Đang gửi…")
        await expect(page.locator("#refused")).to_contain_text("Máy chủ không trả lời.")
        assert len({press.headers["idempotency-key"] for press in sent}) == 1
        assert len(sent) == 3
        sheet.forgive("ERR_FAILED")


async def test_a_line_that_is_silent_is_said_to_be_and_comes_back(
    glass: Glass, house: House
) -> None:
    window = await glass.window("officer")
    page = await window.new_page()
    lines: list[WebSocketRoute] = []
    deaf = False

    def wire(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        lines.append(line)
        server.on_message(lambda said: None if deaf else line.send(said))

    await page.route_web_socket("**/live/**", wire)
    await page.clock.install()
    await page.goto(glass.url + "/staff?counter=1")
    await expect(page.locator("#line")).to_have_text("● đã kết nối")
    deaf = True
    await page.clock.fast_forward(9_600)
    await expect(page.locator("#not-live")).to_contain_text("Mất kết nối từ")
    await expect(page.locator("#line")).to_have_text("○ mất kết nối")
    deaf = False
    await page.clock.fast_forward(6_000)
    await expect(page.locator("#not-live")).to_be_hidden()
    assert len(lines) == 2
    await window.close()


async def test_keys_are_left_alone_while_somebody_types(glass: Glass, house: House) -> None:
    await house.ticket()
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer") as sheet:
        page = sheet.page
        await live(page)
        sent = presses(page)
        await expect(page.locator("#waiting-count")).to_have_text("1")
        await asked(page, "p")
        await page.keyboard.type("mvlbhx u")
        await page.keyboard.press("Control+l")
        await page.keyboard.press("Escape")
        await page.click("#help")
        await page.uncheck("dialog [type=checkbox]")
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog")).to_have_count(0)
        await press(page, "Space")
        await press(page, "x")
        assert sent == []
        await page.click("#help")
        await sheet.axe()
        await page.check("dialog [type=checkbox]")
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog")).to_have_count(0)
        await press(page, "Space")
        await expect(page.locator("#current")).to_have_attribute("data-state", "called")
        assert len(sent) == 1


async def test_a_refusal_is_said_in_a_sentence(glass: Glass, house: House) -> None:
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer", language="en") as sheet:
        page = sheet.page
        await live(page)
        await expect(page.locator("#do-next")).to_be_visible()
        await press(page, "Space")
        await expect(page.locator("#refused")).to_have_text("Nobody is waiting for this counter.")
        await sheet.axe()
        await press(page, "b")
        await expect(page.locator("#refused")).to_have_text("The counter has no current ticket.")
        sheet.forgive("409")


async def test_an_officer_signs_out_by_a_key_after_being_asked(glass: Glass, house: House) -> None:
    window = await glass.window()
    page = (await glass.sheet(window, "/sign-in?next=/staff/door")).page
    await page.fill("[name=name]", "officer-2")
    await page.fill("[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(glass.url + "/staff/door")
    await expect(page.locator("#do-issue")).to_be_visible()
    await asked(page, "q")
    await page.click("dialog .danger")
    await page.wait_for_url("**/sign-in")
    await window.close()


async def test_a_manager_looks_and_gives_numbers_but_calls_nobody(
    glass: Glass, house: House
) -> None:
    async with glass.open("/staff?counter=1", "manager", size="phone") as sheet:
        await expect(sheet.page.locator("#do-issue")).to_be_visible()
        await expect(sheet.page.locator(".key")).to_have_count(3)
        await expect(sheet.page.locator("#line")).to_have_text("● đã kết nối")
        await sheet.axe()


async def test_hostile_texts_stay_texts(glass: Glass, house: House) -> None:
    """Every name that an administrator may give, and what an officer types, is only text."""
    plan = small_plan()
    hostile = _hostile_plan()
    await house.carry_out(ChangePlan(by=ActorId("test"), plan=hostile))
    await house.ticket(priority="elder")
    await house.told("/counters/1/open", "officer")
    async with glass.open("/staff?counter=1", "officer", size="phone") as sheet:
        page = sheet.page
        await live(page)
        await press(page, "Space")
        await expect(page.locator("#counter")).to_have_text(PAYLOADS[0])
        await expect(page.locator("#what")).to_contain_text(PAYLOADS[1])
        await asked(page, "c")
        offered = await page.locator("dialog .choice").all_inner_texts()
        assert sum(any(p in text for text in offered) for p in PAYLOADS) >= 90
        await page.keyboard.press("Escape")
        await asked(page, "p")
        await page.keyboard.type("script")
        await expect(page.locator("dialog .choice").first).to_be_visible()
        await page.keyboard.press("Escape")
        for payload in PAYLOADS[20:22]:
            await asked(page, "f")
            await page.fill("dialog input", payload[:32])
            await page.keyboard.press("Enter")
            await expect(page.locator("dialog li")).to_have_text("Hôm nay không có số này.")
            await page.keyboard.press("Escape")
            await page.wait_for_timeout(1_000)
        await asked(page, "g")
        await page.fill("[name=own]", PAYLOADS[2])
        await page.keyboard.press("Enter")
        await sees(page, "—", "none")
        assert await page.evaluate(f"{FLAG} === undefined")
        assert await fits(page)
    await house.carry_out(ChangePlan(by=ActorId("test"), plan=plan))
    assert (await seat(house, "1")).state is CounterState.OPEN


def _hostile_plan() -> Any:
    """Return the small plan with a hostile text in every name."""
    plan = small_plan()
    texts = [text for text in PAYLOADS if text.isprintable()]
    seats = [replace(plan.counters[0], name=PAYLOADS[0]), plan.counters[1]]
    seats += [
        replace(plan.counters[1], id=f"x{place}", name=text)
        for place, text in enumerate(texts[:95])
    ]
    fields = [replace(plan.fields[0], name_vi=PAYLOADS[1], name_en=PAYLOADS[1]), plan.fields[1]]
    groups = [replace(plan.policy.groups[0], name_vi=PAYLOADS[30], name_en=PAYLOADS[31])]
    procedures = [
        replace(plan.procedures[0], code=f"1.{place:06}", name=text, short_name=text)
        for place, text in enumerate(texts)
    ]
    return replace(
        plan,
        counters=tuple(seats),
        fields=tuple(fields),
        procedures=tuple(procedures),
        policy=replace(plan.policy, groups=tuple(groups)),
    )
