"""Paper for printed bytes: reads ESC/POS back into the picture, and accepts no other command."""

from typing import NamedTuple

from PIL import Image


class Sheet(NamedTuple):
    """What came out of the printer before one cut."""

    picture: Image.Image


def sheets(content: bytes) -> list[Sheet]:
    """Return the sheets that the bytes print; any byte that is not understood is an error."""
    done: list[Sheet] = []
    strips: list[Image.Image] = []
    at = 0
    while at < len(content):
        rest = content[at:]
        if rest.startswith(b"\x1b@"):
            at += 2
        elif rest.startswith(b"\x1dv0\x00"):
            width, height = rest[4] + 256 * rest[5], rest[6] + 256 * rest[7]
            size = width * height
            strips.append(_strip(rest[8 : 8 + size], width * 8, height))
            at += 8 + size
        elif rest.startswith(b"\x1bd"):
            at += 3
        elif rest.startswith((b"\x1dV\x00", b"\x1dV\x01")):
            done.append(Sheet(_joined(strips)))
            strips = []
            at += 3
        elif rest.startswith((b"\x10\x04", b"\x1dr")):
            at += 3
        else:
            raise AssertionError(f"byte {at}: {rest[:8].hex(' ')} is no command that we send")
    assert not strips, "something was printed and never cut"
    return done


def _strip(dots: bytes, width: int, height: int) -> Image.Image:
    # a printer's 1 is black, a picture's is white
    return Image.frombytes("1", (width, height), bytes(255 - dot for dot in dots))


def _joined(strips: list[Image.Image]) -> Image.Image:
    paper = Image.new("1", (strips[0].width, sum(strip.height for strip in strips)), 1)
    top = 0
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    return paper
