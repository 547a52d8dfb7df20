"""Words in large letters: every accent is there, and as large as there is room."""

import pytest

from queue_server.terminal.glyphs import LEVELS
from queue_server.terminal.lettering import ALL, SHAPES, drawn, setting


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [("Hộ tịch", 60, 9), ("Đăng ký hộ kinh doanh, hợp tác xã", 52, 7), ("1", 5, 3)],
)
def test_a_picture_fills_its_room_exactly(text: str, columns: int, rows: int) -> None:
    picture = drawn(text, columns, rows)

    assert len(picture) == rows
    assert {len(row) for row in picture} == {columns}
    assert any(mark.ink for row in picture for mark in row)


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn("", 3, 2) == drawn(" ", 3, 2)
    assert drawn("A", 0, 0) == ()


def test_no_word_is_lost_or_broken() -> None:
    text = "Nông nghiệp, lâm nghiệp, thủy sản, thủy lợi"

    assert " ".join(setting(text, 40, 12).lines) == text


def test_more_room_is_larger_letters() -> None:
    small, large = setting("Đất đai", 30, 5), setting("Đất đai", 60, 10)

    assert large.capitals > small.capitals


def test_neighbours_are_alike_where_a_height_is_named() -> None:
    heights = {setting(text, 40, 6, 2).capitals for text in ("Ưu tiên", "Tra cứu", "A")}

    assert max(heights) <= 2
    assert max(heights) - min(heights) < 0.15


def test_accents_make_a_difference() -> None:
    words = ["Ho tich", "Hộ tịch", "Hồ tích", "Hổ tịch"]

    assert len({drawn(word, 40, 6) for word in words}) == len(words)


def test_marks_above_and_below_are_inside() -> None:
    """A letter with marks is no higher than its room: the rows at the edges are not full."""
    picture = drawn("Ệ", 12, 6)

    assert all(mark.ink == 0 or mark.block != "█" for mark in picture[0])
    assert all(mark.ink == 0 or mark.block != "█" for mark in picture[-1])


def test_every_shape_is_a_part_of_a_cell() -> None:
    assert all(0 < dots < ALL for dots in SHAPES.values())
    assert len(set(SHAPES.values())) == len(SHAPES)
    marks = {mark for row in drawn("Thủ tục", 50, 8) for mark in row}
    assert all(0 <= mark.ink <= LEVELS and 0 <= mark.paper <= LEVELS for mark in marks)
