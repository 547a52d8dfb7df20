from textual.widgets import Input, OptionList

from counter_display import words
from queue_server.protocol.refusals import Refused
from tests.support import sights
from tests.support.desks import asked, begin_to_type, focused, ready
from tests.support.screens import until
from tests.support.stage import Asked, Stage

KIOSKS = {"kiosks": [{"id": "k1", "name": "Kiosk cửa chính"}]}


async def test_a_number_on_no_list_is_found_by_its_label(stage: Stage) -> None:
    far = sights.ticket(id="far", label="A250")
    stage.answers["GET /floor/tickets"] = lambda _: {"tickets": [far]}
    async with ready(stage) as pilot:
        await pilot.press("d")
        await until(pilot, "Gọi đích danh: chọn số")
        await pilot.press(*"a250", "enter")
        await until(pilot, "Lý do gọi đích danh số A250")
        await pilot.press("1")

        assert (await asked(stage, "call")).body == {"ticket": "far", "reason": words.NAMED[0]}


async def test_of_several_numbers_found_one_is_chosen(stage: Stage) -> None:
    many = [sights.ticket(id=label, label=label) for label in ("A250", "B250")]
    stage.answers["GET /floor/tickets"] = lambda _: {"tickets": many}
    async with ready(stage) as pilot:
        await pilot.press("d")
        await until(pilot, "Gọi đích danh: chọn số")
        await pilot.press(*"250", "enter")
        await until(pilot, "B250")
        await focused(pilot, Input)
        await pilot.press("tab")
        await focused(pilot, OptionList)
        await pilot.press("down", "enter")
        await until(pilot, "Lý do gọi đích danh số B250")


async def test_a_number_of_nobody_is_said(stage: Stage) -> None:
    stage.answers["GET /floor/tickets"] = lambda _: {"tickets": []}
    async with ready(stage) as pilot:
        await pilot.press("k")
        await until(pilot, "Ghi kết quả cho số nào?")
        await pilot.press(*"z9", "enter")
        await until(pilot, "Hôm nay không có số z9.")


async def test_a_number_is_taken_for_somebody_and_printed_at_a_kiosk(stage: Stage) -> None:
    stage.centre = sights.centre(dossiers_per_ticket=5)
    stage.answers["GET /kiosks"] = lambda _: KIOSKS
    stage.answers[f"POST /tickets/{5:032x}/reprint"] = lambda _: sights.ticket()
    async with ready(stage, size=(136, 38)) as pilot:
        await pilot.press("p")
        await until(pilot, "Cấp số: chọn")
        await pilot.press(*"đai", "enter")
        await until(pilot, "Cấp số Đất đai: có ưu tiên không?")
        await begin_to_type(pilot)
        await pilot.press("3", "enter")
        await focused(pilot, OptionList)
        await pilot.press("2")
        await until(pilot, "In phiếu số C005 ở đâu?")
        await pilot.press("1")
        await until(pilot, "Đã cấp số C005 · Đất đai · Nộp hồ sơ: 4 người chờ trước.")
        await until(pilot, "Kiosk cửa chính đang in.")

    wish = {"field": "DD", "kind": "submit", "priority": "over60", "quantity": 3}
    assert (await stage.was_asked("POST", "/tickets")).body == wish
    sent = await stage.was_asked("POST", f"/tickets/{5:032x}/reprint")
    assert sent.body == {"kiosk": "k1"}


async def test_a_visit_without_a_field_is_taken_and_needs_no_paper(stage: Stage) -> None:
    stage.answers["GET /kiosks"] = lambda _: KIOSKS
    async with ready(stage) as pilot:
        await pilot.press("p")
        await until(pilot, "Cấp số: chọn")
        await pilot.press(*"kết quả", "enter")
        await until(pilot, "Cấp số Nhận kết quả")
        await pilot.press("1")
        await until(pilot, "In phiếu số X005 ở đâu?")
        await pilot.press("2")
        await until(pilot, "Đã cấp số X005")

    body = (await stage.was_asked("POST", "/tickets")).body
    assert body == {"kind": "collect", "priority": None, "quantity": 1}


async def test_a_number_is_told_also_where_its_paper_is_not_to_be_had(stage: Stage) -> None:
    def gone(_: Asked) -> object:
        raise Refused("unknown_device")

    stage.answers["GET /kiosks"] = gone
    async with ready(stage) as pilot:
        await pilot.press("p")
        await until(pilot, "Cấp số: chọn")
        await pilot.press("enter")
        await until(pilot, "có ưu tiên không?")
        await pilot.press("1")
        await until(pilot, "Đã cấp số A005")
        await until(pilot, "Chưa in được phiếu")


async def test_a_lost_slip_is_printed_again_from_the_console(stage: Stage) -> None:
    stage.answers["GET /kiosks"] = lambda _: KIOSKS
    path = f"/tickets/{sights.ticket().id}/reprint"
    stage.answers[f"POST {path}"] = lambda _: sights.ticket()
    async with ready(stage) as pilot:
        await pilot.press("i")
        await until(pilot, "In phiếu của số nào?")
        await pilot.press("enter")
        await until(pilot, "In phiếu số A005 ở đâu?")
        await pilot.press("1")
        await until(pilot, "Kiosk cửa chính đang in.")

    assert (await stage.was_asked("POST", path)).body == {"kiosk": "k1"}
