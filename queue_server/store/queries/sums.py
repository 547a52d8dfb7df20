"""Visits and legs, counted and added up by group.

Rule 1: durations come whole, not as a mean: percentiles over any period are then exact.
Rule 2: what a doubted clock touched is counted, but is in no duration.
Rule 3: months are asked one by one: a year sorted at once costs more than its twelve months.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    select,
)

from queue_server.protocol.vocabulary import CallReason
from queue_server.store.contract import Keys, LegSums, Span, VisitSums
from queue_server.store.schema import journal, legs, visits

T = TypeVar("T")

MONTH = "month"
"""May be asked for like a member: the month of the day."""
_REASONS = tuple(reason.value for reason in CallReason)


def last_seq() -> Select[Any]:
    """Return the question for the last event: with it the records of a centre change."""
    return select(func.max(journal.c.seq)).where(journal.c.centre == _open("centre"))


def days_of(table: Table) -> Select[Any]:
    """Return the question for the first and the last day of a span that have records."""
    where = _asked(table)
    # two questions: each then is one step along the index
    first = select(func.min(table.c.day)).where(where).scalar_subquery()
    last = select(func.max(table.c.day)).where(where).scalar_subquery()
    return select(first, last)


def months(span: Span) -> Iterator[Span]:
    """Return the parts of a span that lie in one month each, in order."""
    month = span.first[:7]
    while month <= span.last[:7]:
        yield Span(span.centre, max(span.first, f"{month}-01"), min(span.last, f"{month}-31"))
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"


def visit_sums(by: Sequence[str]) -> Select[Any]:
    """Return the question for `VisitSums` within a month."""
    sure = visits.c.doubted == 0
    keys = _columns(visits, by)
    return (
        select(
            *keys,
            visits.c.state,
            func.count(),
            func.count(visits.c.counter),
            func.count().filter(visits.c.legs > 1),
            func.count(visits.c.wait_s).filter(sure),
            func.coalesce(func.sum(visits.c.wait_s).filter(sure), 0),
            func.count(visits.c.satisfaction),
            func.count().filter(visits.c.satisfaction >= 2),
        )
        .where(_asked(visits))
        .group_by(*keys, visits.c.state)
    )


def read_visit_sums(row: Sequence[Any], by: Sequence[str], month: str) -> VisitSums:
    """Return the answer in a row of a month."""
    keys, rest = _split(row, by, month)
    return VisitSums(keys, *rest)


def leg_sums(by: Sequence[str]) -> Select[Any]:
    """Return the question for `LegSums` within a month; those of a doubted clock come apart.

    A condition on each aggregate would cost as much as the aggregate, unless it is seldom true:
    hence only what is not as usual is listed apart.
    """
    keys = _columns(legs, by)
    waited, worked = legs.c.wait_s, legs.c.wait_work_s
    apart = worked.is_distinct_from(waited)
    return (
        select(
            *keys,
            legs.c.doubted,
            _listed(waited).filter(worked == waited),
            _listed(waited).filter(apart),
            _listed(worked).filter(apart),
            _listed(legs.c.service_s),
            _listed(legs.c.left_s),
            func.count(legs.c.reason),
            _listed(legs.c.reason).filter(legs.c.reason != _USUAL),
            func.count().filter(and_(legs.c.implied == 1, legs.c.service_s.is_not(None))),
            func.sum(legs.c.dossiers),
            func.coalesce(func.sum(legs.c.dossiers).filter(legs.c.service_s.is_(None)), 0),
            func.coalesce(func.sum(legs.c.service_s).filter(legs.c.dossiers == 0), 0),
        )
        .where(_asked(legs))
        .group_by(*keys, legs.c.doubted)
    )


def read_leg_sums(row: Sequence[Any], by: Sequence[str], month: str) -> LegSums:
    """Return the answer in a row of a month."""
    keys, rest = _split(row, by, month)
    doubted, waits, apart, apart_work, services, left, called, reasons, *counts = rest
    implied, dossiers, unmeasured, settling_none_s = counts
    if doubted:
        waits = apart = apart_work = services = left = None
    usual = _numbers(waits)
    served = _numbers(services)
    return LegSums(
        keys=keys,
        waits=[*usual, *_numbers(apart)] if apart else usual,
        work_waits=[*usual, *_numbers(apart_work)] if apart or apart_work else usual,
        services=served,
        left=_numbers(left),
        implied=0 if doubted else implied,
        dossiers=dossiers,
        measured_dossiers=0 if doubted else dossiers - unmeasured,
        dossier_service_s=0 if doubted else sum(served) - settling_none_s,
        reasons=_reasons(called, reasons),
    )


class Counting(NamedTuple, Generic[T]):
    """A table, what is asked of it for a month, and how a row of the answer is read."""

    table: Table
    question: Callable[[Sequence[str]], Select[Any]]
    read: Callable[[Sequence[Any], Sequence[str], str], T]


VISITS = Counting(visits, visit_sums, read_visit_sums)
LEGS = Counting(legs, leg_sums, read_leg_sums)


def within(table: Table, span: Span) -> ColumnElement[bool]:
    """Return the condition that a record's day lies in a span."""
    return and_(table.c.centre == span.centre, table.c.day.between(span.first, span.last))


def _asked(table: Table) -> ColumnElement[bool]:
    """Return the condition that a record's day lies in the span the statement is asked for."""
    between = table.c.day.between(_open("first"), _open("last"))
    return and_(table.c.centre == _open("centre"), between)


def _open(name: str) -> BindParameter[str]:
    """Return the place of a value that is known when the statement is asked."""
    return bindparam(name, type_=Text(), required=False)


def _columns(table: Table, by: Sequence[str]) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in by if name != MONTH]


def _split(row: Sequence[Any], by: Sequence[str], month: str) -> tuple[Keys, Sequence[Any]]:
    """Return the keys a row begins with, its month among them if it is asked for, and the rest."""
    if MONTH not in by:
        return tuple(row[: len(by)]), row[len(by) :]
    found = iter(row)
    return tuple(month if name == MONTH else next(found) for name in by), tuple(found)


_USUAL = CallReason.TURN.value
"""Why nearly everybody is called."""


def _reasons(called: int, others: str | None) -> dict[str, int]:
    """Return calls by reason, of all calls and of those for another reason than the usual one."""
    counts = Counter(others.split(",")) if others else Counter[str]()
    counts[_USUAL] = called - counts.total()
    return {reason: counts[reason] for reason in _REASONS}


def _listed(column: Column[Any]) -> Any:
    """Return all values of a column as one text: a hundred times fewer rows than one by one."""
    return func.aggregate_strings(cast(column, Text), ",")


_decode = msgspec.json.Decoder(list[int]).decode


def _numbers(text: str | None) -> list[int]:
    return _decode(f"[{text}]") if text else []
