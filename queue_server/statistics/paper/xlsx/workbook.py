"""The workbook: heads, titles, rows, charts, notes and the place to sign, from the top down."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import accumulate, cycle
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from queue_server.statistics.paper.report import Cell, Chart, Column, Kind, Report, Table
from queue_server.statistics.paper.words import (
    MOTTO,
    NATION,
    SIGN_HERE,
    making,
    named,
    signed_at,
    span,
)
from queue_server.statistics.paper.xlsx.page import MARGINS, Page

_LETTERS: Final = "Times New Roman"
"""What official papers are written in, and what every office PC has (NĐ 30/2020, annex I)."""
_DAY_S: Final = 86_400
_NUMBERS: Final = {
    Kind.TEXT: "@",
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.DURATION: "[h]:mm:ss",
    Kind.NUMBER: "#,##0.0",
    Kind.DAY: "dd/mm/yyyy",
    Kind.MOMENT: "hh:mm dd/mm/yyyy",
}
_BORDER: Final = {"border": 1, "border_color": "#7F8A94"}
_TITLE: Final = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
_NAME_LENGTH: Final = 31
_NOT_IN_NAMES: Final = str.maketrans("[]:*?/\\'", "        ")
_PALE_LINES: Final = {"visible": True, "line": {"color": "#DDE3E8", "width": 0.5}}
_A4: Final = 9
_MIN_COLUMNS: Final = 6
"""The head has a left and a right half; a narrow table still gives it room."""
_CHART_ROWS, _TALL_CHART_ROWS = 14, 20
"""Many names need room under the axis, where they stand turned."""
_FEW_NAMES: Final = 8
_ROW_PIXELS: Final = 20
_CHART_GAP: Final = 12
_CHART_BELOW: Final = {"y_offset": 6}
"""Pixels: a border that begins with the page would show on the page before."""
_POINTS_A_PIXEL: Final = 0.75
_SIGNING_ROWS: Final = 8
_LETTER_PIXELS: Final = 7
_LINE_POINTS: Final = 15
_COLOURS: Final = ("#0B5C8C", "#D9822B", "#4B8B5A", "#8C4B7E")


def render(report: Report) -> bytes:
    """Return the workbook's bytes; Excel and LibreOffice open it without repair."""
    target = io.BytesIO()
    # a string stays a string, whatever it begins with; nothing is taken for a link or a formula
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        # columns are as wide as so many digits of this: it must be there, or stand-ins widen them
        "default_format_properties": {"font_name": _LETTERS, "font_size": 11},
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": report.title, "author": report.made_by})
        names = _names(report)
        for index, table in enumerate(report.tables):
            _Sheet(book, names[index], report, index).write(table)
    return target.getvalue()


def _names(report: Report) -> list[str]:
    """Return a name for each sheet: short enough, allowed, and each only once."""
    names: list[str] = []
    for index, table in enumerate(report.tables):
        plain = (table.title or report.title).translate(_NOT_IN_NAMES).strip()
        name = plain[:_NAME_LENGTH] or f"Bảng {index + 1}"
        if name.casefold() in (taken.casefold() for taken in names):
            tail = f" {index + 1}"
            name = name[: _NAME_LENGTH - len(tail)] + tail
        names.append(name)
    return names


