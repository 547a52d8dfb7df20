"""Whole visits through the real programs on the glass and a real server behind its doors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image
from textual.app import App
from textual.pilot import Pilot

from counter_display.console.app import ConsoleApp
from counter_display.counter.app import CounterApp
from counter_display.hall.app import HallApp
from kiosk.app import KioskApp, Timing
from kiosk.printing.local import PicturePrinter
from queue_server.link import Limits, Link
from queue_server.web.live import Pace
from tests.support.house import PASSWORD, House, open_house
from tests.support.plans import CENTRE
from tests.support.screens import text_of, until

LIMITS = Limits(answer_s=20.0, press_s=20.0, silence_s=30.0)
TIMING = Timing(stay_s=60, no_paper_s=60, sorry_s=60)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house(Pace(beat_s=0.5, look_s=0.1)) as opened:
        yield opened


def link(house: House, who: str | None = None) -> Link:
    token = None if who is None else f"token-{who}"
    return Link(str(house.client.make_url("")), token, CENTRE, limits=LIMITS)


@asynccontextmanager
async def shown(app: App[int], size: tuple[int, int] = (136, 38)) -> AsyncIterator[Pilot[int]]:
    async with app.run_test(size=size) as pilot:
        yield pilot


@asynccontextmanager
async def kiosk(house: House, slips: Path) -> AsyncIterator[Pilot[int]]:
    app = KioskApp(link(house, "kiosk"), PicturePrinter(slips), timing=TIMING)
    async with shown(app) as pilot:
        await until(pilot, "Hộ tịch")
        yield pilot


async def take(glass: Pilot[int]) -> str:
    """Take a number of the first field for one dossier and return its label."""
    await glass.click("#tile-0")
    await until(glass, "Quý vị nộp mấy hồ sơ?")
    await glass.click("#count-1")
    await until(glass, "Mời quý vị lấy phiếu.")
    line = next(line for line in text_of(glass.app).splitlines() if "Số của quý vị" in line)
    await glass.click("#done")
    await until(glass, "Hộ tịch")
    return line.split("Số của quý vị: ")[1].split()[0]


async def test_a_number_is_taken_called_served_and_recorded(house: House, tmp_path: Path) -> None:
    async with kiosk(house, tmp_path) as glass:
        label = await take(glass)
    (slip,) = tmp_path.iterdir()
    with Image.open(slip) as picture:
        assert picture.width == 576
    assert slip.name.startswith(f"{label}-")

    desk = ConsoleApp(link(house), "1", account="officer", password=PASSWORD)
    async with shown(desk, (80, 24)) as officer:
        await until(officer, "Bấm M để mở quầy")
        await officer.press("m")
        await until(officer, "Quầy đã mở.")
        await officer.press("space")
        await until(officer, f"Đã gọi {label} (theo lượt).")
        async with shown(HallApp(link(house, "display"))) as wall:
            await until(wall, f"Mời số {label} đến quầy 1")
        async with shown(CounterApp(link(house, "display"), "1")) as board:
            await until(board, f"Mời số {label} đến quầy")
            await officer.press("b")
            await until(officer, "ĐANG PHỤC VỤ")
            await until(board, f"Đang phục vụ số {label}")
        await officer.press("h")
        await until(officer, f"Kết quả của số {label}")
        await officer.press("1")
        await until(officer, "xong 1")

    kept = [entry.body for entry in await house.journal.read(0, 1000)]
    types = [body.split(b'"type":"')[1].split(b'"')[0].decode() for body in kept]
    assert [t for t in types if t.startswith(("ticket_", "service_"))] == [
        "ticket_issued",
        "ticket_printed",
        "ticket_called",
        "service_started",
        "service_finished",
    ]


async def test_an_officer_who_presses_twice_calls_once_and_takes_it_back(
    house: House, tmp_path: Path
) -> None:
    first, second = (await house.ticket())["label"], (await house.ticket())["label"]
    desk = ConsoleApp(link(house), "1", account="officer", password=PASSWORD)
    async with shown(desk, (80, 24)) as officer:
        await until(officer, "Bấm M để mở quầy")
        await officer.press("m")
        await until(officer, "Quầy đã mở.")
        await officer.press("space", "space", "space")
        await until(officer, f"Đã gọi {first}")
        await until(officer, "ĐANG CHỜ 1")
        assert second in text_of(officer.app)
        await officer.press("u")
        await until(officer, "Đã hoàn tác.")
        await until(officer, "ĐANG CHỜ 2")


async def test_nobody_waits_and_the_console_says_so(house: House) -> None:
    desk = ConsoleApp(link(house), "1", account="officer", password=PASSWORD)
    async with shown(desk, (80, 24)) as officer:
        await until(officer, "Bấm M để mở quầy")
        await officer.press("space")
        await until(officer, "Quầy đang đóng hoặc tạm dừng.")
        await officer.press("m")
        await until(officer, "Quầy đã mở.")
        await officer.pause(1.1)
        await officer.press("space")
        await until(officer, "Không có ai đang chờ quầy này.")


async def test_staff_have_a_lost_slip_printed_again(house: House, tmp_path: Path) -> None:
    async with kiosk(house, tmp_path) as glass:
        await take(glass)
        (slip,) = tmp_path.iterdir()
        await house.told("/counters/1/open", "officer")
        called = await house.told("/counters/1/next", "officer")
        ticket = called["ticket"]["id"]
        await house.told(f"/tickets/{ticket}/reprint", "officer", {"kiosk": "id-kiosk"})
        again = tmp_path / f"{slip.stem}-reprint.png"
        for _ in range(200):
            await glass.pause(0.02)
            if again.exists():
                break

    assert again.exists()


async def test_a_board_with_a_stolen_token_shows_nothing(house: House) -> None:
    async with shown(HallApp(link(house, "kiosk-gone"))) as wall:
        await until(wall, "Vui lòng đăng nhập.")
