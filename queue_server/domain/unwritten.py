"""What the records do not say yet: gathered while facts are applied, written with their events."""

from collections.abc import Mapping
from typing import NamedTuple

from queue_server.domain.ticket import Ticket
from queue_server.protocol.records import Judged, Mended
from queue_server.protocol.vocabulary import TicketId


class Changed(NamedTuple):
    """What has to be written anew."""

    tickets: list[Ticket]
    gone_legs: list[tuple[TicketId, int]]
    mended: list[Mended]
    judged: list[Judged]


class Unwritten:
    """All that changed since the records were written last."""

    def __init__(self) -> None:
        self.dirty: set[TicketId] = set()
        """Tickets of today."""
        self.mended: list[Mended] = []
        """Visits of earlier days with another outcome."""
        self.judged: list[Judged] = []
        """Visits of earlier days with marks."""
        self.gone_legs: list[tuple[TicketId, int]] = []
        """Legs that an undo took away."""
        self._left: list[Ticket] = []

    def leave(self, tickets: Mapping[TicketId, Ticket]) -> None:
        """Keep what is still to be written of the tickets of a day that is left."""
        self._left += [tickets[ticket] for ticket in self.dirty]
        self.dirty = set()

    def take(self, tickets: Mapping[TicketId, Ticket]) -> Changed:
        """Return what has to be written, once; `tickets` are today's."""
        self.leave(tickets)
        changed = Changed(self._left, self.gone_legs, self.mended, self.judged)
        self._left, self.gone_legs, self.mended, self.judged = [], [], [], []
        return changed
