"""Tables on paper: titles on every page, groups above them, long texts wrapped."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportlab.platypus import LongTable, Paragraph

from queue_server.statistics.paper.pdf import letters
from queue_server.statistics.paper.report import Cell, Column, Kind, Table
from queue_server.statistics.paper.words import named, printed

_RIGHT: Final = {Kind.COUNT, Kind.SHARE, Kind.DURATION, Kind.NUMBER}
_CENTER: Final = {Kind.DAY, Kind.MOMENT}
_PADDING: Final = 3
_LEAST_LETTERS: Final = 4

Command = tuple[Any, ...]


def drawn(table: Table, width: float) -> LongTable:
    """Return the table, as wide as the page lets it be (in points)."""
    columns = table.columns
    titles = list(_titles(columns))
    rows: list[list[Any]] = [*titles, *(_cells(row, columns) for row in table.rows)]
    if table.total is not None:
        rows.append(_cells(named(table.total), columns, last=True))
    return LongTable(
        rows,
        colWidths=_widths(columns, width),
        repeatRows=len(titles),
        style=[*_look(columns, len(titles)), *_joined(columns), *_last(table)],
        hAlign="LEFT",
    )


def _titles(columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Yield the rows that stand on every page: groups, titles, the form's numbers."""
    if _grouped(columns):
        yield [letters.line(c.group or c.title, letters.COLUMN) for c in columns]
    yield [letters.line(c.title, letters.COLUMN) for c in columns]
    if any(c.number for c in columns):
        yield [c.number for c in columns]


def _grouped(columns: Sequence[Column]) -> bool:
    return any(column.group for column in columns)


def _cells(row: Sequence[Cell], columns: Sequence[Column], *, last: bool = False) -> list[Any]:
    style = letters.TOTAL if last else letters.CELL
    return [_cell(cell, column, style) for cell, column in zip(row, columns, strict=True)]


def _cell(cell: Cell, column: Column, style: Any) -> str | Paragraph:
    if isinstance(cell, str) or column.kind is Kind.TEXT:
        # only texts are wrapped; a figure is never broken
        return letters.line("" if cell is None else str(cell), style)
    return printed(cell, column.kind)


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    shares = [max(column.width, _LEAST_LETTERS) for column in columns]
    return [width * share / sum(shares) for share in shares]


def _look(columns: Sequence[Column], titles: int) -> Iterator[Command]:
    yield ("FONT", (0, 0), (-1, -1), letters.PLAIN, letters.CELL_SIZE)
    yield ("TEXTCOLOR", (0, 0), (-1, -1), letters.INK)
    yield ("GRID", (0, 0), (-1, -1), 0.5, letters.LINE)
    yield ("BACKGROUND", (0, 0), (-1, titles - 1), letters.SHADE)
    yield ("VALIGN", (0, 0), (-1, titles - 1), "MIDDLE")
    yield ("VALIGN", (0, titles), (-1, -1), "TOP")
    yield ("LEFTPADDING", (0, 0), (-1, -1), _PADDING)
    yield ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING)
    yield ("TOPPADDING", (0, 0), (-1, -1), 2)
    yield ("BOTTOMPADDING", (0, 0), (-1, -1), 3)
    if any(column.number for column in columns):
        yield ("ALIGN", (0, titles - 1), (-1, titles - 1), "CENTER")
        yield ("FONT", (0, titles - 1), (-1, titles - 1), letters.ITALIC, letters.CELL_SIZE)
    for at, column in enumerate(columns):
        side = "RIGHT" if column.kind in _RIGHT else "CENTER" if column.kind in _CENTER else "LEFT"
        yield ("ALIGN", (at, titles), (at, -1), side)


def _joined(columns: Sequence[Column]) -> Iterator[Command]:
    """Yield what joins a group's cells, and a title that has no group with the row above."""
    if not _grouped(columns):
        return
    left = 0
    for at in range(1, len(columns) + 1):
        group = columns[left].group
        if group and at < len(columns) and columns[at].group == group:
            continue
        yield ("SPAN", (left, 0), (at - 1, 0)) if group else ("SPAN", (left, 0), (left, 1))
        left = at


def _last(table: Table) -> Iterator[Command]:
    if table.total is not None:
        yield ("FONT", (0, -1), (-1, -1), letters.BOLD, letters.CELL_SIZE)
        yield ("BACKGROUND", (0, -1), (-1, -1), letters.PALE)
