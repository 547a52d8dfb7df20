"""The figures of the contract's section 6, recounted from the journal's JSON alone.

It knows nothing of the rules, the records or the statements: it drops what was undone, walks
through the events once, and counts. The tests hold the statistics against it.
"""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

Event = dict[str, Any]
REASONS = ("turn", "priority", "helping", "returned", "waited_too_long", "named")
ENDS = {
    "ticket_cancelled": "cancelled",
    "ticket_abandoned": "abandoned",
    "ticket_no_show": "no_show",
}
STATES = {
    **ENDS,
    "ticket_called": "waiting",
    "service_started": "serving",
    "service_finished": "served",
    "ticket_transferred": "waiting",
    "ticket_held": "waiting",
    "ticket_missed": "waiting",
    "ticket_returned": "waiting",
}
"""Called, held and missed count as waiting until they end."""


@dataclass
class LegCount:
    """One leg, as the events tell it."""

    field: str | None
    entered: datetime
    priority: str | None = None
    called: datetime | None = None
    last_call: datetime | None = None
    counter: str | None = None
    officer: str | None = None
    reason: str | None = None
    started: datetime | None = None
    finished: datetime | None = None
    by_timer: bool = False
    implied: bool = False
    work_s: int | None = None
    left_s: int | None = None
    dossiers: int = 0
    doubted: bool = False


@dataclass
class VisitCount:
    """One visit, as the events tell it."""

    day: str
    issued: datetime
    field: str | None
    procedure: str | None
    kind: str
    priority: str | None
    state: str = "waiting"
    doubted: bool = False
    satisfaction: int | None = None
    legs: list[LegCount] = field(default_factory=list)


def recount(lines: Iterable[bytes], first: date, last: date, by: tuple[str, ...]) -> dict[str, Any]:
    """Return rows by key, and the total, of what canonical events tell."""
    visits = [
        visit
        for visit in _visits([json.loads(line) for line in lines])
        if first.isoformat() <= visit.day <= last.isoformat()
    ]
    rows: dict[tuple[Any, ...], tuple[list[VisitCount], list[tuple[VisitCount, LegCount]]]] = {}
    for visit in visits:
        rows.setdefault(tuple(_of_visit(visit, key) for key in by), ([], []))[0].append(visit)
        for leg in visit.legs:
            if leg.called or leg.left_s is not None:
                keys = tuple(_of_leg(visit, leg, key) for key in by)
                rows.setdefault(keys, ([], []))[1].append((visit, leg))
    every = [(visit, leg) for visit in visits for leg in visit.legs]
    return {
        "rows": {keys: _figures(*group) for keys, group in rows.items()},
        "total": _figures(visits, every),
    }


def _visits(events: list[Event]) -> Iterable[VisitCount]:
    undone = {seq for event in events for seq in event.get("undone", ())}
    visits: dict[str, VisitCount] = {}
    plan: Event = {}
    day = ""
    for event in events:
        if event["seq"] in undone:
            continue
        event["moment"] = datetime.fromisoformat(event["at"])
        if event["type"] == "plan_changed":
            plan = event["plan"]
        elif event["type"] == "day_opened":
            day = event["day"]
        elif event["type"] == "clock_doubted":
            for visit in visits.values():
                if visit.state in ("waiting", "serving"):
                    visit.doubted = visit.legs[-1].doubted = True
        elif event["type"] == "ticket_issued":
            visits[event["ticket"]] = _issued(event, day)
        elif "ticket" in event:
            _follow(visits[event["ticket"]], event, plan)
    return visits.values()


def _issued(event: Event, day: str) -> VisitCount:
    doubt = event.get("clock_doubt", False)
    visit = VisitCount(
        day,
        event["moment"],
        event["field"],
        event["procedure"],
        event["kind"],
        event["priority"],
        doubted=doubt,
    )
    visit.legs = [LegCount(event["field"], event["moment"], event["priority"], doubted=doubt)]
    return visit


