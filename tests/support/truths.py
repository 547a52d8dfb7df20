"""What is true of a floor at every moment, whatever was pressed before."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from msgspec.structs import replace

from queue_server.domain import figures, routing, showing
from queue_server.domain.floor import Floor
from queue_server.domain.ticket import AT_COUNTER, ENDS, Ticket
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import TIMER, CounterState, TicketState
from tests.support.reference import Hall

CLOSINGS = (
    e.TicketAbandoned,
    e.TicketNoShow,
    e.ServiceFinished,
    e.CounterClosed,
    e.DayClosed,
)


def check_counters(floor: Floor) -> None:
    """One open ticket at most at a counter, and it is the counter's current."""
    at = defaultdict(list)
    for ticket in floor.tickets.values():
        if ticket.state in AT_COUNTER:
            at[ticket.counter].append(ticket.id)
    current = {c.id: [c.current] for c in floor.counters.values() if c.current is not None}
    assert at == current
    for counter in floor.counters.values():
        assert (counter.state is CounterState.CLOSED) == (counter.officer is None)
        assert counter.current is None or counter.state is not CounterState.CLOSED


def check_lines(floor: Floor) -> None:
    """Who stands in a line waits, and who waits stands in one line, in order."""
    expected: dict[str, tuple[list[object], list[object], list[object]]] = {}
    for ticket in sorted(floor.tickets.values(), key=lambda ticket: ticket.place):
        if ticket.state is TicketState.WAITING:
            priority, others, by_since = expected.setdefault(ticket.line, ([], [], []))
            if ticket.rank is not None:
                priority.append((ticket.rank, ticket.place, ticket.id))
            else:
                others.append((ticket.place, ticket.id))
                by_since.append((ticket.since, ticket.place, ticket.id))
    for lists in expected.values():
        lists[0].sort(), lists[2].sort()
    found = {
        name: (line.priority, line.others, line.by_since)
        for name, line in floor.lines.by_name.items()
    }
    assert found == expected
    assert len(floor.lines) == sum(t.waits for t in floor.tickets.values())
    homes: dict[str, list[tuple[object, ...]]] = {}
    for ticket in floor.tickets.values():
        if ticket.waits:
            homes.setdefault(ticket.home, []).append((ticket.entered_at, ticket.id))
    assert floor.lines.by_home == {home: sorted(people) for home, people in homes.items()}


def check_lists(floor: Floor) -> None:
    """Counts and shelves say what counting again says."""
    tickets = list(floor.tickets.values())
    served = Counter(t.home for t in tickets if t.state is TicketState.SERVED)
    assert {home: n for home, n in floor.tally.served.items() if n} == served
    states = Counter(ticket.state for ticket in tickets)
    assert {state: n for state, n in floor.states.items() if n} == states
    assert set(floor.held) == {t.id for t in tickets if t.state is TicketState.HELD}
    assert set(floor.missed) == {t.id for t in tickets if t.state is TicketState.MISSED}
    assert set(floor.no_outcome) == {
        t.id for t in tickets if t.state is TicketState.SERVED and t.outcome is None
    }
    assert floor.given == Counter(ticket.series for ticket in tickets)


def check_figures(floor: Floor) -> None:
    """Every visit is counted once, and no wait or service is negative or lost."""
    today = showing.dashboard(floor, floor.last_at).today if floor.last_at is not None else None
    if today is not None:
        ends = today.served + today.no_show + today.abandoned + today.cancelled
        assert today.issued == len(floor.tickets) == ends + today.waiting + today.in_service
    waits, at_work, services = [], [], []
    for ticket in floor.tickets.values():
        for leg in _check_legs(ticket):
            if not leg.doubted and leg.wait_s is not None:
                assert leg.wait_work_s is not None
                assert 0 <= leg.wait_work_s <= leg.wait_s
                waits.append(leg.wait_s)
                at_work.append(leg.wait_work_s)
            if not leg.doubted and leg.service_s is not None:
                services.append(leg.service_s)
    tally = floor.tally
    assert (tally.wait_n, tally.wait_s) == (len(waits), sum(waits))
    assert (tally.service_n, tally.service_s) == (len(services), sum(services))
    assert tally.short == sum(wait <= 900 for wait in at_work)
    assert tally.long == sum(wait <= 1800 for wait in at_work)


def _check_legs(ticket: Ticket) -> list[figures.Leg]:
    visit = figures.visit(ticket)
    assert (visit.ended_at is None) == (ticket.state not in ENDS)
    legs = list(figures.legs(ticket))
    called = [leg for leg in legs if leg.called_at is not None]
    assert visit.counter == (called[-1].counter if called else None)
    for number, leg in enumerate(legs, 1):
        assert leg.leg == number
        assert (leg.wait_s is None) == (leg.called_at is None)
        assert leg.wait_s is None or leg.wait_s >= 0
        assert leg.service_s is None or leg.service_s >= 0
        assert (leg.end is None) == (leg.leg == ticket.leg and ticket.state not in ENDS)
        if not leg.doubted and leg.called_at is not None:
            assert leg.entered_at <= leg.called_at
            assert leg.wait_s == leg.called_at - leg.entered_at
        if leg.end == "served" and not ticket.ended_by_timer:
            assert leg.service_s is not None
            assert leg.doubted or leg.service_s == leg.finished_at - leg.started_at
    return legs


