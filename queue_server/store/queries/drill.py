"""From a figure to its visits."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select

from queue_server.store.contract import Span, Wanted
from queue_server.store.queries.sums import within
from queue_server.store.schema import journal, legs, openings, visits


def visits_where(span: Span, wanted: Wanted, limit: int) -> Select[Any]:
    """Return the question for the visits of a span that are wanted, in order of issue."""
    columns = [column for column in visits.c if column is not visits.c.centre]
    where = [within(visits, span), *_conditions(wanted)]
    order = visits.c.day, visits.c.issued_at, visits.c.label
    return select(*columns).where(*where).order_by(*order).limit(limit)


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
