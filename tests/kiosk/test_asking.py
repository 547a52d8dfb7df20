"""What the kiosk asks back: how many dossiers, which procedure, whether the paper came out."""

import pytest
from msgspec.structs import replace

from kiosk.searching import plain, suggestions
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import ProceduresView, ProcedureView
from queue_server.protocol.vocabulary import DaysUnit, PrintResult
from tests.support import sights
from tests.support.glass import TIMING, PaperTray, ready
from tests.support.screens import text_of, until, words_of
from tests.support.stage import Asked, Stage


def procedure(code: str, short_name: str, **more: object) -> ProcedureView:
    members: dict[str, object] = {
        "code": code,
        "name": f"Thủ tục {short_name}",
        "short_name": short_name,
        "field": "DD",
        "days": None,
        "days_unit": None,
        "fee": "",
        "papers": "",
    }
    view: ProcedureView = sights.made(ProcedureView, **(members | more))
    return view


RED_NAMES = (
    *("Cấp sổ đỏ lần đầu", "Sang tên sổ đỏ", "Đổi sổ đỏ", "Cấp lại sổ đỏ bị mất"),
    *("Tách thửa đất", "Đính chính sổ đỏ", "Xóa thế chấp sổ đỏ"),
)
RED_BOOKS = tuple(procedure(f"1.00{place}", name) for place, name in enumerate(RED_NAMES))


def finds(stage: Stage, **view: object) -> None:
    stage.answers["GET /procedures"] = lambda _: sights.made(ProceduresView, **view)


async def type_in(pilot: object, text: str) -> None:
    for letter in text:
        key = "space" if letter == " " else letter
        await pilot.click(f"#key-{key}")  # type: ignore[attr-defined]


def body_of(asked: Asked) -> dict[str, object]:
    assert isinstance(asked.body, dict)
    return asked.body


