"""Tickets issued a second, each on disk before its answer, beside bare servers."""

import tempfile
from collections.abc import Sequence
from functools import partial

from benchmarks.load import percentile_ms
from benchmarks.measures.runs import SATURATED, Plan, Taken, Target, echoes, in_turn, taps
from benchmarks.processes import running
from benchmarks.report import Figure

CALLERS = (1, 16, 64)
_ECHO, _INSERT = "bare aiohttp echo", "echo + one fsynced row"


def measure(plan: Plan) -> list[Figure]:
    """Return the figures."""
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        running("benchmarks.server", [folder]) as ours,
        running("benchmarks.limits") as bare,
    ):
        for callers in CALLERS:
            targets = {
                "ours": Target(ours, partial(taps, callers)),
                _ECHO: Target(bare, partial(echoes, "/echo", callers)),
            }
            # one caller waits for the disk most of the time; so do sixteen
            taken = in_turn(targets, plan, saturated=callers == max(CALLERS))
            waiting = Target(bare, partial(echoes, "/insert", callers))
            taken |= in_turn({_INSERT: waiting}, plan, saturated=False)
            figures += _figures(callers, taken)
    return figures


def _figures(callers: int, taken: dict[str, list[Taken]]) -> list[Figure]:
    ours = taken["ours"]
    _check(ours)
    name = f"issue, {callers} caller{'s' if callers > 1 else ''}"
    idle = min(run.busy for run in ours) < SATURATED and callers == max(CALLERS)
    note = f"not every run had the core {SATURATED:.0%} busy" if idle else ""
    rates = [
        Figure(
            name,
            [run.load.per_s for run in ours],
            "tickets/s",
            limit,
            [run.load.per_s for run in taken[limit]],
            [run.busy for run in ours],
            note,
        )
        for limit in (_ECHO, _INSERT)
    ]
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


def _check(runs: Sequence[Taken]) -> None:
    for run in runs:
        if set(run.load.statuses) != {201}:
            raise RuntimeError(f"not every ticket was issued: {run.load.statuses}")
