from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input, OptionList

from counter_display import words
from counter_display.console.keys import KEYS
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import Alert
from tests.support import sights
from tests.support.desks import (
    IMPATIENT,
    LIVE,
    asked,
    begin_to_type,
    console,
    focused,
    ready,
)
from tests.support.screens import matches_golden, text_of, until
from tests.support.stage import Asked, Stage

GOLDEN = Path(__file__).parents[1] / "golden"
SESSION = {"token": "session-1", "role": "officer", "expires_at": sights.AT}


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_all_that_an_officer_needs_is_on_the_screen(
    stage: Stage, size: tuple[int, int]
) -> None:
    async with ready(stage, size=size) as pilot:
        await matches_golden(pilot, GOLDEN / f"console-{size[0]}x{size[1]}.txt")
        text = text_of(pilot.app)

    for key in KEYS:
        assert key.shown in text
        assert key.caption in text


async def test_the_space_bar_calls_the_next_and_says_who_and_why(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await pilot.press("space", "space", "space")
        await until(pilot, "Đã gọi B007 (ưu tiên).")
        await pilot.pause(0.05)

    calls = [a.body for a in stage.asked if a.path == "/counters/3/next"]
    assert calls == [{"after": sights.ticket().id}], "three presses in a row are one"


async def test_the_mouse_is_as_good_as_the_key(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await pilot.click("#do-recall")
        await until(pilot, "Đã gọi lại.")
        await pilot.click("#do-finish")
        await until(pilot, "Kết quả của số A005")
        await pilot.click("#question-help")
        await until(pilot, "Kết quả của số A005", gone=True)
        await pilot.click("#do-hold")
        await until(pilot, "Lý do giữ lại số A005")
        await pilot.click("#choices", offset=(4, 1))
        assert (await asked(stage, "hold")).body == {"reason": words.HOLDS[1]}


async def test_the_day_on_which_a_dossier_is_due_is_suggested_beside_its_outcome(
    stage: Stage,
) -> None:
    stage.views[LIVE] = sights.console(current=sights.ticket(state="serving", procedure="1.001193"))
    told = {"procedure": "1.001193", "received_at": sights.AT, "due_on": "2026-11-26"}
    stage.answers["GET /dossiers/due"] = lambda _: told | {"reason_vi": "3 ngày làm việc"}
    async with ready(stage) as pilot:
        await pilot.press("h")
        await until(pilot, "Hẹn trả (gợi ý): Thứ Năm, 26/11/2026 · 3 ngày làm việc")
        await focused(pilot, OptionList)
        await pilot.press("1")
        assert (await asked(stage, "finish")).body == {"outcome": "received", "dossiers": []}


async def test_a_day_that_nobody_can_suggest_holds_no_finish_up(stage: Stage) -> None:
    stage.views[LIVE] = sights.console(current=sights.ticket(state="serving", procedure="9.9"))
    stage.answers["GET /dossiers/due"] = lambda _: Refused("unknown_procedure")
    async with ready(stage) as pilot:
        await pilot.press("h")
        await focused(pilot, OptionList)
        await pilot.press("6")
        assert (await asked(stage, "finish")).body == {"outcome": "guided", "dossiers": []}
        assert "Hẹn trả" not in text_of(pilot.app)


async def test_the_plain_keys_do_their_one_thing(stage: Stage) -> None:
    async with ready(stage) as pilot:
        for key, verb in (
            ("l", "recall"),
            ("b", "start"),
            ("u", "undo"),
            ("m", "open"),
            ("x", "close"),
        ):
            await pilot.press(key)
            assert (await asked(stage, verb)).body == {}
            await until(pilot, words.SAID[verb])


@pytest.mark.parametrize(
    ("presses", "verb", "body"),
    [
        (["h", "?Kết quả", "2"], "finish", {"outcome": "supplement", "dossiers": []}),
        (["g", "?Lý do", "1"], "hold", {"reason": "Bổ sung giấy tờ"}),
        (["t", "?Lý do", "2"], "pause", {"reason": "Họp"}),
        (["t", "?Lý do", "tab", "m", "enter"], "pause", {"reason": "m"}),
        (
            ["c", "?Quầy 5", *"5", "?Quầy 4-", "enter", "?giữ lượt", "1"],
            "transfer",
            {"counter": "5", "keep_place": True},
        ),
        (
            ["c", "?Quầy 5", *"đai", "?Quầy 5-", "enter", "?giữ lượt", "2"],
            "transfer",
            {"field": "DD", "keep_place": False},
        ),
        (
            ["e", "?A006", "enter", "?Ưu tiên của", "3", "?Lý do", "1"],
            "/tickets/wait00000000000000000000/priority",
            {"group": "pregnant", "reason": "Có giấy tờ chứng minh"},
        ),
        (
            ["e", "?A006", "enter", "?Ưu tiên của", "1", "?Lý do", "3"],
            "/tickets/wait00000000000000000000/priority",
            {"group": None, "reason": "Chọn nhầm ở kiosk"},
        ),
        (
            ["d", "?A002", *"003", "?A002  Hộ-", "enter", "?Lý do", "2"],
            "call",
            {"ticket": "held", "reason": "Đã hẹn trước"},
        ),
    ],
)
async def test_a_key_that_asks_first_sends_what_was_picked(
    stage: Stage, presses: list[str], verb: str, body: dict[str, object]
) -> None:
    """`?text` waits for a text, `?text-` until it is gone."""
    async with ready(stage) as pilot:
        for press in presses:
            if press == "tab":
                await begin_to_type(pilot)
            elif press.startswith("?"):
                await until(pilot, press[1:].removesuffix("-"), gone=press.endswith("-"))
            else:
                await pilot.press(press)

        path = verb if verb.startswith("/") else f"/counters/3/{verb}"
        assert (await stage.was_asked("POST", path)).body == body


async def test_a_long_name_of_a_field_is_shown_short_in_the_line(stage: Stage) -> None:
    fields = sights.centre().fields
    short = [replace(field, short_vi="Môi trường") for field in fields if field.code == "MT"]
    stage.centre = sights.centre(fields=short)
    async with ready(stage) as pilot:
        await until(pilot, "17 phút  Môi trường\n")


@pytest.mark.parametrize("key", ["p", "c"])
async def test_what_is_a_part_of_nothing_picks_nothing(stage: Stage, key: str) -> None:
    async with ready(stage) as pilot:
        await pilot.press(key)
        await until(pilot, "để thôi")
        await focused(pilot, Input)
        await pilot.press(*"zzz", "enter")
        await until(pilot, "Gõ một phần để tìm", gone=True)
        await pilot.press("escape")
        await until(pilot, "để thôi", gone=True)

    assert [a for a in stage.asked if a.method == "POST"] == []


async def test_dossiers_are_typed_beside_the_outcome(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await pilot.press("h")
        await until(pilot, "Kết quả của số A005")
        await begin_to_type(pilot)
        await pilot.press(*"H01.1", "comma", *"H02", "enter")
        await focused(pilot, OptionList)
        await pilot.press("1")

        body = (await asked(stage, "finish")).body
    assert body == {"outcome": "received", "dossiers": [{"code": "H01.1"}, {"code": "H02"}]}


async def test_absent_is_one_key_for_missed_and_next(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await pilot.press("v")
        await until(pilot, "A005 vắng mặt. Đã gọi B007 (ưu tiên).")


async def test_a_missed_ticket_is_put_back_in_line(stage: Stage) -> None:
    stage.answers["POST /tickets/missed/return"] = lambda _: sights.ticket()
    async with ready(stage) as pilot:
        await pilot.press("r")
        await until(pilot, "Trả về hàng chờ: chọn số")
        await pilot.press("enter")
        await until(pilot, "Đã trả về hàng chờ.")


async def test_a_forgotten_outcome_is_entered_later(stage: Stage) -> None:
    served = sights.ticket(id="late", label="C009", state="served", ahead=None)
    stage.views[LIVE] = sights.console(no_outcome=[served])
    stage.answers["POST /tickets/late/outcome"] = lambda _: served
    async with ready(stage) as pilot:
        await until(pilot, "CHƯA GHI KẾT QUẢ")
        await until(pilot, "C009")
        await pilot.press("k")
        await until(pilot, "Ghi kết quả cho số nào?")
        await pilot.press("enter")
        await until(pilot, "Kết quả của số C009")
        await pilot.press("4")
        told = await stage.was_asked("POST", "/tickets/late/outcome")

    assert told.body == {"outcome": "returned", "dossiers": []}


async def test_escape_changes_nothing(stage: Stage) -> None:
    async with ready(stage) as pilot:
        for key in "hgctd":
            await pilot.press(key)
            await until(pilot, "để thôi")
            await pilot.press("escape")
            await until(pilot, "để thôi", gone=True)

    assert [a for a in stage.asked if a.method == "POST"] == []


async def test_without_a_ticket_the_keys_for_one_say_so(stage: Stage) -> None:
    stage.views[LIVE] = sights.console(current=None, counter=sights.at_counter())
    async with console(stage) as pilot:
        await until(pilot, "Chưa gọi số nào")
        await pilot.press("h")
        await until(pilot, "Quầy chưa gọi số nào.")
        await pilot.press("space")
        assert (await asked(stage, "next")).body == {"after": None}


async def test_a_refusal_stands_there_as_its_sentence(stage: Stage) -> None:
    def nobody(_: Asked) -> object:
        raise Refused("nobody_waiting")

    stage.answers["POST /counters/3/next"] = nobody
    async with ready(stage) as pilot:
        await pilot.press("space")
        await until(pilot, "Không có ai đang chờ quầy này.")


async def test_a_closed_counter_says_which_key_opens_it(stage: Stage) -> None:
    closed = sights.at_counter(state="closed", officer=None)
    stage.views[LIVE] = sights.console(current=None, counter=closed)
    async with console(stage) as pilot:
        await until(pilot, "Bấm M để mở quầy")


async def test_three_calls_without_anybody_suggest_absent(stage: Stage) -> None:
    current = sights.ticket(state="called", calls=3, called_at=sights.AT, ahead=None)
    stage.views[LIVE] = sights.console(current=current, suggest_miss=True)
    async with console(stage) as pilot:
        await until(pilot, "Đã gọi 3 lượt chưa có người đến")


async def test_alerts_are_seen(stage: Stage) -> None:
    alert = Alert(code="printing_failed", sentence_vi="Kiosk 1 hết giấy.", sentence_en="No paper.")
    stage.views[LIVE] = sights.console(alerts=[alert])
    async with console(stage) as pilot:
        await until(pilot, "Kiosk 1 hết giấy.")


async def test_a_lost_line_is_said_and_found_again(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await stage.stop()
        await until(pilot, "MẤT KẾT NỐI từ 07:42:00")
        await stage.start()
        await until(pilot, "đã kết nối")


async def test_an_officer_signs_in_and_is_told_what_was_wrong(stage: Stage) -> None:
    def wrong(_: Asked) -> object:
        raise Refused("wrong_password")

    stage.answers["POST /api/v1/session"] = wrong
    async with console(stage, signed_in=False, account="officer") as pilot:
        await until(pilot, "Đăng nhập · Quầy 3")
        await pilot.press(*"sai", "enter")
        await until(pilot, "Tên hoặc mật khẩu không đúng.")
        stage.answers["POST /api/v1/session"] = lambda _: SESSION
        await pilot.press(*"dung", "enter")
        await until(pilot, "A005")

    tries = [a.body for a in stage.asked if a.path == "/api/v1/session"]
    assert tries == [
        {"name": "officer", "password": "sai"},
        {"name": "officer", "password": "dung"},
    ]


async def test_a_password_from_the_environment_waits_for_the_server(stage: Stage) -> None:
    await stage.stop()
    known = {"signed_in": False, "account": "officer", "password": "x"}
    async with console(stage, limits=IMPATIENT, **known) as pilot:
        await until(pilot, "Máy chủ chưa trả lời.")
        await stage.start()
        await until(pilot, "A005")


async def test_a_session_that_ended_asks_who_is_there(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await stage.watched(LIVE)
        stage.close_with = 4401
        await stage.hang_up()
        await until(pilot, "Đăng nhập · Quầy 3")
        stage.close_with = None
        await pilot.press(*"officer", "enter", *"x", "enter")
        await until(pilot, "đã kết nối")


async def test_signing_out_leaves_the_console_to_the_next(stage: Stage) -> None:
    async with ready(stage) as pilot:
        await pilot.press("q")
        await until(pilot, "Đăng xuất khỏi bàn làm việc này?")
        await pilot.press("1")
        await until(pilot, "Đăng nhập · Quầy 3")
        await stage.was_asked("DELETE", "/api/v1/session")
