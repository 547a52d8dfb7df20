"""How many are ahead, and how long it may take: a range, or nothing where nothing is known."""

from bisect import bisect_left
from datetime import datetime

from queue_server.domain import calendar
from queue_server.domain.standing import Standing
from queue_server.domain.ticket import Ticket
from queue_server.domain.waiting import returned_to
from queue_server.protocol.events import Estimate
from queue_server.protocol.vocabulary import CounterId, FieldCode

ENOUGH_RECENT = 5
"""Fewer recent services than this say less than the plan's own minutes."""
LOW, HIGH = 0.7, 1.5
"""The range around the expected wait: fitted by eye until the backtest of the statistics issue."""


def ahead_of(floor: Standing, ticket: Ticket) -> int:
    """Return how many people before a waiting ticket would be called first."""
    if ticket.line[0] == "!":
        return floor.lines.by_name[ticket.line].by_place().index(ticket.id)
    priority = others = 0
    for name in floor.pool(ticket.line):
        line = floor.lines.get(name)
        if line is not None:
            before = line.before(ticket)
            priority += len(line.priority) if ticket.rank is None else before[0]
            others += before[1] if ticket.rank is None else len(line.others)
    returned = _returned(floor, ticket.line)
    return returned + _called_first(floor, priority, others, ticket.rank)


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
    return _returned(floor, line) + _called_first(floor, priority, others, rank)


def _returned(floor: Standing, line: str) -> int:
    """Return how many came back to the counters of a line: they are called before it."""
    return sum(floor.lines.count(returned_to(counter)) for counter in floor.open_counters(line))


def _called_first(floor: Standing, priority: int, others: int, rank: int | None) -> int:
    """Return how many of those with better places come first under the centre's policy."""
    policy = floor.in_force.policy
    if policy.priority == "strict":
        return priority if rank is not None else priority + others
    if rank is not None:
        return priority + min(others, priority // policy.priority_run)
    return others + min(priority, policy.priority_run * (others + 1))


def estimate(floor: Standing, line: str, ahead: int, now: datetime) -> Estimate | None:
    """Return the wait of somebody in `line` with `ahead` before them; None if nothing is known."""
    counters = floor.open_counters(line)
    if not counters or floor.clock_doubted is not None:
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
    plan = floor.in_force
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
    """Return how long `work_s` seconds of work last on the wall clock, today's breaks added.

    Whoever still waits at the end of service is served after it: no night is added.
    """
    if floor.in_force.hours.always_open:
        return work_s
    asked = at = now.timestamp()
    left = float(work_s)
    for span in working_today(floor, now):
        begin = max(at, span.start.timestamp())
        room = max(0.0, span.end.timestamp() - begin)
        if 0 < room >= left:
            return int(begin + left - asked)
        if room:
            at, left = begin + room, left - room
    return int(at + left - asked)


def working_today(floor: Standing, now: datetime) -> tuple[calendar.Span, ...]:
    """Return when people are called today; `serve_out` calls over lunch until nobody waits."""
    plan = floor.in_force
    spans = calendar.service_intervals(plan.hours, floor.zone, calendar.day_of(now, floor.zone))
    if plan.policy.lunch == "serve_out" and spans:
        return (calendar.Span(spans[0].start, spans[-1].end),)
    return spans


def usual_means(floor: Standing) -> dict[str, int]:
    """Return the mean service seconds per line that the next day starts from."""
    means = dict(floor.usual_s)
    for line, recent in floor.recent.items():
        if len(recent) >= ENOUGH_RECENT:
            today = sum(recent) / len(recent)
            means[line] = round((means.get(line, today) + today) / 2)
    return means
