"""Letters on dots: straight edges are whole, and no accent is taken for another."""

import unicodedata
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from queue_server.terminal import letterforms
from queue_server.terminal.lettering import LEAST, NARROW

VOWELS = {
    "a": "aáàảãạâấầẩẫậăắằẳẵặ",
    "e": "eéèẻẽẹêếềểễệ",
    "i": "iíìỉĩị",
    "o": "oóòỏõọôốồổỗộơớờởỡợ",
    "u": "uúùủũụưứừửữự",
    "y": "yýỳỷỹỵ",
    "d": "dđ",
}
TOLD_APART = 1.5
"""Two letters differ in so many dots at least; a dot is a quarter of a cell."""


def dots(letter: str, capitals: int, narrow: float) -> Image.Image:
    return letterforms.line(letter, capitals, narrow)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return in how many dots two letters differ, however they are laid beside one another."""
    size = (max(one.width, other.width) + 2, one.height)
    still = Image.new("L", size)
    still.paste(one, (1, 0))
    found = []
    for aside in range(3):
        moved = Image.new("L", size)
        moved.paste(other, (aside, 0))
        found.append(ImageStat.Stat(ImageChops.difference(still, moved)).sum[0] / 255)
    return min(found)


def alike(capitals: int, narrow: float) -> list[str]:
    """Return the letters that could be taken for one another."""
    pairs = [
        pair
        for family in VOWELS.values()
        for letters in (family, family.upper())
        for pair in combinations(letters, 2)
    ]
    return [
        one + other
        for one, other in pairs
        if difference(dots(one, capitals, narrow), dots(other, capitals, narrow)) < TOLD_APART
    ]


@pytest.mark.parametrize("narrow", [NARROW[0], NARROW[-1]])
def test_in_the_lowest_letters_every_accent_can_be_told_from_every_other(narrow: float) -> None:
    assert alike(LEAST, narrow) == []


def test_in_lower_ones_some_could_not_which_is_why_there_are_none() -> None:
    assert len(alike(LEAST - 2, NARROW[-1])) > 10


def test_no_letter_is_cut_and_reaches_as_far_as_it_says() -> None:
    heights = letterforms.Heights(LEAST)
    for letter in "".join(VOWELS.values()) + "".join(VOWELS.values()).upper() + "gpqj,;Q()/":
        drawn = dots(letter, LEAST, NARROW[0])
        box = drawn.point(lambda value: 255 if value > 160 else 0).getbbox()
        assert box is not None
        above, below = letterforms.reach(letter, LEAST)
        assert box[1] >= heights.above - above, letter
        assert box[3] <= heights.above + below, letter
        assert box[0] > 0
        assert box[2] < drawn.width


@pytest.mark.parametrize("letter", list("éèảãấềễốờửýÁỀỐ"))
def test_a_row_of_paper_is_between_a_letter_and_its_accent(letter: str) -> None:
    heights = letterforms.Heights(9)
    drawn = dots(letter, 9, NARROW[0])
    top = heights.small if letter.islower() else heights.capitals
    gap = drawn.crop((0, heights.above - top - 1, drawn.width, heights.above - top))

    horn = letter in "ờửỜỬ"
    assert horn or ImageStat.Stat(gap).sum[0] / 255 < 1


def test_straight_edges_lie_on_whole_dots() -> None:
    drawn = dots("L", LEAST, NARROW[1])
    shades = set(drawn.tobytes())
    grey = [value for value in drawn.tobytes() if 60 < value < 200]

    assert {0, 255} <= shades
    assert len(grey) <= 6


def test_signs_stand_as_high_as_capitals() -> None:
    for sign in letterforms.SIGNS:
        assert letterforms.reach(sign, LEAST) == (LEAST, 0)
        drawn = dots(sign, LEAST, NARROW[0]).getbbox()
        assert drawn is not None
        assert drawn[3] - drawn[1] == LEAST


def test_letters_come_from_the_font_one_by_one() -> None:
    assert all(unicodedata.normalize("NFC", letter) == letter for letter in VOWELS["o"])
    assert letterforms.length("ab") == pytest.approx(
        letterforms.length("a") + letterforms.length("b"), abs=0.05
    )
