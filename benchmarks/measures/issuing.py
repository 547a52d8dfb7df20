"""Tickets issued a second, each on disk before its answer, beside bare servers."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.load import percentile_ms
from benchmarks.measures.runs import SATURATED, Plan, Taken, Target, echoes, in_turn, taps
from benchmarks.processes import running
from benchmarks.report import Figure

CALLERS = (1, 16, 64)
MANY = max(CALLERS)
_LOGGED = "a log line for each"
_OURS, _ECHO, _INSERT = "ours", "bare aiohttp echo", "echo + one fsynced row"


def measure(plan: Plan) -> list[Figure]:
    """Return the figures."""
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        running("benchmarks.server", [Path(folder) / "quiet"]) as ours,
        running("benchmarks.server", [Path(folder) / "telling", "--log", "info"]) as telling,
        running("benchmarks.limits") as bare,
    ):
        for callers in CALLERS:
            targets = {
                _OURS: Target(ours, partial(taps, callers)),
                _ECHO: Target(bare, partial(echoes, "/echo", callers)),
            }
            if callers == MANY:
                targets[_LOGGED] = Target(telling, partial(taps, callers))
            # one caller waits for the disk most of the time; so do sixteen
            taken = in_turn(targets, plan, saturated=callers == MANY)
            waiting = Target(bare, partial(echoes, "/insert", callers))
            taken |= in_turn({_INSERT: waiting}, plan, saturated=False)
            figures += _figures(callers, taken)
    return figures


def _figures(callers: int, taken: dict[str, list[Taken]]) -> list[Figure]:
    ours = taken[_OURS]
    name = f"issue, {callers} caller{'s' if callers > 1 else ''}"
    rates = [_rate(name, callers, ours, limit, taken[limit]) for limit in (_ECHO, _INSERT)]
    if _LOGGED in taken:
        logged = taken[_LOGGED]
        rates.append(_rate(f"{name}, {_LOGGED}", callers, logged, _ECHO, taken[_ECHO]))
    return rates + [
        Figure(
            f"{name}, p{share * 100:.0f}",
            [percentile_ms(run.load.latencies_s, share) for run in ours],
            "ms",
            _INSERT,
            [percentile_ms(run.load.latencies_s, share) for run in taken[_INSERT]],
        )
        for share in (0.5, 0.99)
    ]


def _rate(
    name: str, callers: int, ours: Sequence[Taken], limit: str, bare: Sequence[Taken]
) -> Figure:
    _check(ours)
    idle = callers == MANY and min(run.busy for run in ours) < SATURATED
    return Figure(
        name,
        [run.load.per_s for run in ours],
        "tickets/s",
        limit,
        [run.load.per_s for run in bare],
        [run.busy for run in ours],
        [run.busy for run in bare],
        f"not every run had the core {SATURATED:.0%} busy" if idle else "",
    )


def _check(runs: Sequence[Taken]) -> None:
    for run in runs:
        if set(run.load.statuses) != {201}:
            raise RuntimeError(f"not every ticket was issued: {run.load.statuses}")
