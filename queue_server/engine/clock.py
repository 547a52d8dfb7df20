"""The clocks the engine reads: the wall, for what is recorded, and one that only goes forward."""

import time
from datetime import UTC, datetime
from typing import Protocol


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
        """Return seconds since some fixed moment."""
        return time.monotonic()
