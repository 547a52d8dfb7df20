"""Visits and legs, counted and added up by group.

Rule 1: durations come whole, not as a mean: percentiles over any period are then exact.
Rule 2: what a doubted clock touched is counted, but is in no duration.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, Text, and_, cast, func, select

from queue_server.protocol.vocabulary import CallReason
from queue_server.store.contract import Keys, LegSums, Span, VisitSums
from queue_server.store.schema import legs, visits

_REASONS = tuple(reason.value for reason in CallReason)
_SURE = visits.c.doubted == 0, legs.c.doubted == 0
_MEASURED = and_(_SURE[1], legs.c.service_s.is_not(None))
_SETTLED = and_(_MEASURED, legs.c.dossiers > 0)


def visit_sums(span: Span, by: Sequence[str]) -> Select[Any]:
    """Return the question for `VisitSums`."""
    sure = _SURE[0]
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
    """Return the question for `LegSums`."""
    sure = _SURE[1]
    keys = _columns(legs, by)
    return (
        select(
            *keys,
            _listed(legs.c.wait_s, sure),
            _listed(legs.c.wait_work_s, sure),
            _listed(legs.c.service_s, sure),
            _listed(legs.c.left_s, sure),
            func.count().filter(and_(_MEASURED, legs.c.implied == 1)),
            func.coalesce(func.sum(legs.c.dossiers), 0),
            func.coalesce(func.sum(legs.c.dossiers).filter(_SETTLED), 0),
            func.coalesce(func.sum(legs.c.service_s).filter(_SETTLED), 0),
            *(func.count().filter(legs.c.reason == reason) for reason in _REASONS),
        )
        .where(within(legs, span))
        .group_by(*keys)
    )


def read_leg_sums(row: Sequence[Any], keys: int) -> LegSums:
    """Return the answer in a row that begins with so many keys."""
    common: Keys = tuple(row[:keys])
    waits, work_waits, services, left = (_numbers(text) for text in row[keys : keys + 4])
    implied, dossiers, settled, settling_s = row[keys + 4 : keys + 8]
    reasons = dict(zip(_REASONS, row[keys + 8 :], strict=True))
    return LegSums(
        keys=common,
        waits=waits,
        work_waits=work_waits,
        services=services,
        left=left,
        implied=implied,
        dossiers=dossiers,
        measured_dossiers=settled,
        dossier_service_s=settling_s,
        reasons=reasons,
    )


def within(table: Table, span: Span) -> ColumnElement[bool]:
    """Return the condition that a record's day lies in a span."""
    return and_(table.c.centre == span.centre, table.c.day.between(span.first, span.last))


def _columns(table: Table, by: Sequence[str]) -> list[Column[Any]]:
    return [table.c[name] for name in by]


def _listed(column: Column[Any], where: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return all values of a column as one text: a hundred times fewer rows than one by one."""
    return func.aggregate_strings(cast(column, Text), ",").filter(where)


def _numbers(text: str | None) -> list[int]:
    return sorted(map(int, text.split(","))) if text else []
