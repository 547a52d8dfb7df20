"""A journal that forgets when the test ends, and breaks when it is told to."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from queue_server.protocol.codec import chain_start, decode_event
from queue_server.protocol.events import DayOpened, PlanChanged
from queue_server.protocol.records import Entered, Judged, Leg, Mended, Text, Visit
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.contract import (
    Answered,
    Batch,
    CommitUnknown,
    Entry,
    KeptPlan,
    Key,
    Statement,
    StoreError,
)


class MemoryJournal:
    """Keeps in lists what a real journal keeps on disk."""

    def __init__(self, centre: CentreId) -> None:
        self.centre = centre
        self.broken = False
        """Every append fails and keeps nothing."""
        self.unknown: Literal["kept", "lost"] | None = None
        """Every append fails to say whether it was kept."""
        self.entries: list[Entry] = []
        self.visits: dict[str, Visit] = {}
        self.leg_rows: dict[tuple[str, int], Leg] = {}
        self.dossiers: dict[str, tuple[Entered, ...]] = {}
        self.answers: dict[Key, Answered] = {}
        self.texts: dict[str, Text] = {}
        self.statements: list[Statement] = []

    async def answered(self, keys: Sequence[Key]) -> Mapping[Key, Answered]:
        return {key: self.answers[key] for key in keys if key in self.answers}

    async def append(self, batch: Batch) -> None:
        first = len(self.entries) + 1
        if self.broken:
            raise StoreError("The memory is broken.")
        if [entry.seq for entry in batch.entries] != list(range(first, first + len(batch.entries))):
            raise StoreError(f"The journal goes on with event {first}.")
        if self.unknown != "lost":
            self._keep(batch)
        if self.unknown is not None:
            raise CommitUnknown("Nobody knows.")

    def _keep(self, batch: Batch) -> None:
        self.entries += batch.entries
        self.visits |= {visit.ticket: visit for visit in batch.visits}
        for gone in batch.gone_legs:
            self.leg_rows.pop(gone, None)
        self.leg_rows |= {(leg.ticket, leg.leg): leg for leg in batch.legs}
        for mended in batch.mended:
            self._mend(mended)
        for judged in batch.judged:
            self._judge(judged)
        self.dossiers |= {one.ticket: one.dossiers for one in batch.entered}
        self.answers |= {answer.key: answer for answer in batch.answers}
        self.texts |= {text.ref: text for text in batch.texts}
        self.statements += batch.statements

    def _mend(self, mended: Mended) -> None:
        mend = {"outcome": mended.outcome, "dossiers": mended.dossiers}
        visit = self.visits.get(mended.ticket)
        if visit is None:
            return
        last = (visit.ticket, visit.legs)
        self.visits[visit.ticket] = replace(visit, **mend)
        self.leg_rows[last] = replace(self.leg_rows[last], **mend)

    def _judge(self, judged: Judged) -> None:
        visit = self.visits.get(judged.ticket)
        if visit is not None:
            marks = {"satisfaction": judged.satisfaction, "attitude": judged.attitude}
            self.visits[visit.ticket] = replace(visit, **marks)

    async def read(self, after: int, limit: int) -> list[Entry]:
        return self.entries[after : after + limit]

    async def last(self) -> tuple[int, bytes]:
        return self.entries[-1][:2] if self.entries else (0, chain_start(self.centre))

    async def opening(self) -> int:
        events = (decode_event(entry.body) for entry in reversed(self.entries))
        return next((event.seq for event in events if isinstance(event, DayOpened)), 0)

    async def plan(self, version: int) -> KeptPlan | None:
        for entry in self.entries:
            event = decode_event(entry.body)
            if isinstance(event, PlanChanged) and event.plan.version == version:
                return KeptPlan(event.plan, event.plan_hash)
        return None

    async def visit(self, ticket: str) -> Visit | None:
        return self.visits.get(ticket)

    async def legs(self, ticket: str) -> list[Leg]:
        return [self.leg_rows[key] for key in sorted(self.leg_rows) if key[0] == ticket]
