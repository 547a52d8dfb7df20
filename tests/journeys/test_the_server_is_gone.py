"""The server goes while boards hang on the wall and an officer works; then it is back."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from textual.app import App
from textual.pilot import Pilot
from yarl import URL

from counter_display.console.app import ConsoleApp
from counter_display.counter.app import CounterApp
from counter_display.hall.app import HallApp
from counter_display.hall.widgets import NewestCall
from queue_server.link import Limits, Link
from tests.journeys.centre import Centre, disk_of, opened, staffed
from tests.support.plans import CENTRE
from tests.support.screens import text_of, until

LIMITS = Limits(answer_s=20.0, press_s=60.0, silence_s=30.0)
TWENTY_PAST_TEN_S = 2 * 3600 + 20 * 60
"""From when these centres begin."""
HALF_AN_HOUR_S = 30 * 60
LOST = "MẤT KẾT NỐI từ"


class Screens(NamedTuple):
    """What hangs in the hall, and what the officer of counter 1 has before him."""

    hall: Pilot[int]
    board: Pilot[int]
    desk: Pilot[int]

    async def are_lost(self) -> None:
        """Wait until each says that it is not live."""
        for screen in self:
            await until(screen, LOST)

    async def are_back(self) -> None:
        """Wait until none says so any more."""
        for screen in self:
            await until(screen, LOST, gone=True)


@asynccontextmanager
async def screens(centre: Centre) -> AsyncIterator[Screens]:
    """Give screens that are all live."""

    def link(who: str) -> Link:
        return Link(centre.url, centre.tokens[who], CENTRE, limits=LIMITS)

    async with AsyncExitStack() as stack:

        async def shown(app: App[int], size: tuple[int, int]) -> Pilot[int]:
            pilot: Pilot[int] = await stack.enter_async_context(app.run_test(size=size))
            return pilot

        hall = await shown(HallApp(link("display")), (136, 38))
        board = await shown(CounterApp(link("display"), "1"), (136, 38))
        desk = await shown(ConsoleApp(link("officer-1"), "1", signed_in=True), (80, 24))
        await until(hall, "Mời số A001 đến quầy 1")
        await until(board, "Mời số A001 đến quầy")
        await until(desk, "ĐANG CHỜ 2")
        yield Screens(hall, board, desk)


async def a_morning(centre: Centre) -> None:
    """Three wait for counter 1, and the first is called."""
    await staffed(centre)
    for _ in range(3):
        await centre.told("/tickets", "kiosk", {"field": "HT"})
    await centre.told("/counters/1/next", "officer-1")


def port_of(centre: Centre) -> int:
    port = URL(centre.url).port
    assert port is not None
    return port


async def test_a_press_while_the_server_is_gone_is_carried_out_once_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        server = AsyncExitStack()
        first = await server.enter_async_context(opened(tmp_path))
        await a_morning(first)
        shown = await stack.enter_async_context(screens(first))
        await server.aclose()
        await shown.are_lost()

        await shown.desk.press("space", "space")
        await until(shown.desk, "Đang gửi…")
        again = opened(tmp_path, first.clock, port=port_of(first))
        second = await stack.enter_async_context(again)
        second.tokens = first.tokens
        await shown.are_back()

        await until(shown.desk, "Đã gọi A002 (theo lượt).")
        await until(shown.hall, "Mời số A002 đến quầy 1")
        await until(shown.board, "Mời số A002 đến quầy")
        await until(shown.desk, "ĐANG CHỜ 1")
        calls = [line for line in (await second.journal()).splitlines() if b"ticket_called" in line]
    assert len(calls) == 2


async def test_after_a_power_cut_at_twenty_past_ten_all_stands_as_it_stood(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        server = AsyncExitStack()
        first = await server.enter_async_context(opened(tmp_path / "old"))
        first.clock.move(TWENTY_PAST_TEN_S)
        await a_morning(first)
        shown = await stack.enter_async_context(screens(first))
        disk = disk_of(tmp_path / "old", tmp_path / "disk")
        await server.aclose()
        await shown.are_lost()
        assert "10:20" in text_of(shown.hall.app)

        first.clock.move(HALF_AN_HOUR_S)
        again = opened(disk, first.clock, port=port_of(first))
        second = await stack.enter_async_context(again)
        second.tokens = first.tokens
        await shown.are_back()

        await until(shown.hall, "Mời số A001 đến quầy 1")
        assert not shown.hall.app.query_one(NewestCall).has_class("-fresh")
        await until(shown.board, "Mời số A001 đến quầy")
        await until(shown.desk, "ĐÃ GỌI 1 lượt · 30:")
        await shown.desk.press("b")
        await until(shown.board, "Đang phục vụ số A001")
        await shown.desk.press("h")
        await until(shown.desk, "Kết quả của số A001")
        await shown.desk.press("1")
        await until(shown.desk, "xong 1")
        await shown.desk.press("space")
        await until(shown.hall, "Mời số A002 đến quầy 1")


async def test_an_officer_serves_somebody_without_a_kiosk_and_finds_a_number_by_its_label(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as centre:
        await a_morning(centre)
        async with screens(centre) as shown:
            desk = shown.desk
            await desk.press("p")
            await until(desk, "Cấp số: chọn")
            await desk.press("enter")
            await until(desk, "có ưu tiên không?")
            await desk.press("1")
            await until(desk, "In phiếu số A004 ở đâu?")
            await desk.press("1")
            await until(desk, "Đã cấp số A004")
            await until(desk, "kiosk đang in.")
            await until(desk, "ĐANG CHỜ 3")
            await desk.press("d")
            await until(desk, "Gọi đích danh: chọn số")
            await desk.press(*"A004", "enter")
            await until(desk, "Lý do gọi đích danh số A004")
            await desk.press("2")
            await until(shown.hall, "Mời số A004 đến quầy 1")
