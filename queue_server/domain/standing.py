"""The floor as it stands: today's whole state of a centre, and small questions to it.

Rule 1: only `facts.apply` changes it, following an event.
"""

from collections import deque
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from queue_server.domain import figures
from queue_server.domain.plan_index import PlanIndex
from queue_server.domain.ticket import ENDS, Ticket
from queue_server.domain.unwritten import Changed, Unwritten
from queue_server.domain.waiting import Lines
from queue_server.protocol.plan import Counter, Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import (
    ActorId,
    CentreId,
    CounterId,
    CounterState,
    FieldCode,
    SeriesId,
    TicketId,
    TicketState,
)

DEFAULT_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALLS_KEPT = 24
RECENT_KEPT = 20
REPRINTS_KEPT = 50


class CounterNow(Struct, frozen=True, kw_only=True):
    """A counter as it stands."""

    id: CounterId
    state: CounterState = CounterState.CLOSED
    officer: ActorId | None = None
    current: TicketId | None = None
    priority_run: int = 0
    """Priority calls in a row by next."""
    called: int = 0
    served: int = 0
    missed: int = 0
    service_s: int = 0
    """Seconds of the services that count in a mean."""
    measured: int = 0
    """How many they are."""
    finished: TicketId | None = None
    """Whose service ended here last."""
    since: datetime | None = None
    touched: int = 0


class Call(Struct, frozen=True):
    """One call on the boards."""

    serial: int
    ticket: TicketId
    label: str
    counter: CounterId
    field: FieldCode | None
    priority: bool
    at: datetime
    call: int


class Reprint(Struct, frozen=True):
    """A ticket that staff want printed again at a kiosk."""

    serial: int
    ticket: TicketId
    kiosk: str


class Press(Struct, frozen=True):
    """An officer's last press at a counter, with everything as it was before it."""

    first: int
    last: int
    at: datetime
    by: ActorId
    counter: CounterNow
    tickets: dict[TicketId, Ticket]


