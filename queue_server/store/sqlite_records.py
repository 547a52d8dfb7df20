"""The records on SQLite, to be counted: on a connection of its own, so that nobody waits for it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select

from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import CentreId
from queue_server.store import rows
from queue_server.store.contract import Entry, EstimateSums, Span, Sums, Wanted
from queue_server.store.driver import Connection
from queue_server.store.queries import drill, sums
from queue_server.store.queries import estimates as told
from queue_server.store.queries import kept as by_ticket

_AT_ONCE = 500
"""Tickets in one question; SQLite takes 32,766 values."""

_read_visit = rows.reader(Visit)
_read_leg = rows.reader(Leg)


class SqliteRecords:
    """Answers questions about visits and legs; what has to be counted is counted on its thread."""

    def __init__(self, reader: Connection) -> None:
        self._reader = reader

    async def sums(self, span: Span, by: Sequence[str]) -> Sums:
        """Return visits and legs by those of their members that `by` names, or `month`."""
        of_visits, of_legs = sums.visit_sums(span, by), sums.leg_sums(span, by)

        def answer(raw: sqlite3.Connection) -> Sums:
            with _one_moment(raw):
                visits = [sums.read_visit_sums(row, len(by)) for row in _ask(raw, of_visits)]
                legs = [sums.read_leg_sums(row, len(by)) for row in _ask(raw, of_legs)]
            return Sums(visits, legs)

        return await self._reader.run(answer)

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

    async def events_naming(self, centre: CentreId, ticket: str, day: str) -> list[Entry]:
        """Return the events that name a ticket of a day, those of later days too."""
        question = drill.events_naming(centre, ticket, day)
        return await self._reader.run(lambda raw: [Entry(*row) for row in _ask(raw, question)])

    async def tickets_around(self, centre: CentreId, seq: int) -> list[str]:
        """Return the tickets of the day that was open at an event."""
        question = by_ticket.tickets_around(centre, seq)
        return await self._reader.run(lambda raw: [row[0] for row in _ask(raw, question)])


@contextmanager
def _one_moment(raw: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read be of the same moment, whatever is written meanwhile."""
    raw.execute("BEGIN")
    try:
        yield
    finally:
        raw.execute("ROLLBACK")


def _ask(raw: sqlite3.Connection, question: Select[Any]) -> Iterator[rows.Row]:
    sql, values = rows.ready(question)
    yield from raw.execute(sql, values)
