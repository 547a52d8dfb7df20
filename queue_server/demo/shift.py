"""A past working day as its desks see it: the time, chance, who waits for whom.

Rule 1: the same day always goes the same way: all chance comes from the day's own seed.
"""

import heapq
import itertools
import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from queue_server.demo.book import Book
from queue_server.demo.visitors import Visitors, reasons, satisfaction
from queue_server.domain import routing
from queue_server.protocol.commands import RateTicket
from queue_server.protocol.vocabulary import HOLDER, ActorId, CounterId, TicketId

_RATES_SHARE = 0.22
_ATTITUDE_SHARE = 0.7


class Staff(NamedTuple):
    """Who acts in the demo where no visitor does."""

    kiosk: ActorId
    officers: Mapping[CounterId, ActorId]


class Shift:
    """One day while it is being written."""

    def __init__(self, book: Book, visitors: Visitors, day: date) -> None:
        self.book = book
        self.visitors = visitors
        self.day = day
        self.chance = random.Random(f"{book.floor.centre} {day.isoformat()}")
        self.now = self.at(time(0, 0))
        self.pace = 1.0
        """By what the usual minutes of a service are multiplied today."""
        self.dossiers = itertools.count(1)
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._idle: dict[CounterId, Callable[[], None]] = {}

    def at(self, clock: time) -> datetime:
        """Return an instant of this day."""
        return datetime.combine(self.day, clock, self.book.floor.zone)

    def around(self, clock: time, minutes: float) -> datetime:
        """Return an instant near a clock time."""
        return self.at(clock) + timedelta(minutes=self.chance.triangular(-minutes, minutes))

    def happens(self, share: float) -> bool:
        """Return whether something that happens to this share of people happens now."""
        return self.chance.random() < share

    def plan(self, at: datetime, act: Callable[[], None]) -> None:
        """Let something happen at `at`, now at the earliest."""
        heapq.heappush(self._agenda, (max(at, self.now), next(self._order), act))

    def later(self, low_s: float, high_s: float, act: Callable[[], None]) -> None:
        """Let something happen in a while."""
        self.plan(self.now + timedelta(seconds=self.chance.uniform(low_s, high_s)), act)

    def run(self) -> None:
        """Let everything happen that was planned."""
        while self._agenda:
            self.now, _, act = heapq.heappop(self._agenda)
            act()

    def wait_for_people(self, counter: CounterId, act: Callable[[], None]) -> None:
        """Do `act` once somebody comes whom `counter` may serve."""
        self._idle[counter] = act

    def wait_no_more(self, counter: CounterId) -> bool:
        """Forget what a counter waits for, and return whether it waited."""
        return self._idle.pop(counter, None) is not None

    def wake(self, line: str) -> None:
        """Tell one of the counters that wait; one whose own line it is goes first."""
        floor = self.book.floor
        able = [counter for counter in self._idle if routing.may_serve(floor, counter, line)]
        own = [counter for counter in able if line in floor.own_lines(counter)]
        if able:
            self.later(2, 12, self._idle.pop(self.chance.choice(own or able)))

    def let_rate(self, ticket: TicketId) -> None:
        """Let some of those who were served say how it was."""
        if self.happens(_RATES_SHARE):
            self.later(20, 300, partial(self._rate, ticket))

    def _rate(self, ticket: TicketId) -> None:
        served = self.book.floor.tickets[ticket]
        waited = (served.called_at or served.entered_at) - served.entered_at
        waited_s = int(waited.total_seconds())
        score = satisfaction(self.chance, waited_s)
        judged = RateTicket(
            by=HOLDER,
            ticket=ticket,
            satisfaction=score,
            attitude=score if self.happens(_ATTITUDE_SHARE) else None,
            reasons=reasons(self.chance, score, waited_s),
        )
        self.book.tried(self.now, judged)
