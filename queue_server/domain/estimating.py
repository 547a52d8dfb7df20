"""How many are ahead, and how long it may take: a range, or nothing where nothing is known."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from queue_server.domain import calendar
from queue_server.domain.standing import Standing
from queue_server.domain.ticket import Ticket
from queue_server.domain.waiting import returned_to
from queue_server.protocol.events import Estimate
from queue_server.protocol.vocabulary import CounterId, FieldCode

ENOUGH_RECENT = 5
"""Fewer recent services than this say less than the plan's own minutes."""
PACE, SPREAD = 0.9, 0.9
"""Fitted by the backtest, over two months of a centre with and without a counter that serves all:
the wait that is expected (helpers and those who have left make it shorter than the sum of services)
and how far it may be off. Services add up by chance: twice as many people ahead are not twice as
uncertain, so the range grows with the root of the wait."""


class Ahead(NamedTuple):
    """Who comes first at the open counters of a line."""

    people: int
    """How many of them those counters will call before."""
    mean_s: float
    """The usual service of one of them."""


class _Before(NamedTuple):
    """Those of one line who have a better place."""

    line: str
    priority: int
    others: int
    mean_s: float
    """Their usual service."""


def of_ticket(floor: Standing, ticket: Ticket, now: datetime) -> tuple[int, Estimate | None]:
    """Return what a waiting ticket is told: people ahead, and how long it may still take."""
    ahead = _ahead_of(floor, ticket)
    return ahead.people, estimate(floor, ticket.line, ahead, now)


def of_new(
    floor: Standing, line: str, rank: int | None, now: datetime
) -> tuple[int, Estimate | None]:
    """Return what somebody is told who joins `line` now: people ahead, and the wait."""
    ahead = _ahead_of_new(floor, line, rank)
    return ahead.people, estimate(floor, line, ahead, now)


def _ahead_of(floor: Standing, ticket: Ticket) -> Ahead:
    own, rank = ticket.line, ticket.rank
    if own[0] == "!":
        place = floor.lines.by_name[own].by_place().index(ticket.id)
        return Ahead(place, service_mean(floor, own)[0])
    before = []
    for name in floor.pool(own):
        line = floor.lines.get(name)
        if line is not None:
            priority, others = line.before(ticket)
            mean_s = service_mean(floor, name)[0]
            if rank is None:
                before.append(_Before(name, len(line.priority), others, mean_s))
            else:
                before.append(_Before(name, priority, len(line.others), mean_s))
    return _first_called(floor, own, before, rank)


def _ahead_of_new(floor: Standing, line: str, rank: int | None) -> Ahead:
    before = []
    for name in floor.pool(line):
        waiting = floor.lines.get(name)
        if waiting is not None:
            priority = len(waiting.priority)
            if rank is not None:
                priority = bisect_left(waiting.priority, (rank + 1,))
            mean_s = service_mean(floor, name)[0]
            before.append(_Before(name, priority, len(waiting.others), mean_s))
    return _first_called(floor, line, before, rank)


def _first_called(floor: Standing, line: str, before: list[_Before], rank: int | None) -> Ahead:
    """Return whom the open counters of `line` call first, of those with better places.

    Each counter works through its own lines, a shared one through more of them: while it is busy
    elsewhere the others get to this line. So counters add up like resistors side by side: of two
    that have 4 and 12 people to call first, both together call 6.
    """
    counters = floor.open_counters(line)
    mean_s = service_mean(floor, line)[0]
    if not counters:
        count, work_s = _at_counter(floor, before, rank)
        return Ahead(count, work_s / count if count else mean_s)
    parts = parts_s = 0.0
    for counter in counters:
        own = floor.own_lines(counter)
        count, work_s = _at_counter(floor, [one for one in before if one.line in own], rank)
        back = floor.lines.count(returned_to(counter))
        if count + back == 0:
            return Ahead(0, mean_s)
        work_s += back * mean_s
        parts += 1 / (count + back)
        parts_s += work_s / (count + back) ** 2
    return Ahead(round(len(counters) / parts), parts_s / parts)


def _at_counter(floor: Standing, before: Sequence[_Before], rank: int | None) -> tuple[int, float]:
    """Return how many of `before` come first at a counter of their lines, and all their work."""
    priority = others = 0
    work_s = 0.0
    for one in before:
        priority += one.priority
        others += one.others
        work_s += (one.priority + one.others) * one.mean_s
    if not priority + others:
        return 0, 0.0
    count = _called_first(floor, priority, others, rank)
    return count, count * work_s / (priority + others)


def _called_first(floor: Standing, priority: int, others: int, rank: int | None) -> int:
    """Return how many of those with better places come first under the centre's policy."""
    policy = floor.in_force.policy
    if policy.priority == "strict":
        return priority if rank is not None else priority + others
    if rank is not None:
        return priority + min(others, priority // policy.priority_run)
    return others + min(priority, policy.priority_run * (others + 1))


def estimate(floor: Standing, line: str, ahead: Ahead, now: datetime) -> Estimate | None:
    """Return the wait of somebody in `line` with `ahead` before them; None if nothing is known."""
    counters = floor.open_counters(line)
    if not counters or floor.clock_doubted is not None:
        return None
    mean_s, basis = service_mean(floor, line)
    busy = sum(floor.counters[counter].current is not None for counter in counters)
    expected_s = PACE * (ahead.people * ahead.mean_s + busy / 2 * mean_s) / len(counters)
    spread_s = SPREAD * sqrt(expected_s * ahead.mean_s / sqrt(len(counters)))
    low = _minutes(max(0.0, expected_s - spread_s))
    high = _minutes(expected_s + spread_s) + 60
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
    known = floor.planned.field(FieldCode(line))
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
