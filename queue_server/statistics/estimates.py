"""How good the estimates were: what people were told, against how long they waited.

Rule 1: the truth is the wait of the first leg; who was never called, and times that a doubted
clock touched, prove nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from queue_server.domain import estimating
from queue_server.domain.floor import Floor
from queue_server.domain.ticket import Ticket
from queue_server.domain.waiting import line_of
from queue_server.protocol.events import AnyEvent, DayOpened, Estimate, TicketIssued
from queue_server.protocol.vocabulary import CentreId, TicketId
from queue_server.statistics.durations import mean, share
from queue_server.store.contract import EstimateSums, Records, Span


class Quality(Struct, frozen=True, kw_only=True):
    """How good the estimates of some tickets were; null where there is nothing to compare."""

    compared: int
    """Tickets with an estimate whose wait is known."""
    untold: int
    """Tickets whose wait is known, but nobody could tell it before."""
    mae_s: int | None
    """Mean distance between the middle of what was told and the truth."""
    inside: float | None
    """Share whose wait was within what was told."""
    too_little: float | None
    """Share that waited longer than was told: the ones who are angry."""


class DayQuality(Quality, frozen=True, kw_only=True):
    """How good the estimates of a day were."""

    day: date


class Estimates(Struct, frozen=True, kw_only=True):
    """How good the estimates were, day by day."""

    days: tuple[DayQuality, ...]
    total: Quality


async def told(records: Records, centre: CentreId, first: date, last: date) -> Estimates:
    """Return how good the estimates were that people were told from `first` to `last`.

    Raises:
        StoreError: the records cannot be read.
    """
    sums = await records.estimates(Span.of(centre, first, last))
    return put_together(sums)


def put_together(sums: Iterable[EstimateSums]) -> Estimates:
    """Return what the sums of some days say."""
    known = sorted(sums, key=lambda one: one.day)
    days = (DayQuality(day=date.fromisoformat(one.day), **_members([one])) for one in known)
    return Estimates(days=tuple(days), total=Quality(**_members(known)))


def _members(sums: list[EstimateSums]) -> dict[str, Any]:
    compared = sum(one.compared for one in sums)
    return {
        "compared": compared,
        "untold": sum(one.untold for one in sums),
        "mae_s": mean(sum(one.off_twice_s for one in sums), 2 * compared),
        "inside": share(sum(one.inside for one in sums), compared),
        "too_little": share(sum(one.too_little for one in sums), compared),
    }


class Backtest:
    """Follows a journal and asks, at every number given, what today's rules would have told."""

    def __init__(self, centre: CentreId, first: date, last: date) -> None:
        self.floor = Floor(centre)
        self._span = first, last
        self._told: dict[TicketId, Estimate | None] = {}
        self._day: date | None = None

    def follow(self, event: AnyEvent) -> Iterator[EstimateSums]:
        """Follow an event; yield the sums of a day that is over."""
        if isinstance(event, DayOpened):
            yield from self.end()
            self._day = event.day
        elif isinstance(event, TicketIssued) and self._is_within():
            self._told[event.ticket] = self._asked(event)
        self.floor.apply(event)
        self.floor.take_changed()

    def _is_within(self) -> bool:
        first, last = self._span
        return self._day is not None and first <= self._day <= last

    def _asked(self, event: TicketIssued) -> Estimate | None:
        line = line_of(event.field, event.kind)
        return estimating.of_new(
            self.floor, line, self.floor.planned.rank(event.priority), event.at
        )[1]

    def end(self) -> Iterator[EstimateSums]:
        """Yield the sums of the day that is being followed, if numbers were given."""
        if self._told and self._day is not None:
            pairs = [(self._told.get(one.id), _truth(one)) for one in self.floor.tickets.values()]
            yield compared(self._day, ((told, wait) for told, wait in pairs if wait is not None))
        self._told.clear()


def _truth(ticket: Ticket) -> int | None:
    """Return how long somebody waited for the first call; None if that proves nothing."""
    if ticket.doubted:
        return None
    if ticket.past:
        return ticket.past[0].wait_s
    if ticket.called_at is None:
        return None
    return int((ticket.called_at - ticket.entered_at).total_seconds())


def compared(day: date, pairs: Iterable[tuple[Estimate | None, int]]) -> EstimateSums:
    """Return the sums over what was told and how long the wait was."""
    known = [(told, wait) for told, wait in pairs]
    told = [(one, wait) for one, wait in known if one is not None]
    return EstimateSums(
        day=day.isoformat(),
        compared=len(told),
        untold=len(known) - len(told),
        off_twice_s=sum(abs(2 * wait - one.low_s - one.high_s) for one, wait in told),
        inside=sum(one.low_s <= wait <= one.high_s for one, wait in told),
        too_little=sum(wait > one.high_s for one, wait in told),
    )
