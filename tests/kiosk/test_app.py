import asyncio
from pathlib import Path

from kiosk.app import KioskApp
from kiosk.printing.printer import Condition
from kiosk.printing.slip import Line
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import PrintJob
from queue_server.protocol.views import OpenView
from queue_server.protocol.vocabulary import PrintResult
from tests.support import sights
from tests.support.glass import IMPATIENT, TIMING, PaperTray, kiosk, ready
from tests.support.screens import ended, matches_golden, text_of, until
from tests.support.stage import Asked, Stage

GOLDEN = Path(__file__).parent / "golden"


async def test_the_first_screen_shows_every_field_with_its_line(
    stage: Stage, tray: PaperTray
) -> None:
    async with ready(stage, tray) as pilot:
        await matches_golden(pilot, GOLDEN / "home.txt")


async def test_a_low_terminal_shows_the_same_things(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray, size=(80, 24)) as pilot:
        await matches_golden(pilot, GOLDEN / "home-80x24.txt")


async def test_a_touch_gives_one_number_and_its_paper(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.click("#tile-0")
        await until(pilot, "Mời quý vị lấy phiếu.")
        await matches_golden(pilot, GOLDEN / "ticket.txt")
        told = await stage.was_asked("POST", f"/tickets/{tray.jobs[0].ticket}/printed")

    assert len(stage.tickets) == 1
    assert [job.label for job in tray.jobs] == ["A005"]
    assert Line("Lĩnh vực: Hộ tịch", bold=True) in tray.jobs[0].slip
    assert told.body == {"result": "printed", "detail": "ready"}


async def test_the_number_is_shown_while_the_paper_is_still_being_printed(
    stage: Stage, tray: PaperTray
) -> None:
    tray.may_print.clear()
    async with ready(stage, tray) as pilot:
        await pilot.click("#tile-0")
        await until(pilot, "Đang in phiếu…")
        tray.may_print.set()
        await until(pilot, "Mời quý vị lấy phiếu.")


async def test_a_person_who_touches_ten_times_gets_one_number(
    stage: Stage, tray: PaperTray
) -> None:
    async with ready(stage, tray) as pilot:
        for _ in range(10):
            pilot.app.home.query_one("#tile-0").on_click(_Click())
        await until(pilot, "A005")
        await pilot.pause(0.1)

    assert len(stage.tickets) == 1


class _Click:
    def stop(self) -> None:
        pass


async def test_collecting_a_result_is_one_touch(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.click("#kind-collect")
        await until(pilot, "X005")
        asked = await stage.was_asked("POST", "/tickets")

    assert asked.body == {"kind": "collect", "language": "vi"}


async def test_a_kind_without_a_series_of_its_own_asks_for_the_field(
    stage: Stage, tray: PaperTray
) -> None:
    stage.views["/live/kiosk"] = sights.kiosk(kinds=())
    async with ready(stage, tray) as pilot:
        await pilot.click("#kind-collect")
        assert stage.tickets == []
        await pilot.click("#tile-1")
        asked = await stage.was_asked("POST", "/tickets")

    assert asked.body == {"kind": "collect", "field": "CT", "language": "vi"}


async def test_priority_is_a_switch_that_asks_for_the_group(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.click("#priority")
        await until(pilot, "Người từ đủ 60 tuổi")
        await pilot.click("#group-0")
        await until(pilot, "ƯU TIÊN: Người từ đủ 60 tuổi")
        await pilot.click("#tile-0")
        await until(pilot, "A005")
        asked = await stage.was_asked("POST", "/tickets")
        await pilot.click("#done")
        await until(pilot, "Tôi thuộc đối tượng ưu tiên")

    assert asked.body == {
        "kind": "submit",
        "field": "HT",
        "priority": "over60",
        "language": "vi",
    }
    assert any(isinstance(p, Line) and p.text == "ƯU TIÊN" for p in tray.jobs[0].slip)


async def test_where_staff_give_priority_nobody_is_asked(stage: Stage, tray: PaperTray) -> None:
    stage.centre = sights.centre(priority_at_kiosk=False)
    async with ready(stage, tray) as pilot:
        assert "ưu tiên" not in text_of(pilot.app).replace("Cứ 2 lượt ưu tiên", "")


async def test_english_lasts_for_one_person(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.click("#language")
        await until(pilot, "Civil status")
        await pilot.click("#tile-0")
        await until(pilot, "Please take your ticket.")
        await pilot.click("#done")
        await until(pilot, "Hộ tịch")
        asked = await stage.was_asked("POST", "/tickets")

    assert isinstance(asked.body, dict)
    assert asked.body["language"] == "en"
    assert Line("Field: Civil status", bold=True) in tray.jobs[0].slip


async def test_the_number_goes_away_by_itself(stage: Stage, tray: PaperTray) -> None:
    # long enough to be seen on a busy machine
    timing = TIMING._replace(stay_s=4)
    async with ready(stage, tray, timing=timing) as pilot:
        await pilot.click("#tile-0")
        await until(pilot, "SỐ THỨ TỰ CỦA QUÝ VỊ")
        await until(pilot, "SỐ THỨ TỰ CỦA QUÝ VỊ", gone=True)
        assert "Đất đai" in text_of(pilot.app)


async def test_a_refusal_is_a_calm_sentence(stage: Stage, tray: PaperTray) -> None:
    def sold_out(_: Asked) -> object:
        raise Refused("sold_out")

    stage.answers["POST /tickets"] = sold_out
    async with ready(stage, tray, timing=TIMING._replace(sorry_s=4)) as pilot:
        await pilot.click("#tile-0")
        await until(pilot, "Đã phát hết số hôm nay.")
        await until(pilot, "Đất đai")

    assert tray.jobs == []


async def test_outside_the_hours_the_glass_says_them(stage: Stage, tray: PaperTray) -> None:
    shut = OpenView(
        open=False,
        code="closed_now",
        reason_vi="Ngoài giờ lấy số. Giờ lấy số: 07:30-11:00, 13:30-16:30.",
        reason_en="Tickets are issued 07:30-11:00, 13:30-16:30.",
    )
    stage.views["/live/kiosk"] = sights.kiosk(open=shut)
    async with kiosk(stage, tray) as pilot:
        await until(pilot, "Giờ lấy số: 07:30-11:00, 13:30-16:30.")
        await stage.watched("/live/kiosk")
        await stage.show("/live/kiosk", sights.kiosk())
        await until(pilot, "Đất đai")


async def test_a_kiosk_that_starts_first_waits_for_the_server(
    stage: Stage, tray: PaperTray
) -> None:
    await stage.stop()
    async with kiosk(stage, tray) as pilot:
        await until(pilot, "Máy đang kết nối…")
        await stage.start()
        await until(pilot, "Đất đai")


async def test_a_lost_server_is_said_and_found_again(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await stage.stop()
        await until(pilot, "Máy tạm thời mất kết nối")
        assert "Mất kết nối từ 07:42:00" in text_of(pilot.app)
        await stage.start()
        await until(pilot, "Đất đai")


async def test_a_revoked_kiosk_asks_for_staff(stage: Stage, tray: PaperTray) -> None:
    stage.close_with = 4401
    async with kiosk(stage, tray) as pilot:
        await until(pilot, "Máy này chưa được phép lấy số")
        stage.close_with = None
        await until(pilot, "Đất đai")


async def test_whoever_repeats_an_unanswered_wish_gets_that_very_number(
    stage: Stage, tray: PaperTray
) -> None:
    stage.answers[f"GET /tickets/{5:032x}"] = lambda _: stage.tickets[0]
    async with ready(stage, tray, limits=IMPATIENT) as pilot:
        stage.lose_answers = 100
        await pilot.click("#tile-0")
        await until(pilot, "Chưa lấy được số")
        stage.lose_answers = 0
        # the kiosk asks again by itself, and here takes longer than the person
        tray.held = go_on = asyncio.Event()
        await pilot.click("#done")
        await until(pilot, "Đất đai")
        tray.held = None
        tray.looked_at.clear()
        await pilot.click("#tile-0")
        await tray.looked_at.wait()
        go_on.set()
        await until(pilot, "A005")

    assert len(stage.tickets) == 1
    assert [job.label for job in tray.jobs] == ["A005"]


async def test_no_number_is_taken_while_nothing_can_be_printed(
    stage: Stage, tray: PaperTray
) -> None:
    says = {
        Condition.PAPER_OUT: "Máy hết giấy",
        Condition.COVER_OPEN: "Nắp máy in đang mở",
        Condition.ABSENT: "Không tìm thấy máy in",
        Condition.FAULT: "Máy in gặp sự cố",
    }
    async with ready(stage, tray) as pilot:
        for condition, sentence in says.items():
            tray.condition = condition
            await pilot.click("#tile-0")
            await until(pilot, sentence)
            tray.condition = Condition.READY
            await pilot.click("#done")
            pilot.app.post_message(KioskApp.PrinterSeen(await tray.check()))
            await until(pilot, "Đất đai")

    assert stage.tickets == []


async def test_a_printer_that_is_filled_again_is_noticed(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray, timing=TIMING._replace(printer_s=0.1)) as pilot:
        tray.condition = Condition.PAPER_OUT
        await until(pilot, "Máy hết giấy")
        tray.condition = Condition.PAPER_LOW
        await until(pilot, "Đất đai")


async def test_a_failed_slip_leaves_the_number_valid(stage: Stage, tray: PaperTray) -> None:
    tray.result = PrintResult.FAILED
    async with ready(stage, tray) as pilot:
        await pilot.click("#tile-0")
        await until(pilot, "Số vẫn có giá trị")
        told = await stage.was_asked("POST", f"/tickets/{tray.jobs[0].ticket}/printed")

    assert isinstance(told.body, dict)
    assert told.body["result"] == "failed"


async def test_staff_have_a_ticket_printed_again(stage: Stage, tray: PaperTray) -> None:
    old = PrintJob(serial=90, ticket=sights.ticket(label="A001"))
    stage.views["/live/kiosk"] = sights.kiosk(jobs=(old,))
    async with ready(stage, tray) as pilot:
        job = PrintJob(serial=101, ticket=sights.ticket(label="A002"))
        await stage.watched("/live/kiosk")
        await stage.show("/live/kiosk", sights.kiosk(jobs=(old, job), notice_vi="một"))
        await until(pilot, "một")
        await stage.hang_up()
        await until(pilot, "Máy tạm thời mất kết nối", gone=True)
        await stage.watched("/live/kiosk")
        await stage.show("/live/kiosk", sights.kiosk(jobs=(old, job), notice_vi="hai"))
        await until(pilot, "hai")
        await stage.was_asked("POST", f"/tickets/{job.ticket.id}/printed")

    assert [(job.label, job.again) for job in tray.jobs] == [("A002", True)]
    assert any(isinstance(p, Line) and p.text == "IN LẠI" for p in tray.jobs[0].slip)


async def test_more_fields_than_tiles_are_turned_by_pages(stage: Stage, tray: PaperTray) -> None:
    first = sights.kiosk().fields
    more = tuple(
        sights.made(type(field), **{**_members(field), "code": f"Z{n}", "name_vi": f"Thêm {n}"})
        for n, field in enumerate(first[:3], 1)
    )
    stage.views["/live/kiosk"] = sights.kiosk(fields=first + more)
    async with ready(stage, tray) as pilot:
        assert "Thêm 1" not in text_of(pilot.app)
        await pilot.click("#page")
        await until(pilot, "Thêm 3")
        await pilot.click("#tile-0")
        asked = await stage.was_asked("POST", "/tickets")

    assert isinstance(asked.body, dict)
    assert asked.body["field"] == "Z1"


def _members(field: object) -> dict[str, object]:
    return {name: getattr(field, name) for name in field.__struct_fields__}  # type: ignore[attr-defined]


async def test_no_key_leads_out_of_the_kiosk(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.press("ctrl+q", "ctrl+c", "ctrl+p", "f10", "escape", "ctrl+z", "ctrl+d")
        await pilot.pause(0.05)

        assert pilot.app.is_running
        assert pilot.app.return_code is None
        assert pilot.app.screen is pilot.app.home


async def test_the_staff_code_and_nothing_else_ends_the_kiosk(
    stage: Stage, tray: PaperTray
) -> None:
    async with ready(stage, tray, staff_code="2468") as pilot:
        await pilot.press("ctrl+q")
        await until(pilot, "Mã nhân viên")
        await pilot.press(*"1111", "backspace", "enter")
        await until(pilot, "Mã nhân viên", gone=True)
        assert pilot.app.return_code is None
        await pilot.press("ctrl+q")
        await until(pilot, "Mã nhân viên")
        await pilot.press(*"2468", "enter")
        await ended(pilot)

        assert pilot.app.return_code == 0
