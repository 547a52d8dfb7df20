"""How long the link waits, and when it dials again."""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Limits(NamedTuple):
    """How long the link waits, in seconds."""

    answer_s: float = 5.0
    """For one answer."""
    press_s: float = 20.0
    """For one press, all its repetitions together."""
    silence_s: float = 10.0
    """Without view or beat until the link counts as lost."""
    dial_s: float = 3.0
    """For one dialling."""
    refused_s: float = 30.0
    """Until the next dialling where the server said no."""


def reconnect_delays(chance: Callable[[], float] = random.random) -> Iterator[float]:
    """Yield the seconds to wait before dialling again: 0.2 to 5, never two terminals in step.

    A server that restarts is back within minutes and its screens shall be right within a
    second; only after about ten minutes is the wire spared.
    """
    for attempt in range(800):
        yield min(0.2 + 0.1 * attempt, 0.7) * (0.75 + 0.5 * chance()) + 0.05
    while True:
        yield 2.5 + 2.5 * chance()