def _follow(visit: VisitCount, event: Event, plan: Event) -> None:
    kind, leg = event["type"], visit.legs[-1]
    if event.get("clock_doubt") and kind not in ("ticket_printed", "reprint_asked"):
        visit.doubted = leg.doubted = True
    visit.state = STATES.get(kind, visit.state)
    if kind == "priority_changed":
        visit.priority = leg.priority = event["priority"]
    elif kind == "ticket_rated":
        visit.satisfaction = event["satisfaction"]
    elif kind == "outcome_recorded":
        leg.dossiers = sum(line.get("quantity", 1) for line in event["dossiers"])
    else:
        _follow_leg(visit, leg, event, plan)


def _follow_leg(visit: VisitCount, leg: LegCount, event: Event, plan: Event) -> None:
    kind, at = event["type"], event["moment"]
    if kind == "ticket_called":
        if leg.called is None:
            leg.called, leg.work_s = at, _work_s(plan, leg.entered, at)
        leg.last_call, leg.counter, leg.officer = at, event["counter"], event["officer"]
        leg.reason = event["reason"]
    elif kind == "service_started":
        leg.started = at
    elif kind in ("service_finished", "ticket_transferred"):
        _finish(leg, event, at)
        if kind == "ticket_transferred":
            field = event["field"] if event["field"] is not None else leg.field
            visit.legs.append(LegCount(field, at, visit.priority, doubted=visit.doubted))
    elif kind in ENDS and leg.called is None:
        leg.left_s = _seconds(leg.entered, at)


def _finish(leg: LegCount, event: Event, at: datetime) -> None:
    leg.finished = at
    leg.implied = event["implied"]
    if leg.implied:
        leg.started = leg.last_call
    leg.by_timer = event["by"] == "timer"
    leg.dossiers = sum(line.get("quantity", 1) for line in event.get("dossiers", ()))


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


def _work_s(plan: Event, start: datetime, end: datetime) -> int:
    """Return the seconds of service hours between two moments, span by span."""
    hours = plan["hours"]
    if hours["always_open"]:
        return _seconds(start, end)
    total, day = 0.0, start.date()
    while day <= end.date():
        for opens, closes in _intervals(hours, day, start):
            seconds = (min(closes, end) - max(opens, start)).total_seconds()
            total += max(0.0, seconds)
        day += timedelta(days=1)
    return int(total)


def _intervals(hours: Event, day: date, like: datetime) -> Iterator[tuple[datetime, datetime]]:
    off = [one for one in hours["holidays"] if one["date"] == day.isoformat()]
    weeks = [week for week in hours["weeks"] if week["starts"] <= day.isoformat()]
    if off:
        intervals = off[0]["intervals"] if off[0]["kind"] == "work" else []
    else:
        intervals = max(weeks, key=lambda w: w["starts"])["days"][day.weekday()] if weeks else []
    for interval in intervals:
        yield _clock(interval["start"], day, like), _clock(interval["end"], day, like)


def _clock(text: str, day: date, like: datetime) -> datetime:
    midnight = datetime.combine(day, datetime.min.time(), like.tzinfo)
    return midnight + timedelta(hours=int(text[:2]), minutes=int(text[3:]))


def _of_visit(visit: VisitCount, key: str) -> Any:
    called = [leg for leg in visit.legs if leg.called]
    match key:
        case "counter" | "officer":
            return getattr(called[-1], key) if called else None
        case "hour":
            return visit.issued.hour
        case "field" | "procedure" | "kind" | "priority":
            return getattr(visit, key)
    return _of_day(visit.day, key)


def _of_leg(visit: VisitCount, leg: LegCount, key: str) -> Any:
    match key:
        case "field" | "counter" | "officer" | "priority":
            return getattr(leg, key)
        case "hour":
            return leg.entered.hour
        case "procedure" | "kind":
            return getattr(visit, key)
    return _of_day(visit.day, key)


