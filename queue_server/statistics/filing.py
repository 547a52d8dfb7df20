"""Reports that were filed: frozen whole as they stood, and drawn anew from that alone.

Rule 1: the frozen bytes are what the record's digest is of; nothing recomputes them.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from queue_server.statistics.paper.report import Cell, Chart, Column, Kind, Report, Table


class Frozen(Struct, frozen=True, kw_only=True):
    """A report as it was filed, and what the next one begins with."""

    report: Report
    open: Mapping[str | None, int]
    """Column 11 of Biểu II.06a by field; None is no field."""


def freeze(frozen: Frozen) -> bytes:
    """Return the bytes that are kept."""
    carried = {field or "": count for field, count in frozen.open.items()}
    return msgspec.json.encode({"report": frozen.report, "open": carried}, order="sorted")


def thaw(body: bytes) -> Frozen:
    """Return what was frozen."""
    plain = msgspec.json.decode(body)
    told = plain["report"]
    tables = tuple(_table(table) for table in told.pop("tables"))
    charts = msgspec.convert(told.pop("charts"), tuple[Chart, ...])
    days = {key: date.fromisoformat(told.pop(key)) for key in ("first", "last")}
    made_at = datetime.fromisoformat(told.pop("made_at"))
    rest: dict[str, Any] = days | {
        key: tuple(value) if isinstance(value, list) else value for key, value in told.items()
    }
    report = Report(tables=tables, charts=charts, made_at=made_at, **rest)
    return Frozen(
        report=report, open={field or None: count for field, count in plain["open"].items()}
    )


def digest(body: bytes) -> str:
    """Return what stands for frozen bytes in the record."""
    return hashlib.sha256(body).hexdigest()


def _table(told: Mapping[str, Any]) -> Table:
    columns = msgspec.convert(told["columns"], tuple[Column, ...])
    kinds = [column.kind for column in columns]

    def row(cells: list[Any]) -> tuple[Cell, ...]:
        return tuple(_cell(cell, kind) for cell, kind in zip(cells, kinds, strict=True))

    return Table(
        title=told["title"],
        columns=columns,
        rows=tuple(row(cells) for cells in told["rows"]),
        total=row(told["total"]) if told["total"] is not None else None,
        notes=tuple(told["notes"]),
    )


def _cell(told: Any, kind: Kind) -> Cell:
    """Return a cell as it was: JSON knows no days."""
    if isinstance(told, str) and kind is Kind.DAY:
        return date.fromisoformat(told)
    if isinstance(told, str) and kind is Kind.MOMENT:
        return datetime.fromisoformat(told)
    cell: Cell = told
    return cell
