"""From the press on next until every board in the hall shows the call."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks.load import Caller, percentile_ms, post
from benchmarks.measures.runs import Plan, take_numbers
from benchmarks.processes import Process, running
from benchmarks.report import Figure
from benchmarks.screens import Screens, watching
from benchmarks.server import BASE, COUNTERS, DISPLAY_TOKEN, officer_token

SCREENS = (1, 200, 1_000)
PRESSES = 40
_BETWEEN_S = 0.03
"""In a hall seconds lie between presses; under load screens are held back for less than this."""
_LIMIT = "bare aiohttp broadcast of the same bytes"
_SERIAL = b'{"type":"view","serial":'


def measure(plan: Plan) -> list[Figure]:
    """Return the figures."""
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        running("benchmarks.server", [folder]) as ours,
        running("benchmarks.limits") as bare,
    ):
        take_numbers(ours, len(SCREENS) * (plan.runs * PRESSES + 1))
        for count in SCREENS:
            with ExitStack() as stack:
                boards = stack.enter_context(
                    watching(ours.address, f"{BASE}/live/hall", DISPLAY_TOKEN, count)
                )
                plain = stack.enter_context(watching(bare.address, "/watch", "", count))
                hall, wall = Hall(ours, boards), Wall(bare, plain)
                figures += _figures(plan, hall, wall, count)
    return figures


def _figures(plan: Plan, hall: "Hall", wall: "Wall", count: int) -> list[Figure]:
    runs, limits = [], []
    for _ in range(plan.runs):
        runs.append(_spread(hall.press))
        wall.frame = hall.frame
        limits.append(_spread(wall.show))
    name = f"call to screen, {count:,} screen{'s' if count > 1 else ''}"
    return [
        Figure(
            f"{name}, p{share * 100:.0f}",
            [percentile_ms(run, share) for run in runs],
            "ms",
            _LIMIT,
            [percentile_ms(run, share) for run in limits],
            note=f"{len(hall.frame):,} bytes a frame",
        )
        for share in (0.5, 0.99)
    ]


def _spread(press: Callable[[], list[float]]) -> list[float]:
    """Press again and again, and return what all the screens took."""
    latencies = []
    for _ in range(PRESSES):
        latencies += press()
        time.sleep(_BETWEEN_S)
    return latencies


class Hall:
    """Our boards, and the officers who press next."""

    def __init__(self, server: Process, boards: Screens) -> None:
        self._caller = Caller(server.address)
        self._boards = boards
        self._presses = 0
        # what a board is shown when it comes is no news
        _, self.frame = boards.wait(time.perf_counter(), lambda frame: _serial(frame) > 0)

    def press(self) -> list[float]:
        """Press next at the next counter and return how long each board took to show it."""
        counter = self._presses % COUNTERS + 1
        self._presses += 1
        known = _serial(self.frame)
        path = f"{BASE}/counters/{counter}/next"
        self._caller.ask(post(path, officer_token(counter), b"{}"))
        latencies, self.frame = self._boards.wait(
            self._caller.sent_at, lambda frame: _serial(frame) > known
        )
        status, body = self._caller.answer()
        if status != 200:
            raise RuntimeError(f"nobody was called: {body!r}")
        return latencies


class Wall:
    """Screens of a bare server that passes on what it is given."""

    def __init__(self, server: Process, screens: Screens) -> None:
        self._caller = Caller(server.address)
        self._screens = screens
        self.frame = b""

    def show(self) -> list[float]:
        """Show the frame and return how long each screen took to have it."""
        self._caller.ask(post("/broadcast", "", self.frame))
        latencies, _ = self._screens.wait(self._caller.sent_at, bool)
        self._caller.answer()
        return latencies


def _serial(frame: bytes) -> int:
    """Return the serial of a view; -1 for a beat."""
    if not frame.startswith(_SERIAL):
        return -1
    return int(frame[len(_SERIAL) : frame.index(b",", len(_SERIAL))])
