import pytest
from textual.app import App, ComposeResult

from queue_server.terminal import glyphs
from queue_server.terminal.glyphs import BigText, letters, picture
from tests.support.screens import text_of

SIZES = [(24, 3), (24, 4), (40, 6), (66, 10), (130, 28)]
LABELS = ["A005", "W888", "G1005", "3", "16"]


def dots(text: str, columns: int, rows: int, shape: str = "") -> list[list[bool]]:
    """Return the quarters that are inked, as rows."""
    grid: list[list[bool]] = []
    for line in letters(picture(text, columns, rows, shape, shades=False)):
        bits = [glyphs.QUARTERS.index(block) for block in line]
        grid.append([bool(b & bit) for b in bits for bit in (1, 2)])
        grid.append([bool(b & bit) for b in bits for bit in (4, 8)])
    return grid


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("label", LABELS)
def test_a_label_fills_its_room_and_stays_inside(label: str, columns: int, rows: int) -> None:
    drawn = picture(label, columns, rows)

    assert len(drawn) == rows
    assert {len(row) for row in drawn} == {columns}
    tall = [row for row in drawn if any(mark.ink for mark in row)]
    places = [at for row in drawn for at, mark in enumerate(row) if mark.ink]
    across = max(places) - min(places) + 1
    assert len(tall) >= rows * 0.85 or across >= columns * 0.85


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_an_eight_keeps_both_its_holes(columns: int, rows: int) -> None:
    grid = dots("8", columns, rows, "A888")
    middle = [row for row in grid if any(row)]
    holes = _holes(middle)

    assert holes == 2


def _holes(grid: list[list[bool]]) -> int:
    """Count the regions of paper that ink encloses."""
    height, width = len(grid) + 2, len(grid[0]) + 2
    paper = {
        (y, x)
        for y in range(height)
        for x in range(width)
        if not (0 < y < height - 1 and 0 < x < width - 1 and grid[y - 1][x - 1])
    }
    regions = 0
    while paper:
        regions += 1
        edge = [paper.pop()]
        while edge:
            y, x = edge.pop()
            for beside in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                if beside in paper:
                    paper.remove(beside)
                    edge.append(beside)
    return regions - 1


def test_labels_of_one_shape_stand_equally_high() -> None:
    heights = {
        sum(any(row) for row in dots(label, 26, 4, "A888")) for label in ("A005", "B112", "Z777")
    }

    assert max(heights) - min(heights) <= 1, "no more than a round letter's overshoot"


def test_high_letters_have_shades_and_low_ones_none() -> None:
    low = {mark.ink for row in picture("A005", 24, 4) for mark in row}
    high = {mark.ink for row in picture("A005", 100, 20) for mark in row}

    assert low == {0, glyphs.LEVELS}
    assert len(high) > 3


@pytest.mark.parametrize("word", ["TẠM DỪNG", "ĐÓNG", "Ế Ộ Ữ Ặ"])
def test_marks_above_and_below_are_whole(word: str) -> None:
    font = glyphs._fitting(word, word, 160, 56, 800)
    box = font.getbbox(word)

    halves = [
        any(level for level in half)
        for row in picture(word, 160, 28)
        for half in zip(*map(_levels, row), strict=True)
    ]

    inked = [at for at, ink in enumerate(halves) if ink]
    assert inked[-1] - inked[0] + 1 >= box[3] - box[1] - 2, "the faintest edges are none"


def _levels(mark: glyphs.Mark) -> tuple[int, int]:
    """Return the ink in the upper and the lower half of a cell."""
    if mark.block == "▄":
        return mark.paper, mark.ink
    return mark.ink, mark.paper


@pytest.mark.parametrize(("text", "columns", "rows"), [("", 10, 2), ("A", 0, 3), ("A", 3, 0)])
def test_nothing_is_drawn_for_no_text_or_no_room(text: str, columns: int, rows: int) -> None:
    drawn = picture(text, columns, rows)

    assert len(drawn) == rows
    assert all(mark == glyphs.BLANK for row in drawn for mark in row)


class OneWord(App[None]):
    CSS = "BigText { height: 5; width: 30; color: white; background: black; }"

    def compose(self) -> ComposeResult:
        yield BigText("A005")


async def test_the_widget_draws_the_newest_text() -> None:
    app = OneWord()
    async with app.run_test(size=(30, 5)) as pilot:
        before = text_of(app)
        app.query_one(BigText).text = "B117"
        await pilot.pause()
        after = text_of(app)

    assert before.splitlines() == [line.rstrip() for line in letters(picture("A005", 30, 5))]
    assert after.splitlines() == [line.rstrip() for line in letters(picture("B117", 30, 5))]
