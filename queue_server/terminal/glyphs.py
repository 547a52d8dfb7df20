"""Large letters on a terminal: a real font, drawn into blocks.

High letters are made of half cells, which are square, in the shades of the font's own smooth
edges, so that a number as high as the wall shows no stairs. In low ones grey would blur the
strokes: they are made of quarter cells, black or white.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import fontpkg
from PIL import Image, ImageDraw, ImageFont
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

FAMILY = "Be Vietnam Pro"
LEVELS = 6
"""Shades between paper and ink; more cannot be seen and only make the screen's bytes longer."""
SMOOTH_FROM = 14
"""Half cells that capitals must be high to be drawn in shades."""
WEIGHTS = ((9, 600), (SMOOTH_FROM, 700), (10**6, 800))
"""The heaviest stroke that leaves the two holes of an 8 open, by the height of capitals."""
FINE = 8
"""So many times finer is a low letter drawn before it is cut into quarters."""
QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By their bits: upper left, upper right, lower left, lower right."""

Font = ImageFont.FreeTypeFont
Box = tuple[float, float, float, float]


class Mark(NamedTuple):
    """One cell: a block, the shade it is drawn in, and the shade around it."""

    block: str
    ink: int
    paper: int


BLANK = Mark(" ", 0, 0)
Picture = tuple[tuple[Mark, ...], ...]


@lru_cache(maxsize=256)
def picture(text: str, columns: int, rows: int, shape: str = "", *, shades: bool = True) -> Picture:
    """Return `text` as large as it fits, in the middle; `shape` is what else must have fitted."""
    if columns <= 0 or rows <= 0 or not text.strip():
        return ((BLANK,) * max(columns, 0),) * max(rows, 0)
    shape = shape or text
    high = _height(text, shape, columns, rows * 2)
    if high >= SMOOTH_FROM and shades:
        return _smooth(text, columns, rows, shape)
    return _sharp(text, columns, rows, shape, _weight(high))


def letters(drawn: Picture) -> list[str]:
    """Return a picture without its shades."""
    return ["".join(mark.block for mark in row) for row in drawn]


def _smooth(text: str, columns: int, rows: int, shape: str) -> Picture:
    """Draw in half cells; the font's hints lay its straight edges on whole ones."""
    font = _fitting(text, shape, columns, rows * 2, 800)
    canvas = Image.new("L", (columns, rows * 2))
    left, top = _middle(font, text, shape, canvas)
    ImageDraw.Draw(canvas).text((round(left), round(top)), text, fill=255, font=font)
    dots = [round(value * LEVELS / 255) for value in canvas.tobytes()]
    upper = [dots[start : start + columns] for start in range(0, len(dots), 2 * columns)]
    lower = [dots[start : start + columns] for start in range(columns, len(dots), 2 * columns)]
    return tuple(tuple(map(_halves, up, down)) for up, down in zip(upper, lower, strict=True))


def _halves(upper: int, lower: int) -> Mark:
    if upper == lower:
        return Mark("█", upper, upper) if upper else BLANK
    return Mark("▀" if upper > lower else "▄", max(upper, lower), min(upper, lower))


def _sharp(text: str, columns: int, rows: int, shape: str, weight: int) -> Picture:
    """Draw in quarter cells, which are twice as high as wide."""
    font = _snapped(_fitting(text, shape, columns * FINE, rows * 2 * FINE, weight), weight)
    canvas = Image.new("L", (columns * FINE, rows * 2 * FINE))
    left, top = _middle(font, text, shape, canvas)
    above = top + font.getbbox("H")[1]
    top += above // FINE * FINE - above
    ImageDraw.Draw(canvas).text((left, top), text, fill=255, font=font)
    width = columns * 2
    dots = canvas.resize((width, rows * 2), Image.Resampling.BOX).tobytes()
    full = [value > 120 for value in dots]
    pairs = [full[start : start + width] for start in range(0, len(full), width)]
    return tuple(
        tuple(_quarters(up, down)) for up, down in zip(pairs[::2], pairs[1::2], strict=True)
    )


