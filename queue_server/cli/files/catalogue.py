"""The catalogue of procedures as a CSV file that a spreadsheet can open."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from queue_server.protocol.plan import Procedure

COLUMNS = (
    *("field", "code", "name", "short_name", "keywords"),
    *("days", "days_unit", "fee", "papers", "source"),
)
RARE_COLUMNS = ("checked_on", "valid_from", "valid_to", "replaced_by")
"""Written only where a procedure has them."""
_NEEDED = ("field", "code", "name")
_BETWEEN = "|"
"""Stands between keywords."""
_WANTED = {
    "days": "a whole number of days",
    "days_unit": "working, calendar or hours",
    "checked_on": "a date such as 2026-11-23",
    "valid_from": "a date such as 2026-11-23",
    "valid_to": "a date such as 2026-11-23",
}
_LOST_ZEROS = re.compile(r"[0-9]\.[0-9]{1,5}")
"""National codes have six digits after the point; a spreadsheet drops zeros at their end."""


class Row(NamedTuple):
    """One procedure and the line it begins on."""

    line: int
    procedure: Procedure


class Fault(NamedTuple):
    """What is wrong on a line."""

    line: int
    sentence: str


class _BrokenFileError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def read(text: str) -> tuple[list[Row], list[Fault]]:
    """Return the procedures of a catalogue, and what is wrong with the others.

    A Vietnamese spreadsheet separates by semicolons: the header line decides.
    """
    try:
        records = list(_records(text))
    except _BrokenFileError as broken:
        return [], [broken.fault]
    columns = records[0][1] if records else []
    faults = list(_header_faults(columns))
    if faults:
        return [], faults
    rows = []
    for line, cells in records[1:]:
        found = _row(line, columns, cells)
        if isinstance(found, Row):
            rows.append(found)
        else:
            faults.append(found)
    return rows, faults + list(_repeated(rows))


def write(procedures: Sequence[Procedure]) -> str:
    """Return the catalogue as text that reads back the same."""
    rare = [name for name in RARE_COLUMNS if any(getattr(one, name) for one in procedures)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *rare])
    for procedure in procedures:
        writer.writerow(_cell(getattr(procedure, name)) for name in (*COLUMNS, *rare))
    return out.getvalue()


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not empty, with the line it begins on."""
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _BrokenFileError(Fault(line, f"this is no CSV: {error}")) from error
        if cells is None:
            return
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


def _header_faults(columns: Sequence[str]) -> Iterator[Fault]:
    known = {*COLUMNS, *RARE_COLUMNS}
    for name in _NEEDED:
        if name not in columns:
            yield Fault(1, f"the header has no column {name}")
    for name in columns:
        if name not in known:
            yield Fault(1, f"unknown column {name!r}; known are {', '.join(sorted(known))}")
        elif columns.count(name) > 1:
            yield Fault(1, f"the column {name} stands more than once")


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Row | Fault:
    if len(cells) != len(columns):
        return Fault(line, f"{len(cells)} columns, the header has {len(columns)}")
    values: dict[str, object] = {
        name: cell for name, cell in zip(columns, cells, strict=True) if cell
    }
    for name in _NEEDED:
        if name not in values:
            return Fault(line, f"{name} is empty")
    if _LOST_ZEROS.fullmatch(str(values["code"])):
        return Fault(line, f"code {values['code']} has lost zeros at its end (in a spreadsheet?)")
    if "keywords" in values:
        values["keywords"] = str(values["keywords"]).split(_BETWEEN)
    try:
        return Row(line, msgspec.convert(values, Procedure, strict=False))
    except msgspec.ValidationError as error:
        return Fault(line, _sentence(str(error), values))


def _sentence(error: str, values: dict[str, object]) -> str:
    what, _, where = error.partition(" - at `$.")
    name = where.rstrip("`")
    if name in _WANTED:
        return f"{name} {values[name]!r} is not {_WANTED[name]}"
    return f"{name}: {what[0].lower()}{what[1:]}"


def _repeated(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for line, procedure in rows:
        before = first.setdefault(procedure.code, line)
        if before != line:
            yield Fault(line, f"code {procedure.code} already stands in line {before}")


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return _BETWEEN.join(value)
    return "" if value is None else str(value)
