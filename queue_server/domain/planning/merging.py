"""What taking a catalogue of procedures in would change, line by line of its file."""

from collections.abc import Sequence, Set
from typing import Final, NamedTuple

from msgspec.structs import replace

from queue_server.domain.catalogue import Row
from queue_server.domain.planning.changes import plain, told
from queue_server.protocol.plan import Procedure

NO_LINE: Final = 0
"""Of what stands in no line: it would be taken away."""


class Difference(NamedTuple):
    """A member of an entry that differs."""

    member: str
    before: str
    after: str


class Taken(NamedTuple):
    """What becomes of one entry."""

    line: int
    code: str
    name: str
    kind: str
    """added, changed, same or removed."""
    differences: tuple[Difference, ...]


def filled(present: Sequence[Procedure], rows: Sequence[Row], columns: Set[str]) -> list[Row]:
    """Return the rows with what their file has no column for as it is known."""
    known = {one.code: one for one in present}
    absent = [name for name in Procedure.__struct_fields__ if name not in columns]
    return [
        Row(line, replace(entry, **{name: getattr(before, name) for name in absent}))
        if (before := known.get(entry.code)) is not None
        else Row(line, entry)
        for line, entry in rows
    ]


def compared(present: Sequence[Procedure], rows: Sequence[Row], *, whole: bool) -> list[Taken]:
    """Return what each row changes; `whole` takes away what stands in no row."""
    known = {one.code: one for one in present}
    taken = [_taken(row, known.get(row.procedure.code)) for row in rows]
    named = {row.procedure.code for row in rows}
    gone = [one for one in present if whole and one.code not in named]
    return [*taken, *(Taken(NO_LINE, one.code, one.name, "removed", ()) for one in gone)]


def merged(
    present: Sequence[Procedure], rows: Sequence[Row], *, whole: bool
) -> tuple[Procedure, ...]:
    """Return the catalogue after taking the rows in; what is known keeps its place."""
    new = {row.procedure.code: row.procedure for row in rows}
    kept = [new.pop(one.code, None if whole else one) for one in present]
    return (*(one for one in kept if one is not None), *new.values())


def _taken(row: Row, before: Procedure | None) -> Taken:
    entry = row.procedure
    if before is None:
        return Taken(row.line, entry.code, entry.name, "added", ())
    old, new = plain(before), plain(entry)
    differences = tuple(
        Difference(member, told(old[member]), told(new[member]))
        for member in new
        if old[member] != new[member]
    )
    kind = "changed" if differences else "same"
    return Taken(row.line, entry.code, entry.name, kind, differences)
