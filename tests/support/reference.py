"""Whose turn it is, said a second time: slow, from the journal alone, without the rules' code.

It follows events into one flat list of people and reads the policy off DESIGN.md, section 5. The
tests hold the rules against it; it must never import them.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from queue_server.protocol import events as e
from queue_server.protocol.plan import Counter, Plan
from queue_server.protocol.vocabulary import CallReason, CounterId, TicketId


@dataclass
class Person:
    """Somebody with a number."""

    ticket: TicketId
    home: str
    """The field, or the kind of visit."""
    place: int
    since: datetime
    group: str | None
    rank: int | None
    state: str = "waiting"
    sent_to: str | None = None
    back_at: str | None = None
    at: str | None = None
    """The counter that called."""


@dataclass
class Hall:
    """Everybody, and what each counter did."""

    plan: Plan | None = None
    people: dict[TicketId, Person] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)
    """Priority calls in a row by next, by counter."""
    closed: set[str] = field(default_factory=set)
    served: dict[str, list[str]] = field(default_factory=dict)
    """The counters of each field or kind, also of those that an older plan knew."""
    doubted: bool = False
    before: dict[int, tuple[dict[TicketId, Person], dict[str, int]]] = field(default_factory=dict)
    """How people and runs were before each press."""

    def follow(self, event: e.Event) -> None:
        """Follow one event."""
        if event.press == event.seq:
            people = {ticket: copy(person) for ticket, person in self.people.items()}
            self.before[event.seq] = people, dict(self.runs)
        step = getattr(self, f"_{type(event).__name__}", None)
        if step is not None:
            step(event)

    def _PlanChanged(self, event: e.PlanChanged) -> None:
        self.plan = event.plan
        counters = [counter.id for counter in event.plan.counters]
        new = _served(event.plan)
        helped = {line for counter in event.plan.counters for line in counter.helps}
        for line, servers in self.served.items():
            if line not in new and line not in helped:
                new[line] = [counter for counter in servers if counter in counters]
        self.served = new
        self.closed = {c for c in counters if c in self.closed or c not in self.runs}
        self.runs = {c: self.runs.get(c, 0) for c in counters}
        ranks = {group.code: group.rank for group in event.plan.policy.groups}
        for person in self.people.values():
            person.rank = ranks.get(person.group, person.rank) if person.group else None
            if person.state == "waiting":
                self._go_home_from(person, {person.sent_to, person.back_at} - set(counters))

    def _DayOpened(self, event: e.DayOpened) -> None:
        self.people.clear()
        self.before.clear()
        if self.plan is not None:
            self.served = _served(self.plan)
            self.runs = {counter.id: 0 for counter in self.plan.counters}
            self.closed = set(self.runs)

    def _TicketIssued(self, event: e.TicketIssued) -> None:
        home = event.field if event.field is not None else f"*{event.kind.value}"
        person = Person(event.ticket, home, event.seq, event.at, None, None)
        self.people[event.ticket] = person
        self._give(person, event.priority)

    def _PriorityChanged(self, event: e.PriorityChanged) -> None:
        self._give(self.people[event.ticket], event.priority)

    def _give(self, person: Person, group: str | None) -> None:
        assert self.plan is not None
        ranks = {known.code: known.rank for known in self.plan.policy.groups}
        person.group, person.rank = group, ranks.get(group) if group else None

    def _CounterOpened(self, event: e.CounterOpened) -> None:
        self.closed.discard(event.counter)

    def _CounterClosed(self, event: e.CounterClosed) -> None:
        self.closed.add(event.counter)
        self.runs[event.counter] = 0
        for person in self.people.values():
            if person.state == "waiting":
                self._go_home_from(person, {event.counter})

    def _go_home_from(self, person: Person, gone: set[str | None]) -> None:
        if person.sent_to in gone:
            person.sent_to = None
        if person.back_at in gone:
            person.back_at = None

    def _TicketCalled(self, event: e.TicketCalled) -> None:
        person = self.people[event.ticket]
        again = person.state == "called"
        person.state, person.at = "called", event.counter
        if not again and event.reason not in (CallReason.RETURNED, CallReason.NAMED):
            run = self.runs[event.counter] + 1 if person.rank is not None else 0
            self.runs[event.counter] = run

    def _ServiceStarted(self, event: e.ServiceStarted) -> None:
        self.people[event.ticket].state = "serving"

    def _TicketMissed(self, event: e.TicketMissed) -> None:
        self.people[event.ticket].state = "missed"

    def _TicketHeld(self, event: e.TicketHeld) -> None:
        self.people[event.ticket].state = "held"

    def _end(self, event: e.TicketEvent) -> None:
        self.people[event.ticket].state = "ended"

    _ServiceFinished = _TicketCancelled = _TicketAbandoned = _TicketNoShow = _end

    def _TicketReturned(self, event: e.TicketReturned) -> None:
        person = self.people[event.ticket]
        person.state, person.since = "waiting", event.at
        person.back_at = event.counter if event.to == "next" else None
        person.sent_to = event.counter if event.to != "next" else None
        if event.to == "end":
            person.place = event.seq

    def _TicketTransferred(self, event: e.TicketTransferred) -> None:
        person = self.people[event.ticket]
        person.state, person.since, person.at = "waiting", event.at, None
        person.home = event.field if event.field is not None else person.home
        person.sent_to, person.back_at = event.counter, None
        if not event.keep_place:
            person.place = event.seq

    def _MoveUndone(self, event: e.MoveUndone) -> None:
        people, runs = self.before[event.undone[0]]
        assert self.plan is not None
        ranks = {group.code: group.rank for group in self.plan.policy.groups}
        for ticket in event.tickets:
            person = copy(people[ticket])
            person.rank = ranks.get(person.group, person.rank) if person.group else None
            self.people[ticket] = person
        self.runs[event.counter] = runs[event.counter]

    def _ClockDoubted(self, event: e.ClockDoubted) -> None:
        self.doubted = True

    def _ClockConfirmed(self, event: e.ClockConfirmed) -> None:
        self.doubted = False

    def eligible(self, counter: CounterId) -> set[TicketId]:
        """Return whom a counter may call by next."""
        return {p.ticket for group in self._groups(counter) for p in group}

    def _groups(self, counter: CounterId) -> tuple[list[Person], list[Person], list[Person]]:
        """Return those who come back to a counter, its own, and those it helps."""
        mine = self._counter(counter)
        back, own, helped = [], [], []
        for person in self.people.values():
            if person.state != "waiting":
                continue
            if person.back_at is not None:
                if person.back_at == counter:
                    back.append(person)
            elif person.sent_to is not None:
                if person.sent_to == counter:
                    own.append(person)
            elif counter in self.served.get(person.home, ()) or self._is_orphan(person.home):
                own.append(person)
            elif person.home in mine.helps:
                helped.append(person)
        return back, own, helped

    def _counter(self, counter: CounterId) -> Counter:
        assert self.plan is not None
        return next(known for known in self.plan.counters if known.id == counter)

    def _is_orphan(self, line: str) -> bool:
        assert self.plan is not None
        helped = any(line in counter.helps for counter in self.plan.counters)
        return not helped and not self.served.get(line)

    def choose(self, counter: CounterId, now: datetime) -> tuple[TicketId, CallReason] | None:
        """Return who is next at a counter, and why."""
        back, own, helped = self._groups(counter)
        if back:
            return min(back, key=lambda p: p.place).ticket, CallReason.RETURNED
        if own:
            return self._pick(counter, own, now)
        if helped:
            return self._pick(counter, helped, now)[0], CallReason.HELPING
        return None

    def _pick(
        self, counter: CounterId, people: list[Person], now: datetime
    ) -> tuple[TicketId, CallReason]:
        assert self.plan is not None
        policy = self.plan.policy
        first = [p for p in people if p.rank is not None]
        others = [p for p in people if p.rank is None]
        strict = policy.priority == "strict"
        enough = not strict and self.runs[counter] >= policy.priority_run
        if first and not (others and enough):
            return min(first, key=lambda p: (p.rank, p.place)).ticket, CallReason.PRIORITY
        turn = min(others, key=lambda p: p.place)
        guarded = policy.guard_minutes is not None and (not strict or policy.guard_in_strict)
        if guarded and not self.doubted:
            longest = min(others, key=lambda p: (p.since, p.place))
            limit = timedelta(minutes=policy.guard_minutes or 0)
            if longest is not turn and now - longest.since > limit:
                return longest.ticket, CallReason.WAITED_TOO_LONG
        return turn.ticket, CallReason.TURN


def _served(plan: Plan) -> dict[str, list[str]]:
    served: dict[str, list[str]] = {}
    for counter in plan.counters:
        for line in (*counter.fields, *(f"*{kind.value}" for kind in counter.kinds)):
            served.setdefault(line, []).append(counter.id)
    return served
