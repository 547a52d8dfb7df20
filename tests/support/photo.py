"""A Textual screen as a picture: what a good terminal shows, cell by cell, in JetBrains Mono."""

from functools import lru_cache
from pathlib import Path

import fontpkg
from PIL import Image, ImageDraw, ImageFont
from rich.color import Color
from rich.style import Style
from textual.app import App

CELL_W, CELL_H = 10, 20
FONT_SIZE = 16.6
Shade = tuple[int, int, int]

EIGHTHS = {
    "█": (0, 0, 8, 8),
    "▀": (0, 0, 8, 4),
    "▄": (0, 4, 8, 8),
    "▌": (0, 0, 4, 8),
    "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1),
    "▁": (0, 7, 8, 8),
    "▏": (0, 0, 1, 8),
    "▎": (0, 0, 2, 8),
    "▍": (0, 0, 3, 8),
    "▊": (0, 0, 6, 8),
    "▋": (0, 0, 5, 8),
    "▉": (0, 0, 7, 8),
    "▕": (7, 0, 8, 8),
    "▂": (0, 6, 8, 8),
    "▃": (0, 5, 8, 8),
    "▅": (0, 3, 8, 8),
    "▆": (0, 2, 8, 8),
    "▇": (0, 1, 8, 8),
    "▘": (0, 0, 4, 4),
    "▝": (4, 0, 8, 4),
    "▖": (0, 4, 4, 8),
    "▗": (4, 4, 8, 8),
}
"""Blocks are filled boxes, so that neighbours touch as they do on a screen."""
QUARTERS = {
    "▛": "▀▌",
    "▜": "▀▐",
    "▙": "▄▌",
    "▟": "▄▐",
    "▚": "▘▗",
    "▞": "▝▖",
}


def photograph(app: App[object], path: Path, colours: int = 64) -> None:
    """Save what the screen shows."""
    strips = app.screen._compositor.render_strips()
    width, height = app.size
    picture = Image.new("RGB", (width * CELL_W, height * CELL_H))
    for y, strip in enumerate(strips):
        x = 0
        for part in strip:
            for letter in part.text:
                _cell(picture, x, y, letter, part.style or Style())
                x += 1
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)


def _cell(picture: Image.Image, x: int, y: int, letter: str, style: Style) -> None:
    ink, paper = _shade(style.color, (255, 255, 255)), _shade(style.bgcolor, (0, 0, 0))
    if style.reverse:
        ink, paper = paper, ink
    pen = ImageDraw.Draw(picture)
    left, top = x * CELL_W, y * CELL_H
    pen.rectangle((left, top, left + CELL_W - 1, top + CELL_H - 1), fill=paper)
    for block in QUARTERS.get(letter, letter):
        if (box := EIGHTHS.get(block)) is not None:
            x0, y0, x1, y1 = box
            pen.rectangle(
                (
                    left + x0 * CELL_W // 8,
                    top + y0 * CELL_H // 8,
                    left + x1 * CELL_W // 8 - 1,
                    top + y1 * CELL_H // 8 - 1,
                ),
                fill=ink,
            )
        elif letter.strip():
            pen.text((left, top + 15), letter, font=_font(bool(style.bold)), fill=ink, anchor="ls")


def _shade(color: Color | None, default: Shade) -> Shade:
    return default if color is None or color.is_default else tuple(color.get_truecolor())  # type: ignore[return-value]


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(fontpkg.path("JetBrains Mono")), FONT_SIZE)
    font.set_variation_by_axes([700 if bold else 400])
    return font
