"""Whose turn it is: deterministic, and explained by a reason that is stored with the call.

Rule 1: if anybody whom this counter may serve waits, somebody is chosen.
Rule 2: in `interleave`, at most N priority calls in a row while others wait, then one other.
Rule 3: the guard moves somebody only among the others, never past a priority whose turn it is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from queue_server.domain.standing import CounterNow, Standing
from queue_server.domain.waiting import Line, returned_to
from queue_server.protocol.plan import Policy
from queue_server.protocol.vocabulary import CallReason, CounterId, TicketId


class Choice(NamedTuple):
    """Who is next, why, and how many priority calls in a row that makes."""

    ticket: TicketId
    reason: CallReason
    priority_run: int


def may_serve(floor: Standing, counter: CounterId, line: str) -> bool:
    """Return whether a counter may call from a line, as its own or as a help."""
    plan = floor.counter_plan(counter)
    return (
        line in floor.own_lines(counter)
        or line in plan.helps
        or line == returned_to(counter)
        or line in floor.orphan_lines()
    )


def choose(floor: Standing, counter: CounterNow, policy: Policy, now: datetime) -> Choice | None:
    """Return whom `counter` calls next; None if nobody waits whom it may serve."""
    back = floor.lines.get(returned_to(counter.id))
    if back is not None:
        first = _first_of(back)
        return Choice(first, CallReason.RETURNED, counter.priority_run)
    plan = floor.counter_plan(counter.id)
    own = _pick(floor, floor.own_lines(counter.id), counter.priority_run, policy, now)
    if own is not None:
        return own
    helped = _pick(floor, (*plan.helps, *floor.orphan_lines()), counter.priority_run, policy, now)
    return None if helped is None else helped._replace(reason=CallReason.HELPING)


def _first_of(line: Line) -> TicketId:
    """Return who came first, with or without priority."""
    entries = [entry[-2:] for entry in line.priority[:1]] + line.others[:1]
    return min(entries)[1]


def _pick(
    floor: Standing, names: Iterable[str], run: int, policy: Policy, now: datetime
) -> Choice | None:
    lines = [line for name in names if (line := floor.lines.get(name)) is not None]
    priority = min((line.priority[0] for line in lines if line.priority), default=None)
    other = min((line.others[0] for line in lines if line.others), default=None)
    others_turn = policy.priority == "interleave" and run >= policy.priority_run
    if priority is not None and not (other is not None and others_turn):
        return Choice(priority[-1], CallReason.PRIORITY, run + 1)
    if other is None:
        return None
    late = None if floor.clock_doubted else _waited_too_long(lines, policy, now)
    if late is not None and late != other[1]:
        return Choice(late, CallReason.WAITED_TOO_LONG, 0)
    return Choice(other[1], CallReason.TURN, 0)


def _waited_too_long(lines: list[Line], policy: Policy, now: datetime) -> TicketId | None:
    """Return the one who has stood longest in line, if that is longer than the guard allows."""
    if policy.guard_minutes is None:
        return None
    if policy.priority == "strict" and not policy.guard_in_strict:
        return None
    since, _, ticket = min(line.by_since[0] for line in lines if line.others)
    return ticket if now - since > timedelta(minutes=policy.guard_minutes) else None
