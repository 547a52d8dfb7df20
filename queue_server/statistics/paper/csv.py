"""A report as CSV: UTF-8 with a byte order mark and semicolons, as a Vietnamese Excel opens it."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from queue_server.statistics.paper.report import Cell, Kind, Report, Table
from queue_server.statistics.paper.words import day, making, moment, named, span, told

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report) -> bytes:
    """Return the report's text: its head, then each table with an empty line before it.

    Durations are whole seconds, shares are percent; decimals have a comma.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in _head(report):
        writer.writerow([harmless(line)])
    for table in report.tables:
        writer.writerows(_lines(table))
    writer.writerows([] for _ in report.notes[:1])
    writer.writerows([harmless(note)] for note in report.notes)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula (CWE-1236)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _head(report: Report) -> Iterable[str]:
    yield from report.head
    if report.form:
        yield report.form
    yield report.title
    yield from report.marks
    yield span(report)
    yield making(report)


def _lines(table: Table) -> Iterable[list[str]]:
    yield []
    if table.title:
        yield [harmless(table.title)]
    yield [harmless(told(column)) for column in table.columns]
    if any(column.number for column in table.columns):
        yield [column.number for column in table.columns]
    kinds = [column.kind for column in table.columns]
    for row in (*table.rows, *((named(table.total),) if table.total else ())):
        yield [_bare(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
    for note in table.notes:
        yield [harmless(note)]


def _bare(cell: Cell, kind: Kind) -> str:
    """Return a cell without ornaments, so that a program can count with it."""
    if cell is None:
        return ""
    match kind:
        case Kind.TEXT:
            return harmless(str(cell))
        case Kind.DAY:
            return day(cell)
        case Kind.MOMENT:
            return moment(cell)
        case Kind.SHARE:
            return _comma(round(100 * float(str(cell)), 4))
        case _:
            return _comma(cell)


def _comma(number: Cell) -> str:
    return str(number).replace(".", ",")
