"""Visits and legs as they lie there, by ticket."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from queue_server.store.schema import legs, openings, visits


def visits_of(centre: str, tickets: Sequence[str]) -> Select[Any]:
    """Return the question for the visits of some tickets."""
    columns = [column for column in visits.c if column is not visits.c.centre]
    return select(*columns).where(visits.c.centre == centre, visits.c.ticket.in_(tickets))


def legs_of(centre: str, tickets: Sequence[str]) -> Select[Any]:
    """Return the question for the legs of some tickets, in order."""
    columns = [column for column in legs.c if column is not legs.c.centre]
    where = legs.c.centre == centre, legs.c.ticket.in_(tickets)
    return select(*columns).where(*where).order_by(legs.c.ticket, legs.c.leg)


def tickets_around(centre: str, seq: int) -> Select[Any]:
    """Return the question for the tickets of the day that was open at an event."""
    opened = (
        select(openings.c.day)
        .where(openings.c.centre == centre, openings.c.seq <= seq)
        .order_by(openings.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(visits.c.ticket).where(visits.c.centre == centre, visits.c.day == opened)
