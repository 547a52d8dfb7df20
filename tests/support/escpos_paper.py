"""Paper for printed bytes: reads ESC/POS back into the picture, and accepts no other command."""

from typing import NamedTuple

import zxingcpp
from PIL import Image

RASTER = b"\x1dv0\x00"
CUTS = (b"\x1dV\x00", b"\x1dV\x01")
QUESTIONS = (b"\x10\x04", b"\x1dr")
FIXED = {b"\x1b@": 2, b"\x1bd": 3, b"\x1dV": 3, b"\x10\x04": 3, b"\x1dr": 3}
"""Commands that we send, and how long they are."""


class Sheet(NamedTuple):
    """What came out of the printer before one cut."""

    picture: Image.Image


def sheets(content: bytes) -> list[Sheet]:
    """Return the sheets that the bytes print; any byte that is not understood is an error."""
    done: list[Sheet] = []
    strips: list[Image.Image] = []
    at = 0
    while at < len(content):
        length = length_of_command(content, at)
        assert length is not None, f"the command at byte {at} is cut short"
        if content.startswith(RASTER, at):
            strips.append(_strip(content[at : at + length]))
        elif content.startswith(CUTS, at):
            done.append(Sheet(_joined(strips)))
            strips = []
        at += length
    assert not strips, "something was printed and never cut"
    return done


def codes_on(paper: Image.Image) -> list[str]:
    """Return what a telephone reads in the QR codes on a piece of paper."""
    # with the white that the roll has around what is printed on it
    shown = Image.new("L", (paper.width + 40, paper.height + 40), 255)
    shown.paste(paper, (20, 20))
    found = zxingcpp.read_barcodes(shown, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def length_of_command(content: bytes, at: int = 0) -> int | None:
    """Return how long the command at `at` is; None if its end has not come yet."""
    if content.startswith(RASTER, at):
        if len(content) - at < 8:
            return None
        length = 8 + _across(content, at) * _down(content, at)
    else:
        head = content[at : at + 2]
        if any(known.startswith(content[at:]) for known in (*FIXED, RASTER)):
            return None
        assert head in FIXED, f"byte {at}: {content[at : at + 8].hex(' ')} is no command we send"
        length = FIXED[head]
    return length if len(content) - at >= length else None


def _across(content: bytes, at: int) -> int:
    return content[at + 4] + 256 * content[at + 5]


def _down(content: bytes, at: int) -> int:
    return content[at + 6] + 256 * content[at + 7]


def _strip(raster: bytes) -> Image.Image:
    # a printer's 1 is black, a picture's is white
    size = _across(raster, 0) * 8, _down(raster, 0)
    return Image.frombytes("1", size, raster[8:].translate(_TURNED))


_TURNED = bytes(255 - dot for dot in range(256))


def _joined(strips: list[Image.Image]) -> Image.Image:
    paper = Image.new("1", (strips[0].width, sum(strip.height for strip in strips)), 1)
    top = 0
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    return paper
