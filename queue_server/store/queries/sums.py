"""Visits and legs, counted and added up by group.

Rule 1: durations come whole, not as a mean: percentiles over any period are then exact.
Rule 2: what a doubted clock touched is counted, but is in no duration.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    cast,
    func,
    literal_column,
    select,
)

from queue_server.protocol.vocabulary import CallReason
from queue_server.store.contract import Keys, LegSums, Span, VisitSums
from queue_server.store.schema import legs, visits

MONTH = "month"
"""May be asked for like a member: the month of the day."""
_REASONS = tuple(reason.value for reason in CallReason)


def visit_sums(span: Span, by: Sequence[str]) -> Select[Any]:
    """Return the question for `VisitSums`."""
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
        .where(within(visits, span))
        .group_by(*keys, visits.c.state)
    )


def read_visit_sums(row: Sequence[Any], keys: int) -> VisitSums:
    """Return the answer in a row that begins with so many keys."""
    return VisitSums(tuple(row[:keys]), *row[keys:])


def leg_sums(span: Span, by: Sequence[str]) -> Select[Any]:
    """Return the question for `LegSums`; those of a doubted clock come as groups of their own.

    A condition on each aggregate would cost as much as the aggregate.
    """
    keys = _columns(legs, by)
    measured = legs.c.service_s.is_not(None)
    settled = and_(measured, legs.c.dossiers > 0)
    return (
        select(
            *keys,
            legs.c.doubted,
            _listed(legs.c.wait_s),
            _listed(legs.c.wait_work_s),
            _listed(legs.c.service_s),
            _listed(legs.c.left_s),
            _listed(legs.c.reason),
            func.count().filter(and_(measured, legs.c.implied == 1)),
            func.sum(legs.c.dossiers),
            func.coalesce(func.sum(legs.c.dossiers).filter(settled), 0),
            func.coalesce(func.sum(legs.c.service_s).filter(settled), 0),
        )
        .where(within(legs, span))
        .group_by(*keys, legs.c.doubted)
    )


def read_leg_sums(row: Sequence[Any], keys: int) -> LegSums:
    """Return the answer in a row that begins with so many keys."""
    common: Keys = tuple(row[:keys])
    doubted, waits, work_waits, services, left, reasons = row[keys : keys + 6]
    implied, dossiers, settled, settling_s = row[keys + 6 :]
    calls = Counter(reasons.split(",")) if reasons else Counter[str]()
    return LegSums(
        keys=common,
        waits=[] if doubted else _numbers(waits),
        work_waits=[] if doubted else _numbers(work_waits),
        services=[] if doubted else _numbers(services),
        left=[] if doubted else _numbers(left),
        implied=0 if doubted else implied,
        dossiers=dossiers,
        measured_dossiers=0 if doubted else settled,
        dossier_service_s=0 if doubted else settling_s,
        reasons={reason: calls[reason] for reason in _REASONS},
    )


def within(table: Table, span: Span) -> ColumnElement[bool]:
    """Return the condition that a record's day lies in a span."""
    return and_(table.c.centre == span.centre, table.c.day.between(span.first, span.last))


def _columns(table: Table, by: Sequence[str]) -> list[ColumnElement[Any]]:
    return [_month(table) if name == MONTH else table.c[name] for name in by]


def _month(table: Table) -> ColumnElement[Any]:
    # no values: a database must see that what is shown is what is grouped by
    return func.substr(table.c.day, literal_column("1"), literal_column("7"))


def _listed(column: Column[Any]) -> ColumnElement[Any]:
    """Return all values of a column as one text: a hundred times fewer rows than one by one."""
    return func.aggregate_strings(cast(column, Text), ",")


_decode = msgspec.json.Decoder(list[int]).decode


def _numbers(text: str | None) -> list[int]:
    """Return the numbers of a list in ascending order."""
    numbers = _decode(f"[{text or ''}]")
    numbers.sort()
    return numbers
