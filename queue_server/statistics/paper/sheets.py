"""A4 sheets to be posted: the procedures of a field, and a QR code that leads to all of them."""

import io
from collections.abc import Iterator, Sequence
from typing import Final

import qrcode
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Table as Grid

from queue_server.protocol.plan import Field, Plan, Procedure
from queue_server.protocol.vocabulary import DaysUnit
from queue_server.statistics.paper.pdf import letters
from queue_server.statistics.paper.pdf.letters import line
from queue_server.statistics.paper.words import MOTTO, NATION

_MARGIN: Final = 14 * mm
_CODE: Final = 30 * mm
_WIDTHS: Final = (9 * mm, 22 * mm, 63 * mm, 25 * mm, 26 * mm, 37 * mm)
_HEADS: Final = ("STT", "Mã thủ tục", "Tên thủ tục", "Thời hạn", "Phí, lệ phí", "Thành phần hồ sơ")
_UNITS: Final = {
    DaysUnit.WORKING: "ngày làm việc",
    DaysUnit.CALENDAR: "ngày",
    DaysUnit.HOURS: "giờ làm việc",
}
_UNKNOWN: Final = "Chưa cập nhật"


def render(plan: Plan, fields: Sequence[Field]) -> bytes:
    """Return a sheet for each field, one after the other; what is unknown says so."""
    letters.load()
    target = io.BytesIO()
    title = "Niêm yết thủ tục hành chính"
    document = BaseDocTemplate(target, pagesize=A4, title=title, author=plan.name_vi, lang="vi")
    width, height = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN
    frame = Frame(_MARGIN, _MARGIN, width, height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], pagesize=A4))
    document.build([part for field in fields for part in _sheet(plan, field, width)])
    return target.getvalue()


def _sheet(plan: Plan, field: Field, width: float) -> Iterator[Flowable]:
    entries = [one for one in plan.procedures if one.field == field.code]
    yield _head(plan, width)
    yield Spacer(0, 8)
    yield _title(plan, field, len(entries), width)
    yield Spacer(0, 8)
    yield _table(entries)
    yield line(
        "Hồ sơ nộp trực tiếp, qua bưu chính công ích hoặc trực tuyến trên Cổng Dịch vụ công quốc"
        " gia. Phản ánh, kiến nghị: gặp lãnh đạo Trung tâm.",
        letters.NOTE,
    )
    yield PageBreak()


def _head(plan: Plan, width: float) -> Grid:
    own = plan.header_vi or (plan.name_vi,)
    authority = (plan.reporting.authority,) if plan.reporting.authority else ()
    halves = [
        [line(text, letters.HEAD) for text in (*authority, *own)],
        [line(text, letters.HEAD) for text in (NATION, MOTTO)],
    ]
    grid = Grid([halves], colWidths=[width / 2, width / 2])
    grid.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    return grid


def _title(plan: Plan, field: Field, count: int, width: float) -> Grid:
    """Return the title with the code beside it, where citizens reach this server."""
    words = [
        line("DANH MỤC THỦ TỤC HÀNH CHÍNH", letters.TITLE),
        line(f"Lĩnh vực: {field.name_vi} ({count} thủ tục)", letters.SIGNED),
    ]
    if not plan.public_url:
        return Grid([[words]], colWidths=[width])
    address = f"{plan.public_url.rstrip('/')}/procedures?field={field.code}"
    code = [_code(address), line("Quét để xem đầy đủ", letters.SIGN_HERE)]
    grid = Grid([[words, code]], colWidths=[width - _CODE - 4 * mm, _CODE + 4 * mm])
    grid.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return grid


def _code(address: str) -> Drawing:
    """Return a QR code as squares: sharp at every size."""
    made = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(address)
    rows = made.get_matrix()
    side = _CODE / len(rows)
    drawing = Drawing(_CODE, _CODE)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                top = _CODE - (y + 1) * side
                square = Rect(x * side, top, side, side)
                square.strokeWidth, square.fillColor = 0, letters.INK
                drawing.add(square)
    return drawing


def _table(entries: Sequence[Procedure]) -> LongTable:
    heads = [line(head, letters.COLUMN) for head in _HEADS]
    rows = [_row(number, entry) for number, entry in enumerate(entries, 1)]
    table = LongTable([heads, *rows], colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, letters.LINE),
            ("BACKGROUND", (0, 0), (-1, 0), letters.SHADE),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return table


def _row(number: int, entry: Procedure) -> list[Flowable]:
    cells = (str(number), entry.code, entry.name, _time(entry), entry.fee, entry.papers)
    return [line(cell or _UNKNOWN, letters.CELL) for cell in cells]


def _time(entry: Procedure) -> str:
    if entry.days is None or entry.days_unit is None:
        return ""
    if entry.days == 0:
        return "Trong ngày làm việc"
    return f"{entry.days} {_UNITS[entry.days_unit]}"
