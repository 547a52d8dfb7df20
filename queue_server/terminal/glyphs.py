"""Large letters on a terminal: a real font, drawn into half blocks.

One cell holds two square dots, upper and lower. Large letters take their shades from the font's
own smooth edges, so that a number as high as the wall shows no stairs; small ones stay sharp.
"""

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
"""Capitals of so many dots have smooth edges; in lower ones grey would only blur the stroke."""
WEIGHTS = ((9, 500), (13, 700), (10**6, 800))
"""The heaviest stroke that leaves the counters of an 8 open, by the capitals' dots."""


class Cell(NamedTuple):
    """The ink in the upper and the lower half of one cell, 0 to LEVELS."""

    upper: int
    lower: int


Picture = tuple[tuple[Cell, ...], ...]


@lru_cache(maxsize=256)
def picture(text: str, columns: int, rows: int, shape: str = "") -> Picture:
    """Return `text` as large as it fits, in the middle; `shape` is what else must have fitted."""
    if columns <= 0 or rows <= 0 or not text.strip():
        return tuple((Cell(0, 0),) * max(columns, 0) for _ in range(max(rows, 0)))
    font, box = _fitting(text, columns, rows * 2, shape)
    canvas = Image.new("L" if _capitals(font) >= SMOOTH_FROM else "1", (columns, rows * 2))
    left = (columns - _width(font, text)) / 2 - font.getbbox(text)[0]
    top = (rows * 2 - (box[3] - box[1])) / 2 - box[1]
    # whole dots: between two of them every straight edge would be grey
    ImageDraw.Draw(canvas).text((round(left), round(top)), text, fill=255, font=font)
    dots = [round(value * LEVELS / 255) for value in canvas.convert("L").tobytes()]
    lines = [dots[start : start + columns] for start in range(0, len(dots), columns)]
    return tuple(
        tuple(map(Cell, upper, lower)) for upper, lower in zip(lines[::2], lines[1::2], strict=True)
    )


Box = tuple[float, float, float, float]


def _fitting(text: str, width: int, height: int, shape: str) -> tuple[ImageFont.FreeTypeFont, Box]:
    """Return the largest font in which both texts fit, and the box that holds them."""
    for limit, weight in WEIGHTS:
        font, box = _largest(text, width, height, shape, weight)
        if _capitals(font) <= limit:
            break
    return font, box


def _largest(
    text: str, width: int, height: int, shape: str, weight: int
) -> tuple[ImageFont.FreeTypeFont, Box]:
    trial = _font(weight, 200)
    box = _union(trial.getbbox(text), trial.getbbox(shape or text))
    across = max(_width(trial, text), _width(trial, shape))
    size = max(4, int(200 * min(width / across, height / (box[3] - box[1]))) + 1)
    while True:
        font = _font(weight, size)
        box = _union(font.getbbox(text), font.getbbox(shape or text))
        across = max(_width(font, text), _width(font, shape))
        if size <= 4 or (across <= width and box[3] - box[1] <= height):
            return font, box
        size -= 1


def _capitals(font: ImageFont.FreeTypeFont) -> float:
    box = font.getbbox("H")
    return box[3] - box[1]


def _width(font: ImageFont.FreeTypeFont, text: str) -> float:
    box = font.getbbox(text)
    return box[2] - box[0]


def _union(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


@lru_cache(maxsize=64)
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fontpkg.path(FAMILY, weight=weight)), size)


def plain(drawn: Picture) -> list[str]:
    """Return a picture without shades, for tests and for terminals with few colours."""
    half = LEVELS / 2
    return ["".join(" ▄▀█"[(c.upper > half) * 2 + (c.lower > half)] for c in row) for row in drawn]


class BigText(Widget):
    """A short text, drawn as large as the widget's room allows."""

    DEFAULT_CSS = """
    BigText { width: 1fr; height: 1fr; }
    """

    text = reactive("")

    def __init__(
        self,
        text: str = "",
        *,
        shape: str = "",
        id: str | None = None,
        classes: str | None = None,
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
        drawn = picture(self.text, width, height, self._shape)
        if self.app.console.color_system == "standard":
            return Strip([Segment(plain(drawn)[y], _style(ink, paper))], width)
        return Strip([_segment(cell, ink, paper) for cell in drawn[y]], width).simplify()


def _segment(cell: Cell, ink: Color, paper: Color) -> Segment:
    if cell.upper == cell.lower:
        mark = "█" if cell.upper else " "
    else:
        mark = "▀" if cell.upper > cell.lower else "▄"
    more, less = max(cell), min(cell)
    return Segment(mark, _style(_blend(paper, ink, more), _blend(paper, ink, less)))


@lru_cache(maxsize=1024)
def _blend(paper: Color, ink: Color, level: int) -> Color:
    return paper.blend(ink, level / LEVELS)


@lru_cache(maxsize=4096)
def _style(ink: Color, paper: Color) -> Style:
    return Style(color=_rich(ink), bgcolor=_rich(paper))


def _rich(color: Color) -> RichColor:
    return RichColor.from_rgb(*color.rgb)
