"""Letters fitted to a terminal's dots: a cell has two down and two across, each in a shade.

A letter's straight edges are laid on whole dots, so that it is as clear as a sign: down by the
heights that all letters share, across by trying where each letter is sharpest.
"""

import unicodedata
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from math import ceil
from operator import mul
from typing import NamedTuple

import fontpkg
from PIL import Image, ImageDraw, ImageFont

from queue_server.terminal.glyphs import FAMILY

WEIGHT = 700
CAPITALS = 0.74
"""Heights in sizes of the font, from the line that letters stand on; measured in it."""
SMALL = 0.54
STROKE = 0.114
UNDER = (0.115, 0.24)
"""From where to where the dot under a letter goes, and the foot of a g."""
ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309")
"""Marks that stand above a letter; horns and dots below are parts of it."""
HIGHEST, LOWEST = 1.18, 0.32
MEASURE = 1000
"""The size of the font by which texts are measured."""
FINE = 16
"""So many times finer is a letter drawn before it is laid on the dots."""
NEXT, PERSON, CONTRAST = "▶", "●", "◕"
SIGNS = {NEXT: 0.66, PERSON: 0.86, CONTRAST: 0.82}
"""What the font has not, and how wide it is."""
WORD_GAP = 0.05
"""Words stand a little further apart than in print: letters may move aside."""
SHIFTS = range(-4, 5)
"""Eighths of a dot that a letter may move aside."""
STRETCHES = (1.0, 0.97, 1.03, 0.94, 1.06)
FAINT, DARK = 46, 209
"""Less is no ink at all, more is all of it: else every edge has a veil."""
ACCENT, ACCENT_WIDTH = 1.4, 1.3
"""So much darker and wider are accents drawn than they are."""
MARGIN = 3
BLURS = [value * (255 - value) for value in range(256)]
"""How far a shade is from being ink or paper."""

Font = ImageFont.FreeTypeFont


Landmarks = tuple[tuple[float, float], ...]
"""Heights of the font and the dots that they are laid on, from below."""


class Crown(Enum):
    """What a letter bears on its head."""

    NOTHING = auto()
    ON_SMALL = auto()
    ON_CAPITAL = auto()


class Heights(NamedTuple):
    """Where a text's letters begin and end, in dots; capitals are so many dots high."""

    capitals: int

    @property
    def em(self) -> float:
        """The size of the font."""
        return self.capitals / CAPITALS

    @property
    def small(self) -> int:
        """How high an x is."""
        return round(0.53 * self.em)

    @property
    def above(self) -> int:
        """How many rows of dots any letter may need above its line."""
        return ceil(_dots(landmarks(self.capitals, Crown.ON_CAPITAL), HIGHEST))

    @property
    def below(self) -> int:
        """How many rows of dots any letter may need below it."""
        return ceil(-_dots(landmarks(self.capitals, Crown.NOTHING), -LOWEST))


def crown(letter: str) -> Crown:
    """Return what a letter bears on its head: accents get rows of dots of their own."""
    base, marks = letter[0], unicodedata.normalize("NFD", letter)
    if not ACCENTS & set(marks):
        return Crown.NOTHING
    return Crown.ON_SMALL if base.islower() else Crown.ON_CAPITAL


@lru_cache(maxsize=256)
def landmarks(capitals: int, crown: Crown) -> Landmarks:
    """Return where a letter's heights are laid: its straight edges on whole dots."""
    heights = Heights(capitals)
    em, small, stroke = heights.em, heights.small, max(1, round(STROKE * heights.em))
    marks = [
        (-UNDER[1], -float(round(UNDER[1] * em))),
        (-UNDER[0], -float(max(1, round(UNDER[0] * em)))),
        (-0.01, 0.0),
        (STROKE, float(stroke)),
        (SMALL - STROKE, float(small - stroke)),
        (SMALL, float(small)),
    ]
    if crown is Crown.ON_SMALL:
        marks += _accents(SMALL, small, em)
    else:
        marks += [(CAPITALS - STROKE, float(capitals - stroke)), (CAPITALS + 0.02, float(capitals))]
    if crown is Crown.ON_CAPITAL:
        marks += _accents(CAPITALS + 0.02, capitals, em)
    rising = [marks[0]]
    for mark in marks[1:]:
        if mark[1] > rising[-1][1]:
            rising.append(mark)
    return _further(rising[0], -LOWEST, em), *rising, _further(rising[-1], HIGHEST + 0.4, em)


