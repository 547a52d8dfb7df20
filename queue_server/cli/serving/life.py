"""How long a server runs: until it is asked to stop, or until a part of it dies.

Rule 1: no part dies in silence: the server ends, loudly, and whoever started it starts it anew.
"""

import asyncio
import logging
import signal
from collections.abc import Iterable
from typing import Any

from queue_server.cli.serving.house import House

log = logging.getLogger(__name__)

STOPPED, DIED = 0, 1


async def live(house: House, background: Iterable[asyncio.Task[None]] = ()) -> int:
    """Run until a signal comes or a part dies, and return the exit status."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    stop = asyncio.create_task(asked.wait(), name="stop")
    tasks = [*background, asyncio.create_task(house.sweep(), name="sweep")]
    parts: list[asyncio.Future[None]] = [*tasks, house.died]
    waiting: list[asyncio.Future[Any]] = [stop, *parts]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        return _status(parts)
    finally:
        for task in (stop, *tasks):
            task.cancel()
        await asyncio.gather(stop, *tasks, return_exceptions=True)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _status(parts: Iterable[asyncio.Future[None]]) -> int:
    ended = [part for part in parts if part.done()]
    if not ended:
        log.info("asked to stop")
        return STOPPED
    for part in ended:
        error = part.exception() if not part.cancelled() else None
        name = part.get_name() if isinstance(part, asyncio.Task) else "engine"
        log.critical("%s died, the server ends", name, exc_info=error)
    return DIED
