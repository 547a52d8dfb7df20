"""Next-calls a second with ten thousand people waiting: everybody is called once."""

import itertools
import json
import tempfile
from collections.abc import Iterator

from benchmarks.load import Load, call, post
from benchmarks.measures.runs import Plan, echoes, take_numbers
from benchmarks.processes import Process, running
from benchmarks.report import Figure
from benchmarks.server import BASE, COUNTERS, officer_token

WAITING = 10_000
_LIMIT = f"bare aiohttp echo, {COUNTERS} callers"


def measure(plan: Plan) -> list[Figure]:
    """Return the figures."""
    rates, echo, busy, doubles = [], [], [], 0
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        running("benchmarks.server", [folder]) as ours,
        running("benchmarks.limits") as bare,
    ):
        for _ in range(plan.runs):
            take_numbers(ours, WAITING)
            before = ours.busy_s()
            load = _call_all(ours)
            busy.append((ours.busy_s() - before) / load.seconds)
            rates.append(load.statuses[200] / load.seconds)
            doubles += _called_twice(load)
            echo.append(call(bare.address, echoes("/echo", COUNTERS), plan.seconds).per_s)
    name = f"next, {WAITING:,} waiting, {COUNTERS} counters"
    note = f"called twice: {doubles}"
    return [Figure(name, rates, "calls/s", _LIMIT, echo, busy, note=note)]


def _call_all(ours: Process) -> Load:
    """Press next at every counter until nobody waits."""
    share = -(-WAITING // COUNTERS)
    pressing = [itertools.islice(_presses(n), share) for n in range(1, COUNTERS + 1)]
    load = call(ours.address, pressing, 600)
    if load.statuses[200] < WAITING * 0.99:
        raise RuntimeError(f"not everybody was called: {load.statuses}")
    return load


def _presses(counter: int) -> Iterator[bytes]:
    request = post(f"{BASE}/counters/{counter}/next", officer_token(counter), b"{}")
    return itertools.repeat(request)


def _called_twice(load: Load) -> int:
    called = [told["ticket"]["id"] for told in map(json.loads, load.bodies) if "ticket" in told]
    return len(called) - len(set(called))
