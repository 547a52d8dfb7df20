"""From records to rows and back; every statement is made from the tables, once."""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields
from sqlalchemy import Delete, Select, Table
from sqlalchemy.dialects import sqlite

T = TypeVar("T", bound=Struct)
Row = Sequence[Any]
Prepared = tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]
"""A statement's text, and what makes its values of those that it leaves open by name."""

MOST_ROWS = 256
"""Of the widest table: 27 columns of 256 rows are well below SQLite's 32,766 values."""
_VALUES = re.compile(r"VALUES (\([?, ]+\))")

DIALECT = sqlite.dialect(paramstyle="qmark")


def sql(statement: Select[Any] | Delete) -> str:
    """Return a statement's text, its values as question marks."""
    return str(statement.compile(dialect=DIALECT))


def ready(
    statement: Select[Any], given: Mapping[str, Any] = MappingProxyType({})
) -> tuple[str, tuple[Any, ...]]:
    """Return a statement's text and its values, in the order of their question marks."""
    text, values = prepared(statement)
    return text, values(given)


def prepared(statement: Select[Any]) -> Prepared:
    """Return a statement that is asked more than once."""
    compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    names, known = compiled.positiontup or (), compiled.params

    def values(given: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(given.get(name, known[name]) for name in names)

    return str(compiled), values


def insert(table: Table, *columns: str) -> str:
    """Return the statement that adds a row; without `columns` all of them, in order."""
    names = list(columns) or table.columns.keys()
    return str(sqlite.insert(table).compile(dialect=DIALECT, column_keys=names))


def upsert(table: Table, fixed: str | None = None) -> str:
    """Return the statement that adds a row or changes the one with the same primary key.

    A row whose `fixed` column would change is left as it is. A column that the statement does not
    change costs no write to its index: half the cost of a change, for the day of visits and legs.
    """
    row = sqlite.insert(table)
    keys = [*table.primary_key.columns.keys(), fixed]
    statement = row.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={c.name: row.excluded[c.name] for c in table.columns if c.name not in keys},
        where=table.c[fixed] == row.excluded[fixed] if fixed is not None else None,
    )
    return str(statement.compile(dialect=DIALECT, column_keys=table.columns.keys()))


def put_all(raw: sqlite3.Connection, statement: str, values: Sequence[Row]) -> int:
    """Write many rows with few statements and return how many rows were written.

    `statement` ends its first line of values with one row of question marks. The driver gives the
    interpreter away at each statement and fights for it after: row by row that costs more than
    the writing. Lengths are powers of two, so that the prepared statements stay few.
    """
    written = start = 0
    while start < len(values):
        length = min(1 << (len(values) - start).bit_length() - 1, MOST_ROWS)
        rows = values[start : start + length]
        flat = [value for row in rows for value in row]
        written += raw.execute(_widened(statement, length), flat).rowcount
        start += length
    return written


@cache
def _widened(statement: str, length: int) -> str:
    """Return the statement for `length` rows at once."""
    head, one, tail = _VALUES.split(statement, maxsplit=1)
    return head + "VALUES " + ", ".join([one] * length) + tail


def reader(record: type[T]) -> Callable[[Row], T]:
    """Return what makes a `record` of a row that has the record's members in order."""
    names = record.__struct_fields__
    # SQLite knows neither truth nor closed lists of words
    others = [
        (place, member.type)
        for place, member in enumerate(fields(record))
        if isinstance(member.type, type) and issubclass(member.type, bool | StrEnum)
    ]

    def read(row: Row) -> T:
        values = list(row)
        for place, kind in others:
            values[place] = kind(values[place])
        return record(**dict(zip(names, values, strict=True)))

    return read