def _of_day(day: str, key: str) -> Any:
    if key == "weekday":
        return date.fromisoformat(day).isoweekday()
    return day[:7] if key == "month" else day


def _figures(visits: list[VisitCount], pairs: list[tuple[VisitCount, LegCount]]) -> dict[str, Any]:
    legs = [leg for _, leg in pairs]
    sure = [leg for leg in legs if not leg.doubted]
    return _visit_figures(visits) | _wait_figures(legs, sure) | _service_figures(legs, sure)


def _visit_figures(visits: list[VisitCount]) -> dict[str, Any]:
    states = [visit.state for visit in visits]
    marks = [visit.satisfaction for visit in visits if visit.satisfaction is not None]
    waits = [
        sum(_seconds(leg.entered, leg.called) for leg in visit.legs if leg.called)
        for visit in visits
        if not visit.doubted and any(leg.called for leg in visit.legs)
    ]
    return {
        "issued": len(visits),
        "called": sum(any(leg.called for leg in visit.legs) for visit in visits),
        "served": states.count("served"),
        "no_show": states.count("no_show"),
        "abandoned": states.count("abandoned"),
        "cancelled": states.count("cancelled"),
        "transferred": sum(len(visit.legs) > 1 for visit in visits),
        "waiting": states.count("waiting"),
        "in_service": states.count("serving"),
        "visit_wait_mean_s": _mean(waits),
        "rated": len(marks),
        "satisfied": sum(mark >= 2 for mark in marks) / len(marks) if marks else None,
    }


def _wait_figures(legs: list[LegCount], sure: list[LegCount]) -> dict[str, Any]:
    waits = [_seconds(leg.entered, leg.called) for leg in sure if leg.called]
    work = [leg.work_s for leg in sure if leg.work_s is not None]
    left = [leg.left_s for leg in sure if leg.left_s is not None]
    called = [leg for leg in legs if leg.called]
    return {
        "wait_mean_s": _mean(waits),
        "wait_p50_s": _rank(waits, 0.5),
        "wait_p90_s": _rank(waits, 0.9),
        "wait_p95_s": _rank(waits, 0.95),
        "wait_max_s": max(waits, default=None),
        "wait_work_mean_s": _mean(work),
        "wait_work_p90_s": _rank(work, 0.9),
        "abandoned_wait_p90_s": _rank(left, 0.9),
        "within_15_min": sum(s <= 900 for s in work) / len(work) if work else None,
        "within_30_min": sum(s <= 1800 for s in work) / len(work) if work else None,
        "legs_called": len(waits),
        "reasons": {reason: sum(leg.reason == reason for leg in called) for reason in REASONS},
    }


def _service_figures(legs: list[LegCount], sure: list[LegCount]) -> dict[str, Any]:
    measured = [
        (leg, _seconds(leg.started, leg.finished))
        for leg in sure
        if leg.started and leg.finished and not leg.by_timer
    ]
    services = [seconds for _, seconds in measured]
    settled = [(leg.dossiers, seconds) for leg, seconds in measured if leg.dossiers]
    return {
        "service_mean_s": _mean(services),
        "service_p50_s": _rank(services, 0.5),
        "service_p90_s": _rank(services, 0.9),
        "implied": sum(leg.implied for leg, _ in measured),
        "dossiers": sum(leg.dossiers for leg in legs),
        "service_per_dossier_s": _mean([s for _, s in settled], sum(n for n, _ in settled)),
        "legs_served": len(services),
    }


def _mean(values: list[int], count: int | None = None) -> int | None:
    count = len(values) if count is None else count
    return math.floor(sum(values) / count + 0.5) if count else None


def _rank(values: list[int], part: float) -> int | None:
    if not values:
        return None
    least = math.ceil(round(part * len(values), 6))
    return sorted(values)[least - 1]
