"""What a simulated officer presses next, now, at one counter of a floor that visitors use too.

Rule 1: a ticket that the simulation did not make is never called; it waits for whoever took it.
Rule 2: a counter that somebody else touched is left alone for some minutes.
"""

import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server.demo.visitors import dossiers, is_made_up, outcome
from queue_server.domain import routing
from queue_server.domain.floor import Floor
from queue_server.domain.standing import CounterNow
from queue_server.domain.ticket import Ticket
from queue_server.domain.waiting import returned_to
from queue_server.protocol import commands as c
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import (
    ActorId,
    CounterId,
    CounterState,
    Outcome,
    TicketId,
    TicketState,
)

_WHY_NAMED = "Số trước là của khách đang dùng thử hệ thống"
_ABSENT_SHARE = 0.06
_AGAIN_AFTER_S, _GONE_AFTER_S = 6, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How fast the simulated officers are, in seconds."""

    call_gap: float = 4.5
    """Two calls are at least this far apart, so that the voice can say each."""
    call_limit: float = 4.5
    """After this long without a call somebody is asked to hurry."""
    walk: tuple[float, float] = (3, 7)
    """From the call until service starts."""
    service: tuple[float, float] = (20, 45)
    hands_off: float = 600
    """How long a counter that a person used is left to that person."""


class Clerk:
    """One simulated officer."""

    def __init__(
        self, counter: CounterId, officer: ActorId, chance: random.Random, tempo: Tempo
    ) -> None:
        self.counter = counter
        self.officer = officer
        self._chance = chance
        self._tempo = tempo
        self._seen: int | None = None
        """The seq of the last event at this counter that we know of."""
        self._left_until: datetime | None = None
        self._ticket: TicketId | None = None
        self._due: datetime | None = None
        """When the current ticket's service starts or ends."""
        self._absent = False

    def new_day(self) -> None:
        """Forget what was yesterday: at midnight all counters were closed, by nobody."""
        self._seen, self._left_until = None, None

    def pressed(self, seq: int) -> None:
        """Remember that the event `seq` at this counter was our own."""
        self._seen = seq

    def is_ours(self, floor: Floor, now: datetime) -> bool:
        """Return whether nobody else works at this counter, and look out for it."""
        counter = floor.counters.get(self.counter)
        if counter is None or counter.officer not in (None, self.officer):
            return False
        if self._seen is None:
            # a pause is never ours; whoever made it before we began still has it
            theirs = counter.state is CounterState.PAUSED or _holds_a_visitor(counter)
        else:
            theirs = counter.touched > self._seen
        if theirs:
            self._left_until = now + timedelta(seconds=self._tempo.hands_off)
        self._seen = max(counter.touched, self._seen or 0)
        return self._left_until is None or now >= self._left_until

    def press(self, floor: Floor, now: datetime) -> c.Command | None:
        """Return what to press now, apart from calls; None if there is nothing to do."""
        counter = floor.counters[self.counter]
        if counter.state is not CounterState.OPEN:
            return c.OpenCounter(by=self.officer, counter=self.counter)
        if counter.current is None:
            return None
        ticket = floor.tickets[counter.current]
        if ticket.id != self._ticket:
            self._take_up(ticket, now)
        if ticket.state is TicketState.SERVING:
            return self.finish(floor, now) if self._is_due(now) else None
        return self._receive(ticket, now)

    def finish(self, floor: Floor, now: datetime) -> c.Command | None:
        """Return the end of the service at this counter, however short it was; None if none."""
        counter = floor.counters[self.counter]
        ticket = floor.tickets.get(counter.current) if counter.current is not None else None
        if ticket is None or ticket.state is not TicketState.SERVING:
            return None
        end = outcome(self._chance, ticket.kind) if is_made_up(ticket.id) else Outcome.OTHER
        day = now.astimezone(floor.zone).date()
        number = floor.states[TicketState.SERVED] + 1
        received = dossiers(end, ticket.procedure, ticket.quantity, day, number)
        return c.FinishService(
            by=self.officer, counter=self.counter, outcome=end, dossiers=received
        )

    def is_idle(self, floor: Floor) -> bool:
        """Return whether this officer could call."""
        counter = floor.counters[self.counter]
        return counter.state is CounterState.OPEN and counter.current is None

    def serving_since(self, floor: Floor) -> datetime | None:
        """Return since when this officer has served somebody; None while nobody is served."""
        counter = floor.counters[self.counter]
        ticket = floor.tickets.get(counter.current) if counter.current is not None else None
        return ticket.started_at if ticket is not None else None

    def call(self, floor: Floor, plan: Plan, now: datetime) -> c.Command | None:
        """Return how to call the next made-up ticket; None if none waits for this counter."""
        counter = floor.counters[self.counter]
        choice = routing.choose(floor, counter, plan.policy, now)
        if choice is None:
            return None
        if is_made_up(choice.ticket):
            return c.CallNext(by=self.officer, counter=self.counter)
        ticket = next(filter(is_made_up, _in_reach(floor, plan, self.counter)), None)
        if ticket is None:
            return None
        return c.CallTicket(
            by=self.officer,
            counter=self.counter,
            ticket=ticket,
            reason=_WHY_NAMED,
            id=secrets.token_urlsafe(24),
            salt=secrets.token_urlsafe(16),
        )

    def _take_up(self, ticket: Ticket, now: datetime) -> None:
        """Decide how it will go with a ticket that is new here."""
        self._ticket = ticket.id
        self._absent = not is_made_up(ticket.id) or self._chance.random() < _ABSENT_SHARE
        seconds = self._tempo.service if ticket.started_at is not None else self._tempo.walk
        self._due = now + timedelta(seconds=self._chance.uniform(*seconds))

    def _receive(self, ticket: Ticket, now: datetime) -> c.Command | None:
        if self._absent:
            since = ticket.last_call_at if ticket.last_call_at is not None else now
            first = ticket.called_at if ticket.called_at is not None else now
            if now - first >= timedelta(seconds=_GONE_AFTER_S):
                return c.MissTicket(by=self.officer, counter=self.counter)
            if ticket.calls < 2 and now - since >= timedelta(seconds=_AGAIN_AFTER_S):
                return c.Recall(by=self.officer, counter=self.counter)
            return None
        if not self._is_due(now):
            return None
        self._due = now + timedelta(seconds=self._chance.uniform(*self._tempo.service))
        return c.StartService(by=self.officer, counter=self.counter)

    def _is_due(self, now: datetime) -> bool:
        return self._due is None or now >= self._due


def _holds_a_visitor(counter: CounterNow) -> bool:
    return counter.current is not None and not is_made_up(counter.current)


def _in_reach(floor: Floor, plan: Plan, counter: CounterId) -> Iterable[TicketId]:
    """Return those whom a counter may call, line by line, its own lines first."""
    helps: Sequence[str] = floor.counter_plan(counter).helps
    for name in (returned_to(counter), *floor.own_lines(counter), *helps):
        line = floor.lines.get(name)
        if line is not None:
            yield from line.in_order()