def _accents(head: float, dots: int, em: float) -> list[tuple[float, float]]:
    """Return where accents are laid: a clear gap under them, and two rows of dots at least."""
    gap, high = max(1, round(0.06 * em)), max(2, round(0.2 * em))
    return [
        (head + 0.05, float(dots + gap)),
        (head + 0.25, float(dots + gap + high)),
        (head + 0.41, dots + gap + high + 0.12 * em),
    ]


def _further(mark: tuple[float, float], height: float, em: float) -> tuple[float, float]:
    """Return a landmark beyond the last one, at the font's own measure."""
    return height, mark[1] + (height - mark[0]) * em


def _dots(marks: Landmarks, height: float) -> float:
    """Return where a height of the font is laid."""
    return _between(marks, height)


def _height(marks: Landmarks, dots: float) -> float:
    """Return which height of the font is laid there."""
    return _between(tuple((there, here) for here, there in marks), dots)


def _between(marks: Landmarks, at: float) -> float:
    low, high = next((pair for pair in pairwise(marks) if at <= pair[1][0]), (marks[-2], marks[-1]))
    return low[1] + (at - low[0]) / (high[0] - low[0]) * (high[1] - low[1])


@lru_cache(maxsize=4096)
def length(text: str) -> float:
    """Return how long a text is, in sizes of the font."""
    letters = "".join(letter for letter in text if letter not in SIGNS)
    signs = sum(SIGNS[letter] for letter in text if letter in SIGNS)
    return signs + WORD_GAP * text.count(" ") + _font(MEASURE).getlength(letters) / MEASURE


@lru_cache(maxsize=4096)
def reach(text: str, capitals: int) -> tuple[int, int]:
    """Return how many rows of dots a text needs above and below its line."""
    ends = [_ends(letter, capitals) for letter in text if letter != " "]
    return max([capitals, *(above for above, _ in ends)]), max([0, *(below for _, below in ends)])


@lru_cache(maxsize=2048)
def _ends(letter: str, capitals: int) -> tuple[int, int]:
    if letter in SIGNS:
        return capitals, 0
    size = MEASURE
    _, top, _, bottom = _font(size).getbbox(letter, anchor="ls")
    marks = landmarks(capitals, crown(letter))
    return _whole(_dots(marks, -top / size)), _whole(-_dots(marks, -bottom / size))


def _whole(dots: float) -> int:
    """Round up; a breath of ink is none."""
    return ceil(dots - 0.4)


@lru_cache(maxsize=256)
def line(text: str, capitals: int, narrow: float) -> Image.Image:
    """Return a line of text in dots, `above` rows of them over the line that it stands on."""
    heights = Heights(capitals)
    across = 2 * heights.em * narrow
    wide = ceil(length(text) * across) + 2 * MARGIN
    drawn = Image.new("L", (wide, heights.above + heights.below))
    for place, letter in enumerate(text):
        if letter != " ":
            left = round((length(text[: place + 1]) - length(letter)) * across)
            _lay(drawn, _letter(letter, capitals, narrow), left)
    return drawn.point(_contrast)


def _lay(drawn: Image.Image, letter: Image.Image, left: int) -> None:
    """Put a letter to the others; where two meet, the darker counts."""
    box = (left, 0, left + letter.width, letter.height)
    under = drawn.crop(box)
    drawn.paste(Image.composite(letter, under, letter.point(lambda value: value and 255)), box)


def _contrast(value: int) -> int:
    return round(255 * min(1.0, max(0.0, (value - FAINT) / (DARK - FAINT))))


@lru_cache(maxsize=2048)
def _letter(letter: str, capitals: int, narrow: float) -> Image.Image:
    """Return a letter where and as wide as it is sharpest, `MARGIN` dots around it."""
    heights = Heights(capitals)
    tall = _laid(letter, heights)
    wide = ceil(length(letter) * 2 * heights.em * narrow) + 2 * MARGIN
    found = (
        (abs(shift) / 8 + abs(stretch - 1) * 4, _placed(tall, wide, narrow * stretch, shift / 8))
        for stretch in STRETCHES
        for shift in SHIFTS
    )
    sharpest = min(found, key=lambda one: _blur(one[1]) * (1 + one[0] / 5))[1]
    return _with_dark_accents(sharpest, letter, heights)


