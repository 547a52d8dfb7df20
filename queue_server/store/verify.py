"""Whether a journal is whole, and whether what is kept beside it says the same.

Rule 1: only a page of events and a day of records are in memory at a time.
Rule 2: a purged text is no fault; a changed one is.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, get_args

import msgspec
from msgspec.structs import fields, replace

from queue_server.protocol.codec import chain, chain_start, decode_event
from queue_server.protocol.events import (
    AnyEvent,
    DayOpened,
    Event,
    PlanChanged,
    ReportFiled,
    TextRef,
)
from queue_server.protocol.records import EnteredFor, Judged, Leg, Mended, Text, Visit
from queue_server.store.contract import Batch, Entry, Journal
from queue_server.store.verify_dossiers import DossierSearch, KeptDossiers

PAGE = 2_000

Rebuild = Callable[[AnyEvent], Batch]
"""Follows the events of one centre, one after the other; returns the records that each changed:
visits, all their legs in order, `mended`, `judged` and `entered`."""


class Finding(NamedTuple):
    """The first thing that is wrong."""

    seq: int
    """The event at fault; for a record the last event that changed it."""
    what: str


class Kept(Journal, KeptDossiers, Protocol):
    """A journal whose records can be read by the day."""

    async def visits_of(self, day: str) -> list[Visit]:
        """Return the visits of a day."""

    async def legs_of(self, day: str) -> list[Leg]:
        """Return the legs of a day, those of a ticket in order."""

    async def counts(self) -> Mapping[str, tuple[int, int]]:
        """Return how many visits and legs each day has."""

    async def filed(self, filing: str) -> bytes | None:
        """Return a filed report as it was frozen."""

    async def kept_texts(self, refs: Sequence[str]) -> list[Text]:
        """Return those of the texts that are still kept."""


async def verify(journal: Kept, rebuild: Rebuild) -> Finding | None:
    """Go through a journal and return the first fault; None if it is whole.

    A server may go on writing meanwhile.

    Raises:
        StoreError: the journal cannot be read.
    """
    search = _Search(journal, rebuild)
    try:
        while True:
            await search.read_on()
            try:
                await search.compare_all()
            except _Fault:
                # what was compared may be younger than what was read
                if (await journal.last())[0] == search.seq:
                    raise
            else:
                return None
    except _Fault as fault:
        return fault.finding


class _Fault(Exception):
    """Ends the search."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(what)
        self.finding = Finding(seq, what)


class _Rebuilt(NamedTuple):
    """One ticket as the events have it."""

    seq: int
    visit: Visit
    legs: list[Leg]

    def mended(self, seq: int, outcome: str | None, dossiers: int) -> "_Rebuilt":
        """Return the same with another outcome, on the visit and on its last leg."""
        change = {"outcome": outcome, "dossiers": dossiers}
        last = [replace(leg, **change) for leg in self.legs[-1:]]
        return _Rebuilt(seq, replace(self.visit, **change), [*self.legs[:-1], *last])

    def judged(self, seq: int, satisfaction: int | None, attitude: int | None) -> "_Rebuilt":
        """Return the same with other marks."""
        marked = replace(self.visit, satisfaction=satisfaction, attitude=attitude)
        return _Rebuilt(seq, marked, self.legs)


