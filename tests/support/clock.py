"""A clock that moves only when it is told to."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""A Friday, eight in the morning in Vietnam."""


class HandClock:
    """Tells the time it was set to."""

    def __init__(self, at: datetime = MORNING) -> None:
        self._wall = at
        self._steady = 1_000.0

    def now(self) -> datetime:
        return self._wall

    def monotonic(self) -> float:
        return self._steady

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._wall += timedelta(seconds=seconds)
        self._steady += seconds

    def move_to(self, at: datetime) -> None:
        """Let time pass until `at`."""
        self.move((at - self._wall).total_seconds())

    def step(self, seconds: float) -> None:
        """Set the wall clock; no time passes by that."""
        self._wall += timedelta(seconds=seconds)
