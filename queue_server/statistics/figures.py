"""The figures of a span of days, by any keys: contract, section 6.

Rule 1: visits are put to where they were issued, waits and services to where each leg was.
Rule 2: percentiles are nearest-rank over all durations, never over other percentiles.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from queue_server.domain.figures import LONG_WAIT_S, SHORT_WAIT_S
from queue_server.protocol.vocabulary import CallReason, CentreId, TicketState
from queue_server.statistics.durations import Durations, mean, share
from queue_server.store.contract import Keys, LegSums, Records, Span, Sums, VisitSums

S = TypeVar("S", VisitSums, LegSums)

_STATES = tuple(state.value for state in TicketState)
_REASONS = tuple(reason.value for reason in CallReason)


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
    span = Span.of(centre, first, last)
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
    visits, legs = _by(sums.visits, keys, columns), _by(sums.legs, keys, columns)
    together = {common: _together(some) for common, some in legs.items()}
    total = Figures(**_figures(sums.visits, list(together.values())))
    if not keys:
        return (), total
    ordered = sorted({**visits, **legs}, key=lambda common: [_rank(value) for value in common])
    some = ((visits.get(common, ()), together.get(common)) for common in ordered)
    found = (_figures(its_visits, [its_legs] if its_legs else []) for its_visits, its_legs in some)
    return tuple(map(partial(_row, keys), ordered, found)), total


def _by(sums: Sequence[S], keys: Sequence[Key], columns: Sequence[str]) -> dict[Keys, list[S]]:
    """Return sums by the keys that were asked for."""
    values = [_value(key, columns) for key in keys]
    groups: dict[Keys, list[S]] = {}
    for one in sums:
        groups.setdefault(tuple([value(one.keys) for value in values]), []).append(one)
    return groups


def _value(key: Key, columns: Sequence[str]) -> Callable[[Keys], str | int | None]:
    """Return what finds a key in the keys of sums, or makes it of their day."""
    if key.value in columns:
        return itemgetter(columns.index(key.value))
    day = columns.index(Key.DAY.value)
    if key is Key.WEEKDAY:
        return lambda found: date.fromisoformat(str(found[day])).isoweekday()
    return lambda found: str(found[day])[:7]


def _rank(value: str | int | None) -> tuple[bool, int, str]:
    """Return where a key stands among the others: numbers by size, nothing last."""
    text = str(value)
    number = int(text) if text.isdecimal() else 0
    return value is None, number, text


def _row(keys: Sequence[Key], common: Keys, found: dict[str, Any]) -> Row:
    named = {key.value: value for key, value in zip(keys, common, strict=True)}
    return Row(**(named | found))


def _together(parts: Sequence[LegSums]) -> LegSums:
    """Return the sums of a group's parts as those of one, its durations in ascending order."""
    waits = _ascending(part.waits for part in parts)
    alike = all(part.work_waits is part.waits for part in parts)
    return LegSums(
        keys=(),
        waits=waits,
        work_waits=waits if alike else _ascending(part.work_waits for part in parts),
        services=_ascending(part.services for part in parts),
        left=_ascending(part.left for part in parts),
        implied=sum(part.implied for part in parts),
        dossiers=sum(part.dossiers for part in parts),
        measured_dossiers=sum(part.measured_dossiers for part in parts),
        dossier_service_s=sum(part.dossier_service_s for part in parts),
        reasons=_reasons(parts),
    )


def _reasons(parts: Sequence[LegSums]) -> Mapping[str, int]:
    if len(parts) == 1:
        return parts[0].reasons
    return {reason: sum(part.reasons[reason] for part in parts) for reason in _REASONS}


def _ascending(lists: Iterable[list[int]]) -> list[int]:
    numbers = list(chain.from_iterable(lists))
    numbers.sort()
    return numbers


def _figures(visits: Sequence[VisitSums], legs: Sequence[LegSums]) -> dict[str, Any]:
    return _of_visits(visits) | _of_waits(legs) | _of_services(legs)


def _of_visits(visits: Sequence[VisitSums]) -> dict[str, Any]:
    states = dict.fromkeys(_STATES, 0)
    for sums in visits:
        states[sums.state] += sums.visits
    rated = sum(sums.rated for sums in visits)
    waits = sum(sums.waits for sums in visits)
    return {
        "issued": sum(states.values()),
        "called": sum(sums.called for sums in visits),
        "served": states[TicketState.SERVED],
        "no_show": states[TicketState.NO_SHOW],
        "abandoned": states[TicketState.ABANDONED],
        "cancelled": states[TicketState.CANCELLED],
        "transferred": sum(sums.transferred for sums in visits),
        "waiting": sum(states[state] for state in _WAITING),
        "in_service": states[TicketState.SERVING],
        "visit_wait_mean_s": mean(sum(sums.wait_s for sums in visits), waits),
        "rated": rated,
        "satisfied": share(sum(sums.satisfied for sums in visits), rated),
    }


def _of_waits(legs: Sequence[LegSums]) -> dict[str, Any]:
    waits = Durations([one.waits for one in legs])
    alike = all(one.work_waits is one.waits for one in legs)
    work = waits if alike else Durations([one.work_waits for one in legs])
    return {
        "wait_mean_s": waits.mean(),
        "wait_p50_s": waits.nearest_rank(50),
        "wait_p90_s": waits.nearest_rank(90),
        "wait_p95_s": waits.nearest_rank(95),
        "wait_max_s": waits.longest(),
        "wait_work_mean_s": work.mean(),
        "wait_work_p90_s": work.nearest_rank(90),
        "abandoned_wait_p90_s": Durations([one.left for one in legs]).nearest_rank(90),
        "within_15_min": work.share_within(SHORT_WAIT_S),
        "within_30_min": work.share_within(LONG_WAIT_S),
        "legs_called": waits.count,
        "reasons": Reasons(**_reasons(legs)),
    }


def _of_services(legs: Sequence[LegSums]) -> dict[str, Any]:
    services = Durations([one.services for one in legs])
    settled = sum(one.measured_dossiers for one in legs)
    return {
        "service_mean_s": services.mean(),
        "service_p50_s": services.nearest_rank(50),
        "service_p90_s": services.nearest_rank(90),
        "implied": sum(one.implied for one in legs),
        "dossiers": sum(one.dossiers for one in legs),
        "service_per_dossier_s": mean(sum(one.dossier_service_s for one in legs), settled),
        "legs_served": services.count,
    }


_WAITING = (TicketState.WAITING, TicketState.CALLED, TicketState.HELD, TicketState.MISSED)
"""Called, held and missed count as waiting until they end."""
