"""When each device was last there: it showed its token, or a live view of it is open.

Rule 1: it is noted down now and then only; a note that is lost is one of the last minute.
"""

from collections import Counter

from queue_server.engine.clock import Clock
from queue_server.protocol.vocabulary import ActorId
from queue_server.web.auth.caller import DEVICE_ROLES, Caller


class Sightings:
    """What is known since the server started, and what of it is not noted down yet."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[ActorId, int] = {}
        self._noted: dict[ActorId, int] = {}
        self._watching: Counter[ActorId] = Counter()

    def saw(self, caller: Caller | None) -> None:
        """Note that somebody showed who they are; people are not noted."""
        if caller is not None and caller.role in DEVICE_ROLES:
            self._last[caller.id] = int(self._clock.now().timestamp())

    def watches(self, caller: Caller | None, change: int) -> None:
        """Note that a live view was opened (1) or closed (-1)."""
        if caller is not None and caller.role in DEVICE_ROLES:
            self._watching[caller.id] += change
            self.saw(caller)

    def last(self, device: ActorId) -> int | None:
        """Return when a device was last there, in seconds since the epoch."""
        if self.is_watching(device):
            return int(self._clock.now().timestamp())
        return self._last.get(device)

    def take_news(self) -> dict[ActorId, int]:
        """Return who was there since this was asked, and when."""
        now = int(self._clock.now().timestamp())
        self._last |= {device: now for device, count in self._watching.items() if count > 0}
        news = {device: at for device, at in self._last.items() if self._noted.get(device) != at}
        self._noted |= news
        return news

    def is_watching(self, device: ActorId) -> bool:
        """Return whether a live view of a device is open."""
        return self._watching[device] > 0
