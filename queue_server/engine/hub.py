"""The hub: one latest frame per listener; nobody waits for a slow one.

Rule 1: a view is drawn and encoded once for all who watch it, and equal views are not sent twice.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.protocol.codec import encode
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import Shown
from queue_server.protocol.vocabulary import CounterId, TicketId

log = logging.getLogger(__name__)


class Watch(NamedTuple):
    """What a listener watches."""

    view: str
    """hall, counter, rating, console, kiosk, dashboard or ticket."""
    name: str = ""
    """The counter, kiosk or ticket."""


_VIEWS: dict[str, Callable[[Floor, str, datetime], Shown]] = {
    "hall": lambda floor, _, now: showing.hall(floor, now),
    "counter": lambda floor, name, now: showing.counter_board(floor, CounterId(name), now),
    "rating": lambda floor, name, now: showing.rating(floor, CounterId(name), now),
    "console": lambda floor, name, now: showing.console(floor, CounterId(name), now),
    "kiosk": lambda floor, name, now: showing.kiosk(floor, name, now),
    "dashboard": lambda floor, _, now: showing.dashboard(floor, now),
    "ticket": lambda floor, name, now: showing.ticket(floor, TicketId(name), now),
}


class Outbox:
    """Holds the newest frame for one listener."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._frame = b""
        self._news = asyncio.Event()

    def put(self, frame: bytes) -> None:
        """Leave a frame; it takes the place of one not fetched yet."""
        self._frame = frame
        self._news.set()

    async def get(self) -> bytes:
        """Return the newest frame not fetched yet; wait for one if there is none."""
        await self._news.wait()
        self._news.clear()
        return self._frame


class Hub:
    """All who watch a centre."""

    def __init__(self) -> None:
        self._listeners: dict[Watch, set[Outbox]] = {}
        self._shown: dict[Watch, bytes] = {}

    def __len__(self) -> int:
        return sum(len(outboxes) for outboxes in self._listeners.values())

    def counts(self) -> dict[str, int]:
        """Return how many listen, by kind of view."""
        counts: dict[str, int] = {}
        for watch, outboxes in self._listeners.items():
            counts[watch.view] = counts.get(watch.view, 0) + len(outboxes)
        return counts

    def join(self, outbox: Outbox, floor: Floor, now: datetime) -> None:
        """Put the present view into an outbox, and every later one.

        Raises:
            Refused: what is watched does not exist.
        """
        watch = outbox.watch
        body = _draw(watch, floor, now)
        outbox.put(_frame(floor, now, body))
        self._listeners.setdefault(watch, set()).add(outbox)
        if self._shown.setdefault(watch, body) != body:
            self._tell(watch, floor, now, body)

    def leave(self, outbox: Outbox) -> None:
        """Forget a listener; leaving twice is fine."""
        outboxes = self._listeners.get(outbox.watch)
        if outboxes is None:
            return
        outboxes.discard(outbox)
        if not outboxes:
            del self._listeners[outbox.watch]
            self._shown.pop(outbox.watch, None)

    def show(self, floor: Floor, now: datetime) -> None:
        """Draw every view that is watched and hand on those that changed."""
        for watch in self._listeners:
            try:
                body = _draw(watch, floor, now)
            except Refused:
                continue  # a ticket of yesterday, a counter that is gone: the last view stays
            except Exception:  # one picture must not stop the floor, nor the other pictures
                log.exception("centre %s: %s could not be drawn", floor.centre, watch)
                continue
            if self._shown.get(watch) != body:
                self._tell(watch, floor, now, body)

    def _tell(self, watch: Watch, floor: Floor, now: datetime, body: bytes) -> None:
        self._shown[watch] = body
        frame = _frame(floor, now, body)
        for outbox in self._listeners[watch]:
            outbox.put(frame)


def _draw(watch: Watch, floor: Floor, now: datetime) -> bytes:
    return encode(_VIEWS[watch.view](floor, watch.name, now))


def _frame(floor: Floor, now: datetime, body: bytes) -> bytes:
    at = now.astimezone(floor.zone).isoformat(timespec="milliseconds")
    return b'{"type":"view","serial":%d,"at":"%s","view":%s}' % (floor.seq, at.encode(), body)
