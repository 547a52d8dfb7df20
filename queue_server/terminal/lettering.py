"""Words in large letters on a terminal, with every accent, for people without their glasses.

A cell shows one block in two shades. Of all blocks the one is taken that is nearest to what the
font has in this cell, seen in eighths both ways: so letters three cells high can be read, accents
and all, where halves and quarters of cells would need twice the room.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import fontpkg
from PIL import Image, ImageDraw, ImageFont
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from queue_server.terminal.glyphs import BLANK, FAMILY, LEVELS, Mark, Picture, strip

EIGHTHS = 8
"""A cell is seen as 8 x 8 dots, each twice as high as wide."""
WEIGHT = 600
NARROW = (1.0, 0.88, 0.76)
"""Letters may be pressed together a little before they become smaller."""
LINE = 1.24
"""From line to line, in heights of the font: the marks above and below must not touch."""
MEASURE = 128
"""The size of the font by which texts are measured."""
MARGIN = 4
"""Around a text, at that size."""
ALL = (1 << EIGHTHS * EIGHTHS) - 1
Font = ImageFont.FreeTypeFont


def _rows(first: int, last: int) -> int:
    """Return the dots of some rows of a cell."""
    return sum(0xFF << EIGHTHS * row for row in range(first, last))


def _columns(first: int, last: int) -> int:
    """Return the dots of some columns of a cell."""
    return sum(1 << EIGHTHS * row + column for row in range(8) for column in range(first, last))


_UP, _DOWN, _LEFT, _RIGHT = _rows(0, 4), _rows(4, 8), _columns(0, 4), _columns(4, 8)
SHAPES: dict[str, int] = {
    **{block: _rows(6 - place, 8) for place, block in enumerate("▂▃▄▅▆")},
    **{block: _columns(0, 6 - place) for place, block in enumerate("▊▋▌▍▎")},
    "▘": _UP & _LEFT,
    "▝": _UP & _RIGHT,
    "▖": _DOWN & _LEFT,
    "▗": _DOWN & _RIGHT,
    "▚": _UP & _LEFT | _DOWN & _RIGHT,
}
"""Each block's dots; those that are another's reverse are drawn as that one, shades changed."""
_SIZES = {block: dots.bit_count() for block, dots in SHAPES.items()}


class Setting(NamedTuple):
    """How a text fills its room."""

    lines: tuple[str, ...]
    size: int
    """The font's size, in dots of half an eighth of a cell's height."""
    narrow: float

    @property
    def capitals(self) -> float:
        """How high capitals are, in cells."""
        return -_font(self.size).getbbox("H", anchor="ls")[1] / (2 * EIGHTHS)


@lru_cache(maxsize=2048)
def setting(text: str, columns: int, rows: int, most: float = 0) -> Setting:
    """Return how `text` becomes as large as may be; `most` rows of cells for its capitals."""
    words = text.split() or [""]
    found = [
        _fitted(words, count, columns, rows, narrow)
        for count in range(1, min(len(words), max(rows // 2, 1)) + 1)
        for narrow in NARROW
    ]
    # letters are pressed together only where they become much larger by it
    best = max(found, key=lambda one: one.size * one.narrow**0.5)
    wanted = min(best.capitals, most or best.capitals)
    # straight edges then fall on halves of cells, and letters that are not high stay clear
    wanted = max(int(wanted * 2) / 2, min(wanted, 1.5))
    return best._replace(size=max(1, int(best.size * wanted / best.capitals)))


def _fitted(words: Sequence[str], count: int, columns: int, rows: int, narrow: float) -> Setting:
    """Return the largest setting in `count` lines at most, as even as may be."""
    lengths = {
        _length(" ".join(words[first:last]))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    }
    broken = (_broken(words, length) for length in sorted(lengths))
    lines = next(lines for lines in broken if lines is not None and len(lines) <= count)
    across = columns * EIGHTHS / narrow / max(1.0, max(map(_length, lines)))
    down = rows * 2 * EIGHTHS / _height(lines)
    return Setting(lines, max(1, int(min(across, down) * MEASURE)), narrow)


def _broken(words: Sequence[str], length: float) -> tuple[str, ...] | None:
    """Return the words in lines; None if one of them does not fit."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer) <= length:
            lines[-1] = longer
        elif _length(word) <= length:
            lines.append(word)
        else:
            return None
    return tuple(lines)


@lru_cache(maxsize=4096)
def _length(text: str) -> float:
    """Return how long a text is in the font by which all is measured."""
    return _font(MEASURE).getlength(text)


