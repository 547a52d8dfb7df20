"""The letters of a page: Be Vietnam Pro in three cuts, and what each kind of line looks like."""

from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

import fontpkg
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

PLAIN: Final = "BeVietnamPro"
BOLD: Final = "BeVietnamPro-Bold"
ITALIC: Final = "BeVietnamPro-Italic"

INK: Final = HexColor("#16212B")
QUIET: Final = HexColor("#5A6772")
LINE: Final = HexColor("#9AA5AE")
SHADE: Final = HexColor("#E8EEF2")
PALE: Final = HexColor("#F5F7F9")
MARK: Final = HexColor("#B3261E")

_FACE: Final = "Be Vietnam Pro"
# The form fits A4 with 14 columns at this size, and it is still read without glasses at 35 cm.
CELL_SIZE: Final = 7.6
_LEADING: Final = 1.32


@cache
def load() -> None:
    """Make the letters known; the file of each cut is read once."""
    registerFont(TTFont(PLAIN, str(fontpkg.path(_FACE, weight=400))))
    registerFont(TTFont(BOLD, str(fontpkg.path(_FACE, weight=700))))
    registerFont(TTFont(ITALIC, str(fontpkg.path(_FACE, weight=400, style="italic"))))
    registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def _style(name: str, size: float, font: str = PLAIN, **about: Any) -> ParagraphStyle:
    about = {"textColor": INK, **about}
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * _LEADING, **about)


HEAD: Final = _style("head", 9, BOLD, alignment=TA_CENTER)
FORM: Final = _style("form", 8, ITALIC, alignment=TA_RIGHT, spaceBefore=4)
TITLE: Final = _style("title", 14, BOLD, alignment=TA_CENTER, spaceBefore=10)
MARKED: Final = _style("marked", 11, BOLD, alignment=TA_CENTER, spaceBefore=2, textColor=MARK)
UNDER: Final = _style("under", 9, ITALIC, alignment=TA_CENTER, spaceBefore=2)
TABLE: Final = _style("table", 10, BOLD, alignment=TA_LEFT, spaceBefore=12, spaceAfter=4)
NOTE: Final = _style("note", 8, ITALIC, spaceBefore=3)
SIGNED: Final = _style("signed", 9, BOLD, alignment=TA_CENTER)
SIGN_HERE: Final = _style("sign here", 8, ITALIC, alignment=TA_CENTER)
COLUMN: Final = _style("column", CELL_SIZE, BOLD, alignment=TA_CENTER)
CELL: Final = _style("cell", CELL_SIZE)
TOTAL: Final = _style("total", CELL_SIZE, BOLD)


def line(text: str, style: ParagraphStyle, *, stroke: bool = False) -> Paragraph:
    """Return a line of any text; no letter in it is an order to the page."""
    words = escape(text)
    return Paragraph(f"<u>{words}</u>" if stroke else words, style)
