"""The kiosk in a real browser: `kiosk --serve`, touched with a finger."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from msgspec.structs import replace
from playwright.async_api import expect

from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import ActorId
from tests.support.browser import Glass, Sheet, on_one_loop, watch
from tests.support.served import Pane, Served, served
from tests.support.small import CENTRE

pytestmark = on_one_loop
HOME = "Hộ tịch"


def options(glass: Glass, slips: Path) -> list[str]:
    where = ["--server", glass.url, "--token", "token-kiosk", "--centre", CENTRE]
    return [*where, "--printer", f"png://{slips}", "--log", str(slips / "log")]


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slips")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(glass: Glass, slips: Path) -> AsyncIterator[Served]:
    await one_tap_is_enough(glass)
    with served(*options(glass, slips)) as stand:
        yield stand


async def one_tap_is_enough(glass: Glass) -> None:
    """Ask for no count of dossiers, and let somebody sit at the counter."""
    plan = await glass.house.engine.ask(lambda floor, _: floor.plan)
    assert plan is not None
    uncounted = replace(plan, policy=replace(plan.policy, dossiers_per_ticket=0))
    await glass.house.carry_out(ChangePlan(by=ActorId("test"), plan=uncounted))
    await glass.house.told("/counters/1/open", "officer")


@pytest_asyncio.fixture(loop_scope="module")
async def sheet(glass: Glass, stand: Served) -> AsyncIterator[Sheet]:
    window = await glass.window(has_touch=True)
    sheet = Sheet(await window.new_page())
    watch(sheet, stand.url)
    yield sheet
    await window.close()


async def test_a_tap_takes_a_ticket_and_nobody_else_is_asked(
    stand: Served, sheet: Sheet, slips: Path
) -> None:
    pane = Pane(sheet.page)
    await sheet.page.goto(stand.url)
    await pane.tap(HOME)
    await pane.until("lấy phiếu")

    (slip,) = slips.glob("*.png")
    assert slip.name.startswith("A001-")
    await expect(sheet.page.locator("#waiting")).to_be_hidden()
    await sheet.axe()
    sheet.expect_clean()


async def test_it_comes_back_when_the_kiosk_behind_it_dies(stand: Served, sheet: Sheet) -> None:
    pane = Pane(sheet.page)
    await sheet.page.goto(stand.url)
    await pane.until(HOME)
    stand.kill_a_kiosk()
    await expect(sheet.page.locator("#lost")).to_be_visible()

    await pane.dials_again()
    await pane.until(HOME)

    assert len(stand.kiosks()) == 1
    # the glass may have told its size before it heard that the kiosk is gone
    sheet.forgive("already in CLOSING or CLOSED state")
    sheet.expect_clean()


async def test_it_comes_back_when_its_server_starts_again(
    glass: Glass, sheet: Sheet, tmp_path: Path
) -> None:
    pane = Pane(sheet.page)
    with served(*options(glass, tmp_path)) as first:
        watched, sheet.wrong = sheet.wrong, []
        await sheet.page.goto(first.url)
        await pane.until(HOME)
        port = first.port
    assert first.process.returncode == 0
    await expect(sheet.page.locator("#lost")).to_be_visible()

    with served(*options(glass, tmp_path), port=port):
        await pane.dials_again()
        await pane.until(HOME)
    assert watched == []


async def test_one_kiosk_is_one_screen_and_the_newest_has_it(
    glass: Glass, stand: Served, sheet: Sheet
) -> None:
    pane = Pane(sheet.page)
    await sheet.page.goto(stand.url)
    await pane.until(HOME)

    other_window = await glass.window(has_touch=True)
    other = Pane(await other_window.new_page())
    await other.page.goto(stand.url)
    await other.until(HOME)
    await expect(sheet.page.locator("#elsewhere")).to_be_visible()
    assert len(stand.kiosks()) == 1
    await sheet.axe()

    await sheet.page.get_by_role("button", name="Dùng ở đây").click()
    await pane.dials_again()
    await pane.until(HOME)
    await expect(other.page.locator("#elsewhere")).to_be_visible()
    await other_window.close()


async def test_other_sites_get_nothing(stand: Served) -> None:
    async with aiohttp.ClientSession(stand.url) as client:
        for origin in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await client.ws_connect("/ws", headers=origin)
            assert refused.value.status == 403
        async with client.get("/", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 421
        async with client.get("/static/../stand.py") as answer:
            assert answer.status == 404
        async with client.get("/") as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "http" not in (await answer.text()).replace("http-equiv", "")
    assert len(stand.kiosks()) <= 1
