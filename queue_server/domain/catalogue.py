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
RARE_COLUMNS = ("agency", "checked_on", "valid_from", "valid_to", "replaced_by")
"""Written only where a procedure has them."""
_NEEDED = ("field", "code", "name")
_BETWEEN = "|"
"""Stands between keywords."""
_DATE = ("a date such as 2026-11-23", "một ngày như 2026-11-23")
_WANTED = {
    "days": ("a whole number of days", "số ngày"),
    "days_unit": ("working, calendar or hours", "working, calendar hoặc hours"),
    "checked_on": _DATE,
    "valid_from": _DATE,
    "valid_to": _DATE,
}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
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
    vi: str = ""


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


def columns(text: str) -> frozenset[str]:
    """Return the columns that a catalogue names in its first line."""
    try:
        return frozenset(next((cells for _, cells in _records(text)), ()))
    except _BrokenFileError:
        return frozenset()


def write(procedures: Sequence[Procedure], separator: str = ",") -> str:
    """Return the catalogue as text that reads back the same."""
    rare = [name for name in RARE_COLUMNS if any(getattr(one, name) for one in procedures)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
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
            raise _BrokenFileError(
                Fault(line, f"this is no CSV: {error}", "Đây không phải tệp CSV.")
            ) from error
        if cells is None:
            return
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


def _header_faults(columns: Sequence[str]) -> Iterator[Fault]:
    known = {*COLUMNS, *RARE_COLUMNS}
    for name in _NEEDED:
        if name not in columns:
            yield Fault(1, f"the header has no column {name}", f"Dòng đầu thiếu cột {name}.")
    for name in columns:
        if name not in known:
            columns_known = ", ".join(sorted(known))
            yield Fault(
                1,
                f"unknown column {name!r}; known are {columns_known}",
                f"Không biết cột “{name}”. Các cột: {columns_known}.",
            )
        elif columns.count(name) > 1:
            yield Fault(1, f"the column {name} stands more than once", f"Cột {name} bị trùng.")


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Row | Fault:
    if len(cells) != len(columns):
        return Fault(
            line,
            f"{len(cells)} columns, the header has {len(columns)}",
            f"Có {len(cells)} cột, dòng đầu có {len(columns)} cột.",
        )
    values: dict[str, object] = {
        name: plain_cell(cell) for name, cell in zip(columns, cells, strict=True) if cell
    }
    for name in _NEEDED:
        if name not in values:
            return Fault(line, f"{name} is empty", f"Cột {name} để trống.")
    if _LOST_ZEROS.fullmatch(str(values["code"])):
        return Fault(
            line,
            f"code {values['code']} has lost zeros at its end (in a spreadsheet?)",
            f"Mã {values['code']} bị mất số 0 ở cuối (do bảng tính?). Hãy để cột mã dạng văn bản.",
        )
    if "keywords" in values:
        values["keywords"] = str(values["keywords"]).split(_BETWEEN)
    try:
        return Row(line, msgspec.convert(values, Procedure, strict=False))
    except msgspec.ValidationError as error:
        return _wrong(line, str(error), values)


def _wrong(line: int, error: str, values: dict[str, object]) -> Fault:
    what, _, where = error.partition(" - at `$.")
    name = where.rstrip("`")
    if name in _WANTED:
        en, vi = _WANTED[name]
        value = values[name]
        return Fault(line, f"{name} {value!r} is not {en}", f"{name} “{value}” không phải {vi}.")
    return Fault(line, f"{name}: {what[0].lower()}{what[1:]}", f"Cột {name} không hợp lệ.")


def _repeated(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for line, procedure in rows:
        before = first.setdefault(procedure.code, line)
        if before != line:
            yield Fault(
                line,
                f"code {procedure.code} already stands in line {before}",
                f"Mã {procedure.code} đã có ở dòng {before}.",
            )


def _cell(value: object) -> str:
    text = _BETWEEN.join(value) if isinstance(value, tuple) else str(value)
    return "" if value is None else safe_cell(text)


def safe_cell(text: str) -> str:
    """Return `text` as a spreadsheet takes it for text: with a quote before what it would run."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(cell: str) -> str:
    """Return what `safe_cell` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
