"""The clocks the engine reads: the wall, for what is recorded, and one that only goes forward."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

STEP = timedelta(minutes=10)
"""The wall may drift this far from the steady clock before it is doubted."""


class Clock(Protocol):
    """What the engine asks for time; tests hand it one they can move."""

    def now(self) -> datetime:
        """Return the wall clock's time, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds of a clock that is never set."""


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since boot; a machine that slept over lunch has not lost its clock."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)


class StepWatch:
    """Measures the wall clock against the steady one, from look to look."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall, self._steady = clock.now(), clock.monotonic()

    def look(self) -> int | None:
        """Return by how many seconds the wall clock stepped since the last look, if too far."""
        wall, steady = self._clock.now(), self._clock.monotonic()
        step = (wall - self._wall) - timedelta(seconds=steady - self._steady)
        self._wall, self._steady = wall, steady
        return int(step.total_seconds()) if abs(step) > STEP else None
