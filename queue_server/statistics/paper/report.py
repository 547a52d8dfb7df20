"""What a report says, before it takes any form: the same for XLSX, PDF, CSV and JSON."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

Cell = str | int | float | date | datetime | None
"""None is printed as an empty cell: nothing is counted or nothing is known."""


class Kind(StrEnum):
    """What stands in a column, which decides how it is written and aligned."""

    TEXT = "text"
    COUNT = "count"
    """A whole number."""
    SHARE = "share"
    """A share of one; printed in percent."""
    DURATION = "duration"
    """Whole seconds; printed as minutes and seconds, in XLSX as a real duration."""
    NUMBER = "number"
    """A number with one decimal."""
    DAY = "day"
    MOMENT = "moment"
    """A time with its offset; printed in the centre's zone to the minute."""


class Column(Struct, frozen=True, kw_only=True):
    """One column."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    number: str = ""
    """As the form numbers it, such as `(3)`; a row of its own under the titles."""
    group: str = ""
    """Neighbours with the same group stand under one title."""
    width: int = 10
    """About so many letters."""


class Table(Struct, frozen=True, kw_only=True):
    """One table: its rows hold a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    """The last row, set apart."""
    notes: tuple[str, ...] = ()


class Chart(Struct, frozen=True, kw_only=True):
    """A picture of some columns of one of the tables."""

    title: str
    table: int
    """Which of the report's tables, from 0."""
    category: str
    """Key of the column along the axis."""
    values: tuple[str, ...]
    """Keys of the columns that are drawn."""
    line: bool = False
    """A line instead of columns: for what runs over time."""


class Report(Struct, frozen=True, kw_only=True):
    """A whole report.

    `head` are the centre's own lines (the authority above, then the centre itself). `form` is the
    form's name on paper, empty until the centre has confirmed it. `marks` stand on every page, such
    as BẢN NHÁP.
    """

    name: str
    title: str
    head: tuple[str, ...]
    form: str
    period: str
    """As it was asked: `2026-Q4`."""
    period_words: str
    """As it is printed: `Quý IV năm 2026`."""
    first: date
    last: date
    basis: str
    made_by: str
    made_at: datetime
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    """Who signs, from left to right."""
    place: str = ""
    """Where it is signed; empty leaves place and day out."""
    landscape: bool = False
