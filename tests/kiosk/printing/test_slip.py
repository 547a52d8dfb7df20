import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.printing.slip import Code, Line, Size, Slip, clean, slip
from queue_server.protocol.vocabulary import Language
from tests.support import sights


def texts(paper: Slip) -> list[str]:
    """Return the texts; words that stay together have a space of their own kind."""
    return [part.text.replace("\xa0", " ") for part in paper if isinstance(part, Line)]


def vietnamese(**changed: object) -> Slip:
    return slip(sights.ticket(**changed), sights.centre(), Language.VI, sights.AT)


def test_a_slip_says_all_that_the_centre_prints_in_this_order() -> None:
    assert texts(vietnamese()) == [
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "XÃ CẨM XUYÊN",
        "PHIẾU SỐ THỨ TỰ",
        "A005",
        "Lĩnh vực: Hộ tịch",
        "Loại: Nộp hồ sơ",
        "Quầy: 1, 2",
        "Số người chờ trước: 4",
        "Thời gian chờ dự kiến: khoảng 10-20 phút",
        "07:42, ngày 23/11/2026",
        "Vui lòng chờ gọi số. Quá 3 lượt gọi không có mặt, số sẽ bị bỏ qua.",
        "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả.",
    ]


def test_an_english_slip_speaks_english() -> None:
    paper = slip(sights.ticket(), sights.centre(), Language.EN, sights.AT)

    assert texts(paper)[:5] == [
        "PUBLIC ADMINISTRATION SERVICE CENTRE",
        "CẨM XUYÊN COMMUNE",
        "QUEUE TICKET",
        "A005",
        "Field: Civil status",
    ]


def test_only_the_number_is_drawn_as_the_number() -> None:
    numbers = [part for part in vietnamese() if isinstance(part, Line) and part.size is Size.NUMBER]

    assert [line.text for line in numbers] == ["A005"]


def test_priority_and_reprint_are_marked_only_where_they_are() -> None:
    plain = texts(vietnamese())
    paper = slip(
        sights.ticket(priority="over60"), sights.centre(), Language.VI, sights.AT, again=True
    )

    assert "ƯU TIÊN" not in plain
    assert "IN LẠI" not in plain
    assert {"ƯU TIÊN", "IN LẠI"} <= set(texts(paper))


def test_the_code_is_there_only_with_a_public_address() -> None:
    link = "http://10.0.0.1/t/abc"

    assert not any(isinstance(part, Code) for part in vietnamese())
    assert Code(link) in vietnamese(link=link)


def test_a_ticket_that_waits_no_more_promises_nothing() -> None:
    paper = texts(vietnamese(ahead=None, estimate=None, state="serving"))

    assert not any("chờ trước" in text or "dự kiến" in text for text in paper)


def test_several_dossiers_are_counted() -> None:
    assert "Số hồ sơ: 12" in texts(vietnamese(quantity=12))


def test_a_wait_over_lunch_says_when_it_goes_on() -> None:
    paper = texts(vietnamese(estimate=None, after_break="13:30"))

    assert "Thời gian chờ dự kiến: sau 13:30" in paper


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Hộ   tịch\n", "Hộ tịch"),
        ("a\x1bp\x00b", "apb"),
        ("Thue\u0302\u0301", "Thuế"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
def test_a_text_is_cleaned(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text(max_size=500))
def test_no_control_character_survives(text: str) -> None:
    assert not any(unicodedata.category(letter)[0] == "C" for letter in clean(text))