def _height(lines: Sequence[str]) -> float:
    """Return how high lines are, from the marks above the first to those below the last."""
    return _above(lines[0]) + (len(lines) - 1) * MEASURE * LINE + _below(lines[-1])


@lru_cache(maxsize=4096)
def _above(line: str) -> float:
    return max(1.0, -_font(MEASURE).getbbox(line, anchor="ls")[1]) + MARGIN


@lru_cache(maxsize=4096)
def _below(line: str) -> float:
    return max(0.0, _font(MEASURE).getbbox(line, anchor="ls")[3]) + MARGIN


@lru_cache(maxsize=256)
def _font(size: int) -> Font:
    return ImageFont.truetype(str(fontpkg.path(FAMILY, weight=WEIGHT)), size)


@lru_cache(maxsize=512)
def drawn(text: str, columns: int, rows: int, most: float = 0, middle: bool = True) -> Picture:
    """Return `text` drawn into a room of cells."""
    if columns <= 0 or rows <= 0 or not text.strip():
        return ((BLANK,) * max(columns, 0),) * max(rows, 0)
    dots = _dots(setting(text, columns, rows, most), columns, rows, middle)
    return tuple(
        tuple(_nearest(_cell(dots, columns, x, y)) for x in range(columns)) for y in range(rows)
    )


def _dots(chosen: Setting, columns: int, rows: int, middle: bool) -> bytes:
    """Draw the lines and return the dots, one byte each."""
    wide = round(columns * EIGHTHS / chosen.narrow)
    canvas = Image.new("L", (wide, rows * 2 * EIGHTHS))
    pen, font = ImageDraw.Draw(canvas), _font(chosen.size)
    scale = chosen.size / MEASURE
    base = (canvas.height - _height(chosen.lines) * scale) / 2 + _above(chosen.lines[0]) * scale
    base = round(base / EIGHTHS) * EIGHTHS
    last = base + (len(chosen.lines) - 1) * round(chosen.size * LINE)
    if last + _below(chosen.lines[-1]) * scale - MARGIN * scale > canvas.height:
        base -= EIGHTHS
    for line in chosen.lines:
        left = (wide - font.getlength(line)) / 2 if middle else 0
        pen.text((left, base), line, fill=255, font=font, anchor="ls")
        base += round(chosen.size * LINE)
    return canvas.resize((columns * EIGHTHS, rows * EIGHTHS), Image.Resampling.BOX).tobytes()


def _cell(dots: bytes, columns: int, x: int, y: int) -> int:
    """Return the dots of one cell as bits."""
    bits = 0
    width = columns * EIGHTHS
    for row in range(EIGHTHS):
        start = (y * EIGHTHS + row) * width + x * EIGHTHS
        for column, value in enumerate(dots[start : start + EIGHTHS]):
            if value > 127:
                bits |= 1 << EIGHTHS * row + column
    return bits


@lru_cache(maxsize=8192)
def _nearest(bits: int) -> Mark:
    """Return the block and the two shades that are nearest to some dots."""
    count = bits.bit_count()
    if count == 0:
        return BLANK
    if count == ALL.bit_count():
        return Mark("█", LEVELS, LEVELS)
    block = min(SHAPES, key=lambda name: _error(bits, count, name))
    ink = (bits & SHAPES[block]).bit_count()
    size = _SIZES[block]
    return Mark(block, _level(ink, size), _level(count - ink, ALL.bit_count() - size))


def _error(bits: int, count: int, block: str) -> float:
    """Return how wrong a block is, each of its two parts in its mean shade."""
    size = _SIZES[block]
    ink = (bits & SHAPES[block]).bit_count()
    rest, other = count - ink, ALL.bit_count() - size
    return ink * (size - ink) / size + rest * (other - rest) / other


def _level(count: int, of: int) -> int:
    return round(count * LEVELS / of)


class LargeText(Widget):
    """A text in letters as large as the widget's room allows."""

    DEFAULT_CSS = """
    LargeText { width: 1fr; height: 1fr; }
    """

    text = reactive("")

    def __init__(
        self,
        text: str = "",
        *,
        most: float = 0,
        middle: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._most = most
        self._middle = middle
        self.set_reactive(LargeText.text, text)

    def show(self, text: str) -> None:
        """Show a text."""
        self.text = text

    @property
    def capitals(self) -> float:
        """How high its capitals are, in cells."""
        return setting(self.text, *self.content_size, self._most).capitals

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take what there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take what there is."""
        return container.height

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        _, _, paper, ink = self.colors
        picture = drawn(self.text, *self.size, self._most, self._middle)
        return strip(picture[y], ink, paper) if y < len(picture) else Strip.blank(self.size.width)
