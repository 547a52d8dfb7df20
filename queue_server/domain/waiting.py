"""The lines: who waits where, in the order in which they are called.

A line is named by a field's code, by `*kind` for visits without a field, by `@counter` for
those sent to one counter, and by `!counter` for those who return to the counter that held them.

Rule 1: order is by place, a seq of the journal; a clock never decides who is first.
"""

from bisect import bisect_left, bisect_right, insort
from datetime import datetime
from operator import itemgetter
from typing import TypeVar

from queue_server.domain.ticket import Ticket
from queue_server.protocol.plan import Counter
from queue_server.protocol.vocabulary import CounterId, FieldCode, Kind, TicketId


def line_of(field: FieldCode | None, kind: Kind) -> str:
    """Return the line for a field, or for a kind of visit without one."""
    return field if field is not None else f"*{kind.value}"


def sent_to(counter: CounterId) -> str:
    """Return the line of those who were sent to one counter."""
    return f"@{counter}"


def returned_to(counter: CounterId) -> str:
    """Return the line of those who come back to the counter that held them."""
    return f"!{counter}"


class Line:
    """One line: those with priority and the others, each in order."""

    __slots__ = ("by_since", "others", "priority")

    def __init__(self) -> None:
        self.priority: list[tuple[int, int, TicketId]] = []
        """Rank, place, ticket."""
        self.others: list[tuple[int, TicketId]] = []
        """Place, ticket."""
        self.by_since: list[tuple[datetime, int, TicketId]] = []
        """The others, by when they last took their place."""

    def __len__(self) -> int:
        return len(self.priority) + len(self.others)

    def add(self, ticket: Ticket) -> None:
        """Put a ticket at its place."""
        if ticket.rank is not None:
            _put(self.priority, (ticket.rank, ticket.place, ticket.id))
            return
        _put(self.others, (ticket.place, ticket.id))
        _put(self.by_since, (ticket.since, ticket.place, ticket.id))

    def remove(self, ticket: Ticket) -> None:
        """Take a ticket out."""
        if ticket.rank is not None:
            _drop(self.priority, (ticket.rank, ticket.place, ticket.id))
            return
        _drop(self.others, (ticket.place, ticket.id))
        _drop(self.by_since, (ticket.since, ticket.place, ticket.id))

    def before(self, ticket: Ticket) -> tuple[int, int]:
        """Return how many with priority and how many others have a better place."""
        others = bisect_left(self.others, (ticket.place, ticket.id))
        rank = ticket.rank if ticket.rank is not None else -1
        return bisect_left(self.priority, (rank, ticket.place, ticket.id)), others

    def in_order(self) -> list[TicketId]:
        """Return all in line, those with priority first."""
        return [entry[-1] for entry in self.priority] + [entry[-1] for entry in self.others]

    def by_place(self) -> list[TicketId]:
        """Return all in line in the order in which they came, with priority or without."""
        return [entry[-1] for entry in sorted([*(p[1:] for p in self.priority), *self.others])]


class Lines:
    """All lines of a floor."""

    __slots__ = ("by_home", "by_name")

    def __init__(self) -> None:
        self.by_name: dict[str, Line] = {}
        self.by_home: dict[str, list[tuple[datetime, TicketId]]] = {}
        """Who waits for each field or kind, wherever they stand, and since when: longest first."""

    def add(self, ticket: Ticket) -> None:
        """Put a waiting ticket into its line."""
        self.by_name.setdefault(ticket.line, Line()).add(ticket)
        _put(self.by_home.setdefault(ticket.home, []), (ticket.entered_at, ticket.id))

    def remove(self, ticket: Ticket) -> None:
        """Take a ticket out of its line."""
        line = self.by_name[ticket.line]
        line.remove(ticket)
        if not line:
            del self.by_name[ticket.line]
        people = self.by_home[ticket.home]
        _drop(people, (ticket.entered_at, ticket.id))
        if not people:
            del self.by_home[ticket.home]

    def longest(self, home: str) -> datetime | None:
        """Return since when the first of a field or kind waits."""
        people = self.by_home.get(home)
        return people[0][0] if people else None

    def since(self, home: str, latest: datetime) -> int:
        """Return how many of a field or kind wait since `latest` or longer."""
        return bisect_right(self.by_home.get(home, ()), latest, key=itemgetter(0))

    def get(self, name: str) -> Line | None:
        """Return a line with somebody in it, else None."""
        return self.by_name.get(name)

    def count(self, name: str) -> int:
        """Return how many stand in a line."""
        line = self.by_name.get(name)
        return len(line) if line is not None else 0

    def __len__(self) -> int:
        return sum(len(line) for line in self.by_name.values())


_Entry = TypeVar("_Entry", bound=tuple[object, ...])


def _put(entries: list[_Entry], entry: _Entry) -> None:
    """Put `entry` into sorted `entries`; nearly everybody joins at the end."""
    if not entries or entries[-1] < entry:
        entries.append(entry)
    else:
        insort(entries, entry)


def _drop(entries: list[_Entry], entry: _Entry) -> None:
    """Take `entry` out of sorted `entries`; it must be there."""
    at = bisect_left(entries, entry)
    if at == len(entries) or entries[at] != entry:
        raise LookupError(f"{entry[-1]} does not stand in this line")
    del entries[at]


def lines_of(counter: Counter) -> tuple[str, ...]:
    """Return the lines that the plan gives a counter."""
    return (
        *counter.fields,
        *(f"*{kind.value}" for kind in counter.kinds),
        f"@{counter.id}",
    )
