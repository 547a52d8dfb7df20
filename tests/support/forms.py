"""A report's tables read back from each of its forms, every cell as people would read it.

Rule 1: nothing of ours reads here: what is compared is what a spreadsheet, a PDF reader and a
browser find in the bytes.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

Rows = list[list[str]]


class Shape(NamedTuple):
    """What the columns of a table hold, and which rows are read."""

    kinds: list[str]
    titles: list[str]
    rows: Rows
    notes: list[str]


def of_json(told: Any) -> list[Shape]:
    """Return the tables as the JSON form has them."""
    return [_told(table) for table in told["tables"]]


def _told(table: Any) -> Shape:
    columns = table["columns"]
    kinds = [column["kind"] for column in columns]
    keys = [column["key"] for column in columns]
    rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
    read = [[_read(row[key], kind) for key, kind in zip(keys, kinds, strict=True)] for row in rows]
    if table["total"] and not read[-1][0] and not read[-1][1]:
        read[-1][0] = "Tổng số"
    return Shape(kinds, [column["title"] for column in columns], read, list(table["notes"]))


def _read(value: Any, kind: str) -> str:
    """Return a value as it is read on Vietnamese paper."""
    is_said = isinstance(value, str) and (kind == "text" or not value[:1].isdigit())
    if value is None or is_said:
        return value or ""
    if kind == "day":
        return f"{datetime.fromisoformat(value):%d/%m/%Y}"
    if kind == "moment":
        return f"{datetime.fromisoformat(value):%H:%M %d/%m/%Y}"
    return _figure(Decimal(repr(value)), kind)


def _figure(value: Decimal, kind: str) -> str:
    """Return a figure as a spreadsheet rounds it and a Vietnamese reads it."""
    if kind == "duration":
        minutes, seconds = divmod(int(value.quantize(Decimal(1), ROUND_HALF_UP)), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    if kind == "share":
        return f"{_grouped(100 * value, 1)} %"
    return _grouped(value, 1 if kind == "number" else 0)


def _grouped(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def of_workbook(body: bytes, told: list[Shape]) -> list[Rows]:
    """Return the rows of each sheet, read by what each cell is and how it is formatted."""
    book = load_workbook(io.BytesIO(body))
    assert len(book.worksheets) == len(told)
    return [_sheet(sheet, shape) for sheet, shape in zip(book.worksheets, told, strict=True)]


def _sheet(sheet: Worksheet, shape: Shape) -> Rows:
    # what is repeated on every page are the titles; the rows begin under them
    top = int(str(sheet.print_title_rows).rsplit("$", 1)[1])
    rows = sheet.iter_rows(min_row=top + 1, max_row=top + len(shape.rows), max_col=len(shape.kinds))
    return [[_of_cell(cell) for cell in row] for row in rows]


_FORMATS = {
    "@": "text",
    "#,##0": "count",
    "0.0%": "share",
    "[h]:mm:ss": "duration",
    "#,##0.0": "number",
}


def _of_cell(cell: Cell) -> str:
    value, form = cell.value, cell.number_format
    if value is None:
        return ""
    if isinstance(value, str):
        assert cell.data_type == "s"
        return value
    if isinstance(value, datetime) and form != "[h]:mm:ss":
        assert form in ("dd/mm/yyyy", "hh:mm dd/mm/yyyy")
        return f"{value:%d/%m/%Y}" if form == "dd/mm/yyyy" else f"{value:%H:%M %d/%m/%Y}"
    if form == "[h]:mm:ss":
        return _figure(Decimal(repr(_seconds(value))), "duration")
    return _figure(Decimal(repr(value)), _FORMATS[form])


def _seconds(value: Any) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, int | float):
        return value * 86_400
    return float(value.hour * 3600 + value.minute * 60 + value.second)


def of_csv(body: bytes, told: list[Shape]) -> list[Rows]:
    """Return the rows of each table of a CSV."""
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    found, at = [], 0
    for shape in told:
        at = next(place for place in range(at, len(lines)) if _is_titles(lines[place], shape)) + 1
        if len(lines[at]) == len(shape.kinds) and all(
            not cell or cell[0] == "(" for cell in lines[at]
        ):
            at += 1
        rows = lines[at : at + len(shape.rows)]
        read = [
            [_of_field(cell, kind) for cell, kind in zip(row, shape.kinds, strict=True)]
            for row in rows
        ]
        found.append(read)
        at += len(rows)
    return found


def _is_titles(line: list[str], shape: Shape) -> bool:
    return [_unitless(cell) for cell in line] == [_unitless(title) for title in shape.titles]


def _unitless(title: str) -> str:
    return title.removesuffix(" (%)").removesuffix(" (giây)")


def _of_field(text: str, kind: str) -> str:
    if kind in ("text", "day", "moment") or not text:
        return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text
    try:
        value = Decimal(text.replace(",", "."))
    except ArithmeticError:
        return text
    return _figure(value / 100 if kind == "share" else value, kind)


def of_page(html: str, told: list[Shape]) -> list[Rows]:
    """Return the rows of each table of the page's paper."""
    parser = _Paper()
    parser.feed(html)
    assert len(parser.tables) == len(told)
    return [
        [row for row in rows if len(row) == len(shape.kinds)]
        for rows, shape in zip(parser.tables, told, strict=True)
    ]


class _Paper(HTMLParser):
    """Keeps the cells of the tables of an official form, those under its titles."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Rows] = []
        self._in_form = self._in_head = self._in_cell = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table" and ("class", "form-table") in attributes:
            self.tables.append([])
            self._in_form = True
        self._in_head = tag == "thead" or (self._in_head and tag != "tbody")
        if self._in_form and not self._in_head and tag == "tr":
            self.tables[-1].append([])
        if self._in_form and not self._in_head and tag == "td":
            self.tables[-1][-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_form = self._in_form and tag != "table"
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.tables[-1][-1][-1] += data


def of_pdf(body: bytes, told: list[Shape]) -> list[Rows]:
    """Return those rows of what was told that stand on paper, in order and cell by cell.

    A PDF has no cells: its text, without spaces, must hold each row's cells one after the other.
    """
    text = "".join(_pressed(page.extract_text()) for page in PdfReader(io.BytesIO(body)).pages)
    found, at = [], 0
    for shape in told:
        rows: Rows = []
        for row in shape.rows:
            pressed = "".join(map(_pressed, row))
            place = text.find(pressed, at)
            if place < 0:
                break
            at = place + len(pressed)
            rows.append(row)
        found.append(rows)
    return found


def _pressed(text: str) -> str:
    return "".join(text.split())


def sentences(told: Any) -> Iterator[str]:
    """Yield all that a report says beside its cells."""
    yield from (told["title"], told["period_words"], *told["head"], *told["marks"])
    yield from told["notes"]
    for table in told["tables"]:
        yield from (table["title"], *table["notes"])


def holds(pressed_form: str, sentence: str) -> bool:
    """Return whether a form, read as text, has a sentence."""
    return _pressed(sentence) in pressed_form


def pressed(form: str, body: bytes) -> str:
    """Return all text of a form without spaces."""
    if form == "pdf":
        return "".join(_pressed(page.extract_text()) for page in PdfReader(io.BytesIO(body)).pages)
    if form == "xlsx":
        cells = (
            cell.value
            for sheet in load_workbook(io.BytesIO(body)).worksheets
            for row in sheet.iter_rows()
            for cell in row
        )
        return "".join(_pressed(cell) for cell in cells if isinstance(cell, str))
    return _pressed(body.decode("utf-8-sig").replace('""', '"'))
