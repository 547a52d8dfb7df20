"""The figures of a span of days, by any keys: contract, section 6.

Rule 1: visits are put to where they were issued, waits and services to where each leg was.
Rule 2: percentiles are nearest-rank over all durations, never over other percentiles.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from queue_server.domain.figures import LONG_WAIT_S, SHORT_WAIT_S
from queue_server.protocol.vocabulary import CallReason, CentreId, TicketState
from queue_server.store.contract import Keys, LegSums, Records, Span, Sums, VisitSums


class Key(StrEnum):
    """What figures may be asked by."""

    FIELD = "field"
    PROCEDURE = "procedure"
    COUNTER = "counter"
    OFFICER = "officer"
    KIND = "kind"
    PRIORITY = "priority"
    HOUR = "hour"
    DAY = "day"
    WEEKDAY = "weekday"
    MONTH = "month"


class Reasons(Struct, frozen=True, kw_only=True):
    """Called legs by the reason of their last call."""

    turn: int = 0
    priority: int = 0
    helping: int = 0
    returned: int = 0
    waited_too_long: int = 0
    named: int = 0


class Figures(Struct, frozen=True, kw_only=True):
    """The figures of one group; null where nothing is counted."""

    issued: int
    called: int
    served: int
    no_show: int
    abandoned: int
    cancelled: int
    transferred: int
    waiting: int
    in_service: int
    implied: int
    wait_mean_s: int | None
    wait_p50_s: int | None
    wait_p90_s: int | None
    wait_p95_s: int | None
    wait_max_s: int | None
    wait_work_mean_s: int | None
    wait_work_p90_s: int | None
    abandoned_wait_p90_s: int | None
    visit_wait_mean_s: int | None
    within_15_min: float | None
    within_30_min: float | None
    service_mean_s: int | None
    service_p50_s: int | None
    service_p90_s: int | None
    dossiers: int
    service_per_dossier_s: int | None
    rated: int
    satisfied: float | None
    reasons: Reasons
    legs_called: int
    """How many waits stand behind the figures of waits."""
    legs_served: int
    """How many services stand behind the figures of services."""


class Row(Figures, frozen=True, kw_only=True):
    """The figures of one group, with what its visits and legs have in common."""

    field: str | UnsetType | None = UNSET
    procedure: str | UnsetType | None = UNSET
    counter: str | UnsetType | None = UNSET
    officer: str | UnsetType | None = UNSET
    kind: str | UnsetType = UNSET
    priority: str | UnsetType | None = UNSET
    hour: int | UnsetType = UNSET
    day: str | UnsetType = UNSET
    weekday: int | UnsetType = UNSET
    """1 is Monday."""
    month: str | UnsetType = UNSET
    """The calendar's, `2026-11`."""


class Statistics(Struct, frozen=True, kw_only=True):
    """The figures of a span of days."""

    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")
    by: tuple[Key, ...]
    exact: bool = True
    """False only where percentiles of several centres were put together."""
    rows: tuple[Row, ...]
    total: Figures


async def figures(
    records: Records, centre: CentreId, first: date, last: date, by: Sequence[Key] = ()
) -> Statistics:
    """Return the figures of a centre from `first` to `last`, both within, by `by`.

    Raises:
        StoreError: the records cannot be read.
    """
    keys = tuple(dict.fromkeys(by))
    span = Span(centre, first.isoformat(), last.isoformat())
    columns = _columns(keys)
    sums = await records.sums(span, columns)
    # a year of a province's busiest centre takes a while: screens must not wait for it
    rows, total = await asyncio.to_thread(_count, keys, columns, sums)
    return Statistics(first=first, last=last, by=keys, rows=rows, total=total)


def _columns(keys: Sequence[Key]) -> tuple[str, ...]:
    """Return the members of the records that give all keys: a day gives its weekday and month."""
    by_day = any(key in (Key.DAY, Key.WEEKDAY) for key in keys)
    of_day = (Key.DAY, Key.WEEKDAY, Key.MONTH) if by_day else ()
    names = [key.value for key in keys if key not in of_day]
    return (*names, Key.DAY.value) if by_day else tuple(names)


def _count(
    keys: Sequence[Key], columns: Sequence[str], sums: Sums
) -> tuple[tuple[Row, ...], Figures]:
    groups: dict[Keys, _Group] = {}
    total = _Group()
    for visits in sums.visits:
        for group in (_group(groups, keys, columns, visits.keys), total):
            group.visits.append(visits)
    for legs in sums.legs:
        for group in (_group(groups, keys, columns, legs.keys), total):
            group.legs.append(legs)
    ordered = sorted(groups.items(), key=lambda item: [_rank(value) for value in item[0]])
    rows = (_row(keys, common, group) for common, group in ordered)
    return tuple(rows) if keys else (), Figures(**total.figures())


