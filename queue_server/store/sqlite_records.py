"""The records on SQLite, to be counted: on connections of their own, so that nobody waits."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Select

from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import CentreId
from queue_server.store import rows
from queue_server.store.contract import (
    Entry,
    EstimateSums,
    LegSums,
    Measured,
    Ranked,
    Span,
    Sums,
    VisitSums,
    Wanted,
)
from queue_server.store.driver import Connection
from queue_server.store.queries import drill, sums
from queue_server.store.queries import estimates as told
from queue_server.store.queries import kept as by_ticket

T = TypeVar("T")

_AT_ONCE = 500
"""Tickets in one question; SQLite takes 32,766 values."""

_read_visit = rows.reader(Visit)
_read_leg = rows.reader(Leg)


class SqliteRecords:
    """Answers questions about visits and legs; what has to be counted is counted on its thread."""

    def __init__(self, reader: Connection, beside: Connection | None = None) -> None:
        self._reader = reader
        self._beside = beside if beside is not None else reader
        """Counts legs while `reader` counts visits."""

    async def sums(self, span: Span, by: Sequence[str]) -> Sums:
        """Return visits and legs by those of their members that `by` names, or `month`."""

        def of_visits(raw: sqlite3.Connection) -> list[VisitSums]:
            return list(_counted(raw, sums.VISITS, span, by))

        def of_legs(raw: sqlite3.Connection) -> list[LegSums]:
            return list(_counted(raw, sums.LEGS, span, by))

        (before, visits), (after, legs) = await asyncio.gather(
            self._reader.run(lambda raw: _after_event(raw, span, of_visits)),
            self._beside.run(lambda raw: _after_event(raw, span, of_legs)),
        )
        if before == after:
            return Sums(visits, legs)
        return await self._reader.run(lambda raw: _together(raw, of_visits, of_legs))

    async def estimates(self, span: Span) -> list[EstimateSums]:
        """Return what the estimates of each day were worth."""
        question = told.estimates(span)
        return await self._reader.run(
            lambda raw: [EstimateSums(*row) for row in _ask(raw, question)]
        )

    async def kept(
        self, centre: CentreId, tickets: Sequence[str]
    ) -> list[tuple[Visit, Sequence[Leg]]]:
        """Return those of some tickets whose visits are kept, with their legs in order."""

        def answer(raw: sqlite3.Connection) -> list[tuple[Visit, Sequence[Leg]]]:
            found: list[tuple[Visit, Sequence[Leg]]] = []
            with _one_moment(raw):
                for start in range(0, len(tickets), _AT_ONCE):
                    some = tickets[start : start + _AT_ONCE]
                    legs: dict[str, list[Leg]] = {}
                    for leg in map(_read_leg, _ask(raw, by_ticket.legs_of(centre, some))):
                        legs.setdefault(leg.ticket, []).append(leg)
                    visits = map(_read_visit, _ask(raw, by_ticket.visits_of(centre, some)))
                    found += [(visit, legs.get(visit.ticket, [])) for visit in visits]
            return found

        return await self._reader.run(answer)

    async def visits_where(self, span: Span, wanted: Wanted, limit: int) -> list[Visit]:
        """Return the first of the visits that are wanted, in order of issue."""
        question = drill.visits_where(span, wanted, limit)
        return await self._reader.run(lambda raw: [_read_visit(row) for row in _ask(raw, question)])

    async def legs_where(self, span: Span, measured: Measured, limit: int, skip: int) -> Ranked:
        """Return the legs behind a figure, `limit` of them after the first `skip`."""
        question = drill.legs_where(span, measured, limit, skip)
        found = await self._reader.run(lambda raw: list(_ask(raw, question)))
        total = found[0][0] if found else 0
        return Ranked(total, [(row[1], _read_leg(row[2:])) for row in found])

    async def events_naming(self, centre: CentreId, ticket: str, day: str) -> list[Entry]:
        """Return the events that name a ticket of a day, those of later days too."""
        question = drill.events_naming(centre, ticket, day)
        return await self._reader.run(lambda raw: [Entry(*row) for row in _ask(raw, question)])

    async def tickets_around(self, centre: CentreId, seq: int) -> list[str]:
        """Return the tickets of the day that was open at an event."""
        question = by_ticket.tickets_around(centre, seq)
        return await self._reader.run(lambda raw: [row[0] for row in _ask(raw, question)])


def _counted(
    raw: sqlite3.Connection, counting: sums.Counting[T], span: Span, by: Sequence[str]
) -> Iterator[T]:
    """Return what the months of a span answer; those before and after all records are left out."""
    [(first, last)] = _ask(raw, sums.days_of(counting.table), span)
    if first is None:
        return
    sql, values = _prepared(counting, tuple(by))
    for month in sums.months(Span(span.centre, first, last)):
        for row in raw.execute(sql, values(month._asdict())):
            yield counting.read(row, by, month.first[:7])


@lru_cache(64)
def _prepared(counting: sums.Counting[Any], by: tuple[str, ...]) -> rows.Prepared:
    """Return a question as the database takes it: to word it anew costs as much as a month."""
    return rows.prepared(counting.question(by))


def _after_event(
    raw: sqlite3.Connection, span: Span, count: Callable[[sqlite3.Connection], T]
) -> tuple[int | None, T]:
    """Return the last event and what is counted after it: no record changes without an event."""
    with _one_moment(raw):
        [(seq,)] = _ask(raw, sums.last_seq(), span)
        return seq, count(raw)


def _together(
    raw: sqlite3.Connection,
    of_visits: Callable[[sqlite3.Connection], list[VisitSums]],
    of_legs: Callable[[sqlite3.Connection], list[LegSums]],
) -> Sums:
    with _one_moment(raw):
        return Sums(of_visits(raw), of_legs(raw))


@contextmanager
def _one_moment(raw: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read be of the same moment, whatever is written meanwhile."""
    raw.execute("BEGIN")
    try:
        yield
    finally:
        raw.execute("ROLLBACK")


def _ask(
    raw: sqlite3.Connection, question: Select[Any], span: Span | None = None
) -> Iterator[rows.Row]:
    sql, values = rows.ready(question, span._asdict() if span is not None else {})
    yield from raw.execute(sql, values)
