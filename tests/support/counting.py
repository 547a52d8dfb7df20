"""Records that are counted in plain Python, for servers whose journal is only in memory."""

from collections.abc import Mapping, Sequence
from datetime import date

from queue_server.protocol.codec import decode_event
from queue_server.protocol.events import DayOpened, Estimate
from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import CallReason, CentreId
from queue_server.statistics.estimates import compared
from queue_server.store.contract import (
    Entry,
    EstimateSums,
    Keys,
    LegSums,
    Measured,
    Ranked,
    Span,
    Sums,
    VisitSums,
    Wanted,
)
from tests.support.memory import MemoryJournal


class MemoryRecords:
    """Counts what the journals in memory hold."""

    def __init__(self, journals: Mapping[CentreId, MemoryJournal]) -> None:
        self.journals = journals

    async def sums(self, span: Span, by: Sequence[str]) -> Sums:
        journal = self.journals[span.centre]
        visits: dict[tuple[Keys, str], list[Visit]] = {}
        for visit in journal.visits.values():
            if span.first <= visit.day <= span.last:
                visits.setdefault((_keys(visit, by), visit.state), []).append(visit)
        legs: dict[tuple[Keys, bool], list[Leg]] = {}
        for leg in journal.leg_rows.values():
            if span.first <= leg.day <= span.last:
                legs.setdefault((_keys(leg, by), leg.doubted), []).append(leg)
        return Sums(
            [_visits(keys, state, group) for (keys, state), group in visits.items()],
            [_legs(keys, group) for (keys, _), group in legs.items()],
        )

    async def estimates(self, span: Span) -> list[EstimateSums]:
        journal = self.journals[span.centre]
        pairs: dict[date, list[tuple[Estimate | None, int]]] = {}
        for visit in journal.visits.values():
            leg = journal.leg_rows.get((visit.ticket, 1))
            if leg is None or leg.wait_s is None or leg.doubted or visit.doubted:
                continue
            if span.first <= visit.day <= span.last:
                low, high = visit.estimate_low_s, visit.estimate_high_s
                told = Estimate(low, high, "") if low is not None and high is not None else None
                day = date.fromisoformat(visit.day)
                pairs.setdefault(day, []).append((told, leg.wait_s))
        return [compared(day, known) for day, known in sorted(pairs.items())]

    async def kept(
        self, centre: CentreId, tickets: Sequence[str]
    ) -> list[tuple[Visit, Sequence[Leg]]]:
        journal = self.journals[centre]
        visits = [journal.visits[ticket] for ticket in tickets if ticket in journal.visits]
        return [(visit, await journal.legs(visit.ticket)) for visit in visits]

    async def visits_where(self, span: Span, wanted: Wanted, limit: int) -> list[Visit]:
        journal = self.journals[span.centre]
        found = []
        for visit in journal.visits.values():
            legs = await journal.legs(visit.ticket)
            if span.first <= visit.day <= span.last and _is_wanted(visit, legs, wanted):
                found.append(visit)
        order = sorted(found, key=lambda one: (one.day, one.issued_at, one.label))
        if wanted.waited:
            order.sort(key=lambda one: -(one.wait_s or 0))
        return order[:limit]

    async def legs_where(self, span: Span, measured: Measured, limit: int, skip: int) -> Ranked:
        journal = self.journals[span.centre]
        found = [
            (journal.visits[leg.ticket].label, leg)
            for leg in journal.leg_rows.values()
            if span.first <= leg.day <= span.last and _is_measured(leg, measured)
        ]
        most = sorted(
            found,
            key=lambda one: (
                -getattr(one[1], measured.measure),
                *(one[1].day, one[1].entered_at, one[1].ticket, one[1].leg),
            ),
        )
        return Ranked(len(found), most[skip : skip + limit])

    async def events_naming(self, centre: CentreId, ticket: str, day: str) -> list[Entry]:
        entries = self.journals[centre].entries
        return [entry for entry in entries if f'"{ticket}"'.encode() in entry.body]

    async def tickets_around(self, centre: CentreId, seq: int) -> list[str]:
        opened = [
            event.day.isoformat()
            for entry in self.journals[centre].entries
            if entry.seq <= seq and isinstance(event := decode_event(entry.body), DayOpened)
        ]
        visits = self.journals[centre].visits.values()
        return [visit.ticket for visit in visits if visit.day == opened[-1]]


def _is_wanted(visit: Visit, legs: Sequence[Leg], wanted: Wanted) -> bool:
    longer, reason = wanted.longer_than_s, wanted.reason
    return (
        all(getattr(visit, name) == value for name, value in wanted.values.items())
        and (not wanted.states or visit.state in wanted.states)
        and (wanted.days is None or visit.day in wanted.days)
        and (not wanted.transferred or visit.legs > 1)
        and (longer is None or any((leg.wait_work_s or 0) > longer for leg in legs))
        and (reason is None or any(leg.reason == reason for leg in legs))
        and (not wanted.rated or visit.satisfaction is not None)
        and (not wanted.waited or (visit.wait_s is not None and not visit.doubted))
    )


def _is_measured(leg: Leg, measured: Measured) -> bool:
    amount = getattr(leg, measured.measure)
    if amount is None or (amount == 0 if measured.measure == "dossiers" else leg.doubted):
        return False
    return (
        all(getattr(leg, name) == value for name, value in measured.values.items())
        and (measured.days is None or leg.day in measured.days)
        and (measured.over is None or amount > measured.over)
        and (measured.up_to is None or amount <= measured.up_to)
        and (not measured.implied or leg.implied)
    )


def _keys(record: Visit | Leg, by: Sequence[str]) -> Keys:
    return tuple(record.day[:7] if name == "month" else getattr(record, name) for name in by)


def _visits(keys: Keys, state: str, group: list[Visit]) -> VisitSums:
    waits = [v.wait_s for v in group if v.wait_s is not None and not v.doubted]
    marks = [v.satisfaction for v in group if v.satisfaction is not None]
    return VisitSums(
        keys=keys,
        state=state,
        visits=len(group),
        called=sum(v.counter is not None for v in group),
        transferred=sum(v.legs > 1 for v in group),
        waits=len(waits),
        wait_s=sum(waits),
        rated=len(marks),
        satisfied=sum(mark >= 2 for mark in marks),
    )


def _legs(keys: Keys, group: list[Leg]) -> LegSums:
    sure = [leg for leg in group if not leg.doubted]
    measured = [leg for leg in sure if leg.service_s is not None]
    settled = [leg for leg in measured if leg.dossiers]
    return LegSums(
        keys=keys,
        waits=sorted(leg.wait_s for leg in sure if leg.wait_s is not None),
        work_waits=sorted(leg.wait_work_s for leg in sure if leg.wait_work_s is not None),
        services=sorted(leg.service_s for leg in measured if leg.service_s is not None),
        left=sorted(leg.left_s for leg in sure if leg.left_s is not None),
        implied=sum(leg.implied for leg in measured),
        dossiers=sum(leg.dossiers for leg in group),
        measured_dossiers=sum(leg.dossiers for leg in settled),
        dossier_service_s=sum(leg.service_s or 0 for leg in settled),
        reasons={r.value: sum(leg.reason == r for leg in group) for r in CallReason},
    )
