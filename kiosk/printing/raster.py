"""A slip as a picture of black dots, since no thermal printer can be trusted to spell Vietnamese.

Rule 1: the picture holds black and white only: a printer has no grey.
Rule 2: every letter is drawn whole; a row is as high as its own marks ask.
"""

from collections.abc import Iterable
from functools import lru_cache

import fontpkg
import qrcode
from PIL import Image, ImageDraw, ImageFont

from kiosk.printing.slip import Code, Line, Rule, Size, Slip

FAMILY = "Be Vietnam Pro"
DOTS_PER_MM = 8
NUMBER_HEIGHT = 12 * DOTS_PER_MM
"""The least height of the number's capitals: readable at arm's length without glasses."""
WIDTHS = (576, 384)
"""Dots across paper of 80 mm and of 58 mm."""

_DOTS = {
    576: {Size.SMALL: 22, Size.PLAIN: 26, Size.TITLE: 36},
    384: {Size.SMALL: 20, Size.PLAIN: 25, Size.TITLE: 34},
}
_MARGIN = 8
_NUMBER_DOTS = {576: 18 * DOTS_PER_MM, 384: 13 * DOTS_PER_MM}
_QR_DOTS = {576: 6, 384: 5}
_WHITE, _BLACK = 1, 0

Font = ImageFont.FreeTypeFont


def draw(slip: Slip, width: int = 576) -> Image.Image:
    """Return the slip drawn for paper `width` dots wide, cropped to what is on it."""
    parts = [_part(part, width) for part in slip]
    paper = Image.new("1", (width, sum(part.height for part in parts)), _WHITE)
    top = 0
    for part in parts:
        paper.paste(part, (0, top))
        top += part.height
    return _cropped(paper)


@lru_cache(maxsize=128)
def _part(part: Line | Rule | Code, width: int) -> Image.Image:
    """Draw one part; most parts of a slip are those of the slip before."""
    match part:
        case Rule():
            return _rule(width)
        case Code(text):
            return _code(text, width)
        case Line(size=Size.NUMBER):
            return _number(part.text, width)
        case Line():
            return _line(part, width)


def _rule(width: int) -> Image.Image:
    strip = Image.new("1", (width, 22), _WHITE)
    ImageDraw.Draw(strip).line((0, 11, width, 11), fill=_BLACK, width=2)
    return strip


def _code(text: str, width: int) -> Image.Image:
    code = qrcode.QRCode(border=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    dots = max(2, min(_QR_DOTS[width], width // len(matrix)))
    small = Image.new("1", (len(matrix), len(matrix)), _WHITE)
    small.putdata([_BLACK if module else _WHITE for row in matrix for module in row])
    large = small.resize((len(matrix) * dots,) * 2, Image.Resampling.NEAREST)
    strip = Image.new("1", (width, large.height), _WHITE)
    strip.paste(large, ((width - large.width) // 2, 0))
    return strip


def _number(label: str, width: int) -> Image.Image:
    """Draw the label as high as agreed; a long one is made narrower, never lower."""
    font = _capitals(_NUMBER_DOTS[width])
    left, top, right, bottom = map(int, font.getbbox(label))
    ink = Image.new("1", (right - left, bottom - top), _WHITE)
    ImageDraw.Draw(ink).text((-left, -top), label, font=font, fill=_BLACK)
    room = width - 2 * _MARGIN
    if ink.width > room:
        ink = ink.convert("L").resize((room, ink.height), Image.Resampling.LANCZOS)
        ink = ink.point(lambda grey: 255 * (grey > 127), "1")
    strip = Image.new("1", (width, ink.height + 36), _WHITE)
    strip.paste(ink, ((width - ink.width) // 2, 18))
    return strip


@lru_cache(maxsize=4)
def _capitals(height: int) -> Font:
    """Return the font whose capitals are `height` dots high."""
    trial = _font(True, 1000).getbbox("H")
    return _font(True, round(height * 1000 / (trial[3] - trial[1])), weight=800)


@lru_cache(maxsize=16)
def _font(bold: bool, size: int, weight: int | None = None) -> Font:
    path = fontpkg.path(FAMILY, weight=weight or (700 if bold else 500))
    return ImageFont.truetype(str(path), size)


def _line(line: Line, width: int) -> Image.Image:
    font = _font(line.bold, _DOTS[width][line.size])
    texts = _broken(line.text, font, width - 2 * _MARGIN)
    if line.middle:
        texts = _balanced(line.text, font, width - 2 * _MARGIN, len(texts))
    return _stacked([_row(text, font, line, width) for text in texts], width)


def _row(text: str, font: Font, line: Line, width: int) -> Image.Image:
    """Draw one row; the font's own height is too low for marks like those of Ế and Ộ."""
    ascent, descent = font.getmetrics()
    left, top, right, bottom = map(int, font.getbbox(text))
    above = max(0, -top) + (6 if line.reverse else 1)
    below = max(0, bottom - ascent - descent) + (8 if line.reverse else 3)
    strip = Image.new("1", (width, above + ascent + descent + below), _WHITE)
    pen = ImageDraw.Draw(strip)
    start = (width - (right - left)) // 2 - left if line.middle else _MARGIN - left
    if line.reverse:
        margin = font.size
        box = (start + left - margin, 2, start + right + margin, strip.height - 4)
        pen.rectangle(box, fill=_BLACK)
    pen.text((start, above), text, font=font, fill=_WHITE if line.reverse else _BLACK)
    return strip


def _stacked(rows: Iterable[Image.Image], width: int) -> Image.Image:
    rows = list(rows)
    whole = Image.new("1", (width, sum(row.height for row in rows)), _WHITE)
    top = 0
    for row in rows:
        whole.paste(row, (0, top))
        top += row.height
    return whole


def _broken(text: str, font: Font, width: int) -> list[str]:
    """Break a text into rows that fit; a word longer than the paper is cut."""

    rows: list[list[str]] = [[]]
    room = float(width)
    words = filter(None, text.split(" "))
    for word in (piece for whole in words for piece in _pieces(whole, font, width)):
        long = _length(word, font)
        if rows[-1] and long > room:
            rows.append([])
            room = float(width)
        rows[-1].append(word)
        room -= long + _length(" ", font)
    return [" ".join(row) for row in rows if row]


def _balanced(text: str, font: Font, width: int, count: int) -> list[str]:
    """Break a text into `count` rows of much the same length: no lonely last word."""
    too_narrow = 0
    while width - too_narrow > 8:
        trial = (width + too_narrow) // 2
        if len(_broken(text, font, trial)) == count:
            width = trial
        else:
            too_narrow = trial
    return _broken(text, font, width)


@lru_cache(maxsize=4096)
def _length(word: str, font: Font) -> float:
    """Return how long a word is: measuring is what drawing a slip takes most time for."""
    return font.getlength(word)


def _pieces(word: str, font: Font, width: int) -> list[str]:
    if _length(word, font) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        if font.getlength(pieces[-1] + letter) <= width or not pieces[-1]:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _cropped(paper: Image.Image) -> Image.Image:
    """Cut away the white above and below: paper and time."""
    ink = Image.eval(paper.convert("L"), lambda grey: 255 - grey).getbbox()
    if ink is None:
        return paper
    return paper.crop((0, ink[1], paper.width, ink[3]))
