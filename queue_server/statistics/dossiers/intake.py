"""Taking an export in: judged in a thread of its own, then written piece by piece.

Rule 1: the same file again changes nothing; so does one that broke off and comes again.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from queue_server.protocol.papers import CaseImport
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import ActorId, CentreId
from queue_server.statistics.archive import Archive
from queue_server.statistics.dossiers import taking
from queue_server.statistics.dossiers.taking import Line, Taken
from queue_server.store.contract import Statement

_AT_ONCE: Final = 1_000
"""Rows written in one turn: whoever presses a button meanwhile hardly waits."""


class Days(NamedTuple):
    """Which days an export covers, as far as whoever brings it says so."""

    first: date | None = None
    last: date | None = None


class Intake(NamedTuple):
    """What is to be written, and what became of each line."""

    taken_in: CaseImport
    lines: Sequence[Line]
    rows: Sequence[Statement]
    put_import: Statement
    """Written last, with its event."""

    def pieces(self) -> Iterator[Sequence[Statement]]:
        """Yield the rows in pieces."""
        for start in range(0, len(self.rows), _AT_ONCE):
            yield self.rows[start : start + _AT_ONCE]


async def judge(
    archive: Archive,
    centre: CentreId,
    plan: Plan,
    body: bytes,
    by: ActorId,
    now: datetime,
    days: Days,
) -> Intake:
    """Return what a file changes; nothing is written yet. `now` is in the centre's zone.

    Raises:
        Refused: `unreadable_file`, or `wrong_value` for days that make no sense.
    """
    export = await asyncio.to_thread(taking.opened, body, plan)
    kept = await archive.cases_named(centre, taking.codes(export))
    today = now.date()
    taken = await asyncio.to_thread(taking.take, export, kept, plan, today)
    record = _record(taken, body, by, now, _covers(taken, days, today))
    rows = _rows(archive, centre, plan, taken, record)
    return Intake(record, taken.lines, rows, archive.put_import(centre, record))


def _covers(taken: Taken, days: Days, today: date) -> tuple[date, date]:
    """Return the days an export covers: as said, else those that stand in it."""
    first, last = days.first or taken.first or today, days.last or taken.last or today
    last = min(last, today)
    if last < first:
        raise Refused("wrong_value")
    return first, last


def _record(
    taken: Taken, body: bytes, by: ActorId, now: datetime, covers: tuple[date, date]
) -> CaseImport:
    return CaseImport(
        id=f"i-{secrets.token_hex(8)}",
        digest=hashlib.sha256(body).hexdigest(),
        by=by,
        at=int(now.timestamp()),
        first=covers[0],
        last=covers[1],
        taken=taken.count("new", "changed"),
        same=taken.count("same"),
        refused=taken.count("refused"),
    )


def _rows(
    archive: Archive, centre: CentreId, plan: Plan, taken: Taken, record: CaseImport
) -> list[Statement]:
    until = record.at + int(timedelta(days=plan.reporting.owners_days).total_seconds())
    rows = [archive.put_case(centre, case, record.id) for case in taken.cases]
    return rows + [archive.put_owner(centre, one, until) for one in taken.owners.values()]
