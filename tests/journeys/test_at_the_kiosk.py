"""Visits that begin at the touch kiosk: the real program on the glass, a real server, paper."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.pressing import FILE, PressBook
from kiosk.printing.network import NetworkPrinter
from kiosk.printing.printer import Printer
from queue_server import demo
from queue_server.cli import centre_file
from queue_server.link import Limits, Link
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.plan import Plan, Series
from queue_server.protocol.vocabulary import ActorId, SeriesId
from queue_server.terminal.glyphs import BigText
from queue_server.web.live import Pace
from tests.journeys.centre import Centre, disk_of, opened, staffed
from tests.support.glass import TIMING, PaperTray
from tests.support.house import House, open_house
from tests.support.screens import text_of, until, words_of
from tests.support.small import CENTRE, small_plan
from tests.support.virtual_printer import COVER_OPEN, PAPER_OUT, READY, VirtualPrinter

LIMITS = Limits(answer_s=20.0, press_s=20.0, silence_s=30.0, dial_s=5.0)
TIMES = TIMING._replace(printer_s=0.1, printer_down_s=0.1)


@pytest.fixture
def tray() -> PaperTray:
    return PaperTray()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house(Pace(beat_s=0.5, look_s=0.1)) as opened_house:
        await opened_house.told("/counters/1/open", "officer")
        await opened_house.told("/counters/2/open", "officer-2")
        yield opened_house


async def planned(house: House, plan: Plan, **policy: object) -> None:
    """Let a plan hold at the house's centre."""
    members: dict[str, Any] = {"tickets_a_minute": 0, "tickets_in_a_row": 0} | policy
    changed = replace(plan, centre=CENTRE, policy=replace(plan.policy, **members))
    await house.carry_out(ChangePlan(by=ActorId("test"), plan=changed))


@asynccontextmanager
async def kiosk(
    url: str, printer: Printer, book: PressBook | None = None
) -> AsyncIterator[Pilot[int]]:
    link = Link(url, "token-kiosk", CENTRE, limits=LIMITS)
    app = KioskApp(link, printer, timing=TIMES, book=book)
    async with app.run_test(size=(136, 34)) as glass:
        yield glass


def url_of(house: House) -> str:
    return str(house.client.make_url(""))


async def events(house: House, *types: str) -> list[dict[str, Any]]:
    """Return the events of some types, in order."""
    kept = [json.loads(entry.body) for entry in await house.journal.read(0, 1000)]
    return [event for event in kept if event["type"] in types]


async def shows_fields(glass: Pilot[int]) -> None:
    await until(glass, "Chứng thực")


async def test_an_old_woman_collects_a_result_in_large_text(house: House, tray: PaperTray) -> None:
    async with kiosk(url_of(house), tray) as glass:
        await shows_fields(glass)
        await glass.click("#large")
        await until(glass, "Nhận kết quả")
        await glass.click("#kind-collect")
        await until(glass, "Mời quý vị lấy phiếu")
        assert glass.app.screen.query_one("#number", BigText).text == "K001"
        assert "Kế tiếp" in words_of(glass.app)
        await glass.click("#done")
        await until(glass, "TRA CỨU THỦ TỤC")

    (issued,) = await events(house, "ticket_issued")
    (printed,) = await events(house, "ticket_printed")
    assert (issued["label"], issued["kind"], issued["field"]) == ("K001", "collect", None)
    assert (printed["ticket"], printed["result"]) == (issued["ticket"], "printed")
    assert [job.label for job in tray.jobs] == ["K001"]


async def test_an_agent_with_twelve_dossiers_gets_a_number_of_the_agents(
    house: House, tray: PaperTray
) -> None:
    plan = small_plan()
    series = (*plan.series, Series(id=SeriesId("dv"), prefix="V", name_vi="Nộp thay"))
    await planned(house, replace(plan, series=series), agents_series=SeriesId("dv"))
    async with kiosk(url_of(house), tray) as glass:
        await shows_fields(glass)
        await glass.click("#tile-1")
        await until(glass, "Nhiều hơn 5 hồ sơ")
        await glass.click("#more")
        await until(glass, "Bấm số hồ sơ")
        await glass.click("#digit-1")
        await glass.click("#digit-2")
        await glass.click("#enough")
        await until(glass, "Số của quý vị: V001  ·  Chứng thực  ·  12 hồ sơ")

    (issued,) = await events(house, "ticket_issued")
    assert (issued["label"], issued["quantity"], issued["field"]) == ("V001", 12, "CT")


async def test_without_such_numbers_an_agent_is_told_what_to_do(
    house: House, tray: PaperTray
) -> None:
    async with kiosk(url_of(house), tray) as glass:
        await shows_fields(glass)
        await glass.click("#tile-1")
        await until(glass, "Nhiều hơn 5 hồ sơ")
        await glass.click("#more")
        await until(glass, "Mỗi phiếu tối đa 5 hồ sơ.")
        await glass.click("#cap")
        await until(glass, "B001")

    (issued,) = await events(house, "ticket_issued")
    assert issued["quantity"] == 5


async def test_so_do_is_asked_back_and_leads_to_the_land_line(
    house: House, tray: PaperTray
) -> None:
    await planned(house, centre_file.read(Path(demo.__path__[0]) / "cam-xuyen.toml"))
    async with kiosk(url_of(house), tray) as glass:
        await until(glass, "Đất đai")
        await glass.click("#look-up")
        await until(glass, "Quý vị cần làm việc gì?")
        for letter in ("s", "o", "space", "d", "o"):
            await glass.click(f"#key-{letter}")
        await until(glass, "việc. Quý vị cần việc nào?")
        await until(glass, "Đất đai")
        await glass.click("#result-0")
        await until(glass, "Giấy tờ cần mang")
        await glass.click("#take")
        await until(glass, "Hiện chưa có quầy nào phục vụ lĩnh vực này.")
        await glass.click("#count-1")
        await until(glass, "Mời quý vị lấy phiếu.")

    (issued,) = await events(house, "ticket_issued")
    assert issued["field"] == "DD"
    assert issued["procedure"]


