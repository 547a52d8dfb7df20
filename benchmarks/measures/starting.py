"""A start late on a long day, a look through all of it, and the memory of an idle server."""

import asyncio
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measures.runs import Plan
from benchmarks.processes import running, take_server_core
from benchmarks.report import Figure
from benchmarks.screens import watching
from benchmarks.server import BASE, CENTRE, COUNTERS, DISPLAY_TOKEN, FIELDS, provide
from queue_server.cli.serving.house import open_house
from queue_server.engine.engine import Engine
from queue_server.protocol.commands import (
    CallNext,
    Command,
    FinishService,
    IssueTicket,
    StartService,
)
from queue_server.protocol.vocabulary import ActorId, CounterId, Outcome, TicketId

EVENTS = 100_000
SCREENS = 1_000
_VISITORS = 64
_numbers = itertools.count()


def measure(plan: Plan) -> list[Figure]:
    """Return the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        long_day, empty = Path(folder) / "long", Path(folder) / "empty"
        events = asyncio.run(_write_day(long_day, EVENTS))
        starts, first = [], []
        for _ in range(plan.runs):
            with running("benchmarks.server", [long_day]) as server:
                starts.append(server.started_s)
            with running("benchmarks.server", [empty]) as server:
                first.append(server.started_s)
        return [
            Figure(
                f"start, {events:,} events of the day", starts, "s", "start of an empty day", first
            ),
            Figure(
                f"verify, {events:,} events",
                [events / _verified(long_day) for _ in range(plan.runs)],
                "events/s",
                note="the command, with its own start",
            ),
            *_memory(empty),
        ]


def _memory(folder: Path) -> list[Figure]:
    with running("benchmarks.server", [folder]) as server:
        idle = server.memory_mb()
        with watching(server.address, f"{BASE}/live/hall", DISPLAY_TOKEN, SCREENS) as boards:
            boards.wait(time.perf_counter(), bool)
            watched = server.memory_mb()
    return [
        Figure("memory, idle", [idle], "MB"),
        Figure(f"memory, {SCREENS:,} screens", [watched], "MB", "idle", [idle]),
    ]


def _verified(folder: Path) -> float:
    """Return how long `queue-server verify` takes."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "queue_server", "verify", "--data", folder],
        check=True,
        stdout=subprocess.DEVNULL,
        preexec_fn=take_server_core,
    )
    return time.perf_counter() - began


async def _write_day(folder: Path, events: int) -> int:
    """Let people come, be called, served and sent home until so much has happened."""
    async with open_house(folder) as house:
        engine = await house.engine(CENTRE)
        await provide(house, engine)
        while (seq := await engine.ask(lambda floor, now: floor.seq)) < events:
            visits = min(5_000, -(-(events - seq) // 4))
            await _come(engine, visits)
            await asyncio.gather(
                *(_serve(engine, n, visits // COUNTERS) for n in range(1, COUNTERS + 1))
            )
    return seq


async def _come(engine: Engine, visits: int) -> None:
    async def visitor() -> None:
        for _ in range(-(-visits // _VISITORS)):
            n = next(_numbers)
            wish = IssueTicket(
                by=ActorId("kiosk"), id=TicketId(f"ticket-{n:032}"), field=FIELDS[n % len(FIELDS)]
            )
            await engine.carry_out(wish)

    await asyncio.gather(*(visitor() for _ in range(_VISITORS)))


async def _serve(engine: Engine, counter: int, visits: int) -> None:
    at, officer = CounterId(str(counter)), ActorId(f"officer-{counter}")
    presses: list[Command] = [
        CallNext(by=officer, counter=at),
        StartService(by=officer, counter=at),
        FinishService(by=officer, counter=at, outcome=Outcome.RECEIVED),
    ]
    for _ in range(visits):
        for press in presses:
            await engine.carry_out(press)