class _Search:
    """Follows the chain event by event, and keeps the records of the day it is at."""

    def __init__(self, journal: Kept, rebuild: Rebuild) -> None:
        self.seq = 0
        self._journal = journal
        self._rebuild = rebuild
        self._hash = chain_start(journal.centre)
        self._opening = 0
        self._day = ""
        self._today: dict[str, _Rebuilt] = {}
        self._later: dict[str, _Rebuilt] = {}
        """Tickets of days gone whose outcome or marks came later, or must have; for the end."""
        self._counts: dict[str, tuple[int, int]] = {}
        self._dossiers = DossierSearch(journal)
        self._entered: list[tuple[int, EnteredFor]] = []
        """What the events of this page entered."""

    async def read_on(self) -> None:
        """Follow the journal to its end.

        Raises:
            _Fault: an event, a plan, a text or a record of a day that has passed is wrong.
        """
        while page := await self._journal.read(self.seq, PAGE):
            texts: dict[str, tuple[int, TextRef]] = {}
            before = self.seq
            for entry in page:
                event = self._follow(entry)
                texts |= {text.ref: (event.seq, text) for text in _texts(event)}
                await self._record(event)
                if isinstance(event, PlanChanged):
                    await self._check_plan(event)
                if isinstance(event, ReportFiled):
                    await self._check_filing(event)
                if isinstance(event, DayOpened):
                    await self._open_day(event)
            await self._check_texts(texts)
            await self._check_dossiers(before)

    def _follow(self, entry: Entry) -> AnyEvent:
        """Return the event of an entry, if it is the next one."""
        if entry.seq != self.seq + 1:
            raise _Fault(self.seq + 1, f"it is missing; the next one kept is {entry.seq}")
        if chain(self._hash, entry.body) != entry.hash:
            raise _Fault(entry.seq, "its hash does not follow from its body and the hash before")
        event = _decoded(entry)
        if (event.seq, event.centre) != (entry.seq, self._journal.centre):
            raise _Fault(entry.seq, f"it says to be event {event.seq} of {event.centre}")
        self.seq, self._hash = entry.seq, entry.hash
        return event

    async def _record(self, event: AnyEvent) -> None:
        try:
            batch = self._rebuild(event)
        except Exception as error:  # whatever the rules raise, they cannot follow
            raise _Fault(event.seq, f"the rules cannot follow it: {error!r}") from error
        self._entered += [(event.seq, entered) for entered in batch.entered]
        for visit in batch.visits:
            self._today[visit.ticket] = _Rebuilt(event.seq, visit, [])
            self._later.pop(visit.ticket, None)
        for leg in batch.legs:
            self._today[leg.ticket].legs.append(leg)
        for mended in batch.mended:
            await self._change(event.seq, mended)
        for judged in batch.judged:
            await self._change(event.seq, judged)

    async def _change(self, seq: int, late: Mended | Judged) -> None:
        """Let a visit of a day that was compared already have another outcome, or its marks."""
        held = self._today if late.ticket in self._today else self._later
        before = held.get(late.ticket)
        if before is None:
            visit = await self._journal.visit(late.ticket)
            if visit is None:
                raise _Fault(seq, f"the visit {late.ticket} is not kept")
            before = _Rebuilt(seq, visit, await self._journal.legs(late.ticket))
        if isinstance(late, Mended):
            held[late.ticket] = before.mended(seq, late.outcome, late.dossiers)
        else:
            held[late.ticket] = before.judged(seq, late.satisfaction, late.attitude)

    async def _check_plan(self, event: PlanChanged) -> None:
        kept = await self._journal.plan(event.plan.version)
        if kept is None or (kept.plan, kept.hash) != (event.plan, event.plan_hash):
            raise _Fault(event.seq, f"the copy of plan {event.plan.version} is another one")

    async def _check_filing(self, event: ReportFiled) -> None:
        body = await self._journal.filed(event.filing)
        if body is None or hashlib.sha256(body).hexdigest() != event.digest:
            raise _Fault(event.seq, f"the filed report {event.filing} is not the one it froze")

    async def _check_texts(self, texts: Mapping[str, tuple[int, TextRef]]) -> None:
        for kept in await self._journal.kept_texts(list(texts)):
            seq, text = texts[kept.ref]
            words = hashlib.sha256(f"{kept.salt}{kept.text}".encode()).hexdigest()
            if (kept.seq, words) != (seq, text.hash):
                raise _Fault(seq, f"the text {kept.ref} is not the one it refers to")

    async def _check_dossiers(self, before: int) -> None:
        wrong = await self._dossiers.look(before, self.seq, self._entered)
        self._entered.clear()
        if wrong is not None:
            raise _Fault(*wrong)

    async def _open_day(self, event: DayOpened) -> None:
        """Compare the day that has passed and let it go."""
        self._opening = event.seq
        if event.day.isoformat() != self._day:
            self._counts = await self._compare()
            self._today.clear()
            self._day = event.day.isoformat()

    async def compare_all(self) -> None:
        """Compare what only the end can show: today, what was mended, and that there is no more.

        Raises:
            _Fault: something differs.
        """
        counts, kept = await self._compare(), await self._journal.counts()
        for rebuilt in self._later.values():
            ticket = rebuilt.visit.ticket
            visit, legs = await self._journal.visit(ticket), await self._journal.legs(ticket)
            for what in _differences(rebuilt, visit, legs):
                raise _Fault(rebuilt.seq, what)
        for day in sorted(kept.keys() | counts.keys()):
            there, here = kept.get(day, (0, 0)), counts.get(day, (0, 0))
            if there != here:
                what = f"{day} has {_many(there)}, but the events give {_many(here)}"
                raise _Fault(self.seq, what)
        if (wrong := self._dossiers.left()) is not None:
            raise _Fault(*wrong)
        if await self._journal.opening() != self._opening:
            raise _Fault(self._opening, "it is not noted as the last opening of a day")

    async def _compare(self) -> dict[str, tuple[int, int]]:
        """Compare the records at hand, and return how many there are by now of each day."""
        days: dict[str, list[_Rebuilt]] = {}
        for rebuilt in self._today.values():
            days.setdefault(rebuilt.visit.day, []).append(rebuilt)
        counts = dict(self._counts)
        for day, tickets in days.items():
            await self._compare_day(day, tickets)
            visits, legs = counts.get(day, (0, 0))
            counts[day] = (visits + len(tickets), legs + sum(len(one.legs) for one in tickets))
        return counts

    async def _compare_day(self, day: str, tickets: list[_Rebuilt]) -> None:
        visits = {visit.ticket: visit for visit in await self._journal.visits_of(day)}
        legs: dict[str, list[Leg]] = {}
        for leg in await self._journal.legs_of(day):
            legs.setdefault(leg.ticket, []).append(leg)
        for rebuilt in tickets:
            ticket = rebuilt.visit.ticket
            visit, own = visits.get(ticket), legs.get(ticket, [])
            for what in _differences(rebuilt, visit, own):
                if visit is None or not _may_be_mended(rebuilt, visit, own):
                    raise _Fault(rebuilt.seq, what)
                self._later[ticket] = rebuilt


