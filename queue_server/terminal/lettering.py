"""Words in large letters on a terminal, with every accent, for people without their glasses.

Rule 1: no word is drawn smaller than its marks can be told apart: seven rows of dots for a
capital, six where there are only capitals and digits, five for capitals alone. What does not fit
so is written in the terminal's own letters, whole.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from PIL import Image
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from queue_server.terminal import letterforms
from queue_server.terminal.glyphs import BLANK, LEVELS, QUARTERS, Mark, Picture, strip

DOTS = 2
"""A cell is so many dots high, and as many wide."""
LEAST, LEAST_DIGITS, LEAST_CAPITALS = 7, 6, 5
"""The lowest capitals, in dots: where there are small letters, with digits, and alone."""
NARROW = (0.92, 0.85, 0.78, 0.72, 0.66)
"""Letters may be pressed together a little before they become smaller."""
BESIDE = 0.1
"""Marks of two lines are nearer to one another than this only where they do not touch."""
AIRY = 1.22
"""From line to line where there is room, in heights of the font."""
USUAL_SCREEN = (136, 38)
"""The columns and rows of the screen for which heights are named."""
USUAL = "ẫ"
"""Room is left above for such a letter, so that neighbours without one stand no higher."""
LOOSE_ENDS = frozenset(["a", "and", "for", "in", "of", "the", "to", "with", "và", "-", "·"])
"""A name that is cut short does not end in one of these."""


class Setting(NamedTuple):
    """How a text fills its room."""

    lines: tuple[str, ...]
    dots: int = 0
    """How high capitals are; 0 if the text stands in the terminal's own letters."""
    narrow: float = 1.0

    @property
    def capitals(self) -> float:
        """How high capitals are, in cells."""
        return self.dots / DOTS

    @property
    def merit(self) -> float:
        """How well it is read: letters are pressed together only to become much larger."""
        return float(self.dots * self.narrow**0.5)


@lru_cache(maxsize=2048)
def setting(text: str, columns: int, rows: int, most: float = 0, shorten: bool = False) -> Setting:
    """Return how `text` becomes as large as may be; `most` rows of cells for its capitals."""
    text = unicodedata.normalize("NFC", text)
    wordings = _wordings(text) if shorten else iter((text,))
    for wording in wordings:
        # a breath under each line where there is room for it
        for breath in (1, 0):
            found = _settings(wording.split(), (columns, rows), int(most * DOTS), breath)
            best = max(found, key=lambda one: one.merit, default=None)
            if best is not None:
                return best
    return Setting(_plain_lines(text, columns))