def check_views(floor: Floor, now: datetime) -> None:
    """Every audience can be shown the floor, with estimates from low to high."""
    assert len(showing.hall(floor, now).calls) <= 24
    showing.centre(floor, now)
    showing.dashboard(floor, now)
    for field in showing.kiosk(floor, "kiosk", now).fields:
        assert field.estimate is None or 0 <= field.estimate.low_s <= field.estimate.high_s
    for counter in floor.counters.values():
        showing.counter_board(floor, counter.id, now)
        console = showing.console(floor, counter.id, now)
        assert len({ticket.id for ticket in console.waiting}) == min(100, console.waiting_count)
        choice = routing.choose(floor, counter, floor.in_force.policy, now)
        assert [t.id for t in console.waiting[:1]] == ([choice.ticket] if choice else [])
    for ticket in floor.tickets.values():
        view = showing.ticket(floor, ticket.id, now)
        assert (view.ahead is None) == (not ticket.waits)
        assert view.ahead is None or 0 <= view.ahead < len(floor.lines)


def check_choices(floor: Floor, hall: Hall, now: datetime) -> None:
    """Every counter would call whom the reference calls, for the same reason."""
    for counter in floor.counters.values():
        choice = routing.choose(floor, counter, floor.in_force.policy, now)
        expected = hall.choose(counter.id, now)
        assert (choice and (choice.ticket, choice.reason)) == expected
        assert bool(choice) == bool(hall.eligible(counter.id))
        assert counter.priority_run == hall.runs[counter.id]


class Times:
    """The times of a journal: whole seconds that do not go back unless somebody says why."""

    def __init__(self) -> None:
        self._latest: datetime | None = None
        self._seq = 0

    def follow(self, event: e.Event, midnights: set[datetime]) -> None:
        """Check one event."""
        self._seq += 1
        assert event.seq == self._seq
        assert event.at.microsecond == 0
        assert event.at.utcoffset() is not None
        if event.clock_doubt:
            return
        as_of_midnight = event.by == TIMER and isinstance(event, CLOSINGS) and event.at in midnights
        if self._latest is not None and not as_of_midnight:
            assert isinstance(event, e.ClockConfirmed) or event.at >= self._latest
        if not as_of_midnight:
            self._latest = event.at


class Numbers:
    """The numbers of a run: on a day unique, from 1, none left out."""

    def __init__(self) -> None:
        self._labels: set[tuple[object, str]] = set()
        self._next: dict[str, int] = {}
        self._top: dict[str, int] = {}
        self._days: set[object] = set()
        self._day: object = None

    def follow(self, event: e.Event) -> None:
        """Check one event."""
        if isinstance(event, e.DayOpened):
            comes_again = bool(self._days) and event.day <= max(self._days)
            self._next = {p: n + 1 for p, n in self._top.items()} if comes_again else {}
            self._day = event.day
            self._days.add(event.day)
        if isinstance(event, e.TicketIssued):
            prefix = event.label[: -max(3, len(str(event.number)))]
            assert event.number == self._next.get(prefix, 1)
            assert event.label == f"{prefix}{event.number:03d}"
            assert (self._day, event.label) not in self._labels
            self._labels.add((self._day, event.label))
            self._next[prefix] = event.number + 1
            self._top[prefix] = max(event.number, self._top.get(prefix, 0))


def midnights_around(at: datetime, zone: object) -> set[datetime]:
    """Return the midnights of the fortnights before and after."""
    local = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)  # type: ignore[arg-type]
    return {local + timedelta(days=days) for days in range(-15, 16)}


def kept(floor: Floor, now: datetime) -> datetime:
    """Return the time that counts: a trusted clock does not go back."""
    at = now.replace(microsecond=0)
    if floor.clock_doubted is None and floor.last_at is not None:
        return max(at, floor.last_at)
    return at


def untouched(picture: dict[str, object]) -> dict[str, object]:
    """Return a picture without what an undo leaves behind: that something happened."""
    left = {"seq", "presses", "last_at", "recent", "held", "missed", "no_outcome"}
    picture = {name: value for name, value in picture.items() if name not in left}
    for name in ("tickets", "counters"):
        entries = picture[name]
        assert isinstance(entries, dict)
        picture[name] = {ident: replace(entry, touched=0) for ident, entry in entries.items()}
    return picture
