"""How many are ahead, and how long it may take: a range, or nothing where nothing is known."""

from bisect import bisect_left
from datetime import datetime, timedelta

from queue_server.domain import calendar
from queue_server.domain.standing import Standing
from queue_server.domain.ticket import Ticket
from queue_server.protocol.events import Estimate
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import CounterId, FieldCode

ENOUGH_RECENT = 5
"""Fewer recent services than this say less than the plan's own minutes."""
LOW, HIGH = 0.7, 1.5
"""The range around the expected wait: fitted by eye until the backtest of the statistics issue."""


def ahead_of(floor: Standing, ticket: Ticket) -> int:
    """Return how many people before a waiting ticket would be called first."""
    priority = others = 0
    for name in floor.pool(ticket.line):
        line = floor.lines.get(name)
        if line is not None:
            before = line.before(ticket)
            priority += len(line.priority) if ticket.rank is None else before[0]
            others += before[1]
    return _called_first(floor, priority, others, ticket.rank)


def ahead_of_new(floor: Standing, line: str, rank: int | None) -> int:
    """Return how many people would be before somebody who joins `line` now."""
    priority = others = 0
    for name in floor.pool(line):
        waiting = floor.lines.get(name)
        if waiting is not None:
            others += len(waiting.others)
            if rank is None:
                priority += len(waiting.priority)
            else:
                priority += bisect_left(waiting.priority, (rank + 1,))
    return _called_first(floor, priority, others, rank)


def _called_first(floor: Standing, priority: int, others: int, rank: int | None) -> int:
    """Return how many of those with better places come first under the centre's policy."""
    policy = _plan(floor).policy
    if policy.priority == "strict":
        return priority if rank is not None else priority + others
    if rank is not None:
        return priority + min(others, priority // policy.priority_run)
    return others + min(priority, policy.priority_run * (others + 1))


def estimate(floor: Standing, line: str, ahead: int, now: datetime) -> Estimate | None:
    """Return the wait of somebody in `line` with `ahead` before them; None if nothing is known."""
    counters = floor.open_counters(line)
    if not counters:
        return None
    mean_s, basis = service_mean(floor, line)
    busy = sum(floor.counters[counter].current is not None for counter in counters)
    expected = (ahead + busy / 2) * mean_s / len(counters)
    low = _minutes(expected * LOW)
    high = _minutes(expected * HIGH) + 60
    return Estimate(_with_breaks(floor, now, low), _with_breaks(floor, now, high), basis)


def service_mean(floor: Standing, line: str) -> tuple[float, str]:
    """Return the mean service seconds of a line, and what it rests on."""
    recent = floor.recent.get(line, ())
    if len(recent) >= ENOUGH_RECENT:
        return sum(recent) / len(recent), "recent"
    usual = floor.usual_s.get(line)
    if usual is not None:
        return float(usual), "prior"
    return _planned_minutes(floor, line) * 60.0, "prior"


def _planned_minutes(floor: Standing, line: str) -> int:
    plan = _plan(floor)
    known = floor.field(FieldCode(line))
    if known is not None:
        return known.minutes
    for kind in plan.kinds:
        if line == f"*{kind.kind.value}":
            return kind.minutes
    served = floor.counter_plan(CounterId(line[1:])).fields if line[0] in "@!" else ()
    minutes = [field.minutes for field in plan.fields if field.code in served]
    return round(sum(minutes) / len(minutes)) if minutes else 10


def _minutes(seconds: float) -> int:
    """Return seconds rounded down to whole minutes."""
    return int(seconds // 60) * 60


def _with_breaks(floor: Standing, now: datetime, work_s: int) -> int:
    """Return how long `work_s` seconds of work last on the wall clock, breaks added."""
    hours = _plan(floor).hours
    if hours.always_open or not hours.weeks:
        return work_s
    end = calendar.add_work_seconds(hours, floor.zone, now, work_s)
    return work_s if end is None else int((end - now) / timedelta(seconds=1))


def usual_means(floor: Standing) -> dict[str, int]:
    """Return the mean service seconds per line that the next day starts from."""
    means = dict(floor.usual_s)
    for line, recent in floor.recent.items():
        if len(recent) >= ENOUGH_RECENT:
            today = sum(recent) / len(recent)
            means[line] = round((means.get(line, today) + today) / 2)
    return means


def _plan(floor: Standing) -> Plan:
    if floor.plan is None:
        raise LookupError("a floor without a plan has no lines")
    return floor.plan