class Standing:
    """All that is true on a floor now."""

    def __init__(self, centre: CentreId) -> None:  # noqa: PLR0915 - a list of what there is
        self.centre = centre
        self.seq = 0
        self.zone: ZoneInfo = DEFAULT_ZONE
        self.plan: Plan | None = None
        self.plan_hash = ""
        self.planned = PlanIndex()
        self.day: date | None = None
        """The service day that is open."""
        self.last_day: date | None = None
        """The latest service day that was opened."""
        self.turned_on: date | None = None
        """The date the floor lives on: the day turns on a later one. A clock set right moves it."""
        self.last_at: datetime | None = None
        """The latest time that can be trusted."""
        self.clock_doubted: datetime | None = None
        """Since when, if the clock is in doubt."""
        self.tickets: dict[TicketId, Ticket] = {}
        self.counters: dict[CounterId, CounterNow] = {}
        self.lines = Lines()
        self.numbers: dict[str, int] = {}
        """The last number given, by prefix: two series can never print the same label."""
        self.top: dict[str, int] = {}
        """The highest number ever given, by prefix."""
        self.given: dict[SeriesId, int] = {}
        """How many numbers a series gave today, for its quota."""
        self.paused_series: set[SeriesId] = set()
        self.recent: dict[str, tuple[int, ...]] = {}
        """Service seconds of the last services, by line."""
        self.usual_s: dict[str, int] = {}
        """Mean service seconds of the days before, by line."""
        self.calls: list[Call] = []
        """Newest first."""
        self.reprints: list[Reprint] = []
        self.on_paper: set[TicketId] = set()
        """Numbers given by staff that were printed since."""
        self.taken: dict[ActorId, deque[tuple[str, datetime]]] = {}
        """The last numbers that each kiosk gave: the line, and when."""
        self.print_faults: dict[ActorId, datetime] = {}
        """Kiosks whose last ticket did not print."""
        self.paper_low: dict[ActorId, datetime] = {}
        """Kiosks that printed, and said that their paper will soon be at its end."""
        self.presses: dict[CounterId, Press] = {}
        self.states: dict[TicketState, int] = dict.fromkeys(TicketState, 0)
        self.tally = figures.Tally()
        self.held: dict[TicketId, None] = {}
        self.missed: dict[TicketId, None] = {}
        self.no_outcome: dict[TicketId, None] = {}
        """Served, but nobody said how it ended."""
        self.unwritten = Unwritten()
        self.judged_late: set[TicketId] = set()
        """Tickets of earlier days that were rated today."""
        self._heirs: dict[str, tuple[CounterId, ...]] = {}
        """Who served the lines that stand in no plan any more, and still does."""
        self._open_for: dict[str, tuple[CounterId, ...]] = {}
        self._pools: dict[str, tuple[str, ...]] = {}

    def take_plan(self, plan: Plan, plan_hash: str) -> None:
        """Let a plan hold from now on; nobody who waits is lost."""
        before, self.planned = self.planned, PlanIndex(plan)
        self.plan, self.plan_hash = plan, plan_hash
        self.zone = ZoneInfo(plan.zone)
        self.counters = {c.id: self.counters.get(c.id, CounterNow(id=c.id)) for c in plan.counters}
        self._heirs = self._inherit(self._heirs | before.served_by)
        self._forget_open()

    def _inherit(
        self, before: Mapping[str, tuple[CounterId, ...]]
    ) -> dict[str, tuple[CounterId, ...]]:
        """Return who goes on serving the lines that the new plan gives nobody."""
        now = self.planned
        left = {
            line: tuple(counter for counter in counters if counter in now.counters)
            for line, counters in before.items()
            if line not in now.served_by and line not in now.helped
        }
        return {line: counters for line, counters in left.items() if counters}

    def forget_heirs(self) -> None:
        """Let the plan alone say who serves what; nobody waits for what was before."""
        self._heirs = {}
        self._forget_open()

    def as_planned(self, ticket: Ticket) -> Ticket:
        """Return a ticket as it stands under the plan in force.

        Whoever waited for a counter where nobody sits goes to the line of the field. The rank is
        the plan's; whoever was given priority keeps it when their group is no longer in the plan.
        """
        known = self.planned.rank(ticket.priority)
        rank = ticket.rank if ticket.priority and known is None else known
        alone = ticket.waits and ticket.line[0] in "@!" and not self.staffed(ticket.line[1:])
        line = ticket.home if alone else ticket.line
        if (rank, line) == (ticket.rank, ticket.line):
            return ticket
        return replace(ticket, rank=rank, line=line)

    @property
    def in_force(self) -> Plan:
        """The plan in force.

        Raises:
            LookupError: there is none, so there are no counters and no lines either.
        """
        if self.plan is None:
            raise LookupError("this floor has no plan yet")
        return self.plan

    def put_counter(self, counter: CounterNow) -> None:
        """Let a counter stand as `counter` says."""
        before = self.counters[counter.id]
        self.counters[counter.id] = counter
        if before.state is not counter.state:
            self._forget_open()

    def _forget_open(self) -> None:
        self._open_for.clear()
        self._pools.clear()

    def put_ticket(self, ticket: Ticket) -> None:
        """Let a ticket stand as `ticket` says: in its line, in the counts, in the records."""
        before = self.tickets.get(ticket.id)
        if before is not None:
            self.states[before.state] -= 1
            self.tally.take_out(before)
            self._unshelve(before)
        self.tickets[ticket.id] = ticket
        self.states[ticket.state] += 1
        self.tally.put_in(ticket)
        if ticket.waits:
            self.lines.add(ticket)
        elif (shelf := self._shelf(ticket)) is not None:
            shelf[ticket.id] = None
        self.unwritten.dirty.add(ticket.id)

    def _unshelve(self, ticket: Ticket) -> None:
        if ticket.waits:
            self.lines.remove(ticket)
        elif (shelf := self._shelf(ticket)) is not None:
            shelf.pop(ticket.id)

    def _shelf(self, ticket: Ticket) -> dict[TicketId, None] | None:
        """Return the list, beside the lines, on which a ticket of this state stands."""
        if ticket.state is TicketState.HELD:
            return self.held
        if ticket.state is TicketState.MISSED:
            return self.missed
        if ticket.state is TicketState.SERVED and ticket.outcome is None:
            return self.no_outcome
        return None

    def take_changed(self) -> Changed:
        """Return what has to be written anew in the records; once."""
        return self.unwritten.take(self.tickets)

    def ticket(self, ticket: TicketId) -> Ticket:
        """Return a ticket of today.

        Raises:
            Refused: `unknown_ticket`.
        """
        found = self.tickets.get(ticket)
        if found is None:
            raise Refused("unknown_ticket")
        return found

    def counter(self, counter: CounterId) -> CounterNow:
        """Return a counter.

        Raises:
            Refused: `unknown_counter`.
        """
        found = self.counters.get(counter)
        if found is None:
            raise Refused("unknown_counter")
        return found

    def counter_plan(self, counter: CounterId) -> Counter:
        """Return what the plan says of a counter that exists."""
        return self.planned.counters[counter]

    def serving_counters(self, line: str) -> tuple[CounterId, ...]:
        """Return the counters whose own line this is."""
        if line[0] in "@!":
            return (CounterId(line[1:]),)
        return self.planned.served_by.get(line) or self._heirs.get(line, ())

    def open_counters(self, line: str) -> tuple[CounterId, ...]:
        """Return those of `serving_counters` that are open now."""
        known = self._open_for.get(line)
        if known is None:
            known = self._open_for[line] = tuple(
                counter
                for counter in self.serving_counters(line)
                if counter in self.counters and self.counters[counter].state is CounterState.OPEN
            )
        return known

    def own_lines(self, counter: CounterId) -> tuple[str, ...]:
        """Return the lines a counter serves as its own, also those an older plan gave it."""
        planned = self.planned.own_lines[counter]
        if not self._heirs:
            return planned
        return (*planned, *(line for line, heirs in self._heirs.items() if counter in heirs))

    def pool(self, line: str) -> tuple[str, ...]:
        """Return the lines that the open counters of `line` serve: their people compete."""
        known = self._pools.get(line)
        if known is None:
            names: dict[str, None] = {line: None}
            for counter in self.open_counters(line):
                names.update(dict.fromkeys(self.own_lines(counter)))
            known = self._pools[line] = tuple(names)
        return known

    def orphan_lines(self) -> list[str]:
        """Return the lines with people whom no counter serves or helps any more."""
        return [
            name
            for name in self.lines.by_name
            if name not in self.planned.helped
            and not any(c in self.counters for c in self.serving_counters(name))
        ]

    def staffed(self, counter: str | None) -> bool:
        """Return whether somebody sits at a counter, even if it pauses."""
        found = self.counters.get(CounterId(counter)) if counter is not None else None
        return found is not None and found.state is not CounterState.CLOSED

    def open_tickets(self) -> list[Ticket]:
        """Return the tickets that have not ended, in order of issue."""
        return [ticket for ticket in self.tickets.values() if ticket.state not in ENDS]
