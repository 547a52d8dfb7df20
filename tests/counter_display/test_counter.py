from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from counter_display.counter.app import CounterApp
from queue_server.link import Limits, Link
from queue_server.terminal.glyphs import BLANK, BigText, picture
from tests.support import sights
from tests.support.screens import matches_golden, text_of, until
from tests.support.stage import Stage

GOLDEN = Path(__file__).parent / "golden"
LIMITS = Limits(silence_s=30.0, dial_s=5.0, refused_s=0.05)


@asynccontextmanager
async def board(
    stage: Stage, size: tuple[int, int] = (136, 38), **changed: object
) -> AsyncIterator[Pilot[int]]:
    stage.views["/live/counter/3"] = sights.board(**changed)
    link = Link(stage.url, "token", limits=LIMITS, monotonic=lambda: 0.0)
    async with CounterApp(link, "3").run_test(size=size) as pilot:
        yield pilot


async def test_one_number_fills_the_board(stage: Stage) -> None:
    async with board(stage) as pilot:
        await until(pilot, "Mời số A005 đến quầy")
        await matches_golden(pilot, GOLDEN / "counter.txt")


@pytest.mark.parametrize(
    ("changed", "large", "says"),
    [
        ({"serving": True}, "A005", "Đang phục vụ số A005"),
        ({"call": 3}, "A005", "lượt gọi thứ 3"),
        ({"label": None}, "", "Mời quý vị chờ gọi số"),
        ({"label": None, "state": "paused"}, "TẠM DỪNG", "Quầy tạm dừng"),
        ({"label": None, "state": "closed"}, "ĐÓNG", "Quầy đóng"),
    ],
)
async def test_each_state_has_its_sign(
    stage: Stage, changed: dict[str, object], large: str, says: str
) -> None:
    async with board(stage, **changed) as pilot:
        await until(pilot, says)

        assert pilot.app.query_one("#label", BigText).text == large


PANELS_MM = {"10.1 inch": 125, "15.6 inch": 194, "21.5 inch": 268, "32 inch": 398}
"""How high screens of 16:9 are."""
READABLE_MM = 33
"""At ten metres: one part in three hundred, twice what an eye of ordinary strength needs."""


LABELS = ("A005", "W888", "1001", "AB123")


@pytest.mark.parametrize("priority", [False, True])
@pytest.mark.parametrize("size", [(136, 38), (192, 54)])
async def test_the_number_is_readable_from_ten_metres(
    stage: Stage, priority: bool, size: tuple[int, int]
) -> None:
    async with board(stage, size, priority=priority) as pilot:
        await until(pilot, "Mời số A005 đến quầy")
        room = pilot.app.query_one("#label", BigText).size

    for label in LABELS:
        rows = [row for row in picture(label, *room) if set(row) != {BLANK}]
        share = (len(rows) - 1) / size[1]
        for panel, high in PANELS_MM.items():
            assert share * high >= READABLE_MM, (label, panel)


async def test_priority_is_explained_to_those_who_wait(stage: Stage) -> None:
    async with board(stage, priority=True) as pilot:
        await until(pilot, "Đang phục vụ người ưu tiên")
        await stage.watched("/live/counter/3")
        await stage.show("/live/counter/3", sights.board(label="A006"))
        await until(pilot, "Đang phục vụ người ưu tiên", gone=True)


async def test_a_lost_link_is_said_and_found_again(stage: Stage) -> None:
    async with board(stage) as pilot:
        await until(pilot, "Mời số A005")
        await stage.stop()
        await until(pilot, "MẤT KẾT NỐI từ 07:42:00")
        await stage.start()
        await until(pilot, "MẤT KẾT NỐI", gone=True)
        assert "Mời số A005" in text_of(pilot.app)


async def test_a_counter_that_does_not_exist_is_said(stage: Stage) -> None:
    stage.close_with = 4404
    async with board(stage) as pilot:
        await until(pilot, "Không có trang này.")


async def test_a_blanked_board_shows_nothing_at_all(stage: Stage) -> None:
    async with board(stage) as pilot:
        await until(pilot, "Mời số A005 đến quầy")
        await stage.watched("/live/counter/3")

        await stage.show("/live/counter/3", sights.board(blank=True))
        await until(pilot, "Mời số A005 đến quầy", gone=True)
        assert text_of(pilot.app).strip() == ""

        await stage.show("/live/counter/3", sights.board())
        await until(pilot, "Mời số A005 đến quầy")
