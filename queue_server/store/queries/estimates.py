"""What people were told of their wait, against the truth, by day."""

from typing import Any

from sqlalchemy import Select, and_, func, select

from queue_server.store.contract import Span
from queue_server.store.queries.sums import within
from queue_server.store.schema import legs, visits


def estimates(span: Span) -> Select[Any]:
    """Return the question for `EstimateSums`: the first leg says how long the wait was."""
    low, high, wait = visits.c.estimate_low_s, visits.c.estimate_high_s, legs.c.wait_s
    told = low.is_not(None)
    first = and_(
        legs.c.centre == visits.c.centre, legs.c.ticket == visits.c.ticket, legs.c.leg == 1
    )
    return (
        select(
            visits.c.day,
            func.count().filter(told),
            func.count().filter(low.is_(None)),
            func.coalesce(func.sum(func.abs(2 * wait - low - high)), 0),
            func.count().filter(and_(low <= wait, wait <= high)),
            func.count().filter(wait > high),
        )
        .select_from(visits.join(legs, first))
        .where(within(visits, span), wait.is_not(None), legs.c.doubted == 0, visits.c.doubted == 0)
        .group_by(visits.c.day)
        .order_by(visits.c.day)
    )