def _with_dark_accents(drawn: Image.Image, letter: str, heights: Heights) -> Image.Image:
    """Return a letter with more ink in what is thinner than its strokes."""
    if crown(letter) is Crown.NOTHING:
        return drawn
    box = (0, 0, drawn.width, heights.above - _head(letter, heights))
    drawn.paste(drawn.crop(box).point(lambda value: min(255, round(value * ACCENT))), box)
    return drawn


def _laid(letter: str, heights: Heights) -> Image.Image:
    """Return a letter whose rows are those of the dots, still fine across."""
    font = _font(round(heights.em * FINE))
    room = ceil(heights.em * FINE)
    ink = Image.new("L", (ceil(length(letter) * font.size) + 2 * room, room * 3))
    base = room * 2
    if letter in SIGNS:
        _draw_sign(ImageDraw.Draw(ink), letter, (room, base), font.size)
    else:
        ImageDraw.Draw(ink).text((room, base), letter, fill=255, font=font, anchor="ls")
    tall = Image.new("L", (ink.width, heights.above + heights.below))
    marks = landmarks(heights.capitals, crown(letter))
    for row in range(tall.height):
        top, bottom = (
            base - _height(marks, heights.above - edge) * heights.em * FINE
            for edge in (row, row + 1)
        )
        box = (0, max(0.0, top), ink.width, min(float(ink.height), bottom))
        tall.paste(ink.resize((ink.width, 1), Image.Resampling.BOX, box=box), (0, row))
    _widen_accents(tall, letter, heights)
    return tall


def _widen_accents(tall: Image.Image, letter: str, heights: Heights) -> None:
    """Make accents wider: which way they lean must be seen in two rows of dots."""
    accents = tall.crop((0, 0, tall.width, heights.above - _head(letter, heights) - 1))
    ink = accents.getbbox()
    if crown(letter) is Crown.NOTHING or ink is None:
        return
    wide = round((ink[2] - ink[0]) * ACCENT_WIDTH)
    wider = accents.crop((ink[0], 0, ink[2], accents.height)).resize((wide, accents.height))
    tall.paste(0, (0, 0, *accents.size))
    tall.paste(wider, ((ink[0] + ink[2] - wide) // 2, 0))


def _head(letter: str, heights: Heights) -> int:
    """Return how high a letter is without its accents, in dots."""
    return heights.small if crown(letter) is Crown.ON_SMALL else heights.capitals


def _draw_sign(pen: ImageDraw.ImageDraw, sign: str, at: tuple[int, int], size: float) -> None:
    """Draw a sign as high as capitals."""

    def spot(across: float, up: float) -> tuple[float, float]:
        return at[0] + across * size, at[1] - up * size

    match sign:
        case "▶":
            pen.polygon([spot(0.06, 0), spot(0.06, CAPITALS), spot(0.62, CAPITALS / 2)], fill=255)
        case "●":
            pen.ellipse([spot(0.16, CAPITALS), spot(0.54, 0.41)], fill=255)
            pen.rounded_rectangle([spot(0.02, 0.34), spot(0.68, -0.4)], 0.2 * size, fill=255)
            pen.rectangle([spot(0, 0), spot(0.7, -0.5)], fill=0)
        case _:
            ring = [spot(0.04, CAPITALS), spot(0.04 + CAPITALS, 0)]
            pen.ellipse(ring, outline=255, width=round(STROKE * size))
            pen.chord(ring, 270, 90, fill=255)


def _placed(tall: Image.Image, wide: int, narrow: float, shift: float) -> Image.Image:
    """Return a letter cut into dots, moved aside by a part of one."""
    fine = FINE / (2 * narrow)
    middle = tall.width / 2 - shift * fine
    room = (wide / 2) * fine
    box = (max(0.0, middle - room), 0, min(float(tall.width), middle + room), tall.height)
    return tall.resize((wide, tall.height), Image.Resampling.BOX, box=box)


def _blur(letter: Image.Image) -> float:
    """Return how much of a letter is neither ink nor paper."""
    return float(sum(map(mul, letter.histogram(), BLURS)))


@lru_cache(maxsize=64)
def _font(size: int) -> Font:
    return ImageFont.truetype(str(fontpkg.path(FAMILY, weight=WEIGHT)), size)
