"""From a figure to its visits and legs."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select

from queue_server.store.contract import Measured, Span, Wanted
from queue_server.store.queries.sums import within
from queue_server.store.schema import journal, legs, openings, visits


def visits_where(span: Span, wanted: Wanted, limit: int) -> Select[Any]:
    """Return the question for the visits of a span that are wanted, in order of issue."""
    columns = [column for column in visits.c if column is not visits.c.centre]
    where = [within(visits, span), *_conditions(wanted)]
    order = visits.c.day, visits.c.issued_at, visits.c.label
    first = (visits.c.wait_s.desc(),) if wanted.waited else ()
    return select(*columns).where(*where).order_by(*first, *order).limit(limit)


def legs_where(span: Span, measured: Measured, limit: int, skip: int) -> Select[Any]:
    """Return the question for the legs behind a figure: how many, a label, then the leg."""
    columns = [column for column in legs.c if column is not legs.c.centre]
    same = and_(visits.c.centre == legs.c.centre, visits.c.ticket == legs.c.ticket)
    order = legs.c[measured.measure].desc(), legs.c.day, legs.c.entered_at, legs.c.ticket
    return (
        select(func.count().over(), visits.c.label, *columns)
        .select_from(legs.join(visits, same))
        .where(within(legs, span), *_measured(measured))
        .order_by(*order, legs.c.leg)
        .limit(limit)
        .offset(skip)
    )


def _measured(measured: Measured) -> list[ColumnElement[bool]]:
    amount = legs.c[measured.measure]
    # what a doubted clock touched is in no duration, but its dossiers are counted
    counts = amount > 0 if measured.measure == "dossiers" else legs.c.doubted == 0
    found = [amount.is_not(None), counts]
    found += [legs.c[name].is_not_distinct_from(value) for name, value in measured.values.items()]
    if measured.days is not None:
        found.append(legs.c.day.in_(measured.days))
    if measured.over is not None:
        found.append(amount > measured.over)
    if measured.up_to is not None:
        found.append(amount <= measured.up_to)
    if measured.implied:
        found.append(legs.c.implied == 1)
    return found


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [visits.c[name].is_not_distinct_from(value) for name, value in wanted.values.items()]
    if wanted.states:
        found.append(visits.c.state.in_(wanted.states))
    if wanted.days is not None:
        found.append(visits.c.day.in_(wanted.days))
    if wanted.transferred:
        found.append(visits.c.legs > 1)
    if wanted.longer_than_s is not None:
        found.append(_has_leg(legs.c.wait_work_s > wanted.longer_than_s))
    if wanted.reason is not None:
        found.append(_has_leg(legs.c.reason == wanted.reason))
    if wanted.rated:
        found.append(visits.c.satisfaction.is_not(None))
    if wanted.waited:
        found += [visits.c.wait_s.is_not(None), visits.c.doubted == 0]
    return found


def _has_leg(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    same = and_(legs.c.centre == visits.c.centre, legs.c.ticket == visits.c.ticket)
    return exists().where(same, condition)


def events_naming(centre: str, ticket: str, day: str) -> Select[Any]:
    """Return the question for the events that name a ticket, from the opening of its day on."""
    opened = (
        select(func.min(openings.c.seq))
        .where(openings.c.centre == centre, openings.c.day == day)
        .scalar_subquery()
    )
    named = func.instr(journal.c.body, literal(f'"{ticket}"'.encode())) > 0
    return (
        select(journal.c.seq, journal.c.hash, journal.c.body)
        .where(journal.c.centre == centre, journal.c.seq >= opened, named)
        .order_by(journal.c.seq)
    )
