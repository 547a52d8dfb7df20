"""How a figure is taken: the same load on several servers in turn, and only honest runs count."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.load import Load, call, post
from benchmarks.processes import Process
from benchmarks.server import BASE, FIELDS, KIOSK_TOKEN

SATURATED = 0.95
"""A run says how much a server can do only if its core had so little else to do."""
_TRIES = 3
"""So many times more runs are tried than are needed."""
_fresh = itertools.count()

Requests = Callable[[], Sequence[Iterator[bytes]]]


class Plan(NamedTuple):
    """How long and how often is measured."""

    runs: int
    seconds: float


class Target(NamedTuple):
    """A server and the requests it is sent."""

    process: Process
    requests: Requests


class Taken(NamedTuple):
    """One run."""

    load: Load
    busy: float


def in_turn(
    targets: Mapping[str, Target], plan: Plan, *, saturated: bool
) -> dict[str, list[Taken]]:
    """Measure every target once, then once more, and so on: what disturbs one disturbs all.

    With `saturated` a round in which one of them had time to spare does not count, unless there
    are no others.
    """
    rounds: list[dict[str, Taken]] = []
    counted: list[dict[str, Taken]] = []
    while len(counted) < plan.runs and len(rounds) < plan.runs * (_TRIES if saturated else 1):
        rounds.append({name: _take(target, plan) for name, target in targets.items()})
        if not saturated or all(taken.busy >= SATURATED for taken in rounds[-1].values()):
            counted.append(rounds[-1])
    chosen = counted if len(counted) == plan.runs else rounds[-plan.runs :]
    return {name: [taken[name] for taken in chosen] for name in targets}


def _take(target: Target, plan: Plan) -> Taken:
    before = target.process.busy_s()
    load = call(target.process.address, target.requests(), plan.seconds)
    return Taken(load, (target.process.busy_s() - before) / load.seconds)


def taps(callers: int) -> list[Iterator[bytes]]:
    """Return what so many kiosks ask: one number after the other, each with a key of its own."""
    return [_taps(next(_fresh)) for _ in range(callers)]


def _taps(caller: int) -> Iterator[bytes]:
    for n in itertools.count():
        body = b'{"field":"%s"}' % FIELDS[(caller + n) % len(FIELDS)].encode()
        yield post(f"{BASE}/tickets", KIOSK_TOKEN, body, key=f"tap-{caller:06}-{n:08}")


def echoes(path: str, callers: int) -> list[Iterator[bytes]]:
    """Return the same body for a bare server."""
    request = post(path, KIOSK_TOKEN, b'{"field":"F01"}', key="tap-000000-00000000")
    return [itertools.repeat(request) for _ in range(callers)]


def take_numbers(process: Process, count: int) -> None:
    """Let so many people take a number."""
    share = -(-count // 64)
    load = call(process.address, [itertools.islice(each, share) for each in taps(64)], 600)
    if set(load.statuses) != {201}:
        raise RuntimeError(f"no numbers: {load.statuses} {load.bodies[-1]!r}")