@pytest.mark.uncounted
class TestDossiers:
    async def test_two_touches_bring_three_dossiers(self, stage: Stage, tray: PaperTray) -> None:
        stage.centre = sights.centre(dossiers_per_ticket=5)
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-0")
            await until(pilot, "Quý vị nộp mấy hồ sơ?")
            await pilot.click("#count-3")
            await until(pilot, "A005")
            asked = await stage.was_asked("POST", "/tickets")

        assert body_of(asked)["quantity"] == 3

    async def test_a_result_brings_none_and_is_not_asked(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        stage.centre = sights.centre(dossiers_per_ticket=5)
        async with ready(stage, tray) as pilot:
            await pilot.click("#kind-collect")
            await until(pilot, "X005")

    async def test_an_agent_types_how_many(self, stage: Stage, tray: PaperTray) -> None:
        stage.centre = sights.centre(dossiers_per_ticket=5, agents_series=True)
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-0")
            await until(pilot, "Nhiều hơn 5 hồ sơ")
            await pilot.click("#more")
            for button in ("enough", "digit-1", "digit-3", "erase", "digit-2"):
                await pilot.click(f"#{button}")
            await until(pilot, "12_")
            await pilot.click("#enough")
            await until(pilot, "A005")
            asked = await stage.was_asked("POST", "/tickets")

        assert body_of(asked)["quantity"] == 12

    async def test_without_a_series_for_agents_the_cap_is_said_and_offered(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        stage.centre = sights.centre(dossiers_per_ticket=5)
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-0")
            await until(pilot, "Nhiều hơn 5 hồ sơ")
            await pilot.click("#more")
            await until(pilot, "Mỗi phiếu tối đa 5 hồ sơ.")
            await pilot.click("#cap")
            await until(pilot, "A005")
            asked = await stage.was_asked("POST", "/tickets")

        assert body_of(asked)["quantity"] == 5

    async def test_a_high_cap_is_typed(self, stage: Stage, tray: PaperTray) -> None:
        stage.centre = sights.centre(dossiers_per_ticket=20)
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-0")
            await until(pilot, "9 hồ sơ")
            await pilot.click("#more")
            await until(pilot, "Bấm số hồ sơ")
            await pilot.press("2", "1", "enter")
            await until(pilot, "Mỗi phiếu tối đa 20 hồ sơ.")
            await pilot.click("#back")
            await until(pilot, "Đất đai")
            await pilot.press("1", "enter")
            await until(pilot, "9 hồ sơ")
            await pilot.press("4")
            await until(pilot, "A005")
            asked = await stage.was_asked("POST", "/tickets")

        assert body_of(asked)["quantity"] == 4

    async def test_a_field_without_a_counter_says_so_before_a_number_is_taken(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-8")
            await until(pilot, "Hiện chưa có quầy nào phục vụ lĩnh vực này.")
            assert stage.tickets == []
            await pilot.click("#count-1")
            await until(pilot, "L005")

    async def test_where_nothing_is_given_nothing_is_asked(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        def no(_: Asked) -> object:
            raise Refused("sold_out")

        fields = sights.kiosk().fields
        stage.views["/live/kiosk"] = sights.kiosk(
            fields=(replace(fields[0], refusal="sold_out"), *fields[1:])
        )
        stage.centre = sights.centre(dossiers_per_ticket=5)
        stage.answers["POST /tickets"] = no
        async with ready(stage, tray) as pilot:
            await until(pilot, "đã hết số hôm nay")
            await pilot.click("#tile-0")
            await until(pilot, "Đã phát hết số hôm nay.")


@pytest.mark.uncounted
class TestDigits:
    async def test_the_number_of_a_tile_chooses_it(self, stage: Stage, tray: PaperTray) -> None:
        async with ready(stage, tray) as pilot:
            await pilot.press("3")
            await until(pilot, "C005")

    async def test_two_digits_are_one_number(self, stage: Stage, tray: PaperTray) -> None:
        async with ready(stage, tray) as pilot:
            await pilot.press("1")
            await until(pilot, "Bấm số: 1_")
            await pilot.press("6")
            await until(pilot, "T005")

        assert len(stage.tickets) == 1

    async def test_a_one_alone_is_the_first_tile_after_a_moment(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        async with ready(stage, tray, timing=TIMING._replace(together_s=0.05)) as pilot:
            await pilot.press("1")
            await until(pilot, "A005")

    async def test_a_number_that_no_tile_has_is_forgotten(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        async with ready(stage, tray) as pilot:
            await pilot.press("1", "9", "0", "1", "escape", "enter")
            await pilot.pause(0.05)

        assert stage.tickets == []


class TestLookingUp:
    async def test_so_do_is_asked_back_in_plain_words(self, stage: Stage, tray: PaperTray) -> None:
        finds(stage, procedures=RED_BOOKS)
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await type_in(pilot, "so do")
            await until(pilot, "“so do”: có 7 việc. Quý vị cần việc nào?")
            await until(pilot, "Sang tên sổ đỏ")
            assert "Xóa thế chấp sổ đỏ" not in text_of(pilot.app)
            await pilot.click("#page")
            await until(pilot, "Xóa thế chấp sổ đỏ")

    async def test_a_procedure_says_what_to_bring_and_gives_a_number(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        known = procedure(
            "1.001",
            "Sang tên sổ đỏ",
            days=8,
            days_unit=DaysUnit.WORKING,
            fee="15.000 đồng",
            papers="Hợp đồng; sổ đỏ bản gốc",
        )
        finds(stage, procedures=(known,))
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await type_in(pilot, "sang")
            await until(pilot, "Thủ tục tìm thấy")
            await pilot.click("#result-0")
            await until(pilot, "8 ngày làm việc")
            shown = words_of(pilot.app)
            await pilot.click("#take")
            await until(pilot, "C005")
            asked = await stage.was_asked("POST", "/tickets")

        for text in ("Sang tên sổ đỏ", "15.000 đồng", "Hợp đồng; sổ đỏ bản gốc", "Quầy: 2"):
            assert text in shown
        assert body_of(asked) == {
            "kind": "submit",
            "field": "DD",
            "procedure": "1.001",
            "language": "vi",
        }

    async def test_what_nobody_wrote_down_is_to_be_asked_at_the_counter(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        finds(stage, procedures=RED_BOOKS[:1])
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await type_in(pilot, "so")
            await until(pilot, "Cấp sổ đỏ lần đầu")
            await pilot.click("#result-0")
            await until(pilot, "hỏi tại quầy")
            assert text_of(pilot.app).count("hỏi tại quầy") == 3  # time, fee, papers
            await pilot.click("#back")
            await until(pilot, "Thủ tục tìm thấy")
            await pilot.click("#back")
            await until(pilot, "Đất đai")

    async def test_what_is_done_elsewhere_is_said(self, stage: Stage, tray: PaperTray) -> None:
        finds(
            stage,
            procedures=(),
            elsewhere_vi="Ly hôn do Tòa án nhân dân khu vực giải quyết.",
            elsewhere_en="Divorce is for the regional court.",
        )
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await type_in(pilot, "ly hon")
            await until(pilot, "Ly hôn do Tòa án nhân dân khu vực giải quyết.")

    async def test_nothing_found_leads_to_guidance(self, stage: Stage, tray: PaperTray) -> None:
        finds(stage, procedures=())
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await pilot.press(*"zzz")
            await until(pilot, "HỎI - HƯỚNG DẪN")

    async def test_a_search_that_fails_keeps_nobody_from_a_number(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await type_in(pilot, "so")
            await until(pilot, "Quý vị vẫn lấy số theo lĩnh vực.")
            await pilot.click("#back")
            await until(pilot, "Đất đai")
            await pilot.click("#tile-0")
            await until(pilot, "A005")

    async def test_a_word_is_finished_by_a_touch(self, stage: Stage, tray: PaperTray) -> None:
        finds(stage, procedures=RED_BOOKS)
        async with ready(stage, tray) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            await type_in(pilot, "so d")
            await until(pilot, "đỏ")
            await pilot.click("#word-0")
            await until(pilot, "so đỏ _")
            await pilot.press("backspace", "backspace", "space", "space", "x")
            await until(pilot, "so đ x_")
            await pilot.click("#key-clear")
            await until(pilot, "Quý vị cần làm việc gì?")

    def test_words_are_compared_without_their_marks(self) -> None:
        first, *others = suggestions("so d", RED_BOOKS)

        assert first == "đỏ"
        assert {*others} == {"đổi", "đầu", "đất", "đính"}
        assert suggestions("so ", RED_BOOKS) == []
        assert plain("Đổi SỔ đỏ") == "doi so do"


class TestASilentPrinter:
    async def test_people_say_that_they_have_their_paper(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        tray.asks = True
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-0")
            await until(pilot, "Đã có phiếu chưa?")
            await pilot.click("#there")
            await until(pilot, "Đất đai")
            told = await stage.was_asked("POST", f"/tickets/{tray.jobs[0].ticket}/printed")

        assert body_of(told)["result"] == PrintResult.PRINTED
        assert len(tray.jobs) == 1

    async def test_missing_paper_is_printed_again_and_marked(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        tray.asks = True
        async with ready(stage, tray) as pilot:
            await pilot.click("#tile-0")
            for _ in range(2):
                await until(pilot, "Đã có phiếu chưa?")
                await pilot.click("#missing")
            await until(pilot, "Nếu phiếu chưa ra, vui lòng nhớ số này và báo nhân viên.")
            await pilot.click("#done")
            await until(pilot, "Đất đai")

        printed = [a for a in stage.asked if a.path.endswith("/printed")]
        assert [job.again for job in tray.jobs] == [False, True, True]
        assert [body_of(a)["result"] for a in printed] == ["failed", "failed", "unknown"]

    async def test_nobody_answers_and_it_stays_unknown(self, stage: Stage, tray: PaperTray) -> None:
        tray.asks = True
        timing = TIMING._replace(stay_s=1, no_paper_s=1)
        async with ready(stage, tray, timing=timing) as pilot:
            await pilot.click("#tile-0")
            told = await stage.was_asked("POST", f"/tickets/{5:032x}/printed")
            await until(pilot, "Đất đai")

        assert body_of(told)["result"] == PrintResult.UNKNOWN