class _Sheet:
    """One sheet, written from the top down."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, report: Report, index: int) -> None:
        self._book = book
        self._sheet: Worksheet = book.add_worksheet(name)
        self._report = report
        self._index = index
        self._row = 0
        self._pixels = 0
        self._page = Page(landscape=report.landscape)
        self._breaks: list[int] = []
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self, table: Table) -> None:
        """Write head, table, charts, notes and the place to sign."""
        self._last = max(len(table.columns), _MIN_COLUMNS) - 1
        widths = [
            max(table.columns[at].width, 6) + 1 if at < len(table.columns) else 12
            for at in range(self._last + 1)
        ]
        for at, width in enumerate(widths):
            self._sheet.set_column(at, at, width)
            self._pixels += width * _LETTER_PIXELS + 5
        self._page.width = self._pixels * _POINTS_A_PIXEL
        self._head(_middle(widths))
        if table.title:
            # the name on the tab may be cut short
            self._across(table.title, bold=True, font_size=12)
        above = self._page.used
        top = self._titles(table.columns)
        self._page.repeated = self._page.used - above
        first = self._row
        self._rows(table)
        self._charts(table, first)
        notes = (*table.notes, *self._report.notes)
        if self._report.signatures:
            # signatures never stand alone on a page: the notes go with them
            self._room(len(notes) + _SIGNING_ROWS)
        for note in notes:
            self._across(note, italic=True, text_wrap=True)
        self._signatures()
        self._for_print(top, first)

    def _format(self, **form: Any) -> Format:
        key = tuple(sorted(form.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": _LETTERS, **form})
        return self._formats[key]

    def _down(self, points: float = _LINE_POINTS) -> None:
        self._row += 1
        self._page.fill(points)

    def _room(self, rows: int) -> None:
        """Begin a page if so many rows may not fit on this one any more."""
        if not self._page.holds(rows * _LINE_POINTS):
            self._breaks.append(self._row)
            self._page.turn()

    def _across(self, text: str, **form: Any) -> None:
        """Write a line over the whole width."""
        self._merge(0, self._last, text, **form)
        self._down()

    def _merge(self, left: int, right: int, text: str, **form: Any) -> None:
        style = self._format(**form)
        if left < right:
            self._sheet.merge_range(self._row, left, self._row, right, "", style)
        self._sheet.write_string(self._row, left, text, style)

    def _head(self, half: int) -> None:
        """Write the head; its left half ends with the column `half`."""
        left = list(self._report.head)
        right = [NATION, MOTTO]
        for at in range(max(len(left), len(right))):
            self._merge(0, half, left[at] if at < len(left) else "", bold=True, align="center")
            text = right[at] if at < len(right) else ""
            self._merge(half + 1, self._last, text, bold=True, align="center")
            self._down()
        self._down()
        if self._report.form:
            self._across(self._report.form, align="right", italic=True)
        self._across(self._report.title, bold=True, font_size=14, align="center")
        for mark in self._report.marks:
            self._across(mark, bold=True, font_color="#B3261E", align="center")
        self._across(span(self._report), align="center", italic=True)
        self._across(making(self._report), align="center", italic=True)
        self._down()

    def _titles(self, columns: tuple[Column, ...]) -> int:
        """Write the columns' titles, groups above, the form's numbers below; return the top row."""
        top = self._row
        title = self._format(**_TITLE, **_BORDER, bg_color="#E8EEF2")
        if any(column.group for column in columns):
            for left, right, group in _groups(columns):
                if group:
                    self._merge(left, right, group, **_TITLE, **_BORDER, bg_color="#E8EEF2")
                else:
                    self._sheet.merge_range(self._row, left, self._row + 1, left, "", title)
                    self._sheet.write_string(self._row, left, columns[left].title, title)
            self._down()
        self._sheet.set_row(self._row, _height(columns))
        for at, column in enumerate(columns):
            if self._row == top or column.group:
                self._sheet.write_string(self._row, at, column.title, title)
        self._down(_height(columns))
        if any(column.number for column in columns):
            small = self._format(align="center", italic=True, **_BORDER)
            for at, column in enumerate(columns):
                self._sheet.write_string(self._row, at, column.number, small)
            self._down()
        return top

    def _rows(self, table: Table) -> None:
        for row in table.rows:
            lines = _lines(row, table.columns)
            if lines > 1:
                # a row without a height of its own is left at one line by LibreOffice
                self._sheet.set_row(self._row, _LINE_POINTS * lines)
            for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(at, cell, column.kind)
            self._down(_LINE_POINTS * max(lines, 1))
        if table.total is not None:
            for at, (cell, column) in enumerate(
                zip(named(table.total), table.columns, strict=True)
            ):
                kind = Kind.TEXT if isinstance(cell, str) else column.kind
                self._cell(at, cell, kind, bold=True, bg_color="#F3F6F8")
            self._down()
        self._down()

    def _cell(self, at: int, cell: Cell, kind: Kind, **form: Any) -> None:
        text = kind is Kind.TEXT or isinstance(cell, str)
        style = self._format(
            num_format=_NUMBERS[Kind.TEXT if text else kind],
            valign="top",
            # with it a text stays a text, also when somebody edits the cell
            **({"text_wrap": True, "quote_prefix": True} if text else {}),
            **_BORDER,
            **form,
        )
        match cell:
            case None:
                self._sheet.write_blank(self._row, at, None, style)
            case str():
                self._sheet.write_string(self._row, at, cell, style)
            case datetime():
                # a workbook's times have no zone: they are the centre's
                self._sheet.write_datetime(self._row, at, cell.replace(tzinfo=None), style)
            case date():
                self._sheet.write_datetime(self._row, at, cell, style)
            case _ if kind is Kind.DURATION:
                self._sheet.write_number(self._row, at, cell / _DAY_S, style)
            case _ if kind is Kind.TEXT:
                self._sheet.write_string(self._row, at, str(cell), style)
            case _:
                self._sheet.write_number(self._row, at, cell, style)

    def _charts(self, table: Table, first: int) -> None:
        """Put the charts of this table under it."""
        if not table.rows:
            return
        for chart in self._report.charts:
            if chart.table == self._index:
                rows = _TALL_CHART_ROWS if len(table.rows) > _FEW_NAMES else _CHART_ROWS
                self._room(rows)
                drawn = self._drawn(chart, table, first)
                height = rows * _ROW_PIXELS - _CHART_GAP
                drawn.set_size({"width": self._pixels, "height": height})
                self._sheet.insert_chart(self._row, 0, drawn, _CHART_BELOW)
                for _ in range(rows):
                    self._down()

    def _drawn(self, chart: Chart, table: Table, first: int) -> Any:
        keys = [column.key for column in table.columns]
        sheet = self._sheet.get_name()
        last = first + len(table.rows) - 1

        def cells(key: str) -> str:
            at = keys.index(key)
            quoted = sheet.replace("'", "''")
            return f"='{quoted}'!{xl_range_abs(first, at, last, at)}"

        drawn = self._book.add_chart({"type": "line" if chart.line else "column"})
        for key, colour in zip(chart.values, cycle(_COLOURS)):
            drawn.add_series(
                {
                    "name": table.columns[keys.index(key)].title,
                    "categories": cells(chart.category),
                    "values": cells(key),
                    "line" if chart.line else "fill": {"color": colour},
                }
            )
        kind = table.columns[keys.index(chart.values[0])].kind
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_x_axis({"num_font": {"size": 8}})
        drawn.set_y_axis({"min": 0, "num_format": _NUMBERS[kind], "major_gridlines": _PALE_LINES})
        drawn.set_legend({"position": "bottom"} if len(chart.values) > 1 else {"none": True})
        return drawn

    def _signatures(self) -> None:
        who = self._report.signatures
        if not who:
            return
        self._down()
        if self._report.place:
            half = (self._last + 1) // 2
            said = signed_at(self._report)
            self._merge(half, self._last, said, italic=True, align="center")
            self._down()
        edges = [round(at * (self._last + 1) / len(who)) for at in range(len(who) + 1)]
        for form, words in (({"bold": True}, who), ({"italic": True}, (SIGN_HERE,) * len(who))):
            for left, right, text in zip(edges, edges[1:], words, strict=False):
                self._merge(left, max(left, right - 1), text, align="center", **form)
            self._down()
        self._row += 4

    def _for_print(self, top: int, first: int) -> None:
        sheet = self._sheet
        sheet.set_paper(_A4)
        if self._report.landscape:
            sheet.set_landscape()
        sheet.set_margins(**MARGINS)
        # not “fit to a page's width”: with it spreadsheets leave breaks between rows unheeded
        sheet.set_print_scale(int(100 * self._page.scale))
        sheet.set_h_pagebreaks(self._breaks)
        sheet.repeat_rows(top, first - 1)
        sheet.freeze_panes(first, 0)
        sheet.print_area(0, 0, self._row, self._last)
        marks = " · ".join(self._report.marks)
        sheet.set_header(f"&R&B{_in_margin(marks)}" if marks else "")
        sheet.set_footer(f"&L{_in_margin(making(self._report))}&RTrang &P/&N")


def _middle(widths: list[int]) -> int:
    """Return the column whose end is nearest to the middle of all; one is left behind it."""
    ends = list(accumulate(widths))
    return min(range(len(ends) - 1), key=lambda at: abs(2 * ends[at] - ends[-1]))


def _in_margin(text: str) -> str:
    """Return the text for a page's margin, where an ampersand begins an order."""
    return text.replace("&", "&&")


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield first and last column of each group, and its title."""
    left = 0
    for at in range(1, len(columns) + 1):
        ends = at == len(columns) or columns[at].group != columns[left].group
        if ends or not columns[left].group:
            yield left, at - 1, columns[left].group
            left = at


def _lines(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> int:
    """Return how many lines the longest text of a row needs."""
    texts = ((cell, column.width) for cell, column in zip(row, columns, strict=True))
    return max(
        (
            -(-len(cell) * 5 // (6 * max(width, 5)))
            for cell, width in texts
            if isinstance(cell, str)
        ),
        default=1,
    )


def _height(columns: tuple[Column, ...]) -> int:
    """Return the height of the titles' row, in points: as many lines as the longest needs."""
    lines = max(-(-len(column.title) // max(column.width - 1, 5)) for column in columns)
    return 16 * max(lines, 1) + 4
