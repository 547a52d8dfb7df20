"""What is kept for reports, on SQLite."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import Select, Table, bindparam, delete

from queue_server.protocol.papers import (
    Case,
    CaseImport,
    Filing,
    Handled,
    Owner,
    Picked,
    Rated,
    RatedBy,
    Uncoded,
)
from queue_server.protocol.vocabulary import CentreId
from queue_server.store import rows
from queue_server.store.contract import Statement
from queue_server.store.driver import Connection
from queue_server.store.queries import papers
from queue_server.store.schema import cases, filings, imports, owners

T = TypeVar("T", bound=Struct)
Questions = Callable[[str, str], Select[Any]]

_PURGE_OWNERS = rows.sql(delete(owners).where(owners.c.kept_until <= bindparam("now")))


class SqliteArchive:
    """Reads on a connection that is not the journal's."""

    def __init__(self, reader: Connection) -> None:
        self._reader = reader

    async def handled(self, centre: CentreId, first: date, last: date) -> list[Handled]:
        """Return the dossiers entered for the visits of these days, in order."""
        return await self._all(Handled, papers.handled(centre, first, last))

    async def collected(self, centre: CentreId, since: date) -> Mapping[str, date]:
        """Return when the results of dossiers were handed out, by code, from a day on."""
        found = await self._reader.rows(*rows.ready(papers.collected(centre, since)))
        return {code: date.fromisoformat(day) for code, day in found}

    async def uncoded(self, centre: CentreId, first: date, last: date) -> list[Uncoded]:
        """Return the visits of these days that received a dossier and entered none."""
        return await self._all(Uncoded, papers.uncoded(centre, first, last))

    async def first_day(self, centre: CentreId) -> date | None:
        """Return the first day that anybody came; None if nobody has."""
        found = await self._reader.rows(*rows.ready(papers.first_day(centre)))
        return date.fromisoformat(found[0][0]) if found[0][0] else None

    async def ratings(self, centre: CentreId, first: date, last: date, key: RatedBy) -> list[Rated]:
        """Return what people thought who came on these days."""
        return await self._all(Rated, papers.ratings(centre, first, last, key))

    async def picked(self, centre: CentreId, first: date, last: date) -> list[Picked]:
        """Return the reasons that those picked who came on these days, by reason."""
        visits = rows.ready(papers.judged_visits(centre, first, last))
        events = rows.ready(papers.judgements(centre, first, last))

        def count(raw: sqlite3.Connection) -> list[Picked]:
            marks = dict(raw.execute(*visits).fetchall())
            return _picked(marks, (body for (body,) in raw.execute(*events)))

        return await self._reader.run(count)

    async def cases(self, centre: CentreId, first: date, last: date) -> list[Case]:
        """Return the case system's dossiers received up to `last`, not settled before `first`."""
        return await self._all(Case, papers.cases_open(centre, first, last))

    async def cases_received(self, centre: CentreId, first: date, last: date) -> list[Case]:
        """Return those received on these days, in order."""
        return await self._all(Case, papers.cases_received(centre, first, last))

    async def cases_named(self, centre: CentreId, codes: Sequence[str]) -> Mapping[str, Case]:
        """Return those with these codes."""
        return {one.code: one for one in await self._each(Case, papers.case, centre, codes)}

    async def imports(self, centre: CentreId) -> list[CaseImport]:
        """Return all imports, newest first."""
        return await self._all(CaseImport, papers.all_imports(centre))

    async def owners(self, centre: CentreId, codes: Sequence[str]) -> Mapping[str, Owner]:
        """Return whose dossiers these are, as far as it is kept."""
        return {one.code: one for one in await self._each(Owner, papers.owner, centre, codes)}

    async def filings(self, centre: CentreId) -> list[Filing]:
        """Return all filed reports, newest first."""
        return await self._all(Filing, papers.all_filings(centre))

    async def filed(self, centre: CentreId, filing: str) -> bytes | None:
        """Return a filed report as it was frozen."""
        found = await self._reader.rows(*rows.ready(papers.filed(centre, filing)))
        return found[0][0] if found else None

    def put_case(self, centre: CentreId, case: Case, taken_by: str) -> Statement:
        """Insert or replace a dossier of the import `taken_by`."""
        return Statement(_upsert(cases), (centre, *_plain(case), taken_by))

    def put_import(self, centre: CentreId, taken: CaseImport) -> Statement:
        """Insert an import."""
        return Statement(_upsert(imports), (centre, *_plain(taken)))

    def put_owner(self, centre: CentreId, owner: Owner, kept_until: int) -> Statement:
        """Insert or replace an owner."""
        return Statement(_upsert(owners), (centre, *_plain(owner), kept_until))

    def put_filing(self, centre: CentreId, filing: Filing, body: bytes) -> Statement:
        """Insert a filed report."""
        return Statement(_upsert(filings), (centre, *_plain(filing), body))

    async def _all(self, record: type[T], question: Select[Any]) -> list[T]:
        text, values = rows.ready(question)
        # on the connection's thread: a year of dossiers takes a while, and screens must not wait
        return await self._reader.run(
            lambda raw: _read(record, raw.execute(text, values).fetchall())
        )

    async def _each(
        self, record: type[T], question: Questions, centre: CentreId, codes: Sequence[str]
    ) -> list[T]:
        """Ask the same question for each code, in one hop."""
        if not codes:
            return []
        text, values = rows.ready(question(centre, codes[0]))
        places = [n for n, value in enumerate(values) if value == codes[0]][-1:]

        def ask(raw: sqlite3.Connection) -> list[T]:
            found: list[Any] = []
            for code in dict.fromkeys(codes):
                asked = [code if n in places else value for n, value in enumerate(values)]
                found += raw.execute(text, asked).fetchall()
            return _read(record, found)

        return await self._reader.run(ask)


def purge_owners(now: int) -> Statement:
    """Return the statement that forgets the owners whose time is over."""
    return Statement(_PURGE_OWNERS, (now,))


def _read(record: type[T], found: Sequence[Sequence[Any]]) -> list[T]:
    names = record.__struct_fields__
    plain = [dict(zip(names, row, strict=True)) for row in found]
    return msgspec.convert(plain, list[record])  # type: ignore[valid-type]


def _plain(record: Struct) -> tuple[object, ...]:
    """Return the members of a record as a database keeps them: days as their ISO dates."""
    return tuple(
        value.isoformat() if isinstance(value, date) else value for value in astuple(record)
    )


@cache
def _upsert(table: Table) -> str:
    return rows.upsert(table)


class _Judgement(Struct, frozen=True, kw_only=True):
    """What is read of the event."""

    ticket: str
    reasons: tuple[str, ...] = ()


_read_judgement = msgspec.json.Decoder(_Judgement).decode


def _picked(marks: Mapping[str, int], bodies: Iterable[bytes]) -> list[Picked]:
    """Return how often each reason was picked by those who gave these marks."""
    judged = {one.ticket: one.reasons for one in map(_read_judgement, bodies)}
    counts = Counter(
        (reason, marks[ticket])
        for ticket, reasons in judged.items()
        if ticket in marks
        for reason in dict.fromkeys(reasons)
    )
    return [
        Picked(
            reason=reason,
            very=counts[reason, 3],
            fairly=counts[reason, 2],
            dissatisfied=counts[reason, 1],
        )
        for reason in sorted({reason for reason, _ in counts})
    ]
