"""Words in large letters: never too small, nothing lost, and as large as there is room."""

import unicodedata

import pytest
from textual.app import App, ComposeResult

from queue_server.terminal.glyphs import LEVELS
from queue_server.terminal.lettering import (
    LEAST,
    LEAST_CAPITALS,
    LEAST_DIGITS,
    LargeText,
    drawn,
    least,
    pieces,
    setting,
)
from tests.support.screens import text_of

LONG = "Nông nghiệp, lâm nghiệp, thủy sản, thủy lợi"


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [("Hộ tịch", 60, 9), ("Đăng ký hộ kinh doanh, hợp tác xã", 52, 7), ("1", 7, 4)],
)
def test_a_picture_fills_its_room_exactly(text: str, columns: int, rows: int) -> None:
    picture = drawn(text, columns, rows)

    assert len(picture) == rows
    assert {len(row) for row in picture} == {columns}


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn("", 3, 2) == drawn(" ", 3, 2)
    assert drawn("A", 0, 0) == ()


def test_no_word_is_lost_or_broken() -> None:
    chosen = setting(LONG, 60, 24)

    assert chosen.dots >= LEAST
    assert " ".join(chosen.lines) == LONG


@pytest.mark.parametrize("rows", range(1, 14))
@pytest.mark.parametrize("text", ["Ngoài giờ lấy số", "128", "QWERTY"])
def test_no_letter_is_drawn_lower_than_it_can_be_read(text: str, rows: int) -> None:
    chosen = setting(text, 90, rows)

    assert chosen.dots == 0 or chosen.dots >= least(text)


def test_capitals_and_digits_alone_may_be_a_little_lower() -> None:
    assert least("Hộ tịch") == least("ở") == least("a") == LEAST
    assert least("16") == least("1/4") == LEAST_DIGITS
    assert least("QWERTY") == LEAST_CAPITALS


def test_a_text_without_room_stands_whole_in_the_terminals_own_letters() -> None:
    chosen = setting(LONG, 30, 4)

    assert chosen.dots == 0
    assert " ".join(chosen.lines) == LONG
    assert all(len(line) <= 30 for line in chosen.lines)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Công an (cư trú, căn cước, định danh, xe)", "Công an"),
        ("Công Thương và an toàn thực phẩm", "Công Thương…"),
        ("Police services (residence)", "Police services"),
        ("Hộ tịch", "Hộ tịch"),
    ],
)
def test_a_name_that_may_be_shortened_is_cut_between_its_parts(name: str, shown: str) -> None:
    chosen = setting(name, 46, 11, 4.5, shorten=True)

    assert chosen.dots >= LEAST
    assert " ".join(chosen.lines) == shown


def test_more_room_is_larger_letters() -> None:
    small, large = setting("Đất đai", 40, 7), setting("Đất đai", 60, 10)

    assert large.capitals > small.capitals


def test_neighbours_are_alike_where_a_height_is_named() -> None:
    heights = {setting(text, 50, 6, 3.5).dots for text in ("Ưu tiên", "Tra cứu", "A")}

    assert heights == {7}


def test_accents_make_a_difference() -> None:
    words = ["Ho tich", "Hộ tịch", "Hồ tích", "Hổ tịch"]

    assert len({drawn(word, 50, 7) for word in words}) == len(words)


def test_a_text_in_parts_is_drawn_as_the_whole_letters() -> None:
    assert drawn(unicodedata.normalize("NFD", "Hộ tịch"), 50, 7) == drawn("Hộ tịch", 50, 7)


def test_marks_are_shades_of_blocks() -> None:
    marks = {mark for row in drawn("Thủ tục", 50, 8) for mark in row}

    assert all(0 <= mark.paper <= mark.ink <= LEVELS for mark in marks)


@pytest.mark.parametrize("text", ["ngắn", "một hai ba " * 60, "giấytờ" * 30])
def test_a_long_text_is_cut_between_words_into_what_can_be_drawn(text: str) -> None:
    cut = pieces(text, 132, 25)

    assert " ".join(cut) == text.strip()
    if " " in text:
        assert all(setting(piece, 132, 25, 3.5).dots >= LEAST for piece in cut)


async def test_a_widget_without_room_shows_the_words_themselves() -> None:
    class Small(App[None]):
        def compose(self) -> ComposeResult:
            yield LargeText("Ngoài giờ lấy số")

    async with Small().run_test(size=(30, 3)) as pilot:
        assert "Ngoài giờ lấy số" in text_of(pilot.app)
