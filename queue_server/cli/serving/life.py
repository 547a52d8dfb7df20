"""How long a server runs: until it is asked to stop, or until a part of it dies.

Rule 1: no part dies in silence: the server ends, loudly, and whoever started it starts it anew.
"""

import asyncio
import gc
import logging
import signal
from collections.abc import Iterable
from typing import Any

from queue_server.cli.serving.house import House

log = logging.getLogger(__name__)

STOPPED, DIED = 0, 1
GARBAGE_AFTER = 50_000
"""New objects before the collector looks at the young ones; Python's own is 700."""


async def live(house: House, background: Iterable[asyncio.Task[None]] = ()) -> int:
    """Run until a signal comes or a part dies, and return the exit status."""
    _collect_garbage_seldom()
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


def _collect_garbage_seldom() -> None:
    """Look for garbage less often: a floor is large, lasts all day and has no cycles.

    Looking through it after every few hundred new objects takes a tenth of the server's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 50)


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
