"""Something asynchronous that runs beside a test which is not."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

_LONG_S = 20


@contextmanager
def running(
    start: Callable[[], Awaitable[object]], stop: Callable[[], Awaitable[object]]
) -> Iterator[asyncio.AbstractEventLoop]:
    """Start it in a loop of its own thread, and stop it at the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="beside the test")
    thread.start()

    def do(act: Callable[[], Awaitable[object]]) -> None:
        async def done() -> None:
            await act()

        asyncio.run_coroutine_threadsafe(done(), loop).result(_LONG_S)

    try:
        do(start)
        yield loop
        do(stop)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_LONG_S)
        loop.close()
