from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from textual.containers import Horizontal
from textual.pilot import Pilot

from counter_display.hall.app import HallApp
from counter_display.hall.widgets import CounterTile, NewestCall, rows_of, waiting
from queue_server.link import Limits, Link
from queue_server.protocol.screens import FieldCount
from queue_server.terminal.glyphs import BigText
from tests.support import sights
from tests.support.screens import matches_golden, text_of, until
from tests.support.stage import Stage

GOLDEN = Path(__file__).parents[1] / "golden"
LIMITS = Limits(silence_s=30.0, dial_s=5.0, refused_s=0.05)
NOW = sights.AT + timedelta(seconds=5)


@asynccontextmanager
async def hall(
    stage: Stage, size: tuple[int, int] = (136, 38), limits: Limits = LIMITS
) -> AsyncIterator[Pilot[int]]:
    stage.beat_s = 0.1
    stage.at = NOW
    stage.views.setdefault("/live/hall", sights.hall())
    app = HallApp(Link(stage.url, "token", limits=limits, monotonic=lambda: 0.0))
    async with app.run_test(size=size) as pilot:
        yield pilot


def drawn(pilot: Pilot[int], selector: str) -> str:
    return pilot.app.query_one(selector, BigText).text


async def test_the_board_shows_calls_counters_and_lines(stage: Stage) -> None:
    async with hall(stage) as pilot:
        await until(pilot, "Z044")
        await matches_golden(pilot, GOLDEN / "hall.txt")


async def test_a_low_terminal_says_the_same_in_letters(stage: Stage) -> None:
    async with hall(stage, (80, 24)) as pilot:
        await until(pilot, "Z044")
        await matches_golden(pilot, GOLDEN / "hall-80x24.txt")


async def test_a_new_call_is_the_large_one_and_stands_out(stage: Stage) -> None:
    async with hall(stage) as pilot:
        await until(pilot, "Mời số A005 đến quầy 1")
        await stage.watched("/live/hall")
        calls = (sights.call(99, "T077", "8", at=NOW), *sights.hall().calls)
        await stage.show("/live/hall", sights.hall(calls=calls))
        await until(pilot, "Mời số T077 đến quầy 8")

        assert (drawn(pilot, "#newest-label"), drawn(pilot, "#newest-counter")) == ("T077", "8")
        assert pilot.app.query_one(NewestCall).has_class("-fresh")
        assert "A005" in text_of(pilot.app)


async def test_an_old_call_stands_out_no_more(stage: Stage) -> None:
    calls = (sights.call(90, "A005", "1", at=NOW - timedelta(seconds=60)),)
    stage.views["/live/hall"] = sights.hall(calls=calls)
    async with hall(stage) as pilot:
        await until(pilot, "Mời số A005 đến quầy 1")

        assert not pilot.app.query_one(NewestCall).has_class("-fresh")


async def test_a_recalled_number_stands_there_once(stage: Stage) -> None:
    again = sights.call(99, "A005", "1", at=NOW, again=True)
    stage.views["/live/hall"] = sights.hall(calls=(again, *sights.hall().calls))
    async with hall(stage) as pilot:
        await until(pilot, "Mời số A005 đến quầy 1  ·  gọi lại")
        await until(pilot, "Z044")
        drawn = [big.parent for big in pilot.app.query(BigText) if big.text == "A005"]

    places = [type(place) for place in drawn if place is not None]
    assert places == [Horizontal, CounterTile], "the newest call, and the counter's own tile"


async def test_a_priority_call_says_so(stage: Stage) -> None:
    stage.views["/live/hall"] = sights.hall(calls=(sights.call(90, "A005", "1", priority=True),))
    async with hall(stage) as pilot:
        await until(pilot, "ƯU TIÊN")


async def test_a_board_without_calls_says_so(stage: Stage) -> None:
    stage.views["/live/hall"] = sights.hall(calls=(), serving=(), missed=(), waiting=())
    async with hall(stage) as pilot:
        await until(pilot, "Chưa có lượt gọi nào")
        await until(pilot, "không có ai")


async def test_silence_is_said_and_ends_with_the_next_view(stage: Stage) -> None:
    async with hall(stage, limits=LIMITS._replace(silence_s=0.5)) as pilot:
        await until(pilot, "Z044")
        stage.beat_s = 60
        await stage.hang_up()
        await until(pilot, "MẤT KẾT NỐI từ 07:42:05")
        stage.beat_s = 0.1
        await until(pilot, "MẤT KẾT NỐI", gone=True)


async def test_a_board_that_starts_first_waits_for_the_server(stage: Stage) -> None:
    await stage.stop()
    async with hall(stage) as pilot:
        await until(pilot, f"Đang kết nối tới {stage.url} từ")
        await stage.start()
        await until(pilot, "Z044")


async def test_a_blanked_board_shows_nothing_at_all(stage: Stage) -> None:
    async with hall(stage) as pilot:
        await until(pilot, "Z044")
        await stage.watched("/live/hall")
        await stage.show("/live/hall", sights.hall(blank=True))
        await until(pilot, "A005", gone=True)
        assert text_of(pilot.app).strip() == ""
        await stage.show("/live/hall", sights.hall())
        await until(pilot, "A005")


async def test_sixteen_counters_have_room(stage: Stage) -> None:
    many = [
        sights.made(
            type(sights.counters()[0]),
            id=str(n),
            name=f"Quầy {n}",
            fields=(),
            helps=(),
            state="closed",
        )
        for n in range(1, 17)
    ]
    async with hall(stage) as pilot:
        await until(pilot, "Z044")
        await stage.watched("/live/hall")
        await stage.show("/live/hall", sights.hall(counters=many, serving=()))
        await until(pilot, "Quầy 16")
        await stage.show("/live/hall", sights.hall())
        await until(pilot, "Quầy 16", gone=True)

        assert len(pilot.app.query(CounterTile)) == 16


async def test_a_doubted_clock_is_told_to_all(stage: Stage) -> None:
    stage.views["/live/hall"] = sights.hall(clock_doubted=True)
    async with hall(stage) as pilot:
        await until(pilot, "Đồng hồ máy chủ cần được kiểm tra")


def test_no_name_is_torn_apart_at_the_end_of_a_row() -> None:
    some = [("Chứng thực", 7), ("Đất đai", 3), ("Hộ tịch", 12)]

    assert rows_of(some, 40) == [some]
    assert rows_of(some, 24) == [some[:2], some[2:]]
    assert rows_of(some, 5) == [[one] for one in some]
    assert rows_of([], 40) == []


def test_only_lines_with_somebody_are_named_by_their_short_name() -> None:
    counts = [
        FieldCount(field="XD", name_vi="Xây dựng, quy hoạch", count=3, short_vi="Xây dựng"),
        FieldCount(field="HT", name_vi="Hộ tịch", count=0),
        FieldCount(field="CT", name_vi="Chứng thực", count=1),
    ]

    assert waiting(counts) == [("Xây dựng", 3), ("Chứng thực", 1)]
