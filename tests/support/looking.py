"""Questions to a floor, and patience."""

import asyncio
from datetime import datetime

from queue_server.domain.floor import Floor


def labels(floor: Floor, now: datetime) -> list[str]:
    """Return the labels of today's tickets in order of issue."""
    return [ticket.label for ticket in floor.tickets.values()]


def tickets_of(floor: Floor, now: datetime) -> int:
    """Return how many tickets there are today."""
    return len(floor.tickets)


async def let_others_run() -> None:
    """Give every task that can go on the time to do so."""
    for _ in range(20):
        await asyncio.sleep(0)