def pieces(text: str, columns: int, rows: int) -> list[str]:
    """Return a text cut between words into pieces that can be drawn in a room of cells."""
    pitch = sum(letterforms.reach("ẫg", LEAST))
    count = max(1, rows * DOTS // pitch)
    longest = columns * DOTS * letterforms.CAPITALS / (LEAST * DOTS * NARROW[-2])
    lines = _broken(text.split(), max(longest, *map(letterforms.length, text.split()))) or ()
    return [" ".join(lines[at : at + count]) for at in range(0, len(lines), count)]


def least(text: str) -> int:
    """Return how many dots the capitals of a text are high at least."""
    plain = "".join(letter for letter in text if letter not in letterforms.SIGNS)
    if not plain.isascii() or plain != plain.upper():
        return LEAST
    return LEAST_CAPITALS if plain.isalpha() else LEAST_DIGITS


def _wordings(text: str) -> Iterator[str]:
    """Yield a name, then without what stands in brackets, then cut: best between its parts."""
    yield text
    words = text.partition(" (")[0].split()
    if "(" in text:
        yield " ".join(words)
    cuts = [cut for cut in range(len(words) - 1, 0, -1) if words[cut - 1] not in LOOSE_ENDS]
    parts = [cut for cut in cuts if words[cut - 1][-1] in ",;" or words[cut] in ("và", "and")]
    for cut in parts + cuts:
        yield " ".join(words[:cut]).rstrip(",;:") + "…"


def _settings(
    words: Sequence[str], room: tuple[int, int], most: int, breath: int
) -> Iterator[Setting]:
    """Yield the largest setting for each number of lines and each width of letters."""
    smallest = least(" ".join(words))
    wide, high = (cells * DOTS for cells in room)
    for count in range(1, min(len(words), max(high // smallest, 1)) + 1):
        lines = _even(words, count)
        widest = max(map(letterforms.length, lines))
        for narrow in NARROW:
            across = (wide - 1) / (widest * DOTS * narrow)
            largest = min(most or high, int(across * letterforms.CAPITALS))
            for dots in range(largest, smallest - 1, -1):
                if _height(lines, dots) + breath * len(lines) <= high:
                    yield Setting(lines, dots, narrow)
                    break


def _even(words: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the words in `count` lines at most, as even as may be."""
    lengths = {
        letterforms.length(" ".join(words[first:last]))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    }
    broken = (_broken(words, length) for length in sorted(lengths))
    return next(lines for lines in broken if lines is not None and len(lines) <= count)


def _broken(words: Sequence[str], length: float) -> tuple[str, ...] | None:
    """Return the words in lines; None if one of them does not fit."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letterforms.length(longer) <= length:
            lines[-1] = longer
        elif letterforms.length(word) <= length:
            lines.append(word)
        else:
            return None
    return tuple(lines)


def _height(lines: Sequence[str], dots: int) -> int:
    """Return how many rows of dots lines need, from the topmost mark to the lowest."""
    above, below = letterforms.reach(lines[0], dots)[0], letterforms.reach(lines[-1], dots)[1]
    return above + (len(lines) - 1) * _pitch(lines, dots) + below


def _pitch(lines: Sequence[str], dots: int) -> int:
    """Return how many rows of dots it is from line to line at least: marks do not touch."""
    return max([dots + 2, *(_apart(*pair, dots) for pair in pairwise(lines))])


@lru_cache(maxsize=4096)
def _apart(upper: str, lower: str, dots: int) -> int:
    """Return how far apart two lines must be, by the letters that stand over one another."""
    return max(
        letterforms.reach(high, dots)[1] + letterforms.reach(low, dots)[0]
        for shift in (0.0, (letterforms.length(upper) - letterforms.length(lower)) / 2)
        for high, left, right in _places(upper)
        for low, begins, ends in _places(lower)
        if begins + shift < right + BESIDE and left < ends + shift + BESIDE
    )


@lru_cache(maxsize=256)
def _places(text: str) -> list[tuple[str, float, float]]:
    """Return each letter of a line and from where to where it stands, in sizes of the font."""
    ends = [letterforms.length(text[: place + 1]) for place in range(len(text))]
    return [
        (letter, end - letterforms.length(letter), end)
        for letter, end in zip(text, ends, strict=True)
        if letter != " "
    ]


def _plain_lines(text: str, columns: int) -> tuple[str, ...]:
    """Return a text in lines of the terminal's own letters."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= columns:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(line for line in lines if line)


@lru_cache(maxsize=512)
def drawn(
    text: str,
    columns: int,
    rows: int,
    most: float = 0,
    middle: bool = True,
    shorten: bool = False,
) -> Picture:
    """Return `text` drawn into a room of cells; blank if it is too small for that."""
    chosen = setting(text, columns, rows, most, shorten)
    if columns <= 0 or rows <= 0 or not text.strip() or not chosen.dots:
        return ((BLANK,) * max(columns, 0),) * max(rows, 0)
    dots = _dots(chosen, columns * DOTS, rows * DOTS, middle).tobytes()
    wide = columns * DOTS
    return tuple(
        tuple(
            _mark(*(dots[y * wide + x], dots[y * wide + x + 1]), *dots[(y + 1) * wide + x :][:2])
            for x in range(0, wide, DOTS)
        )
        for y in range(0, rows * DOTS, DOTS)
    )


def _dots(chosen: Setting, wide: int, high: int, middle: bool) -> Image.Image:
    """Draw the lines into rows of dots, each in one of the shades."""
    canvas = Image.new("L", (wide, high))
    pitch, base = _lines_at(chosen, high)
    above = letterforms.Heights(chosen.dots).above
    for text in chosen.lines:
        line = letterforms.line(text, chosen.dots, chosen.narrow)
        ink = line.width - 2 * letterforms.MARGIN
        left = (wide - ink) // 2 - letterforms.MARGIN if middle else 0
        canvas.paste(255, (left, base - above), line)
        base += pitch
    return canvas.point(lambda value: round(value * LEVELS / 255))


def _lines_at(chosen: Setting, high: int) -> tuple[int, int]:
    """Return the way from line to line, and where the first stands.

    The capitals are in the middle of the room, so that neighbours stand on one line.
    """
    lines, dots = chosen.lines, chosen.dots
    pitch, gaps = _pitch(lines, dots), len(lines) - 1
    above, below = letterforms.reach(lines[0], dots)[0], letterforms.reach(lines[-1], dots)[1]
    if gaps:
        airy = ceil(letterforms.Heights(dots).em * AIRY)
        pitch = max(pitch, min(airy, (high - above - below - 1) // gaps))
    base = (high + dots - gaps * pitch) // 2
    alone = not gaps and lines[0] != lines[0].upper()
    usual = letterforms.reach(USUAL, dots)[0] if alone else 0
    return pitch, max(above, min(max(base, usual), high - below - gaps * pitch))


@lru_cache(maxsize=4096)
def _mark(*dots: int) -> Mark:
    """Return the block and the two shades that are nearest to a cell's four dots."""
    if not any(dots):
        return BLANK
    if min(dots) == max(dots):
        return Mark("█", dots[0], dots[0])
    bits = min(range(1, 15), key=lambda bits: _error(dots, bits))
    ink, paper = _mean(dots, bits), _mean(dots, 15 - bits)
    return (
        Mark(QUARTERS[bits], ink, paper) if ink >= paper else Mark(QUARTERS[15 - bits], paper, ink)
    )


def _parts(dots: Sequence[int], bits: int) -> list[int]:
    return [dot for place, dot in enumerate(dots) if bits >> place & 1]


def _mean(dots: Sequence[int], bits: int) -> int:
    part = _parts(dots, bits)
    return round(sum(part) / len(part))


def _error(dots: Sequence[int], bits: int) -> float:
    """Return how wrong a block is, each of its two parts in its mean shade."""
    parts = (_parts(dots, bits), _parts(dots, 15 - bits))
    return sum((dot - sum(part) / len(part)) ** 2 for part in parts for dot in part)


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
        shorten: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._most = most
        self._middle = middle
        self._shorten = shorten
        self.set_reactive(LargeText.text, text)

    def show(self, text: str) -> None:
        """Show a text."""
        self.text = text

    @property
    def chosen(self) -> Setting:
        """How the text stands in its room."""
        return setting(self.text, *self.content_size, self._highest, self._shorten)

    @property
    def _highest(self) -> float:
        """The rows that capitals are high at most: more where the whole screen has more."""
        screen, usual = self.app.size, USUAL_SCREEN
        return self._most * max(1.0, min(screen.width / usual[0], screen.height / usual[1]))

    @property
    def capitals(self) -> float:
        """How high its capitals are, in cells."""
        return self.chosen.capitals

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take what there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take what there is."""
        return container.height

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        _, _, paper, ink = self.colors
        chosen = self.chosen
        if not chosen.dots:
            return self._written(chosen.lines, y)
        picture = drawn(self.text, *self.content_size, self._highest, self._middle, self._shorten)
        return (
            strip(picture[y], ink, paper)
            if y < len(picture)
            else Strip.blank(self.content_size.width)
        )

    def _written(self, lines: Sequence[str], y: int) -> Strip:
        """Write one row in the terminal's own letters."""
        width, height = self.content_size
        place = y - max(0, height - len(lines)) // 2
        text = lines[place] if 0 <= place < len(lines) else ""
        shown = text.center(width) if self._middle else text.ljust(width)
        style = self.rich_style + Style(bold=True)
        return Strip([Segment(shown, style)], width)