def _decoded(entry: Entry) -> AnyEvent:
    try:
        plain = msgspec.json.decode(entry.body)
        event = decode_event(entry.body)
    except msgspec.MsgspecError as error:
        raise _Fault(entry.seq, f"its body is no event: {error}") from error
    # not the event again: what a newer program adds to it is not in the body
    if msgspec.json.encode(plain, order="sorted") != entry.body:
        raise _Fault(entry.seq, "its body is not in the canonical form")
    return event


def _texts(event: Event) -> Iterator[TextRef]:
    for name in _TEXT_MEMBERS[type(event)]:
        text = getattr(event, name)
        if text is not None:
            yield text


def _text_members(kind: type[Event]) -> list[str]:
    return [field.name for field in fields(kind) if field.type == TextRef | None]


_TEXT_MEMBERS = {kind: _text_members(kind) for kind in get_args(AnyEvent)}


def _differences(rebuilt: _Rebuilt, visit: Visit | None, legs: Sequence[Leg]) -> Iterator[str]:
    label, ticket = rebuilt.visit.label, rebuilt.visit.ticket
    if visit is None:
        yield f"the visit {label} ({ticket}) is not kept"
    elif name := _different(visit, rebuilt.visit):
        yield f"the visit {label} ({ticket}) is kept with another {name}"
    if len(legs) != len(rebuilt.legs):
        yield f"the visit {label} ({ticket}) has {len(legs)} legs, not {len(rebuilt.legs)}"
    for there, here in zip(legs, rebuilt.legs, strict=False):
        if name := _different(there, here):
            yield f"leg {here.leg} of {label} ({ticket}) is kept with another {name}"


def _may_be_mended(rebuilt: _Rebuilt, visit: Visit, legs: Sequence[Leg]) -> bool:
    """Tell whether a later event can have made all the difference."""
    mended = rebuilt.mended(rebuilt.seq, visit.outcome, visit.dossiers)
    if rebuilt.visit.satisfaction is None:
        mended = mended.judged(rebuilt.seq, visit.satisfaction, visit.attitude)
    return not any(_differences(mended, visit, legs))


def _different(there: msgspec.Struct, here: msgspec.Struct) -> str | None:
    """Return the name of the first member that differs."""
    if there == here:
        return None
    return next(
        name for name in here.__struct_fields__ if getattr(there, name) != getattr(here, name)
    )


def _many(counts: tuple[int, int]) -> str:
    return f"{counts[0]} visits and {counts[1]} legs"