async def test_what_is_not_done_here_is_sent_to_the_right_place(
    house: House, tray: PaperTray
) -> None:
    async with kiosk(url_of(house), tray) as glass:
        await shows_fields(glass)
        await glass.click("#look-up")
        await until(glass, "Quý vị cần làm việc gì?")
        await glass.press(*"ly", "space", *"hon")
        await until(glass, "Tòa án nhân dân khu vực")


async def test_somebody_who_takes_a_heap_of_numbers_is_sent_to_staff(
    house: House, tray: PaperTray
) -> None:
    await planned(house, small_plan(), dossiers_per_ticket=0, tickets_in_a_row=3)
    async with kiosk(url_of(house), tray) as glass:
        await shows_fields(glass)
        for number in (1, 2, 3):
            await glass.click("#tile-0")
            await until(glass, f"Số của quý vị: A00{number}")
            await glass.click("#done")
            await shows_fields(glass)
        await glass.click("#tile-0")
        await until(glass, "Máy đã phát nhiều số liên tiếp. Vui lòng gọi nhân viên.")

    assert len(await events(house, "ticket_issued")) == 3


async def test_the_paper_runs_out_in_the_middle(house: House) -> None:
    await planned(house, small_plan(), dossiers_per_ticket=0)
    async with VirtualPrinter() as machine:
        printer = NetworkPrinter("127.0.0.1", machine.port)
        async with kiosk(url_of(house), printer) as glass:
            await shows_fields(glass)
            await glass.click("#tile-0")
            await until(glass, "Mời quý vị lấy phiếu.")
            machine.status = dict(PAPER_OUT)
            await glass.click("#done")
            await until(glass, "Máy hết giấy")
            assert "thay cuộn giấy mới" in text_of(glass.app)
            machine.status = dict(COVER_OPEN)
            await until(glass, "Nắp máy in đang mở")
            machine.status = dict(READY)
            await shows_fields(glass)
            machine.printed, machine.after_job = b"", dict(PAPER_OUT)
            await glass.click("#tile-0")
            await until(glass, "Số vẫn có giá trị")

    issued = await events(house, "ticket_issued")
    printed = await events(house, "ticket_printed")
    assert [event["label"] for event in issued] == ["A001", "A002"]
    assert [event["result"] for event in printed] == ["printed", "failed"]


async def begun(folder: Path, stack: AsyncExitStack, **how: Any) -> Centre:
    return await stack.enter_async_context(opened(folder, **how))


async def test_the_server_goes_in_the_middle_and_comes_back(
    tmp_path: Path, tray: PaperTray
) -> None:
    async with AsyncExitStack() as still:
        first = AsyncExitStack()
        centre = await begun(tmp_path / "data", first)
        port = int(centre.url.rpartition(":")[2])
        glass = await still.enter_async_context(kiosk(centre.url, tray))
        await shows_fields(glass)
        await glass.click("#kind-collect")
        await until(glass, "Số của quý vị: K001")
        await glass.click("#done")
        await shows_fields(glass)
        await first.aclose()
        await until(glass, "Máy tạm thời mất kết nối")
        await begun(tmp_path / "data", still, port=port, clock=centre.clock)
        await shows_fields(glass)
        await glass.click("#kind-collect")
        await until(glass, "Số của quý vị: K002")

    assert [job.label for job in tray.jobs] == ["K001", "K002"]


async def test_the_power_goes_at_twenty_past_ten_while_a_slip_is_printed(
    tmp_path: Path, tray: PaperTray
) -> None:
    """The number was given and its paper not out: half an hour later it is, and no second one."""
    tray.may_print.clear()
    async with AsyncExitStack() as before:
        centre = await begun(tmp_path / "data", before)
        centre.clock.move_to(datetime(2026, 11, 20, 3, 20, tzinfo=UTC))
        await staffed(centre)
        book = PressBook(tmp_path / "book")
        async with kiosk(centre.url, tray, book) as glass:
            await shows_fields(glass)
            await glass.click("#kind-collect")
            await until(glass, "Số của quý vị: K001")
            disk = disk_of(tmp_path / "data", tmp_path / "disk")
        book.close()
        clock, tokens = centre.clock, centre.tokens
    clock.move(30 * 60)
    tray.may_print.set()
    async with AsyncExitStack() as after:
        centre = await begun(disk, after, clock=clock)
        centre.tokens = tokens
        book = PressBook(tmp_path / "book")
        after.callback(book.close)
        glass = await after.enter_async_context(kiosk(centre.url, tray, book))
        await until(glass, "Phiếu của lượt bấm trước khi mất kết nối.")
        assert "K001" in text_of(glass.app)
        await glass.click("#done")
        await shows_fields(glass)
        await glass.click("#kind-collect")
        await until(glass, "Số của quý vị: K002")
        await until(glass, "Mời quý vị lấy phiếu.")
        called = await centre.told("/counters/2/next", "officer-2")

    assert called["ticket"]["label"] == "K001"
    assert [(job.label, job.again) for job in tray.jobs] == [("K001", True), ("K002", False)]
    assert not (tmp_path / "book" / FILE).exists()
