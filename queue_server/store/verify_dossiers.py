"""Whether the dossiers that are kept are those of the journal.

Rule 1: what a later event took away may be missing; it must be known why by the end.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from queue_server.protocol.records import Entered, EnteredFor


class KeptDossiers(Protocol):
    """Dossiers that can be read by their events and by their tickets."""

    async def entered(self, after: int, upto: int) -> list[Entered]:
        """Return the dossiers that stand, of those entered by these events."""

    async def entered_for(self, ticket: str) -> list[Entered]:
        """Return the dossiers of a ticket, in order."""


class Wrong(NamedTuple):
    """What is wrong, and by which event."""

    seq: int
    what: str


class DossierSearch:
    """Follows what was entered, page by page."""

    def __init__(self, kept: KeptDossiers) -> None:
        self._kept = kept
        self._unexplained: dict[str, int] = {}
        """Tickets whose dossiers are not kept as an event entered them; a later one may say why."""

    async def look(
        self, after: int, upto: int, changes: Sequence[tuple[int, EnteredFor]]
    ) -> Wrong | None:
        """Compare what the events after one up to another entered; return the first fault."""
        wanted: dict[str, tuple[int, EnteredFor]] = {}
        for seq, entered in changes:
            self._unexplained.pop(entered.ticket, None)
            wanted[entered.ticket] = seq, entered
        kept: dict[str, list[Entered]] = {}
        for dossier in await self._kept.entered(after, upto):
            kept.setdefault(dossier.ticket, []).append(dossier)
        for ticket, found in kept.items():
            if ticket not in wanted:
                return Wrong(found[0].seq, f"it entered no dossier of {ticket}, but one is kept")
        for seq, entered in sorted(wanted.values(), key=lambda change: change[0]):
            if wrong := await self._differs(seq, entered, kept):
                return wrong
        return None

    async def _differs(
        self, seq: int, entered: EnteredFor, kept: Mapping[str, list[Entered]]
    ) -> Wrong | None:
        found = sorted(kept.get(entered.ticket, ()), key=lambda dossier: dossier.line)
        if found == list(entered.dossiers):
            earlier = [] if found else await self._kept.entered_for(entered.ticket)
            if any(dossier.seq < seq for dossier in earlier):
                return Wrong(seq, f"dossiers of {entered.ticket} are kept that it took away")
            return None
        if found:
            return Wrong(seq, f"the dossiers of {entered.ticket} are kept otherwise")
        self._unexplained[entered.ticket] = seq
        return None

    def left(self) -> Wrong | None:
        """Return what no event has explained by now."""
        for ticket, seq in self._unexplained.items():
            return Wrong(seq, f"the dossiers of {ticket} are not kept")
        return None
