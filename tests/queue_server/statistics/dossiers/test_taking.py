"""An export of the case system: what is understood of it, whoever wrote it."""

import io
from datetime import date, datetime

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from queue_server.protocol.papers import Case, CaseChannel, CaseState
from queue_server.protocol.plan import CaseColumns, Plan, Reporting
from queue_server.protocol.refusals import Refused
from queue_server.statistics.dossiers import taking
from tests.support.small import small_plan

TODAY = date(2026, 11, 20)
PLAN = small_plan()


def take(body: bytes, plan: Plan = PLAN, kept: dict[str, Case] | None = None) -> taking.Taken:
    return taking.take(taking.opened(body, plan), kept or {}, plan, TODAY)


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode("utf-8-sig")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, target = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(target)
    return target.getvalue()


HEADS = ("Mã hồ sơ", "Ngày tiếp nhận", "Hẹn trả kết quả", "Ngày có kết quả", "Trạng thái")


def test_a_workbook_is_read_under_its_title_rows_with_real_dates() -> None:
    body = workbook(
        ("DANH SÁCH HỒ SƠ",),
        (),
        HEADS,
        # a spreadsheet's times have no zone
        ("H29-1", datetime(2026, 11, 2, 8, 30), date(2026, 11, 5), None, "Chờ bổ sung"),  # noqa: DTZ001
        ("H29-2", "09:15 03/11/2026", "2026-11-10", 46331, "Đã rút hồ sơ"),
    )
    taken = take(body)

    assert [line.verdict for line in taken.lines] == ["new", "new"]
    one, two = taken.cases
    assert (one.received_on, one.due_on, one.done_on) == (
        date(2026, 11, 2),
        date(2026, 11, 5),
        None,
    )
    assert (two.received_on, two.done_on) == (date(2026, 11, 3), date(2026, 11, 5))
    assert (one.state, two.state) == (CaseState.SUPPLEMENT, CaseState.WITHDRAWN)
    assert (taken.first, taken.last) == (date(2026, 11, 2), date(2026, 11, 5))


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ("Trực tuyến", CaseChannel.ONLINE),
        ("Nộp qua Cổng DVC quốc gia", CaseChannel.ONLINE),
        ("dịch vụ bưu chính công ích", CaseChannel.POST),
        ("TRỰC TIẾP", CaseChannel.DIRECT),
        ("", CaseChannel.DIRECT),
    ],
)
def test_channels_are_known_by_their_words(said: str, channel: CaseChannel) -> None:
    taken = take(csv("Mã hồ sơ;Ngày nhận;Hình thức nộp", f"H1;02/11/2026;{said}"))

    assert [case.channel for case in taken.cases] == [channel]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";02/11/2026;;", "thiếu mã hồ sơ"),
        (f"{'x' * 65};02/11/2026;;", "dài quá 64"),
        ("H1;;;", "thiếu ngày tiếp nhận"),
        ("H1;30/02/2026;;", "không hiểu ngày “30/02/2026”"),
        ("H1;hôm qua;;", "không hiểu ngày “hôm qua”"),
        ("H1;02/11/1899;;", "không hiểu ngày"),
        ("H1;21/11/2026;;", "ở tương lai"),
        ("H1;02/11/2026;01/11/2026;", "hẹn trả trước"),
        ("H1;02/11/2026;;01/11/2026", "xong trước"),
    ],
)
def test_a_line_that_is_not_understood_says_why(line: str, why: str) -> None:
    taken = take(csv("Mã hồ sơ;Ngày nhận;Hẹn trả kết quả;Ngày có kết quả", line))

    assert taken.cases == []
    assert why in taken.lines[0].why_vi
    assert taken.lines[0].why_en.isascii() or "“" in taken.lines[0].why_en


def test_fields_and_procedures_are_found_by_name_or_code_without_marks() -> None:
    taken = take(
        csv(
            "Mã hồ sơ;Ngày nhận;Lĩnh vực;Tên thủ tục",
            "H1;02/11/2026;ho tich;",
            "H2;02/11/2026;;Chứng thực bản sao từ bản chính",
            "H3;02/11/2026;HT;1.001193",
            "H4;02/11/2026;Vũ trụ;",
        )
    )

    assert [(case.field, case.procedure) for case in taken.cases] == [
        ("HT", None),
        ("CT", "2.000815"),
        ("HT", "1.001193"),
    ]
    assert "không có lĩnh vực “Vũ trụ”" in taken.lines[3].why_vi


def test_a_centre_names_its_own_columns_and_is_told_which_is_missing() -> None:
    columns = CaseColumns(code="Số HS", received="Tiếp nhận lúc")
    own = replace(PLAN, reporting=Reporting(columns=columns))
    taken = take(csv("Số HS,Mã hồ sơ,Tiếp nhận lúc", "A-1,zzz,02/11/2026"), own)

    assert [case.code for case in taken.cases] == ["A-1"]
    with pytest.raises(Refused) as refused:
        take(csv("Mã hồ sơ,Tiếp nhận lúc", "A-1,02/11/2026"), own)
    assert "“Số HS”" in refused.value.sentence.vi


def test_what_is_kept_already_is_the_same_or_changed() -> None:
    first = take(csv("Mã hồ sơ;Ngày nhận;Hẹn trả kết quả", "H1;02/11/2026;05/11/2026"))
    kept = {case.code: case for case in first.cases}
    lines = ("H1;02/11/2026;05/11/2026", "H1;02/11/2026;06/11/2026")
    same, changed = (
        take(csv("Mã hồ sơ;Ngày nhận;Hẹn trả kết quả", line), kept=kept) for line in lines
    )

    assert (same.lines[0].verdict, same.cases) == ("same", [])
    assert (changed.lines[0].verdict, len(changed.cases)) == ("changed", 1)


def test_names_are_read_only_where_a_centre_keeps_them() -> None:
    body = csv("Mã hồ sơ;Ngày nhận;Chủ hồ sơ", "H1;02/11/2026;Nguyễn Thị Lan")
    keeping = replace(PLAN, reporting=Reporting(keep_owners=True))

    assert take(body).owners == {}
    assert take(body, keeping).owners["H1"].name == "Nguyễn Thị Lan"
    assert taking.owners(taking.opened(body, PLAN))["H1"].name == "Nguyễn Thị Lan"
