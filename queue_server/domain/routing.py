"""Whose turn it is: deterministic, and explained by a reason that is stored with the call.

Rule 1: if anybody whom this counter may serve waits, somebody is chosen.
Rule 2: in `interleave`, at most N priority calls in a row while others wait, then one other.
Rule 3: the guard moves somebody only among the others, never past a priority whose turn it is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from queue_server.domain.standing import CounterNow, Standing
from queue_server.domain.ticket import Ticket
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
    return (
        line == returned_to(counter)
        or line in own_lines(floor, counter)
        or line in floor.counter_plan(counter).helps
    )


def may_call(floor: Standing, counter: CounterId, ticket: Ticket) -> bool:
    """Return whether a counter may call a ticket by name: for where it stands or for its field."""
    return any(may_serve(floor, counter, line) for line in {ticket.line, ticket.home})


def own_lines(floor: Standing, counter: CounterId) -> tuple[str, ...]:
    """Return the lines among which a counter chooses, with those that nobody serves any more."""
    return (*floor.own_lines(counter), *floor.orphan_lines())


def choose(floor: Standing, counter: CounterNow, policy: Policy, now: datetime) -> Choice | None:
    """Return whom `counter` calls next; None if nobody waits whom it may serve."""
    back = floor.lines.get(returned_to(counter.id))
    if back is not None:
        return Choice(back.by_place()[0], CallReason.RETURNED, counter.priority_run)
    own = _pick(floor, own_lines(floor, counter.id), counter.priority_run, policy, now)
    if own is not None:
        return own
    helps = floor.counter_plan(counter.id).helps
    helped = _pick(floor, helps, counter.priority_run, policy, now)
    return None if helped is None else helped._replace(reason=CallReason.HELPING)


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