def _quarters(upper: list[bool], lower: list[bool]) -> Iterator[Mark]:
    for at in range(0, len(upper), 2):
        bits = upper[at] | upper[at + 1] << 1 | lower[at] << 2 | lower[at + 1] << 3
        yield Mark(QUARTERS[bits], LEVELS, 0) if bits else BLANK


def _height(text: str, shape: str, width: int, height: int) -> float:
    """Return how high capitals become, in half cells."""
    font = _fitting(text, shape, width * FINE, height * FINE, 700)
    return _capitals(font) / FINE


def _weight(high: float) -> int:
    return next(weight for limit, weight in WEIGHTS if high <= limit)


def _fitting(text: str, shape: str, width: float, height: float, weight: int) -> Font:
    """Return the largest font in which both texts fit."""
    trial = _font(weight, 200)
    size = int(200 * min(width / _across(trial, text, shape), height / _tall(trial, text + shape)))
    for larger in range(size + 2, 4, -1):
        font = _font(weight, larger)
        if _across(font, text, shape) <= width and _tall(font, text + shape) <= height:
            return font
    return _font(weight, 4)


def _snapped(font: Font, weight: int) -> Font:
    """Return the next smaller font whose capitals begin and end with a row of quarters."""
    rows = max(1, _capitals(font) // FINE)
    size = int(font.size)
    while size > 4 and _capitals(_font(weight, size)) > rows * FINE:
        size -= 1
    return _font(weight, size)


def _across(font: Font, text: str, shape: str) -> float:
    return max(_width(font.getbbox(text)), _width(font.getbbox(shape)))


def _width(box: Box) -> float:
    return box[2] - box[0]


def _tall(font: Font, text: str) -> float:
    """Return the room a text needs; the overshoot of round capitals needs none."""
    if text.isascii() and text.upper() == text:
        return _capitals(font)
    box = font.getbbox(text)
    return box[3] - box[1]


def _middle(font: Font, text: str, shape: str, canvas: Image.Image) -> tuple[float, float]:
    """Return where to begin so that the text stands in the middle."""
    box = font.getbbox(text)
    if (text + shape).isascii() and text.upper() == text:
        top, bottom = font.getbbox("H")[1::2]
    else:
        top, bottom = font.getbbox(text + shape)[1::2]
    left = (canvas.width - _width(box)) / 2 - box[0]
    return left, (canvas.height - (bottom - top)) / 2 - top


def _capitals(font: Font) -> float:
    box = font.getbbox("H")
    return box[3] - box[1]


@lru_cache(maxsize=512)
def _font(weight: int, size: int) -> Font:
    return ImageFont.truetype(str(fontpkg.path(FAMILY, weight=weight)), size)


class BigText(Widget):
    """A short text, drawn as large as the widget's room allows."""

    DEFAULT_CSS = """
    BigText { width: 1fr; height: 1fr; }
    """

    text = reactive("")

    def __init__(
        self, text: str = "", *, shape: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._shape = shape
        self.set_reactive(BigText.text, text)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take what there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take what there is."""
        return container.height

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        width, height = self.size
        _, _, paper, ink = self.colors
        if y >= height:
            return Strip.blank(width, _style(paper, paper))
        shades = self.app.console.color_system != "standard"
        drawn = picture(self.text, width, height, self._shape, shades=shades)
        return strip(drawn[y], ink, paper)


def strip(row: Sequence[Mark], ink: Color, paper: Color) -> Strip:
    """Return one row of a picture in its colours."""
    return Strip([_segment(mark, ink, paper) for mark in row], len(row)).simplify()


def _segment(mark: Mark, ink: Color, paper: Color) -> Segment:
    return Segment(mark.block, _style(_blend(paper, ink, mark.ink), _blend(paper, ink, mark.paper)))


@lru_cache(maxsize=1024)
def _blend(paper: Color, ink: Color, level: int) -> Color:
    return paper.blend(ink, level / LEVELS)


@lru_cache(maxsize=4096)
def _style(ink: Color, paper: Color) -> Style:
    return Style(color=_rich(ink), bgcolor=_rich(paper))


def _rich(color: Color) -> RichColor:
    return RichColor.from_rgb(*color.rgb)
