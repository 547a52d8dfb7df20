"""A report as JSON: rows as objects with the columns' keys, for programs."""

from typing import Any

import msgspec

from queue_server.statistics.paper.report import Cell, Report, Table


def render(report: Report) -> bytes:
    """Return the report as one JSON object; durations are seconds, shares are of one."""
    return msgspec.json.encode(as_object(report))


def as_object(report: Report) -> dict[str, Any]:
    """Return the report as plain values: `{name, title, period, from, to, …, tables}`."""
    return {
        "name": report.name,
        "title": report.title,
        "form": report.form,
        "head": report.head,
        "period": report.period,
        "period_words": report.period_words,
        "from": report.first,
        "to": report.last,
        "basis": report.basis,
        "made_by": report.made_by,
        "made_at": report.made_at,
        "marks": report.marks,
        "tables": [_table(table) for table in report.tables],
        "notes": report.notes,
        "signatures": report.signatures,
    }


def _table(table: Table) -> dict[str, Any]:
    keys = [column.key for column in table.columns]

    def named(row: tuple[Cell, ...]) -> dict[str, Cell]:
        return dict(zip(keys, row, strict=True))

    return {
        "title": table.title,
        "columns": [
            {"key": c.key, "title": c.title, "kind": c.kind, "number": c.number, "group": c.group}
            for c in table.columns
        ],
        "rows": [named(row) for row in table.rows],
        "total": named(table.total) if table.total else None,
        "notes": table.notes,
    }