def _group(
    groups: dict[Keys, "_Group"], keys: Sequence[Key], columns: Sequence[str], found: Keys
) -> "_Group":
    values = dict(zip(columns, found, strict=True))
    return groups.setdefault(tuple(_value(key, values) for key in keys), _Group())


def _value(key: Key, values: Mapping[str, Any]) -> str | int | None:
    match key:
        case Key.WEEKDAY:
            return date.fromisoformat(values["day"]).isoweekday()
        case Key.MONTH:
            return str(values["month"] if "month" in values else values["day"][:7])
        case _:
            known: str | int | None = values[key.value]
            return known


def _rank(value: str | int | None) -> tuple[bool, int, str]:
    """Return where a key stands among the others: numbers by size, nothing last."""
    text = str(value)
    number = int(text) if text.isdecimal() else 0
    return value is None, number, text


def _row(keys: Sequence[Key], common: Keys, group: "_Group") -> Row:
    named = {key.value: value for key, value in zip(keys, common, strict=True)}
    return Row(**(named | group.figures()))


class _Group:
    """What is put together before its figures are known."""

    def __init__(self) -> None:
        self.visits: list[VisitSums] = []
        self.legs: list[LegSums] = []

    def figures(self) -> dict[str, Any]:
        """Return the members of its figures."""
        return self._of_visits() | self._of_waits() | self._of_services()

    def _of_visits(self) -> dict[str, Any]:
        states = dict.fromkeys(TicketState, 0)
        for sums in self.visits:
            states[TicketState(sums.state)] += sums.visits
        rated = sum(sums.rated for sums in self.visits)
        waits = sum(sums.waits for sums in self.visits)
        return {
            "issued": sum(states.values()),
            "called": sum(sums.called for sums in self.visits),
            "served": states[TicketState.SERVED],
            "no_show": states[TicketState.NO_SHOW],
            "abandoned": states[TicketState.ABANDONED],
            "cancelled": states[TicketState.CANCELLED],
            "transferred": sum(sums.transferred for sums in self.visits),
            "waiting": sum(states[state] for state in _WAITING),
            "in_service": states[TicketState.SERVING],
            "visit_wait_mean_s": mean(sum(sums.wait_s for sums in self.visits), waits),
            "rated": rated,
            "satisfied": share(sum(sums.satisfied for sums in self.visits), rated),
        }

    def _of_waits(self) -> dict[str, Any]:
        waits = _all(sums.waits for sums in self.legs)
        work = _all(sums.work_waits for sums in self.legs)
        left = _all(sums.left for sums in self.legs)
        reasons = {
            reason.value: sum(sums.reasons[reason] for sums in self.legs) for reason in CallReason
        }
        return {
            "wait_mean_s": mean(sum(waits), len(waits)),
            "wait_p50_s": nearest_rank(waits, 50),
            "wait_p90_s": nearest_rank(waits, 90),
            "wait_p95_s": nearest_rank(waits, 95),
            "wait_max_s": waits[-1] if waits else None,
            "wait_work_mean_s": mean(sum(work), len(work)),
            "wait_work_p90_s": nearest_rank(work, 90),
            "abandoned_wait_p90_s": nearest_rank(left, 90),
            "within_15_min": share(bisect_right(work, SHORT_WAIT_S), len(work)),
            "within_30_min": share(bisect_right(work, LONG_WAIT_S), len(work)),
            "legs_called": len(waits),
            "reasons": Reasons(**reasons),
        }

    def _of_services(self) -> dict[str, Any]:
        services = _all(sums.services for sums in self.legs)
        settled = sum(sums.measured_dossiers for sums in self.legs)
        settling_s = sum(sums.dossier_service_s for sums in self.legs)
        return {
            "service_mean_s": mean(sum(services), len(services)),
            "service_p50_s": nearest_rank(services, 50),
            "service_p90_s": nearest_rank(services, 90),
            "implied": sum(sums.implied for sums in self.legs),
            "dossiers": sum(sums.dossiers for sums in self.legs),
            "service_per_dossier_s": mean(settling_s, settled),
            "legs_served": len(services),
        }


_WAITING = (TicketState.WAITING, TicketState.CALLED, TicketState.HELD, TicketState.MISSED)
"""Called, held and missed count as waiting until they end."""


def nearest_rank(ascending: Sequence[int], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of all values do not exceed."""
    if not ascending:
        return None
    rank = -(-len(ascending) * percent // 100)
    return ascending[rank - 1]


def mean(total: int, count: int) -> int | None:
    """Return the mean in whole seconds, halves rounded up; None of nothing."""
    return (2 * total + count) // (2 * count) if count else None


def share(part: int, whole: int) -> float | None:
    """Return a share of one; None of nothing."""
    return part / whole if whole else None


def _all(lists: Iterable[list[int]]) -> list[int]:
    found = [one for one in lists if one]
    return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
